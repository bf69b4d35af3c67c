"""The slip of a settlement as a text for chat.

It says what the page says, in the same order (`papers.slip_parts`). A message has 1,600
characters: where the lots do not fit, they are put together by flower and day, then by flower,
and it says so; no figure is ever left out.
"""

from locales.facts import Day, Fits, Lines, Money, Name, Phrase
from locales.phrases import render
from papers import slip_parts
from papers.slip_parts import Detail, Figure, Patti, Row
from papers.wording import phrase

TEXT_MAX = 1600
"""Characters of a message. Source: Twilio's error 21617."""


def slip_phrase(patti: Patti, *, limit: int = TEXT_MAX) -> Phrase:
    """The slip for chat, in no language yet: as many of its lots as fit into so many characters."""
    return phrase("fact", fact=Fits(tuple(_text(patti, detail) for detail in LONGEST_FIRST), limit))


def slip_text(patti: Patti, language: str) -> str:
    """The slip for chat."""
    said = slip_phrase(patti)
    return render(said.key, said.facts, language)


LONGEST_FIRST = (*Detail, None)
"""None lists no lots at all: there may be too many flowers."""


def _text(patti: Patti, detail: Detail | None) -> Phrase:
    shop = patti.shop
    net = patti.slip.settlement.net_paise
    lines = [
        phrase(
            "slip_shop",
            name=Name(shop.name_en, shop.name_ta),
            place=Name(shop.place_en, shop.place_ta),
        ),
        phrase("slip_title"),
        *slip_parts.head(patti),
        *_lots(patti, detail),
        *([] if detail is Detail.EVERY_LOT else [phrase("slip_put_together")]),
        *map(_figure, slip_parts.figures(patti)),
        phrase("slip_net_is", amount=Money(net)),
        *slip_parts.promises(patti),
        *slip_parts.proofs(patti),
    ]
    return phrase("together", parts=Lines(tuple(lines)))


def _lots(patti: Patti, detail: Detail | None) -> list[Phrase]:
    lines = []
    for group in () if detail is None else slip_parts.groups(patti, detail):
        if group.on is not None:
            lines.append(phrase("slip_day", on=Day(group.on)))
        lines += [_lot(row) for row in group.rows]
    return lines


def _lot(row: Row) -> Phrase:
    if row.rate is None:
        flower = phrase("slip_flower_lots", flower=row.flower, n=row.lots)
        return phrase("slip_lots", flower=flower, quantity=row.quantity, amount=Money(row.paise))
    told = phrase(
        "slip_lot",
        flower=row.flower,
        quantity=row.quantity,
        rate=row.rate,
        amount=Money(row.paise),
    )
    for remark in row.remarks:
        told = phrase("slip_remarked", lot=told, remark=remark)
    return told


def _figure(figure: Figure) -> Phrase:
    key = "slip_sum" if figure.is_sum else "slip_figure"
    return phrase(key, label=figure.label, amount=Money(figure.paise))
