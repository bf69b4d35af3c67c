"""What a message answers by quoting it, and the entries that it may put right.

WhatsApp names the quoted message for a week, his own or ours. Lots are named by the keys of their
entries: those of a message of his begin with its name, ours remembers them.
"""

from typing import Any

import sqlalchemy as sa

from bot.dialogue.events import Quoted, Said
from bot.dialogue.events_entry import EntryFound
from bot.dialogue.states import Conversation, Idle
from bot.language.meaning import Intent
from bot.messages import quoted_in
from bot.outgoing import is_overtaken, lots_in
from ledger import queries
from workers.answering.desk import Desk
from workers.answering.undo import found_entry

LINES_MAX = 400
"""More lots than a message has room for."""


def quoted_by(tx: sa.Connection, row: sa.Row[Any]) -> Quoted | None:
    """The message that this one quotes; None where it quotes nothing."""
    sid = quoted_in(row.form)
    if sid is None:
        return None
    keys = lots_in(tx, row.sender, sid)
    if keys is None:
        own = tuple(f"wa:{sid}:{line}" for line in range(1, LINES_MAX + 1))
        return Quoted(own, is_ours=False, is_last=False)
    return Quoted(keys, is_ours=True, is_last=not is_overtaken(tx, row.sender, sid))


def written(desk: Desk, said: Said, before: Conversation) -> tuple[EntryFound, ...]:
    """The entries that a message may put right: what it quotes, or what the last yes wrote."""
    if said.quoted is not None:
        rows = queries.standing_under(desk.tx, said.quoted.keys)
    elif isinstance(before.state, Idle) and said.meaning.intent is Intent.NO:
        rows = [queries.entry_of(desk.tx, entry) for entry in before.state.last_posted]
    else:
        rows = []
    register = desk.register()
    return tuple(found_entry(desk, register, row) for row in rows)
