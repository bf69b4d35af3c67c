"""Notices leave: what a transaction noted for somebody becomes a message, or the reason why not.

A turn words its own notices at its end, behind its replies; whatever else was noted (by a page, a
command, a nightly run) the sweep words within a second or two, one transaction each, in the order
in which it was noted. A crash leaves a notice unworded, and a worded one names its message: told
once, or found again.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time

import sqlalchemy as sa

from bot.outgoing import Kind, Outgoing, put_outbound
from ledger.board import MARKET_ZONE
from ledger.consents import VERSION, ConsentEvent, Via, consent, record
from ledger.notices import (
    Notice,
    NoticeKind,
    Withheld,
    mark_told,
    next_unworded,
    noted_with,
    withhold,
)
from ledger.people import Party, addresses_of, party_of_id
from ledger.roles import PartyRole
from locales.phrases import render
from locales.templates import button_variables, template, variables_of
from workers.place import Place
from workers.queues import nudge_outbox
from workers.telling.choice import why_not
from workers.telling.table import WORDINGS
from workers.telling.words import Words


@dataclass(frozen=True, slots=True)
class Occasion:
    """When a notice is worded, and because of which message, if a turn does it."""

    at: datetime
    inbound_id: int | None = None


def word_own(tx: sa.Connection, occasion: Occasion) -> None:
    """Word what this very transaction noted; what cannot be worded is left for the sweep.

    What a turn wrote never fails for the words of a notice.
    """
    while (notice := next_unworded(tx, is_own=True)) is not None:
        try:
            with tx.begin_nested():
                _word(tx, notice, occasion)
        except Exception:  # noqa: BLE001 - what was written stands; the sweep tries, and says so
            _log.exception("A notice was left unworded", extra={"notice_id": notice.notice_id})
            return


def word_all(place: Place) -> None:
    """Word whatever waits, oldest first."""
    has_worded = False
    while _word_next(place):
        has_worded = True
    if has_worded:
        nudge_outbox(place.redis)


def introduce(tx: sa.Connection, reader: Party, address: str, occasion: Occasion) -> None:
    """Send a farmer the privacy notice, once for each version of it, before anything else."""
    stands = consent(tx, reader.party_id)
    if reader.role is not PartyRole.FARMER or stands.shown == VERSION or stands.is_stopped:
        return
    card = Words("notice.privacy", "privacy", {})
    outbound_id = _put(tx, card, reader, address, occasion)
    shown = Via("whatsapp", outbound_id=outbound_id)
    record(tx, reader.party_id, ConsentEvent.SHOWN, occasion.at, shown)


LOCK = 7_100_011
"""Advisory lock of whoever words what waits, so that one person's notices keep their order."""

NOT_AT_NIGHT = frozenset(
    {NoticeKind.DAY_DIGEST, NoticeKind.PAY_DATE, NoticeKind.RUN_DONE, NoticeKind.DAY_ROOT}
)
"""Nobody waits for these: they are told when people are up."""

EVENING, MORNING = time(21, 30), time(4)

_log = logging.getLogger(__name__)


def _word_next(place: Place) -> bool:
    """Word the oldest notice that waits; False where none does, or somebody else is at it."""
    with place.engine.begin() as tx:
        if not tx.scalar(sa.select(sa.func.pg_try_advisory_xact_lock(LOCK))):
            return False
        notice = next_unworded(tx, leaving=NOT_AT_NIGHT if _is_night(place.clock()) else ())
        if notice is None:
            return False
        try:
            with tx.begin_nested():
                _word(tx, notice, Occasion(place.clock()))
        except sa.exc.OperationalError:
            raise  # Postgres is in trouble, not the notice
        except Exception:  # noqa: BLE001 - a worker's mouth: those behind it must be told
            _log.exception("A notice cannot be worded", extra={"notice_id": notice.notice_id})
            withhold(tx, notice, Withheld.UNFIT, at=place.clock())
    return True


def _word(tx: sa.Connection, notice: Notice, occasion: Occasion) -> None:
    """Write the message that tells it, or why nobody is told."""
    reader = party_of_id(tx, notice.party_id)
    why = why_not(tx, notice, reader)
    if why is not None:
        withhold(tx, notice, why, at=occasion.at)
        return
    together = noted_with(tx, notice) if notice.kind is NoticeKind.RATES else [notice]
    words = WORDINGS[notice.kind](tx, _as_one(together), reader)
    known = addresses_of(tx, reader.party_id)[:1]
    told = known if words.also_to is None else [*known, words.also_to]
    if not told:
        withhold(tx, notice, Withheld.NO_ADDRESS, at=occasion.at)
        return
    if known:
        introduce(tx, reader, known[0], occasion)
    first, *_ = [_put(tx, words, reader, address, occasion) for address in told]
    for each in together:
        mark_told(tx, each, first, at=occasion.at)


def _as_one(together: Sequence[Notice]) -> Notice:
    """Rates that moved at once are told at once."""
    first, *others = together
    if not others:
        return first
    moved = [rate for notice in together for rate in notice.subject["rates"]]
    return replace(first, subject={**first.subject, "rates": moved})


def _put(tx: sa.Connection, words: Words, reader: Party, address: str, occasion: Occasion) -> int:
    """Write the message."""
    language = reader.language
    body = render(words.phrase, words.facts, language)
    buttons = template(words.buttons, language) if words.buttons else None
    outside = template(words.template, language)
    message = Outgoing(
        recipient=address,
        party_id=reader.party_id,
        kind=Kind.NOTICE,
        language=language,
        body=body,
        buttons=words.buttons,
        button_variables=button_variables(buttons, body, words.facts) if buttons else {},
        template_key=words.template,
        variables=variables_of(outside, words.facts),
    )
    cause = occasion.inbound_id
    return put_outbound(tx, message, inbound_id=cause, line=None, at=occasion.at)


def _is_night(at: datetime) -> bool:
    """Whether it is night at the market."""
    return not MORNING <= at.astimezone(MARKET_ZONE).time() < EVENING
