"""Which paper a message carries: named when the message is written, drawn when it is sent.

Pure: the dialogue names papers, and it knows no database. `papers.making` draws them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Form(StrEnum):
    """As what somebody gets a paper."""

    PICTURE = "png"
    DOCUMENT = "pdf"


@dataclass(frozen=True, slots=True)
class SlipPaper:
    """The slip of a settlement.

    Attributes:
        form: None for a picture, or a document where the slip is too long for one.
    """

    settlement_id: int
    form: Form | None = None


@dataclass(frozen=True, slots=True)
class StatementPaper:
    """A farmer's statement, from a business date to another, both included; a document.

    Attributes:
        farmer: his code.
    """

    farmer: str
    first: date
    last: date


Paper = SlipPaper | StatementPaper


def caption(paper: Paper) -> str:
    """The phrase that stands under a paper."""
    match paper:
        case SlipPaper():
            return "slip_title"
        case StatementPaper():
            return "statement_title"


def to_json(paper: Paper) -> dict[str, str | int | None]:
    """A paper's name as a message's row keeps it."""
    match paper:
        case SlipPaper(settlement_id, form):
            return {"paper": "slip", "settlement": settlement_id, "form": form}
        case StatementPaper(farmer, first, last):
            return {
                "paper": "statement",
                "farmer": farmer,
                "first": first.isoformat(),
                "last": last.isoformat(),
            }


def from_json(stored: Mapping[str, str | int | None]) -> Paper:
    """The paper that a message's row names.

    Raises:
        KeyError: the row names none that we know.
    """
    if stored["paper"] == "slip":
        form = stored["form"]
        return SlipPaper(int(stored["settlement"] or 0), None if form is None else Form(str(form)))
    first, last = (date.fromisoformat(str(stored[name])) for name in ("first", "last"))
    return StatementPaper(str(stored["farmer"]), first, last)
