"""What an owner looks at twice; nothing on it is wrong, all of it wants an explanation."""

from sqlalchemy import Connection

from ledger.reports.oddities import Odd, Oddity, oddities
from ledger.reports.periods import Period
from locales.facts import Day, Moment, Money, Phrase, Quantity
from papers.reports.heads import period_head
from papers.table import Cell, Column, Kind, Report, Table
from papers.wording import Names, names_of, phrase

COLUMNS = (
    Column("column_date", Kind.DAY),
    Column("column_time"),
    Column("column_look"),
    Column("column_entry", Kind.COUNT),
    Column("column_farmer"),
    Column("slip_flower"),
    Column("column_found"),
    Column("column_by"),
    Column("column_reason"),
)


def exceptions(tx: Connection, period: Period) -> Report:
    """Reversals, typed rates, back-dating, odd weights, and what one admin allowed himself."""
    names = names_of(tx)
    table = Table(
        title=phrase("report_exceptions"),
        columns=COLUMNS,
        rows=tuple(_row(odd, names) for odd in oddities(tx, period)),
    )
    return Report(phrase("report_exceptions"), period_head(period), (table,))


def _row(odd: Odd, names: Names) -> tuple[Cell, ...]:
    return (
        Day(odd.on),
        Moment(odd.at),
        _why(odd),
        odd.entry_id,
        names.person(odd.farmer),
        None if odd.flower is None else names.flowers[odd.flower],
        _found(odd),
        names.actor(odd.actor_id),
        odd.reason,
    )


def _why(odd: Odd) -> Phrase:
    if odd.oddity is Oddity.REVERSED:
        return phrase("look_reversed", entry=odd.about or 0)
    if odd.oddity is Oddity.ALONE:
        return phrase("look_alone", act=Phrase(f"notice.ask.{odd.act}", {}))
    return Phrase(LOOKS[odd.oddity], {})


LOOKS = {
    Oddity.RATE_TYPED: "look_rate_typed",
    Oddity.BACK_DATED: "look_back_dated",
    Oddity.WEIGHT: "look_weight",
}


def _found(odd: Odd) -> Cell:
    """What was found, and what would have been usual."""
    found, usual = odd.found or 0, odd.usual or 0
    match odd.oddity:
        case Oddity.RATE_TYPED:
            return phrase("look_instead", found=Money(found), usual=Money(usual))
        case Oddity.WEIGHT:
            unit = odd.unit or ""
            weights = Quantity(found, unit), Quantity(usual, unit)
            return phrase("look_instead", found=weights[0], usual=weights[1])
        case Oddity.BACK_DATED:
            return phrase("look_days", n=found)
        case Oddity.REVERSED | Oddity.ALONE:
            return None
