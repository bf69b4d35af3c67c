"""The slip as a page: narrow and long as the paper patti, with digits for a phone's screen.

A slip that fits on one page has a page of its own length. A longer one goes on over pages, each
headed by the names of the columns; its picture puts the lots together, as its text does.
"""

from collections.abc import Iterator, Sequence
from functools import partial

from locales.facts import Day, Fact, Money, Name
from locales.phrases import render
from papers import slip_parts
from papers.asked import Form
from papers.blocks import (
    Block,
    Look,
    draw_all,
    height_of,
    paginated,
    paragraph,
    rule,
    space,
)
from papers.pen import Align, Pen, line_height
from papers.picture import png_of
from papers.slip_parts import Detail, Figure, Patti, Row

WIDTH = 90.0
TALLEST = 240.0
"""In mm; a picture that is much longer is a ribbon on a phone's screen."""

MARGIN = 5.0
GAP = 1.2
LEFT, RIGHT = MARGIN, WIDTH - MARGIN
INNER = RIGHT - LEFT
FOOT = 7.0

QUANTITY_END, RATE_END = LEFT + 43.8, LEFT + 59.5
COLUMNS = (
    (LEFT, QUANTITY_END - LEFT),
    (LEFT, QUANTITY_END - LEFT),
    (QUANTITY_END + GAP, RATE_END - QUANTITY_END - GAP),
    (RATE_END + GAP, RIGHT - RATE_END - GAP),
)
"""Where flower, weight, rate and amount stand, and how wide they are; the first two share."""

TOGETHER = (COLUMNS[0], (LEFT, RATE_END - LEFT), *COLUMNS[2:])
"""The same where several lots stand in one row, which has no rate."""

Columns = tuple[tuple[float, float], ...]

HEADINGS = ("slip_flower", "slip_quantity", "slip_rate", "slip_amount")

SHOP = Look(13, is_bold=True)
TITLE = Look(11, is_bold=True)
PLAIN = Look(8)
STRONG = Look(8, is_bold=True)
SMALL = Look(7, grey=90)
NET_LABEL = Look(10, is_bold=True)
NET = Look(19, is_bold=True)


def slip_pdf(patti: Patti, language: str) -> bytes:
    """The slip with every lot, as a document; the same slip comes out in the same bytes."""
    return SlipPage(patti, language, Detail.EVERY_LOT).document()


def slip_png(patti: Patti, language: str) -> bytes:
    """The slip in one picture."""
    pages = (SlipPage(patti, language, detail) for detail in Detail)
    shown = next((page for page in pages if page.is_one_page), None)
    return png_of((shown or SlipPage(patti, language, Detail.FLOWERS)).document())


def form_of(patti: Patti, language: str) -> Form:
    """A picture, where every lot can be read in one; else a document."""
    is_short = SlipPage(patti, language, Detail.EVERY_LOT).is_one_page
    return Form.PICTURE if is_short else Form.DOCUMENT


class SlipPage:
    """Draws one slip in one language."""

    def __init__(self, patti: Patti, language: str, detail: Detail) -> None:
        """Measure it.

        Args:
            patti: the slip.
            language: `en` or `ta`.
            detail: how the lots are listed.
        """
        self._patti = patti
        self._language = language
        self._pen = Pen(WIDTH, TALLEST, self._say("slip_title"))
        self._blocks = tuple(self._all_blocks(detail))
        self._length = MARGIN + height_of(self._blocks) + MARGIN

    @property
    def is_one_page(self) -> bool:
        """It can be seen in one look."""
        return self._length <= TALLEST

    def document(self) -> bytes:
        """The PDF."""
        if self.is_one_page:
            pen = Pen(WIDTH, self._length, self._say("slip_title"))
            pen.next_page()
            draw_all(pen, self._blocks, MARGIN)
            return pen.document()
        headings = self._headings()
        pages = paginated(self._blocks, TALLEST - MARGIN - FOOT - headings.height)
        for number, blocks in enumerate(pages, start=1):
            self._pen.next_page()
            draw_all(self._pen, blocks if number == 1 else [headings, *blocks], MARGIN)
            self._foot(self._pen, f"{number} / {len(pages)}")
        return self._pen.document()

    def _say(self, key: str, **facts: Fact) -> str:
        return render(key, facts, self._language)

    def _shown(self, fact: Fact) -> str:
        return self._say("fact", fact=fact)

    def _all_blocks(self, detail: Detail) -> Iterator[Block]:
        yield from self._head()
        groups = slip_parts.groups(self._patti, detail)
        if groups:
            yield self._headings()
        for group in groups:
            if group.on is not None:
                yield self._text(self._shown(Day(group.on)), STRONG, keeps_next=True)
            for row in group.rows:
                yield self._row(row)
        if groups:
            yield rule(LEFT, RIGHT)
        if detail is not Detail.EVERY_LOT:
            yield self._text(self._say("slip_put_together"), SMALL)
        for figure in slip_parts.figures(self._patti):
            yield self._figure(figure)
        yield from self._net()

    def _head(self) -> Iterator[Block]:
        shop = self._patti.shop
        yield self._text(self._shown(Name(shop.name_en, shop.name_ta)), SHOP, is_centred=True)
        place = self._shown(Name(shop.place_en, shop.place_ta))
        line = f"{place} · {shop.phone}" if shop.phone else place
        yield self._text(line, PLAIN, is_centred=True)
        yield rule(LEFT, RIGHT, 0.5)
        yield self._text(self._say("slip_title"), TITLE, is_centred=True)
        for said in slip_parts.head(self._patti):
            yield self._text(self._shown(said), STRONG)
        yield rule(LEFT, RIGHT, 0.5)

    def _headings(self) -> Block:
        words = [self._say(key) for key in HEADINGS]

        def draw(pen: Pen, top: float) -> None:
            pen.band(top, line_height(SMALL.size) + 1, 235)
            self._cells(pen, top + 0.5, words, Look(SMALL.size, is_bold=True), COLUMNS)

        return Block(line_height(SMALL.size) + 1.6, draw, keeps_next=True)

    def _row(self, row: Row) -> Block:
        """A lot in one line; under it what is remarkable, and a long name above its figures."""
        name = self._shown(row.flower)
        if row.rate is None:
            name = self._say("slip_flower_lots", flower=row.flower, n=row.lots)
        rate = "" if row.rate is None else self._shown(row.rate)
        words = ["", self._shown(row.quantity), rate, self._shown(Money(row.paise))]
        taken = sum(self._pen.width_of(text, PLAIN.size) for text in (name, words[1]))
        columns = COLUMNS if row.rate is not None else TOGETHER
        is_wide = taken + GAP > columns[1][1]
        told = ", ".join(map(self._shown, row.remarks))
        remarks = [self._text(told, SMALL, indent=3)] if told else []
        step = line_height(PLAIN.size)
        height = step * (2 if is_wide else 1)

        def draw(pen: Pen, top: float) -> None:
            pen.write(name, LEFT, top, INNER, PLAIN.size)
            self._cells(pen, top + height - step, words, PLAIN, columns)
            if row.is_struck:
                pen.rule(top + height - step / 2, left=LEFT, right=RIGHT, thickness=0.3)
            draw_all(pen, remarks, top + height)

        return Block(height + height_of(remarks), draw)

    def _cells(
        self, pen: Pen, top: float, words: Sequence[str], look: Look, columns: Columns
    ) -> None:
        for place, ((x, width), text) in enumerate(zip(columns, words, strict=True)):
            align: Align = "R" if place else "L"
            write = partial(pen.write, is_bold=look.is_bold, grey=look.grey)
            write(text, x, top, width, look.size, align=align)

    def _figure(self, figure: Figure) -> Block:
        look = STRONG if figure.is_sum else PLAIN
        label = paragraph(self._pen, self._shown(figure.label), look, left=LEFT, width=52)
        amount = self._shown(Money(figure.paise))

        def draw(pen: Pen, top: float) -> None:
            label.draw(pen, top)
            pen.write(
                amount, LEFT + 53, top, INNER - 53, look.size, align="R", is_bold=look.is_bold
            )
            if figure.is_sum:
                pen.rule(top, left=LEFT + 53, right=RIGHT)

        return Block(label.height + 0.4, draw)

    def _net(self) -> Iterator[Block]:
        yield space(1)
        yield rule(LEFT, RIGHT, 0.5)
        yield self._text(self._say("slip_net"), NET_LABEL)
        net = self._shown(Money(self._patti.slip.settlement.net_paise))
        yield self._text(net, NET, is_right=True)
        yield rule(LEFT, RIGHT, 0.5)
        for said in slip_parts.promises(self._patti):
            yield self._text(self._shown(said), STRONG)
        for said in slip_parts.proofs(self._patti):
            yield self._text(self._shown(said), PLAIN)

    def _text(  # noqa: PLR0913 - where and how
        self,
        text: str,
        look: Look,
        *,
        indent: float = 0,
        is_centred: bool = False,
        is_right: bool = False,
        keeps_next: bool = False,
    ) -> Block:
        return paragraph(
            self._pen,
            text,
            look,
            left=LEFT + indent,
            width=INNER - indent,
            align="C" if is_centred else "R" if is_right else "L",
            keeps_next=keeps_next,
        )

    def _foot(self, pen: Pen, page: str) -> None:
        number = self._patti.slip.settlement.number or ""
        top = pen.height - FOOT + 1
        pen.write(number, LEFT, top, INNER / 2, SMALL.size, grey=SMALL.grey)
        pen.write(page, LEFT + INNER / 2, top, INNER / 2, SMALL.size, align="R", grey=SMALL.grey)
