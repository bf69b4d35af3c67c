"""Charts bear the figures that they were given, and nothing that a strict policy would refuse."""

import re
from collections.abc import Callable
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

import pytest
from markupsafe import Markup

from dashboard.bare_svg import WIDTH, Told
from dashboard.charts import Bar, Point, bars, line

TOLD = Told("owed", "Owed & lent", 'Says <b>"so"</b>')
ROWS = [
    Bar("F012 முருகன்", 5_450_62, "₹5,450.62"),
    Bar("F013 <script>", 1_23_456_50, "₹1,23,456.50"),
    Bar("F014", 0, "₹0.00"),
]
POINTS = [
    Point(f"{day:02}-11", None if day == 3 else 800_00 + day, f"₹{800 + day}", 790_00, 900_00)
    for day in range(1, 31)
]

DRAWN: dict[str, Callable[[], Markup]] = {
    "bars": lambda: bars(TOLD, ROWS),
    "hatched": lambda: bars(TOLD, ROWS, is_hatched=True),
    "below nought": lambda: bars(TOLD, [*ROWS, Bar("F015", -5_00, "-₹5.00")]),
    "no bars": lambda: bars(TOLD, []),
    "line": lambda: line(TOLD, POINTS),
    "one point": lambda: line(TOLD, POINTS[:1]),
    "no points": lambda: line(TOLD, []),
    "only gaps": lambda: line(TOLD, [Point("01-11", None, "")]),
}


@pytest.fixture(params=DRAWN)
def drawn(request: pytest.FixtureRequest) -> Markup:
    return DRAWN[request.param]()


def test_every_chart_parses_and_runs_loads_and_styles_nothing(drawn: Markup) -> None:
    svg = parsed(drawn)
    for element in svg.iter():
        assert local(element) not in {"script", "style", "image", "use", "foreignObject", "a"}
        for name, value in element.attrib.items():
            assert name != "style"
            assert not name.startswith("on")
            assert "href" not in name
            assert "://" not in value
    assert "<!--" not in drawn
    assert "http" not in drawn.replace("http://www.w3.org/2000/svg", "")


def test_every_chart_is_an_image_with_a_name_and_a_description(drawn: Markup) -> None:
    svg = parsed(drawn)
    assert svg.get("role") == "img"
    named = {element.get("id"): element.text for element in svg.iter() if element.get("id")}
    assert [named[each] for each in (svg.get("aria-labelledby") or "").split()] == [
        *(TOLD.title, TOLD.says)
    ]


def test_the_same_figures_are_the_same_picture(
    drawn: Markup, request: pytest.FixtureRequest
) -> None:
    assert DRAWN[request.node.callspec.params["drawn"]]() == drawn


def test_every_bar_bears_its_label_and_its_figure() -> None:
    words = words_of(bars(TOLD, ROWS))
    assert {row.shown for row in ROWS} <= words
    assert {row.label for row in ROWS} <= words


def test_the_first_row_is_on_top_and_a_larger_figure_is_a_longer_bar() -> None:
    svg = parsed(bars(TOLD, ROWS))
    figures = [
        (each.text, number(each, "y")) for each in svg.iter() if each.get("class") == "value"
    ]
    assert [text for text, _ in sorted(figures, key=lambda each: each[1])] == [
        row.shown for row in ROWS
    ]
    widths = sorted(
        number(each, "width") for each in svg.iter() if each.get("class", "")[:4] == "rect"
    )
    assert widths[0] == 0
    assert widths[2] / widths[1] == pytest.approx(1_23_456_50 / 5_450_62, rel=0.01)


def test_figures_stay_inside_the_picture() -> None:
    long = [Bar("F012 " + "முருகன்" * 9, 99_99_99_999_99, "₹99,99,99,999.99"), *ROWS]
    svg = parsed(bars(TOLD, long))
    plot = next(each for each in svg.iter() if each.get("class") == "plot text-overlay")
    shift = int(re.findall(r"\d+", plot.get("transform", ""))[0])
    for figure in plot.iter():
        if figure.get("class") == "value":
            assert shift + number(figure, "x") + 7 * len(figure.text or "") <= WIDTH


def test_what_is_lent_can_be_told_from_what_is_owed_without_colour() -> None:
    svg = parsed(bars(TOLD, ROWS, is_hatched=True))
    assert [each.get("id") for each in svg.iter() if local(each) == "pattern"] == ["owed-hatch"]
    filled = [each.get("fill") for each in svg.iter() if each.get("class") == "hatched"]
    assert filled == ["url(#owed-hatch)"] * len(ROWS)
    assert "pattern" not in bars(TOLD, ROWS)


def test_a_long_line_bears_its_highest_its_lowest_and_its_last_figure() -> None:
    words = words_of(line(TOLD, POINTS))
    assert {word for word in words if "₹" in word} == {"₹801", "₹830"}
    falls = [*POINTS, Point("31-11", 799_00, "₹799"), Point("32-11", 800_05, "₹805")]
    assert {word for word in words_of(line(TOLD, falls)) if "₹" in word} == {
        *("₹799", "₹830", "₹805")
    }


def test_each_point_of_a_short_line_bears_its_figure() -> None:
    few = POINTS[3:9]
    assert {word for word in words_of(line(TOLD, few)) if "₹" in word} == {
        point.shown for point in few
    }


def test_a_line_is_broken_where_nothing_came() -> None:
    (strokes,) = [
        [each for each in series if each.get("class", "").startswith("line")]
        for series in parsed(line(TOLD, POINTS)).iter()
        if series.get("class") == "series serie-2 color-2" and len(series) > 1
    ][:1]
    assert len(strokes) == 2


def parsed(chart: Markup) -> Element:
    return ET.fromstring(chart)  # noqa: S314 - our own drawing


def local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def number(element: Element, name: str) -> float:
    return float(element.get(name, "0"))  # pygal writes no width of nought


def words_of(chart: Markup) -> set[str]:
    return {each.text for each in parsed(chart).iter() if each.text and local(each) == "text"}
