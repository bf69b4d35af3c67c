"""What an owner looks at twice: not wrong, but each with an explanation to be heard."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Connection, text

from ledger.reports.periods import Period


class Oddity(StrEnum):
    """Why somebody should look."""

    REVERSED = "reversed"
    RATE_TYPED = "rate_typed"
    BACK_DATED = "back_dated"
    WEIGHT = "weight"
    ALONE = "alone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Odd:
    """Something to be looked at.

    Attributes:
        on: its business date.
        at: when it was done.
        entry_id: the entry; None for an act that needs two people.
        about: the entry that a reversal takes back, or the number of the ask.
        farmer: whose lot it is.
        flower: of the lot.
        unit: of the flower.
        found: the typed rate in paise, the weight in thousandths, or the days of back-dating.
        usual: the board's rate, or the farmer's usual weight of that flower.
        act: which act one admin allowed himself.
    """

    oddity: Oddity
    on: date
    at: datetime
    actor_id: int | None
    entry_id: int | None = None
    about: int | None = None
    farmer: str | None = None
    flower: str | None = None
    unit: str | None = None
    found: int | None = None
    usual: int | None = None
    act: str | None = None
    reason: str | None = None


def oddities(tx: Connection, period: Period) -> list[Odd]:
    """Everything of a period that is worth a question, in the order in which it was done."""
    return sorted(_all(tx, period), key=lambda odd: (odd.on, odd.at, odd.entry_id or 0))


USUAL_LOTS = 5
"""A farmer's usual weight is known from as many lots of a flower in the thirty days before."""

TIMES = 3
"""A lot of three times the usual weight, or a third of it, is worth a look."""


def _all(tx: Connection, period: Period) -> Iterator[Odd]:
    span = {"first": period.first, "last": period.last, "lots": USUAL_LOTS, "times": TIMES}
    for oddity, query in QUERIES.items():
        for row in tx.execute(text(query), span).mappings():
            yield Odd(oddity=oddity, **row)


REVERSALS = """
SELECT e.business_date AS "on", e.recorded_at AS at, e.actor_id, e.id AS entry_id,
    e.reverses_id AS about, e.reason, party.code AS farmer, f.code AS flower, f.unit
FROM journal_entry e
LEFT JOIN lot l ON l.entry_id = e.reverses_id
LEFT JOIN flower f USING (flower_id)
LEFT JOIN party ON party.party_id = l.farmer_id
WHERE e.business_date BETWEEN :first AND :last AND e.reverses_id IS NOT NULL
"""

TYPED_RATES = """
SELECT e.business_date AS "on", l.weighed_at AS at, e.actor_id, e.id AS entry_id,
    party.code AS farmer, f.code AS flower, f.unit, l.rate_paise AS found, board.rate_paise AS usual
FROM lot l
JOIN journal_entry e ON e.id = l.entry_id
JOIN flower f USING (flower_id)
JOIN party ON party.party_id = l.farmer_id
JOIN LATERAL (
    SELECT r.rate_paise FROM rate r
    WHERE r.flower_id = l.flower_id AND r.in_force_from <= l.weighed_at
        AND (r.in_force_from AT TIME ZONE 'Asia/Kolkata')::date = e.business_date
    ORDER BY r.in_force_from DESC, r.rate_id DESC LIMIT 1
) board ON true
WHERE e.business_date BETWEEN :first AND :last AND l.rate_id IS NULL
    AND l.rate_paise <> board.rate_paise
"""

BACK_DATED = """
SELECT e.business_date AS "on", e.recorded_at AS at, e.actor_id, e.id AS entry_id, e.reason,
    ((e.recorded_at AT TIME ZONE 'Asia/Kolkata')::date - e.business_date) AS found
FROM journal_entry e
WHERE e.business_date BETWEEN :first AND :last
    AND e.business_date < (e.recorded_at AT TIME ZONE 'Asia/Kolkata')::date
    AND e.channel NOT IN ('import', 'demo')
"""
"""An old book that is brought in is no news."""

WEIGHTS = """
SELECT e.business_date AS "on", l.weighed_at AS at, e.actor_id, e.id AS entry_id,
    party.code AS farmer, f.code AS flower, f.unit, l.quantity_milli AS found,
    usual.quantity_milli AS usual
FROM lot l
JOIN journal_entry e ON e.id = l.entry_id
JOIN flower f USING (flower_id)
JOIN party ON party.party_id = l.farmer_id
JOIN LATERAL (
    SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY before.quantity_milli) AS quantity_milli,
        count(*) AS lots
    FROM lot before
    WHERE before.farmer_id = l.farmer_id AND before.flower_id = l.flower_id
        AND before.weighed_at < l.weighed_at
        AND before.weighed_at >= l.weighed_at - interval '30 days'
) usual ON usual.lots >= :lots
WHERE e.business_date BETWEEN :first AND :last
    AND (l.quantity_milli >= usual.quantity_milli * :times
        OR l.quantity_milli * :times <= usual.quantity_milli)
    AND NOT EXISTS (SELECT 1 FROM journal_entry back WHERE back.reverses_id = e.id)
"""

LONE_ACTS = """
SELECT (d.decided_at AT TIME ZONE 'Asia/Kolkata')::date AS "on", d.decided_at AS at,
    d.decided_by AS actor_id, a.ask_id AS about, a.kind AS act, a.reason
FROM ask a JOIN ask_decision d USING (ask_id)
WHERE d.is_granted AND d.decided_by = a.asked_by
    AND (d.decided_at AT TIME ZONE 'Asia/Kolkata')::date BETWEEN :first AND :last
"""

QUERIES = {
    Oddity.REVERSED: REVERSALS,
    Oddity.RATE_TYPED: TYPED_RATES,
    Oddity.BACK_DATED: BACK_DATED,
    Oddity.WEIGHT: WEIGHTS,
    Oddity.ALONE: LONE_ACTS,
}
