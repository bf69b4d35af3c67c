"""The turn: one message in, one transaction, its replies written as rows of the outbox.

Everything a turn does stands or falls together: entries, replies, and that the message is handled
with the conversation that came of it. What happens in which order, and what a crash leaves behind
at each point, is in `docs/map.md`.
"""

import logging
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

import sqlalchemy as sa

from bot import sessions
from bot.dialogue.effects import Request, Say
from bot.dialogue.events import Event
from bot.dialogue.machine import step
from bot.dialogue.saving import from_json, lost, to_json
from bot.dialogue.states import Conversation, Speaker
from bot.messages import (
    Handled,
    conversation_after,
    is_waiting,
    last_handled,
    lock_shard,
    mark_handled,
    next_unhandled,
    note_failure,
    was_answered_since,
)
from bot.outgoing import Kind, Outgoing, put_outbound
from ledger.people import Party, party_at
from locales.facts import Name
from locales.phrases import render
from workers.answers import answer
from workers.hearing import heard
from workers.notices import Occasion, introduce, word_own
from workers.place import Place
from workers.queues import nudge_outbox, nudge_turns
from workers.steps import Reached, reached
from workers.wording import Reply, worded


class EndlessTurnError(Exception):
    """A conversation went on asking the books; nothing of its turn is written."""


def drain(place: Place, shard: int) -> None:
    """Take turns until nothing of the shard waits, or it has been long enough for one job."""
    until = monotonic() + DRAIN_SECONDS
    while take_turn(place, shard):
        if monotonic() > until:
            nudge_turns(place.redis, shard)
            return


def take_turn(place: Place, shard: int) -> bool:
    """The oldest waiting message of a shard has its turn; False where none waits.

    A turn that breaks off leaves nothing but its failure; after `ATTEMPTS` the person is told that
    nothing was written, and the messages behind it go on.
    """
    row = None
    try:
        with place.engine.begin() as tx:
            lock_shard(tx, shard)
            row = next_unhandled(tx, shard, now=place.clock())
            if row is None:
                return False
            reached(Reached.TURN_CLAIMED)
            conversation = _take(place, tx, row)
            reached(Reached.TURN_WRITTEN)
    except Exception as error:
        if row is None:
            raise
        _log.exception("A turn broke off", extra={"inbound_id": row.id})
        _give_up_or_wait(place, row, error)
        return True
    reached(Reached.TURN_COMMITTED)
    if conversation is not None:
        sessions.save(place.redis, row.sender, conversation, follows=row.message_sid)
    reached(Reached.TURN_SAVED)
    nudge_outbox(place.redis)
    _log.info("A turn is over", extra={"inbound_id": row.id})
    return True


DRAIN_SECONDS = 20

ROUNDS = 8
"""How often one message may ask the books something."""

ATTEMPTS = 3

RETRY_AFTER = timedelta(seconds=1)

STRANGERS_WAIT = timedelta(days=1)
"""A stranger is answered once in so long."""

_log = logging.getLogger(__name__)


def _take(place: Place, tx: sa.Connection, row: sa.Row[Any]) -> str | None:
    """Do all of a turn inside its transaction; the conversation afterwards, None for a stranger."""
    speaker = _who(tx, row)
    if speaker is None:
        _answer_stranger(tx, row, at=place.clock())
        mark_handled(tx, row.id, Handled(None, None, "stranger"), at=place.clock())
        return None
    before = from_json(_saved(place, tx, row.sender), _speaker(speaker))
    said = heard(place, tx, row, speaker, before)
    reached(Reached.TURN_UNDERSTOOD)
    after, replies = _converse(tx, before, said, speaker, now=row.received_at)
    reached(Reached.TURN_ANSWERED)
    for line, reply in enumerate(replies, start=1):
        message = worded(reply, speaker, row.sender)
        put_outbound(tx, message, inbound_id=row.id, line=line, at=place.clock())
    occasion = Occasion(place.clock(), row.id)
    introduce(tx, speaker, row.sender, occasion)
    word_own(tx, occasion)
    conversation = to_json(after)
    handled = Handled(speaker.party_id, conversation, "answered")
    mark_handled(tx, row.id, handled, at=place.clock())
    return conversation


def _who(tx: sa.Connection, row: sa.Row[Any]) -> Party | None:
    """The person behind a message, by either of his addresses; nobody who left the shop."""
    found = party_at(tx, row.sender)
    if found is None and row.external_user_id:
        found = party_at(tx, row.external_user_id)
    return found if found is not None and found.is_active else None


def _saved(place: Place, tx: sa.Connection, sender: str) -> str | None:
    """The conversation so far: Redis's copy where it follows the last message, else the row's."""
    last = last_handled(tx, sender)
    if last is None:
        return None
    copy = sessions.load(place.redis, sender, follows=last.message_sid)
    return copy or conversation_after(tx, last.id)


def _speaker(who: Party) -> Speaker:
    name = Name(who.name_en, who.name_ta)
    return Speaker(who.code, name, who.role, who.language, who.is_fast)


def _converse(
    tx: sa.Connection, conversation: Conversation, event: Event, speaker: Party, *, now: datetime
) -> tuple[Conversation, list[Reply]]:
    """Let the dialogue and the books talk until nothing is asked any more."""
    replies: list[Reply] = []
    for _ in range(ROUNDS):
        move = step(conversation, event)
        conversation = move.conversation
        request: Request | None = None
        for effect in move.effects:
            if isinstance(effect, Say):
                replies.append(Reply(effect, conversation.speaker.language))
            else:
                request = effect
        if request is None:
            return conversation, replies
        event = answer(tx, request, speaker=speaker, now=now)
    raise EndlessTurnError


def _answer_stranger(tx: sa.Connection, row: sa.Row[Any], *, at: datetime) -> None:
    """One polite answer a day, in both languages, since his is not known."""
    if was_answered_since(tx, row.sender, at - STRANGERS_WAIT):
        return
    body = "\n\n".join(render("stranger", {}, language) for language in ("ta", "en"))
    message = Outgoing(row.sender, None, Kind.REPLY, "ta", body)
    put_outbound(tx, message, inbound_id=row.id, line=1, at=at)


def _give_up_or_wait(place: Place, row: sa.Row[Any], error: Exception) -> None:
    """After a turn that broke off: another try in a moment, or an honest end."""
    at = place.clock()
    with place.engine.begin() as tx:
        failure = type(error).__name__
        attempts = note_failure(tx, row.id, failure, retry_at=at + RETRY_AFTER)
    if attempts is None or attempts < ATTEMPTS:
        return
    with place.engine.begin() as tx:
        lock_shard(tx, row.shard)
        if not is_waiting(tx, row.id):
            return
        _give_up(tx, row, at=at)
    _log.error("A message is given up", extra={"inbound_id": row.id})
    nudge_outbox(place.redis)


def _give_up(tx: sa.Connection, row: sa.Row[Any], *, at: datetime) -> None:
    """Tell the person that nothing was written."""
    speaker = _who(tx, row)
    if speaker is None:
        mark_handled(tx, row.id, Handled(None, None, "dead"), at=at)
        return
    body = render("not_written_repeat", {}, speaker.language)
    message = Outgoing(row.sender, speaker.party_id, Kind.REPLY, speaker.language, body)
    put_outbound(tx, message, inbound_id=row.id, line=1, at=at)
    pending = _pending_after_dead(tx, row.sender, speaker)
    mark_handled(tx, row.id, Handled(speaker.party_id, pending, "dead"), at=at)


def _pending_after_dead(tx: sa.Connection, sender: str, speaker: Party) -> str | None:
    """What was pending is pending still; unless the message before was given up as well.

    Two in a row, and what is pending is to blame: kept, it could lock the person out for ever.
    """
    last = last_handled(tx, sender)
    pending = None if last is None else conversation_after(tx, last.id)
    if last is None or last.outcome != "dead":
        return pending
    return to_json(lost(from_json(pending, _speaker(speaker))))
