"""Seals: committed entries are chained in batches, after the fact and never while one is posted.

Postgres picks the entries and writes the seal in one function (`seal_entries`); which entries are
still to be sealed is asked by transactions, never by "numbers above the last"
(`docs/decisions/0060-*`). What a root is made of is `ledger.chain`; the audit recomputes it.
"""

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    DateTime,
    Engine,
    Integer,
    LargeBinary,
    Table,
    Text,
    cast,
    func,
    select,
)

from ledger.chain import Seal
from ledger.db import metadata
from ledger.journal_tables import entry_table

seal_table = Table(
    "seal",
    metadata,
    Column("seq", BigInteger, primary_key=True),
    Column("entries", Integer),
    Column("horizon", Text),
    Column("cluster", Text),
    Column("sealed_at", DateTime(timezone=True)),
    Column("previous_root", LargeBinary),
    Column("root", LargeBinary),
)
seal_item_table = Table(
    "seal_item",
    metadata,
    Column("voucher_no", BigInteger, primary_key=True),
    Column("seq", BigInteger),
    Column("entry_id", BigInteger),
    Column("leaf", LargeBinary),
)

BATCH = 5000
"""Entries in one seal, at most: a quarter of a second's work."""

COLUMNS = [
    cast(column, Text).label(column.name) if column.name == "horizon" else column
    for column in seal_table.c
]


def seal_all(engine: Engine) -> int:
    """Seal everything that is committed, a transaction a batch; how many entries that were."""
    made = 0
    while True:
        with engine.begin() as tx:
            sealed = seal(tx)
        if sealed is None:
            return made
        made += sealed.entries


def seal(tx: Connection, at_most: int = BATCH) -> Seal | None:
    """Seal the oldest committed entries that no seal holds; None where there are none.

    Sealers wait for each other. Give it a transaction in which nothing is posted, and call it
    until it finds nothing.
    """
    seq = tx.scalar(select(func.seal_entries(at_most)))
    return None if seq is None else seal_of(tx, seq)


def seal_of(tx: Connection, seq: int) -> Seal:
    """The seal with this number, which there is."""
    return Seal(*tx.execute(select(*COLUMNS).where(seal_table.c.seq == seq)).one())


def last_seal(tx: Connection) -> Seal | None:
    """The newest seal, which covers all that is sealed."""
    row = tx.execute(select(*COLUMNS).order_by(seal_table.c.seq.desc()).limit(1)).one_or_none()
    return None if row is None else Seal(*row)


def unsealed(tx: Connection) -> int:
    """How many entries wait for a seal."""
    waiting = (
        select(func.count())
        .select_from(entry_table)
        .outerjoin(seal_item_table, seal_item_table.c.entry_id == entry_table.c.id)
        .where(seal_item_table.c.entry_id.is_(None))
    )
    return int(tx.scalar(waiting) or 0)
