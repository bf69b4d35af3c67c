"""What the books refuse, as facts. English for the logs; `locales.phrases` words it for people."""

from datetime import date


def rupees(paise: int) -> str:
    """A sum as an error names it.

    Example:
        >>> rupees(123_450), rupees(-5)
        ('₹1234.50', '-₹0.05')
    """
    whole, part = divmod(abs(paise), 100)
    return f"{'-' if paise < 0 else ''}₹{whole}.{part:02}"


class LedgerError(Exception):
    """The books refuse; nothing was written."""


class UnbalancedError(LedgerError):
    """The postings of an entry do not sum to zero, or are fewer than two."""


class KeyReusedError(LedgerError):
    """The idempotency key already stands for an entry with another content."""

    def __init__(self, key: str) -> None:
        super().__init__(f"key {key} already stands for another entry")
        self.key = key


class UnknownEntryError(LedgerError):
    """No entry has that number."""

    def __init__(self, entry_id: int) -> None:
        super().__init__(f"no entry {entry_id}")
        self.entry_id = entry_id


class AlreadyReversedError(LedgerError):
    """The entry has been reversed before, or is itself a reversal."""

    def __init__(self, entry_id: int) -> None:
        super().__init__(f"entry {entry_id} is reversed already, or is a reversal")
        self.entry_id = entry_id


class DayClosedError(LedgerError):
    """The business day is closed; date the entry in the open day."""

    def __init__(self, on: date) -> None:
        super().__init__(f"{on:%d-%m-%Y} is closed")
        self.on = on


class UnknownAccountError(LedgerError):
    """An account that the chart does not have."""

    def __init__(self, code: str) -> None:
        super().__init__(f"no account {code}")
        self.code = code


class BeyondZeroError(LedgerError):
    """More would be brought back than was lent, or paid out than was settled."""

    def __init__(self, account: str) -> None:
        super().__init__(f"{account}: more comes back than was lent, or is paid than was settled")
        self.account = account


class DuplicateError(LedgerError):
    """A code, name or address that must be one person's or flower's already belongs to another."""

    def __init__(self, what: str, value: str) -> None:
        super().__init__(f"{what} {value} is taken")
        self.what = what
        self.value = value


class UnknownCodeError(LedgerError):
    """Nothing of the register has that code."""

    def __init__(self, what: str, code: str) -> None:
        super().__init__(f"no {what} {code}")
        self.what = what
        self.code = code


class WrongValueError(LedgerError):
    """The register cannot take a value."""

    def __init__(self, what: str, why: str) -> None:
        super().__init__(f"{what}: {why}")
        self.what = what
        self.why = why
