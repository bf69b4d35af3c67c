"""Lots put together: by day and flower, by farmer; and the commission they brought.

A lot that was taken back counts against the day of its reversal, as its postings do.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, text

from ledger.money import MILLI, rounded
from ledger.reports.periods import Period


@dataclass(frozen=True, slots=True)
class Arrivals:
    """A flower's lots of a business date.

    Attributes:
        lots: how many, less those that were taken back.
        lowest_paise: rate of a lot that stands; None where none does.
        highest_paise: likewise.
        sale_paise: what the market owes for them; the gross is what farmers' slips start from.
    """

    on: date
    flower: str
    unit: str
    lots: int
    quantity_milli: int
    lowest_paise: int | None
    highest_paise: int | None
    sale_paise: int
    gross_paise: int
    commission_paise: int

    @property
    def average_paise(self) -> int | None:
        """What a unit fetched on the average, in whole paise."""
        if self.quantity_milli <= 0:
            return None
        return rounded(self.sale_paise * MILLI, self.quantity_milli)


@dataclass(frozen=True, slots=True)
class FarmerTally:
    """What a farmer brought, had and was lent in a period, and how he stands at its end.

    Attributes:
        quantity_milli: of what is sold by kg.
        paid_paise: on account and against settlements.
        lent_paise: advances paid out.
        back_paise: advances that came back, by recovery or repayment.
        owed_paise: what the shop owes him at the end.
        outstanding_paise: what he owes the shop at the end.
    """

    farmer: str
    lots: int
    quantity_milli: int
    gross_paise: int
    commission_paise: int
    paid_paise: int
    lent_paise: int
    back_paise: int
    owed_paise: int
    outstanding_paise: int


def arrivals(tx: Connection, period: Period) -> list[Arrivals]:
    """By business date and flower."""
    return [Arrivals(*row) for row in tx.execute(text(ARRIVALS), _span(period))]


def by_flower(came: Iterable[Arrivals]) -> list[Arrivals]:
    """The days of each flower put together, under its last day."""
    flowers: dict[str, Arrivals] = {}
    for each in came:
        before = flowers.get(each.flower)
        flowers[each.flower] = each if before is None else _with(before, each)
    return list(flowers.values())


def farmer_tallies(tx: Connection, period: Period) -> list[FarmerTally]:
    """Of everybody who came, was paid or stands in the book, by code."""
    return [FarmerTally(*row) for row in tx.execute(text(FARMERS), _span(period))]


def commission_posted(tx: Connection, period: Period) -> int:
    """What the commission account earned in a period: the tallies come to the same."""
    return int(tx.execute(text(COMMISSION), _span(period)).scalar_one())


def _with(one: Arrivals, other: Arrivals) -> Arrivals:
    lows = [paise for paise in (one.lowest_paise, other.lowest_paise) if paise is not None]
    highs = [paise for paise in (one.highest_paise, other.highest_paise) if paise is not None]
    return Arrivals(
        on=other.on,
        flower=one.flower,
        unit=one.unit,
        lots=one.lots + other.lots,
        quantity_milli=one.quantity_milli + other.quantity_milli,
        lowest_paise=min(lows, default=None),
        highest_paise=max(highs, default=None),
        sale_paise=one.sale_paise + other.sale_paise,
        gross_paise=one.gross_paise + other.gross_paise,
        commission_paise=one.commission_paise + other.commission_paise,
    )


def _span(period: Period) -> dict[str, date]:
    return {"first": period.first, "last": period.last}


ARRIVALS = """
SELECT e.business_date, f.code, f.unit,
    sum(sold.sign)::bigint, sum(sold.sign * l.quantity_milli)::bigint,
    min(l.rate_paise) FILTER (WHERE sold.sign = 1 AND back.id IS NULL),
    max(l.rate_paise) FILTER (WHERE sold.sign = 1 AND back.id IS NULL),
    sum(sold.sign * l.sale_paise)::bigint, sum(sold.sign * l.gross_paise)::bigint,
    sum(sold.sign * l.commission_paise)::bigint
FROM journal_entry e
CROSS JOIN LATERAL (SELECT CASE WHEN e.reverses_id IS NULL THEN 1 ELSE -1 END AS sign) sold
JOIN lot l ON l.entry_id = coalesce(e.reverses_id, e.id)
JOIN flower f USING (flower_id)
LEFT JOIN journal_entry back ON back.reverses_id = e.id
WHERE e.business_date BETWEEN :first AND :last
GROUP BY e.business_date, f.flower_id, f.code, f.unit
ORDER BY e.business_date, f.flower_id
"""

COMMISSION = """
SELECT coalesce(-sum(p.amount_paise), 0)::bigint
FROM posting p JOIN account a ON a.id = p.account_id JOIN journal_entry e ON e.id = p.entry_id
WHERE a.code = 'commission' AND e.business_date BETWEEN :first AND :last
"""

FARMERS = """
WITH brought AS (
    SELECT l.farmer_id, sum(sold.sign)::bigint AS lots,
        sum(sold.sign * l.quantity_milli) FILTER (WHERE f.unit = 'kg') AS quantity,
        sum(sold.sign * l.gross_paise) AS gross, sum(sold.sign * l.commission_paise) AS commission
    FROM journal_entry e
    CROSS JOIN LATERAL (SELECT CASE WHEN e.reverses_id IS NULL THEN 1 ELSE -1 END AS sign) sold
    JOIN lot l ON l.entry_id = coalesce(e.reverses_id, e.id)
    JOIN flower f USING (flower_id)
    WHERE e.business_date BETWEEN :first AND :last
    GROUP BY l.farmer_id
), moved AS (
    SELECT a.party_id,
        sum(p.amount_paise) FILTER (WHERE a.code NOT LIKE 'advance:%'
            AND coalesce(mended.kind, e.kind) IN ('payment', 'settlement_payment')
            AND e.business_date >= :first) AS paid,
        sum(p.amount_paise) FILTER (WHERE a.code LIKE 'advance:%'
            AND coalesce(mended.kind, e.kind) IN ('advance', 'opening')
            AND e.business_date >= :first) AS lent,
        -sum(p.amount_paise) FILTER (WHERE a.code LIKE 'advance:%'
            AND coalesce(mended.kind, e.kind) NOT IN ('advance', 'opening')
            AND e.business_date >= :first) AS back,
        -sum(p.amount_paise) FILTER (WHERE a.code NOT LIKE 'advance:%') AS owed,
        sum(p.amount_paise) FILTER (WHERE a.code LIKE 'advance:%') AS outstanding
    FROM posting p
    JOIN account a ON a.id = p.account_id
    JOIN journal_entry e ON e.id = p.entry_id
    LEFT JOIN journal_entry mended ON mended.id = e.reverses_id
    WHERE a.party_id IS NOT NULL AND e.business_date <= :last
    GROUP BY a.party_id
)
SELECT party.code, coalesce(lots, 0), coalesce(quantity, 0)::bigint, coalesce(gross, 0)::bigint,
    coalesce(commission, 0)::bigint, coalesce(paid, 0)::bigint, coalesce(lent, 0)::bigint,
    coalesce(back, 0)::bigint, coalesce(owed, 0)::bigint, coalesce(outstanding, 0)::bigint
FROM moved
JOIN party USING (party_id)
LEFT JOIN brought ON brought.farmer_id = party.party_id
ORDER BY party.code
"""
