"""A slip or a report in the form that somebody asked for.

What draws pages is loaded only when a page is wanted: it takes longer than most commands.
"""

from enum import StrEnum

from ledger.shop_profile import ShopProfile
from papers.asked import Form
from papers.slip_parts import Patti
from papers.table import Report
from papers.table_csv import report_csv
from papers.table_text import report_text


class ReportForm(StrEnum):
    """As what a report can be had."""

    TEXT = "text"
    PDF = "pdf"
    XLSX = "xlsx"
    CSV = "csv"


def written(report: Report, form: ReportForm, *, shop: ShopProfile, language: str) -> bytes:
    """A report as a file of that form.

    Args:
        report: what it says.
        form: as what.
        shop: whose it is.
        language: `en` or `ta`.
    """
    match form:
        case ReportForm.TEXT:
            return report_text(report, language).encode()
        case ReportForm.CSV:
            return report_csv(report, language)
        case ReportForm.PDF:
            from papers.table_pdf import report_pdf  # noqa: PLC0415 - 0.3 s

            return report_pdf(report, shop, language)
        case ReportForm.XLSX:
            from papers.table_xlsx import report_xlsx  # noqa: PLC0415 - 0.1 s

            return report_xlsx(report, language)


def slip_file(patti: Patti, form: Form, language: str) -> bytes:
    """A slip as a picture or a document."""
    from papers.slip_page import slip_pdf, slip_png  # noqa: PLC0415 - 0.3 s

    return (slip_png if form is Form.PICTURE else slip_pdf)(patti, language)
