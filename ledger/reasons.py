"""Why something was done, as it stands in the book: one line, never empty."""

import unicodedata

from ledger.errors import LedgerError


class ReasonMissingError(LedgerError):
    """The act needs a reason, and none was given."""

    def __init__(self) -> None:
        super().__init__("a reason is needed")


def plain(reason: str | None) -> str:
    """The reason in one line, without control characters.

    Raises:
        ReasonMissingError: nothing is left of it.
    """
    bare = "".join(" " if unicodedata.category(c) == "Cc" else c for c in reason or "")
    line = " ".join(bare.split())
    if not line:
        raise ReasonMissingError
    return line
