"""Writes on pages: text in Tamil and Latin letters, shaped as Tamil must be, at a place in mm.

The only user of fpdf2. What is written twice comes out in the same bytes: nothing here reads a
clock.
"""

import re
import weakref
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from fpdf import FPDF
from fpdf.fonts import TTFFont

FONTS = Path(__file__).parent / "fonts"
FAMILY = "noto"
POINT = 25.4 / 72
"""Millimetres."""

TAMIL = re.compile("[\u0b80-\u0bff]")

MEASURE = 100.0
"""Points; a text is measured once, and is as much wider as it is larger."""

BASELINE = 0.7
"""How far down a line letters stand, of its height."""

SMALLEST = 5.0
"""Points; a text that does not fit even so is wrapped by its caller, or it is a fault."""

Align = Literal["L", "C", "R"]


class Pen:
    """A document of pages of one size.

    Attributes:
        width: of a page, in mm.
        height: likewise.
    """

    def __init__(self, width: float, height: float, title: str) -> None:
        """Start a document without pages.

        Args:
            width: of a page, in mm.
            height: likewise.
            title: what a reader shows above the page.
        """
        self.width, self.height = width, height
        self._pdf = FPDF(unit="mm", format=(width, height))
        self._pdf.set_creation_date(datetime(2000, 1, 1, tzinfo=UTC))
        self._pdf.set_title(title)
        self._pdf.set_producer("Malar")
        self._pdf.set_auto_page_break(auto=False)
        self._pdf.c_margin = 0
        for style, name in (("", "Regular"), ("B", "Bold")):
            self._pdf.add_font(FAMILY, style, FONTS / f"NotoSansTamil-{name}.ttf")
        for font in self._pdf.fonts.values():
            if isinstance(font, TTFFont):  # fpdf2 leaves its file open
                weakref.finalize(self, font.close)
        self._widths: dict[tuple[str, bool], float] = {}

    def next_page(self) -> None:
        """Begin a page."""
        self._pdf.add_page()

    def width_of(self, text: str, size: float, *, is_bold: bool = False) -> float:
        """How wide a text is, in mm."""
        key = (text, is_bold)
        if key not in self._widths:
            self._take(text, MEASURE, is_bold=is_bold)
            self._widths[key] = float(self._pdf.get_string_width(text)) / MEASURE
        return self._widths[key] * size

    def wrapped(
        self, text: str, width: float, size: float, *, is_bold: bool = False
    ) -> tuple[str, ...]:
        """The text in lines that fit; one word that is wider than a line stands alone on it."""
        if self.width_of(text, size, is_bold=is_bold) <= width:
            return (text,)
        return tuple(self._lines(text.split(" "), width, size, is_bold=is_bold))

    def write(  # noqa: PLR0913 - a text has this many looks
        self,
        text: str,
        x: float,
        y: float,
        width: float,
        size: float,
        *,
        align: Align = "L",
        is_bold: bool = False,
        grey: int = 0,
    ) -> None:
        """One line of text, its top at y; where it would be too wide it is written smaller.

        Args:
            text: on one line.
            x: where its room begins, in mm.
            y: the top of the line.
            width: of the room.
            size: in points.
            align: to which side of the room.
            is_bold: in bold letters.
            grey: 0 for black to 255 for white.
        """
        wide = self.width_of(text, size, is_bold=is_bold)
        if wide > width:
            smaller = max(SMALLEST, size * width / wide)
            y += (line_height(size) - line_height(smaller)) * BASELINE
            size = smaller
        self._take(text, size, is_bold=is_bold)
        self._pdf.set_text_color(grey)
        self._pdf.set_xy(x, y)
        self._pdf.cell(width, line_height(size), text, align=align)

    def rule(self, y: float, *, left: float, right: float, thickness: float = 0.2) -> None:
        """A line across, in mm."""
        self._pdf.set_line_width(thickness)
        self._pdf.line(left, y, right, y)

    def band(self, y: float, height: float, grey: int) -> None:
        """A grey band across the page."""
        self._pdf.set_fill_color(grey)
        self._pdf.rect(0, y, self.width, height, style="F")

    def document(self) -> bytes:
        """The PDF."""
        return bytes(self._pdf.output())

    def _take(self, text: str, size: float, *, is_bold: bool) -> None:
        """Take the font for a text; only what has letters of Tamil needs the slow shaping."""
        self._pdf.set_font(FAMILY, "B" if is_bold else "", size)
        is_tamil = TAMIL.search(text) is not None
        self._pdf.set_text_shaping(is_tamil, script="taml", language="tam")

    def _lines(
        self, words: list[str], width: float, size: float, *, is_bold: bool
    ) -> Iterator[str]:
        line = ""
        for word in words:
            longer = f"{line} {word}" if line else word
            if line and self.width_of(longer, size, is_bold=is_bold) > width:
                yield line
                line = word
            else:
                line = longer
        yield line


def line_height(size: float) -> float:
    """The height of a line of text in mm: Tamil signs reach further down than Latin letters."""
    return size * POINT * 1.4
