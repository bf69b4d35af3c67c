"""The chain of seals: every root is computed anew, every entry stands in one seal as it was."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import groupby

from sqlalchemy import Connection, select

from ledger.audit.entries import recomputed
from ledger.audit.finding import CHUNK, Finding, found_by
from ledger.chain import Item, Seal, root_of
from ledger.closing import closed_day_table
from ledger.seals import COLUMNS, seal_item_table, seal_table


def check(tx: Connection) -> Iterator[Finding]:
    """What is wrong with the seals, and with entries that they should hold."""
    yield from _broken_links(tx)
    yield from found_by(tx, LEAVES, LEFT_OUT)


def root_as_of(tx: Connection, on: date) -> str | None:
    """The root that the entries make by themselves, up to the seal with which a day was closed.

    No digest, leaf or root that is stored is believed. None where nothing was sealed with the day.
    """
    up_to = tx.scalar(select(closed_day_table.c.seal_seq).where(closed_day_table.c.on == on))
    if up_to is None:
        return None
    heads = {row.seq: Seal(*row) for row in tx.execute(select(*COLUMNS))}
    root: bytes | None = None
    for seq, items in groupby(recomputed(tx, up_to), key=lambda numbered: numbered[0]):
        if seq in heads:
            head = replace(heads[seq], previous_root=root)
            root = root_of(head, (item for _, item in items))
    return None if root is None else root.hex()


def _broken_links(tx: Connection) -> Iterator[Finding]:
    before: Seal | None = None
    sealed = 0
    for seal, items in _sealed(tx):
        for fault in _faults(seal, items, before, sealed):
            yield Finding(f"seal {seal.seq}", fault)
        before, sealed = seal, sealed + seal.entries


def _faults(seal: Seal, items: list[Item], before: Seal | None, sealed: int) -> Iterator[str]:
    """What is wrong with a seal.

    Args:
        seal: as it is stored.
        items: the entries in it, by voucher.
        before: the seal before it.
        sealed: how many entries stand in the seals before it.
    """
    if seal.seq != (before.seq if before else 0) + 1:
        yield "does not follow the one before it: a seal is missing"
    if seal.previous_root != (before.root if before else None):
        yield "names another root before it than there is"
    if [item.voucher_no for item in items] != list(range(sealed + 1, sealed + seal.entries + 1)):
        yield f"does not hold the {seal.entries} entries from voucher {sealed + 1} on"
    if root_of(seal, items) != seal.root:
        yield "was changed after it was made: its root does not fit"


def _sealed(tx: Connection) -> Iterator[tuple[Seal, list[Item]]]:
    """Every seal with the entries in it, by voucher."""
    item = seal_item_table.c
    rows = (
        select(*COLUMNS, item.voucher_no, item.entry_id, item.leaf)
        .outerjoin(seal_item_table, item.seq == seal_table.c.seq)
        .order_by(seal_table.c.seq, item.voucher_no)
    )
    stream = tx.execute(rows, execution_options={"yield_per": CHUNK})
    for head, group in groupby(stream, key=lambda row: tuple(row[: len(COLUMNS)])):
        own = [row[len(COLUMNS) :] for row in group]
        yield Seal(*head), [Item(*row) for row in own if row[0] is not None]


LEAVES = """
SELECT CASE WHEN e.id IS NULL THEN 'voucher ' || i.voucher_no ELSE 'entry ' || e.id END,
    CASE WHEN e.id IS NULL THEN format('names entry %s, which is missing', i.entry_id)
        ELSE 'was changed after it was sealed' END
FROM seal_item i LEFT JOIN journal_entry e ON e.id = i.entry_id
WHERE e.digest IS DISTINCT FROM i.leaf
UNION ALL
SELECT 'voucher ' || i.voucher_no, format('names seal %s, which is missing', i.seq)
FROM seal_item i WHERE NOT EXISTS (SELECT FROM seal s WHERE s.seq = i.seq)
UNION ALL
SELECT 'entry ' || entry_id, 'stands in more than one seal'
FROM seal_item GROUP BY entry_id HAVING count(*) > 1
"""

# Whatever was written by a transaction that is older than the last seal's horizon is sealed. A book
# that was just restored into another cluster has not been looked through there yet.
LEFT_OUT = """
SELECT 'entry ' || e.id, 'is older than the last seal, and no seal holds it'
FROM (SELECT * FROM seal ORDER BY seq DESC LIMIT 1) s
JOIN journal_entry e ON e.created_xid < s.horizon
WHERE s.cluster = (SELECT system_identifier::text FROM pg_control_system())
    AND NOT EXISTS (SELECT FROM seal_item i WHERE i.entry_id = e.id)
"""
