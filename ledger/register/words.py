"""The shop's own words: what its people say, and the known word that means the same.

Whether a word may be taught at all is the language's to say (`bot.language.teaching`); here it is
kept, with history.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Column, Connection, Table, Text, delete, func, insert, select

from ledger.acting import acting
from ledger.db import metadata
from ledger.errors import DuplicateError, UnknownCodeError
from ledger.people import Party
from ledger.policy import Act, require
from ledger.register import rules

word_table = Table(
    "shop_word",
    metadata,
    Column("name", Text, primary_key=True),
    Column("means", Text),
)


def shop_words(tx: Connection) -> Mapping[str, str]:
    """Every word of the shop's own, and what it means."""
    rows = tx.execute(select(word_table).order_by(word_table.c.name))
    return {row.name: row.means for row in rows}


def teach_word(tx: Connection, name: str, means: str, *, by: Party, at: datetime) -> None:
    """Let a word mean the same as a known one from now on.

    Raises:
        NotAllowedError: the writer's role does not keep the register.
        WrongValueError: it is no word.
        DuplicateError: the shop has given it a meaning already.
    """
    require(by.role, Act.KEEP_REGISTER)
    kept = rules.kept_by(rules.name, "word", name)
    if kept.lower() in map(str.lower, shop_words(tx)):
        raise DuplicateError("word", kept)
    acting(tx, by.party_id, at)
    put_word(tx, kept, rules.kept_by(rules.name, "means", means))


def put_word(tx: Connection, name: str, means: str) -> None:
    """Write a word down; who writes, and whether he may, was asked before."""
    tx.execute(insert(word_table).values(name=name, means=means))


def forget_word(tx: Connection, name: str, *, by: Party, at: datetime) -> None:
    """Let a word mean nothing any more, in whatever letters it is named.

    Raises:
        NotAllowedError: the writer's role does not keep the register.
        WrongValueError: it is no word.
        UnknownCodeError: it is no word of the shop's.
    """
    require(by.role, Act.KEEP_REGISTER)
    kept = rules.kept_by(rules.name, "word", name)
    acting(tx, by.party_id, at)
    gone = tx.execute(delete(word_table).where(func.lower(word_table.c.name) == kept.lower()))
    if not gone.rowcount:
        raise UnknownCodeError("word", kept)
