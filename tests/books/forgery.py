"""Entries written past the journal, as somebody with the tables' rights could try."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, text

from ledger.digest import digest_of
from tests.books.shop import ON

FORGED = 900
"""The number of a forged entry."""

HEAD = text("""
INSERT INTO journal_entry (id, idem_key, request_digest, kind, business_date, recorded_at,
    created_xid, actor_id, channel, reason, reverses_id, replaces_id, house_seq, digest)
VALUES (:id, :idem_key, :request_digest, :kind, :on, :recorded_at, CAST(:created_xid AS xid8),
    :actor_id, :channel, :reason, :reverses_id, :replaces_id, :house_seq, :digest)
""")
LEGS = """
INSERT INTO posting (entry_id, line, account_id, amount_paise, account_seq) VALUES
"""

Leg = tuple[str, int] | tuple[str, int, int]
"""Account, paise, and the number on a farmer's account."""


def forge(tx: Connection, *legs: Leg, digest: bytes | None = None, **changes: object) -> None:
    """Write an entry by hand, honest in everything that is not changed on purpose."""
    stamp = tx.execute(
        text("SELECT transaction_timestamp() AS now, pg_current_xact_id()::text AS xid")
    ).one()
    head: dict[str, Any] = {
        "id": FORGED,
        "idem_key": "forged",
        "request_digest": bytes(32),
        "kind": "transfer",
        "on": ON,
        "recorded_at": stamp.now,
        "created_xid": stamp.xid,
        "actor_id": None,
        "channel": "psql",
        "reason": None,
        "reverses_id": None,
        "replaces_id": None,
        "house_seq": 1,
    } | changes
    rows = [(line, *_leg(tx, leg)) for line, leg in enumerate(legs, 1)]
    honest = digest_of(list(head.values()), rows, None)
    tx.execute(HEAD, {**head, "digest": digest or honest})
    add_postings(tx, head["id"], rows)


def add_postings(
    tx: Connection, entry_id: int, rows: Sequence[tuple[int, int, int, int | None]]
) -> None:
    """Write postings by hand, in one statement."""
    if rows:
        values = ", ".join(
            f"({entry_id}, {line}, {account}, {paise}, {'NULL' if seq is None else seq})"
            for line, account, paise, seq in rows
        )
        tx.execute(text(LEGS + values))


def account_id(tx: Connection, code: str) -> int:
    """The id of an account."""
    found = tx.scalar(text("SELECT id FROM account WHERE code = :code"), {"code": code})
    assert isinstance(found, int)
    return found


def _leg(tx: Connection, leg: Leg) -> tuple[int, int, int | None]:
    code, paise, *number = leg
    return account_id(tx, code), paise, next(iter(number), None)
