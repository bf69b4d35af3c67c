"""What came in, as the dialogue hears it: words understood, a tap under an old question, media."""

from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from bot.dialogue.events import Event, Patience, Said, SentMedia, TappedOld
from bot.dialogue.events_money import OpenQuestion
from bot.dialogue.open_questions import HIGHEST
from bot.dialogue.replies import is_choice
from bot.dialogue.states import Conversation, Idle
from bot.language.understanding import understand
from bot.messages import tapped_under
from bot.outgoing import is_overtaken
from ledger.board import MARKET_ZONE
from ledger.people import Party
from ledger.roles import PartyRole
from ledger.terms import terms
from workers.answering.consents import asked_since_reply
from workers.answering.desk import Desk
from workers.place import Place
from workers.quoting import quoted_by, written


def heard(
    place: Place, tx: sa.Connection, row: sa.Row[Any], speaker: Party, before: Conversation
) -> Event:
    """What a message is to the conversation that it comes into.

    Args:
        place: the workers' place.
        tx: the turn's transaction.
        row: the message.
        speaker: whose it is.
        before: the conversation so far.
    """
    if row.media_count or not row.body.strip():
        return SentMedia()
    tapped = tapped_under(row.form)
    if tapped and row.body.isdecimal() and is_overtaken(tx, row.sender, tapped):
        return TappedOld()
    shop = place.names.of_now(tx)
    today = row.received_at.astimezone(MARKET_ZONE).date()
    in_force = terms(tx, row.received_at)
    said = Said(
        meaning=understand(row.body, shop, speaker.role, today=today),
        text=row.body,
        at=row.received_at,
        sid=row.message_sid,
        shop=shop,
        patience=Patience(in_force.draft_minutes, in_force.undo_minutes),
        quoted=quoted_by(tx, row),
    )
    if speaker.role is not PartyRole.FARMER:
        desk = Desk(tx, speaker, row.received_at)
        said = replace(said, written=written(desk, said, before))
    is_typed = not tapped and not isinstance(before.state, Idle)
    return replace(said, newer=_newer(tx, said, speaker)) if is_typed else said


def _newer(tx: sa.Connection, said: Said, speaker: Party) -> tuple[OpenQuestion, ...]:
    """What notices asked after the question that waits; they ask nothing of clerks."""
    could_answer = is_choice(said.meaning) and (said.meaning.number or 0) <= HIGHEST
    if speaker.role is PartyRole.STAFF or not could_answer:
        return ()
    return asked_since_reply(tx, speaker.party_id, before=said.at)
