"""A report as pages of A4: headings on every page, numbers at the right, long texts wrapped."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ledger.shop_profile import ShopProfile
from locales.facts import Name
from papers.blocks import Block, Look, draw_all, paginated, paragraph, space
from papers.pen import Align, Pen, line_height
from papers.table import Cell, Report, Table, headings, shown

SHORT, LONG = 210.0, 297.0
MARGIN = 12.0
FOOT = 8.0
GAP = 2.0
"""Between two columns, in mm."""

UPRIGHT_COLUMNS = 7
"""A table of more columns lies on its side."""

NARROWEST = 10.0
TITLE = Look(14, is_bold=True)
SHOP = Look(10)
SECTION = Look(11, is_bold=True)
PLAIN = Look(8)
STRONG = Look(8, is_bold=True)
GREY = 90


def report_pdf(report: Report, shop: ShopProfile, language: str) -> bytes:
    """The document; the same report comes out in the same bytes."""
    return _Pages(report, shop, language).document()


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where the columns of a table stand, in mm, and on which side their cells do."""

    places: tuple[tuple[float, float], ...]
    aligns: tuple[Align, ...]


class _Pages:
    """Draws a report in one language."""

    def __init__(self, report: Report, shop: ShopProfile, language: str) -> None:
        self._report, self._shop, self._language = report, shop, language
        most = max(len(table.columns) for table in report.tables)
        width, height = (LONG, SHORT) if most > UPRIGHT_COLUMNS else (SHORT, LONG)
        self._pen = Pen(width, height, self._shown(report.title))
        self._inner = width - 2 * MARGIN

    def document(self) -> bytes:
        """Each table begins on a page of its own."""
        pages: list[list[Block]] = []
        for number, table in enumerate(self._report.tables):
            pages += self._pages(table, is_first=number == 0)
        for number, blocks in enumerate(pages, start=1):
            self._pen.next_page()
            draw_all(self._pen, blocks, MARGIN)
            self._foot(f"{number} / {len(pages)}")
        return self._pen.document()

    def _pages(self, table: Table, *, is_first: bool) -> Iterator[list[Block]]:
        columns = self._columns(table)
        repeated = self._row(headings(table, self._language), columns, STRONG, ruled="below")
        head = [*(self._head() if is_first else []), *self._section(table)]
        rows = [self._row(self._texts(row), columns, PLAIN) for row in table.rows]
        if table.totals is not None:
            rows.append(self._row(self._texts(table.totals), columns, STRONG, ruled="above"))
        room = self._pen.height - MARGIN - FOOT - repeated.height
        for number, blocks in enumerate(paginated([*head, repeated, *rows], room)):
            yield blocks if number == 0 else [repeated, *blocks]

    def _head(self) -> Iterator[Block]:
        name = self._shown(Name(self._shop.name_en, self._shop.name_ta))
        place = self._shown(Name(self._shop.place_en, self._shop.place_ta))
        yield self._paragraph(f"{name}, {place}", SHOP)
        yield self._paragraph(self._shown(self._report.title), TITLE)
        for said in self._report.head:
            yield self._paragraph(self._shown(said), SHOP)
        yield space(2)

    def _section(self, table: Table) -> Iterator[Block]:
        if len(self._report.tables) > 1:
            yield self._paragraph(self._shown(table.title), SECTION)
            yield space(1)

    def _columns(self, table: Table) -> _Columns:
        """As wide as what they hold; where that is too much, the widest texts give way.

        A heading takes as many lines as it has words, rather than room.
        """
        rows = [*map(self._texts, table.all_rows())]
        natural = [
            max(map(self._wide, [*heading.split(), *(row[place] for row in rows)]))
            for place, heading in enumerate(headings(table, self._language))
        ]
        widths = _fitted(natural, self._inner - GAP * (len(natural) - 1))
        places, left = [], MARGIN
        for width in widths:
            places.append((left, width))
            left += width + GAP
        aligns: list[Align] = ["R" if column.kind.is_number else "L" for column in table.columns]
        return _Columns(tuple(places), tuple(aligns))

    def _row(self, texts: Sequence[str], columns: _Columns, look: Look, ruled: str = "") -> Block:
        cells = [
            paragraph(self._pen, text, look, left=left, width=width, align=align)
            for text, (left, width), align in zip(
                texts, columns.places, columns.aligns, strict=True
            )
        ]
        height = max(line_height(look.size), *(cell.height for cell in cells))

        def draw(pen: Pen, top: float) -> None:
            for cell in cells:
                cell.draw(pen, top)
            if ruled:
                line = top if ruled == "above" else top + height
                pen.rule(line, left=MARGIN, right=pen.width - MARGIN)

        return Block(height + 0.6, draw, keeps_next=ruled == "below")

    def _wide(self, text: str) -> float:
        return self._pen.width_of(text, STRONG.size, is_bold=True)

    def _texts(self, row: Sequence[Cell]) -> list[str]:
        return [self._shown(cell) for cell in row]

    def _shown(self, cell: Cell) -> str:
        return shown(cell, self._language)

    def _paragraph(self, text: str, look: Look) -> Block:
        return paragraph(self._pen, text, look, left=MARGIN, width=self._inner, keeps_next=True)

    def _foot(self, page: str) -> None:
        top = self._pen.height - FOOT
        title, half = self._shown(self._report.title), self._inner / 2
        self._pen.write(title, MARGIN, top, half, PLAIN.size, grey=GREY)
        self._pen.write(page, MARGIN + half, top, half, PLAIN.size, align="R", grey=GREY)


def _fitted(natural: Sequence[float], room: float) -> list[float]:
    """Widths that fit into a room: what is narrow keeps its width, what is wide shares the rest."""
    widths = [max(width, NARROWEST / 2) for width in natural]
    if sum(widths) <= room:
        return widths
    fixed: dict[int, float] = {}
    while True:
        open_places = [place for place in range(len(widths)) if place not in fixed]
        part = (room - sum(fixed.values())) / len(open_places)
        narrow = {place: widths[place] for place in open_places if widths[place] <= part}
        if not narrow:
            return [fixed.get(place, part) for place in range(len(widths))]
        fixed |= narrow
