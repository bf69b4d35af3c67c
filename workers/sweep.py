"""Finds what was forgotten: a lost nudge, a worker that died, a Redis that is away.

Rows are the truth, so nothing is remembered here. Where Redis does not take a nudge, or work lies
about although it did, the sweep does the work itself, in its own time.
"""

import logging
from datetime import timedelta

from bot.contents import note_approvals
from bot.messages import shards_waiting
from bot.outgoing import has_work, put_aside_stuck
from bot.whatsapp import SendError
from workers import outbox, turn
from workers.place import Place
from workers.queues import nudge_outbox, nudge_turns

FRESH = timedelta(seconds=1)
"""A message this young is being worked on already."""

UNHEARD = timedelta(seconds=30)
"""Work this old was nudged for in vain: its queue has no worker, or one that hangs."""


def find_waiting_messages(place: Place) -> None:
    """Messages that came and had no turn yet."""
    at = place.clock()
    with place.engine.begin() as tx:
        shards = shards_waiting(tx, before=at - FRESH, now=at)
        forgotten = shards_waiting(tx, before=at - UNHEARD, now=at)
    for shard in shards:
        if shard in forgotten:
            _log.error("Messages waited too long for their turn", extra={"shard": shard})
        if not nudge_turns(place.redis, shard) or shard in forgotten:
            turn.drain(place, shard)


def find_due_messages(place: Place) -> None:
    """Messages that are due, or whose fate is to be looked up."""
    at = place.clock()
    with place.engine.begin() as tx:
        is_waiting = has_work(tx, now=at)
        is_forgotten = has_work(tx, now=at - UNHEARD)
    if is_forgotten:
        _log.error("Messages waited too long to be sent")
    if is_waiting and (not nudge_outbox(place.redis) or is_forgotten):
        outbox.drain(place)


def find_stuck_messages(place: Place) -> None:
    """Messages whose worker died in the middle of a send."""
    with place.engine.begin() as tx:
        stuck = put_aside_stuck(tx, now=place.clock())
    if stuck:
        _log.warning("A worker died while sending")


def follow_approvals(place: Place) -> None:
    """What WhatsApp has approved, rejected or paused since it was last asked."""
    try:
        approvals = place.carrier().approvals()
    except SendError:
        _log.warning("Twilio did not say what WhatsApp has approved")
        return
    with place.engine.begin() as tx:
        note_approvals(tx, approvals, at=place.clock())


_log = logging.getLogger(__name__)
