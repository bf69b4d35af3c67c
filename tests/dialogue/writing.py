"""Lots written without a conversation."""

from datetime import datetime

import sqlalchemy as sa

from bot.dialogue.effects import PostLots, PriceLots
from bot.dialogue.events import LotsPosted, LotsPriced
from bot.dialogue.lots import LotStated
from ledger.people import party
from workers.answers import answer


def write_lot(
    tx: sa.Connection, farmer: str, milli: int, *, at: datetime, key: str = "wa:SM0:1"
) -> int:
    """A lot of malli at the board's rate, by Selvi; its entry number."""
    selvi = party(tx, "S01")
    assert selvi is not None
    stated = LotStated(key, farmer, "malli", milli, None, (), at)
    priced = answer(tx, PriceLots((stated,)), speaker=selvi, now=at)
    assert isinstance(priced, LotsPriced)
    posted = answer(tx, PostLots(priced.lines), speaker=selvi, now=at)
    assert isinstance(posted, LotsPosted)
    return posted.lots[0].entry
