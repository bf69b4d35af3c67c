"""Makes the papers that people ask for, from the books: what was named becomes a text or a file."""

from dataclasses import dataclass

from sqlalchemy import Connection

from ledger.goods import adjustment_kinds, flowers
from ledger.settlements import slip_of
from ledger.shop_profile import shop_profile
from locales.facts import Name
from papers.asked import Form, Paper, SlipPaper
from papers.slip import form_of, slip_pdf, slip_png
from papers.slip_parts import Patti


@dataclass(frozen=True, slots=True)
class File:
    """A paper as it is sent."""

    content: bytes
    content_type: str


CONTENT_TYPES = {Form.PICTURE: "image/png", Form.DOCUMENT: "application/pdf"}


def patti_of(tx: Connection, settlement_id: int) -> Patti:
    """Everything that a settlement's slip says.

    Raises:
        UnknownSettlementError: there is no such settlement.
        NothingToSettleError: of a draft nothing is left.
    """
    return Patti(
        slip=slip_of(tx, settlement_id),
        shop=shop_profile(tx),
        flowers={flower.code: Name(flower.name_en, flower.name_ta) for flower in flowers(tx)},
        qualities={
            code: Name(kind.name_en, kind.name_ta) for code, kind in adjustment_kinds(tx).items()
        },
    )


def made(tx: Connection, paper: Paper, language: str) -> File:
    """A paper in somebody's language.

    Raises:
        LedgerError: what it is about is not in the books.
    """
    if not isinstance(paper, SlipPaper):
        raise TypeError(paper)
    patti = patti_of(tx, paper.settlement_id)
    form = paper.form or form_of(patti, language)
    draw = slip_png if form is Form.PICTURE else slip_pdf
    return File(draw(patti, language), CONTENT_TYPES[form])
