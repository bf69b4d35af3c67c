"""Settlement runs that were ordered from a page, or left half-way, are done in the background.

A row says what is to be done and how far it is, so an order whose nudge was lost, or a run whose
worker was killed, is found again here. Who is at a run holds its lock; the lock dies with him.
"""

import logging
from datetime import timedelta

from ledger.run_book import left_alone
from ledger.settlement_run import carry_on
from workers.place import Place
from workers.queues import nudge_runs


def find_waiting_runs(place: Place) -> None:
    """Nudge for runs that nobody is at; do them here where nobody heard of it."""
    now = place.clock()
    with place.engine.begin() as tx:
        waiting = left_alone(tx)
    ripe = [each for each in waiting if not each.is_tried or each.tried_at <= now - RETRY_AFTER]
    if not ripe:
        return
    is_forgotten = any(each.tried_at <= now - UNHEARD for each in ripe)
    if is_forgotten:
        _log.warning("A settlement run waited too long to be carried on")
    if not nudge_runs(place.redis) or is_forgotten:
        carry_on_runs(place)


def carry_on_runs(place: Place) -> None:
    """Carry on every run that nobody is at, oldest first; one that breaks off stops no other."""
    with place.engine.begin() as tx:
        waiting = left_alone(tx)
    for each in waiting:
        try:
            carry_on(place.engine, each.run_id, at=place.clock())
        except Exception:  # noqa: BLE001 - a worker's mouth: the next run must have its turn
            _log.exception("A settlement run broke off", extra={"run_id": each.run_id})


RETRY_AFTER = timedelta(seconds=15)
"""A run that breaks off again and again is left alone for so long."""

UNHEARD = timedelta(minutes=2)
"""Work this old was nudged for in vain: its queue has no worker, or one that is busy for long."""

_log = logging.getLogger(__name__)
