"""The way out: claim what is due, commit, send outside any transaction, write down what happened.

A crash between the claim and the record leaves a row that says `sending`; the sweep makes it
`unknown`, and Twilio's own list of messages decides whether it went out. That is the only case in
which somebody could be told twice, and only if Twilio hides a message that it took.
"""

import logging
from datetime import timedelta
from time import monotonic
from typing import Any

import sqlalchemy as sa

from bot import outgoing
from bot.deliveries import FAILED
from bot.delivery_errors import Fault
from bot.messages import is_window_open
from bot.whatsapp import Ambiguous, Filled, Free, Permanent, Retryable, SendError
from locales.templates import BUTTON_BODY_MAX, template
from workers.enclosing import link_to_paper
from workers.place import Place
from workers.queues import nudge_outbox
from workers.steps import Reached, reached


def drain(place: Place) -> None:
    """Send and look up until nothing is due, or it has been long enough for one job."""
    until = monotonic() + DRAIN_SECONDS
    while send_next(place) or look_up_next(place):
        if monotonic() > until:
            nudge_outbox(place.redis)
            return


def send_next(place: Place) -> bool:
    """Send the next message that is due; False where none is."""
    at = place.clock()
    with place.engine.begin() as tx:
        row = outgoing.claim_due(tx, now=at)
        if row is None:
            return False
        content = _content(place, tx, row)
        if isinstance(content, Fault):
            outgoing.fail(tx, row, content)
            _log.error("A message cannot be sent", extra={"outbound_id": row.id, "fault": content})
            return True
    reached(Reached.SEND_CLAIMED)
    wait = place.throttle.wait_before(row.recipient)
    if wait is not None:
        with place.engine.begin() as tx:
            outgoing.put_off(tx, row, at + wait)
        return True
    if row.paper is not None and isinstance(content, Free):
        content = Free(content.body, link_to_paper(place, row))
    _send(place, row, content)
    reached(Reached.SEND_RECORDED)
    return True


def look_up_next(place: Place) -> bool:
    """See whether a message of unknown fate went out: adopt it, or send it once more.

    What cannot be found out, for whatever reason, is given up in the end: the owner sees it.
    """
    at = place.clock()
    with place.engine.begin() as tx:
        row = outgoing.claim_unknown(tx, now=at)
        if row is None:
            return False
        if row.look_ups > outgoing.LOOK_UPS:
            outgoing.fail(tx, row, Fault.AMBIGUOUS)
            _log.error("Nobody knows whether a message was sent", extra={"outbound_id": row.id})
            return True
    texts = _texts(row)
    try:
        listed = place.carrier().sent_to(row.recipient, row.created_at - CLOCKS_DIFFER)
    except SendError:
        _log.warning("Twilio did not say what it took", extra={"outbound_id": row.id})
        return True
    with place.engine.begin() as tx:
        for message in listed:
            is_it = message.body.strip() in texts and message.status not in FAILED
            if is_it and not outgoing.is_anothers(tx, row, message.provider_sid):
                sid, status = message.provider_sid, message.status
                outgoing.record_handed_over(tx, row, sid, status, at=at)
                return True
        outgoing.resend_or_fail(tx, row, at=at)
    return True


DRAIN_SECONDS = 20

CLOCKS_DIFFER = timedelta(seconds=10)
"""How far Twilio's clock may be from ours."""

_log = logging.getLogger(__name__)


def _content(place: Place, tx: sa.Connection, row: sa.Row[Any]) -> Free | Filled | Fault:
    """What goes out now: free text inside the window, else the template; or why nothing can."""
    is_open = is_window_open(tx, row.recipient, row.party_id, at=place.clock())
    if is_open and not row.needs_template:
        with_buttons = row.buttons and len(row.body) <= BUTTON_BODY_MAX
        under_it = template(row.buttons, row.language) if with_buttons else None
        sid = outgoing.content_sid(tx, under_it) if under_it else None
        return Filled(sid, row.button_variables) if sid else Free(row.body)
    if not row.template_key:
        return Fault.WINDOW
    sid = outgoing.content_sid(tx, template(row.template_key, row.language))
    return Filled(sid, row.variables) if sid else Fault.TEMPLATE


def _send(place: Place, row: sa.Row[Any], content: Free | Filled) -> None:
    """Hand a claimed message over and write down what came of it."""
    callback = (
        f"{place.settings.public_base_url}/whatsapp/status?m={row.public_id}&n={row.attempts}"
    )
    try:
        sid, status = place.carrier().send(row.recipient, content, callback)
    except SendError as error:
        _log.warning(
            "A message was not handed over",
            extra={"outbound_id": row.id, "fault": error.fault, "error_code": error.code},
        )
        with place.engine.begin() as tx:
            _record_error(tx, row, error, place)
        return
    reached(Reached.SEND_TAKEN)
    with place.engine.begin() as tx:
        outgoing.record_handed_over(tx, row, sid, status, at=place.clock())
    _log.info("Handed a message over", extra={"outbound_id": row.id})


def _record_error(tx: sa.Connection, row: sa.Row[Any], error: SendError, place: Place) -> None:
    at = place.clock()
    match error:
        case Retryable():
            outgoing.retry_or_fail(tx, row, error.code, at=at)
        case Ambiguous():
            outgoing.put_aside(tx, row, at=at)
        case Permanent(fault=Fault.WINDOW) if row.template_key and not row.needs_template:
            outgoing.switch_to_template(tx, row, at=at)
        case Permanent(fault=Fault.CONTENT) if row.buttons:
            outgoing.drop_buttons(tx, row, at=at)
        case _:
            outgoing.fail(tx, row, error.fault, error.code)


def _texts(row: sa.Row[Any]) -> set[str]:
    """How the message can stand in Twilio's list: as free text, or as its template filled in."""
    texts = {row.body.strip()}
    if row.template_key:
        texts.add(template(row.template_key, row.language).filled(row.variables).strip())
    return texts
