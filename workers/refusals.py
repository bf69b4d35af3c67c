"""What the books refuse, as a phrase for the person: the facts stay, the wording is chosen."""

from ledger.errors import (
    AlreadyReversedError,
    DayClosedError,
    KeyReusedError,
    LedgerError,
    UnknownEntryError,
)
from locales.facts import Day, Phrase


def reason_of(error: LedgerError) -> Phrase:
    """Why nothing was written, and what to do next."""
    match error:
        case DayClosedError():
            return Phrase("refused_day_closed", {"on": Day(error.on)})
        case KeyReusedError():
            return Phrase("refused_key_reused", {})
        case UnknownEntryError():
            return Phrase("refused_unknown_entry", {"entry": error.entry_id})
        case AlreadyReversedError():
            return Phrase("refused_reversed", {"entry": error.entry_id})
        case _:
            return Phrase("refused_books", {})
