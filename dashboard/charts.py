"""Charts for people who would rather look than read: pictures of figures that others found.

pygal draws them, and `dashboard.bare_svg` takes out what a strict policy would stop. They
are narrow, so that their words stay readable on a phone, and each can be read without colour: every
bar bears its figure, every line its highest, lowest and last.
"""

import sys
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pygal
from markupsafe import Markup
from pygal.style import Style

from dashboard.bare_svg import END, WIDTH, Told, bare, hatch, inline, lift, set_behind

# pygal's hook for plugins is of a kind that Python no longer asks; each import would warn of it.
sys.meta_path[:] = [hook for hook in sys.meta_path if type(hook).__module__ != pygal.__name__]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar, and the figure at its end as people read it."""

    label: str
    value: int
    shown: str


@dataclass(frozen=True, slots=True)
class Point:
    """One place of a line.

    Attributes:
        value: None where there is nothing; the line is broken there.
        lowest: of what the value is the average of; likewise the highest.
        mark: what stands under it, where the label is too long for that.
    """

    label: str
    value: int | None
    shown: str
    lowest: int | None = None
    highest: int | None = None
    mark: str = ""


def bars(told: Told, rows: Sequence[Bar], *, is_hatched: bool = False) -> Markup:
    """A bar a row, the first on top.

    Args:
        told: what it is.
        rows: the bars.
        is_hatched: for what is the other way round, such as money lent.
    """
    most, least = (pick((*(row.value for row in rows), 0)) for pick in (max, min))
    labels = [_short(row.label) for row in reversed(rows)]
    room = _room(labels, [row.shown for row in rows])
    chart = pygal.HorizontalBar(
        height=MARGIN * 2 + ROW * max(len(rows), 1),
        print_values=True,
        print_values_position="top",
        show_x_labels=False,
        range=(least * room // 100, max(most, 1) * room // 100),
        **_plain(),
    )
    chart.x_labels = labels
    chart.add("", [_shown(row.value, row.shown) for row in reversed(rows)])
    svg = bare(chart, told)
    set_behind(svg)
    if is_hatched:
        hatch(svg, f"{told.name}-hatch")
    return inline(svg)


def line(told: Told, points: Sequence[Point]) -> Markup:
    """A line through the points, and thin broken ones for the lowest and the highest."""
    chart = pygal.Line(
        height=LINE_HEIGHT,
        print_values=True,
        allow_interruptions=True,
        dots_size=3,
        show_y_labels=False,
        margin_left=END // 2,
        margin_right=END // 2,
        range=_range(points),
        **_plain(),
    )
    chart.x_labels = [point.mark or point.label for point in points]
    chart.x_labels_major = _few(chart.x_labels)
    chart.show_minor_x_labels = False
    for edge in ("highest", "lowest"):
        chart.add("", [_shown(getattr(point, edge), "") for point in points], show_dots=False)
    spoken = _spoken(points)
    chart.add(
        "",
        [
            _shown(point.value, point.shown if place in spoken else "")
            for place, point in enumerate(points)
        ],
    )
    svg = bare(chart, told)
    lift(svg)
    return inline(svg)


ROW, LINE_HEIGHT, MARGIN = 24, 200, 8

LETTER, FIGURE = 7, 8
"""How wide a letter of a label and a digit of a figure are, at most."""

ROOM_MAX = 300
"""However long the words are, the longest bar keeps a third of the width."""

LABEL_MAX = 13
"""Letters of a label; the table beside the chart has it whole."""

X_LABELS = 6
"""So many fit under a line."""

FIGURES_FIT = 6
"""Of so few points each bears its figure."""

_LOOK = Style(
    font_family="inherit",
    label_font_size=12,
    major_label_font_size=12,
    value_font_size=12,
)
"""What pygal reckons its margins with; the same sizes stand in `charts.css`."""


def _plain() -> dict[str, Any]:
    """What all charts have in common."""
    return {
        "width": WIDTH,
        "margin": MARGIN,
        "css": [],
        "js": [],
        "style": _LOOK,
        "show_legend": False,
        "show_y_guides": False,
        "show_x_guides": False,
        "no_data_text": "",
        "truncate_label": -1,
    }


def _shown(value: int | None, words: str) -> dict[str, Any] | None:
    """A value with the words that stand at it."""
    if value is None:
        return None
    says: Callable[[object], str] = lambda _: words  # noqa: E731 - pygal asks for a function
    return {"value": value, "formatter": says}


def _short(label: str) -> str:
    """A label that fits; it is cut between letters, which in Tamil are of several characters."""
    letters: list[str] = []
    for character in label:
        if letters and unicodedata.category(character).startswith("M"):
            letters[-1] += character
        else:
            letters.append(character)
    return label if len(letters) <= LABEL_MAX else "".join(letters[: LABEL_MAX - 1]) + "…"


def _room(labels: Sequence[str], figures: Sequence[str]) -> int:
    """Hundredths of the longest bar that fit beside the labels: behind it stands its figure."""
    beside = LETTER * max(map(len, labels), default=0) + 3 * MARGIN
    behind = FIGURE * max(map(len, figures), default=0) + MARGIN
    plot = WIDTH - beside
    return min(100 * plot // max(plot - behind, 1), ROOM_MAX)


def _range(points: Sequence[Point]) -> tuple[int, int]:
    """From a little below the lowest to a little above the highest, never from nought."""
    seen = [
        value
        for point in points
        for value in (point.value, point.lowest, point.highest)
        if value is not None
    ] or [0]
    spare = max((max(seen) - min(seen)) // 5, max(seen) // 50, 1)
    return min(seen) - spare, max(seen) + spare


def _few(labels: Sequence[str]) -> list[str]:
    """As many labels as fit, the first among them."""
    step = -(-len(labels) // X_LABELS) or 1
    return list(labels[::step])


def _spoken(points: Sequence[Point]) -> set[int]:
    """The points that bear their figure: all of a few, else the highest, the lowest, the last."""
    places = [place for place, point in enumerate(points) if point.value is not None]
    if len(places) <= FIGURES_FIT:
        return set(places)

    def height(place: int) -> int:
        return points[place].value or 0

    return {max(places, key=height), min(places, key=height), places[-1]}
