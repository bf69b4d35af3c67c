"""The paper that a message names, as a file: a picture or a document in somebody's language."""

from dataclasses import dataclass

from sqlalchemy import Connection

from ledger.reports.periods import Period
from ledger.reports.statements import statement
from ledger.shop_profile import shop_profile
from papers.asked import Form, Paper, SlipPaper, StatementPaper
from papers.making import patti_of
from papers.slip_page import form_of, slip_pdf, slip_png
from papers.statement import statement_report
from papers.table_pdf import report_pdf
from papers.wording import names_of


@dataclass(frozen=True, slots=True)
class File:
    """A paper as it is sent."""

    content: bytes
    content_type: str


CONTENT_TYPES = {Form.PICTURE: "image/png", Form.DOCUMENT: "application/pdf"}


def made(tx: Connection, paper: Paper, language: str) -> File:
    """A paper in one of the languages of papers.

    Raises:
        LedgerError: what it is about is not in the books.
    """
    match paper:
        case SlipPaper(settlement_id, form):
            patti = patti_of(tx, settlement_id)
            form = form or form_of(patti, language)
            draw = slip_png if form is Form.PICTURE else slip_pdf
            return File(draw(patti, language), CONTENT_TYPES[form])
        case StatementPaper(farmer, first, last):
            report = statement_report(statement(tx, farmer, Period(first, last)), names_of(tx))
            document = report_pdf(report, shop_profile(tx), language)
            return File(document, CONTENT_TYPES[Form.DOCUMENT])
