"""A drawing of pygal's without all that a strict policy refuses, and its figures in their places.

No script, no style, nothing from elsewhere: what is left is shapes, words and classes, which
`static/rooms/charts.css` gives their look. Which figures are drawn is `dashboard.charts`' matter.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Told:
    """What a chart is called, and what it says to whoever cannot see it.

    Attributes:
        name: of its parts' ids; no other chart of the page has it.
    """

    name: str
    title: str
    says: str


def bare(chart: Any, told: Told) -> Element:  # noqa: ANN401 - pygal has no types
    """The drawing without anything that a page would have to run, load or be styled by."""
    svg: Element = chart.render_tree()
    for parent in list(svg.iter()):
        for child in list(parent):
            if callable(child.tag) or _local(child) in UNWANTED or _is_tip(child):
                parent.remove(child)
        for name in ("style", "id"):
            parent.attrib.pop(name, None)
    svg.set("class", "chart")
    svg.set("role", "img")
    svg.set("aria-labelledby", f"{told.name}-title {told.name}-says")
    for place, (part, words) in enumerate((("title", told.title), ("desc", told.says))):
        said = Element(part, id=f"{told.name}-{'title' if part == 'title' else 'says'}")
        said.text = words
        svg.insert(place, said)
    return svg


def set_behind(svg: Element) -> None:
    """Set the figure of each bar behind its end; in front of it where it is below nought."""
    for figure in svg.iter():
        if figure.get("class") == "value":
            is_below = (figure.text or "").startswith("-")
            figure.set("text-anchor", "end" if is_below else "start")


def lift(svg: Element) -> None:
    """Set the figures of a line above their points, the lowest below, those at its ends inwards."""
    told = []
    for parent in list(svg.iter()):
        for figure in [child for child in parent if child.get("class") == "value"]:
            if figure.text:
                told.append(figure)
            else:
                parent.remove(figure)
    deepest = max((Decimal(figure.get("y", "0")) for figure in told), default=Decimal())
    for figure in told:
        across, down = (Decimal(figure.get(name, "0")) for name in ("x", "y"))
        across -= BESIDE
        is_lowest = down == deepest and len(told) > 1
        figure.set("x", f"{across:.1f}")
        figure.set("y", f"{down if is_lowest else down - BELOW:.1f}")
        is_first, is_last = across < END, across > WIDTH - 2 * END
        figure.set("text-anchor", "start" if is_first else "end" if is_last else "middle")


def hatch(svg: Element, name: str) -> None:
    """Fill the bars with strokes; an attribute, since a style would need the page's leave."""
    defs = SubElement(svg, "defs")
    pattern = SubElement(
        defs,
        "pattern",
        {"id": name, "width": "6", "height": "6", "patternUnits": "userSpaceOnUse"},
    )
    pattern.set("patternTransform", "rotate(45)")
    SubElement(pattern, "rect", {"width": "6", "height": "6", "class": "hatch-ground"})
    SubElement(pattern, "rect", {"width": "3", "height": "6", "class": "hatch-stroke"})
    for element in svg.iter():
        if "rect" in element.get("class", "").split():
            element.set("fill", f"url(#{name})")
            element.set("class", "hatched")


def inline(svg: Element) -> Markup:
    """For the middle of a page."""
    return Markup(tostring(svg, encoding="unicode"))  # noqa: S704 - escaped by the serializer


WIDTH = 340
"""Of every chart, in the units of a small phone, so that letters keep their size there."""

END = 40
"""Nearer to an edge a figure would be cut."""

BESIDE, BELOW = 12, 24
"""Where pygal puts the figure of a point, from its middle and from above it."""

UNWANTED = {"defs", "script", "style", "desc", "title"}
"""pygal's own style and script, and the values for its script; what is said here is ours."""

SVG = "{http://www.w3.org/2000/svg}"


def _local(element: Element) -> str:
    return str(element.tag).removeprefix(SVG)


def _is_tip(element: Element) -> bool:
    """What only a script would show."""
    return "tooltip-overlay" in element.get("class", "").split()
