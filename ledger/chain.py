"""The chain of seals: what a root is made of. Pure.

The same text as `seal_root` in `migrations/sql/0010_seals.sql`, by other hands. A root covers its
own seal, the entries in it and the root before it, so the last root covers the whole book.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from ledger.digest import record_text


@dataclass(frozen=True, slots=True)
class Seal:
    """One batch of entries, sealed together.

    Attributes:
        horizon: where the next look for unsealed entries starts, as Postgres prints it.
        cluster: which Postgres cluster counted the transactions.
        previous_root: of the seal before; None for the first.
    """

    seq: int
    entries: int
    horizon: str
    cluster: str
    sealed_at: datetime
    previous_root: bytes | None
    root: bytes


@dataclass(frozen=True, slots=True)
class Item:
    """An entry in a seal.

    Attributes:
        voucher_no: its number in the order of sealing, without gaps.
        leaf: its digest when it was sealed.
    """

    voucher_no: int
    entry_id: int
    leaf: bytes


def root_of(seal: Seal, items: Iterable[Item]) -> bytes:
    """SHA-256 over a seal's own columns and its entries in order; its stored root is not read."""
    head = (
        *(seal.seq, seal.entries, seal.horizon, seal.cluster, seal.sealed_at),
        seal.previous_root,
    )
    rows = [(item.voucher_no, item.entry_id, item.leaf) for item in items]
    return sha256(record_text(head, *rows).encode()).digest()
