"""The digest of an entry, computed apart from the database.

The same text as `entry_digest` in `migrations/sql/0002_guards.sql`, by other hands: whoever
changes both the rows and the database's function is still found. Pure.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

FIELD, RECORD = "\x1f", "\x1e"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Value = str | int | bytes | date | datetime | None
"""What a column of the books can hold; `jsonb` and `xid8` come as Postgres prints them."""


def digest_of(
    head: Sequence[Value], postings: Iterable[Sequence[Value]], lot: Sequence[Value] | None
) -> bytes:
    """SHA-256 over an entry: its own columns, its postings by line, its lot.

    Args:
        head: every column of the entry but the digest itself.
        postings: line, account, paise, number on the account.
        lot: every column of the lot but the entry's number; None for an entry without one.
    """
    records = [head, *postings]
    if lot is not None:
        records.append(lot)
    return sha256(record_text(*records).encode()).digest()


def record_text(*records: Sequence[Value]) -> str:
    """Records as one text that nothing else makes (`docs/decisions/0002-*`)."""
    return RECORD.join(FIELD.join(_text(value) for value in record) for record in records)


def _text(value: Value) -> str:
    """A column's canonical text: moments in microseconds, bytes in hex, nothing for NULL."""
    match value:
        case None:
            return ""
        case bytes():
            return value.hex()
        case datetime():
            return str((value - EPOCH) // timedelta(microseconds=1))
        case date():
            return value.isoformat()
        case _:
            return str(value)
