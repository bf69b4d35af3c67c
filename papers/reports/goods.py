"""Rates and arrivals by flower and day; what commission they brought."""

from collections.abc import Sequence

from sqlalchemy import Connection

from ledger.reports import tallies
from ledger.reports.periods import Period
from ledger.reports.tallies import Arrivals
from locales.facts import Day, Money, Quantity
from papers.reports.heads import period_head
from papers.table import Cell, Column, Kind, Report, Table
from papers.wording import Names, names_of, phrase

FLOWER_COLUMNS = (
    Column("slip_flower"),
    Column("column_lots", Kind.COUNT),
    Column("slip_quantity", Kind.QUANTITY),
    Column("column_lowest", Kind.MONEY),
    Column("column_average", Kind.MONEY),
    Column("column_highest", Kind.MONEY),
    Column("column_gross", Kind.MONEY),
    Column("column_commission", Kind.MONEY),
)


def rates_and_arrivals(tx: Connection, period: Period) -> Report:
    """A row a day and flower."""
    table = arrivals_table(tallies.arrivals(tx, period), names_of(tx), is_by_day=True)
    return Report(phrase("report_rates"), period_head(period), (table,))


def commission(tx: Connection, period: Period) -> Report:
    """What the shop earned, by day and by flower; both come to what was posted."""
    came = tallies.arrivals(tx, period)
    names = names_of(tx)
    total = tallies.commission_posted(tx, period)
    days: list[tuple[Cell, list[Arrivals]]] = [
        (Day(on), [each for each in came if each.on == on])
        for on in dict.fromkeys(each.on for each in came)
    ]
    flowers: list[tuple[Cell, list[Arrivals]]] = [
        (names.flowers[code], [each for each in came if each.flower == code])
        for code in dict.fromkeys(each.flower for each in came)
    ]
    return Report(
        phrase("report_commission"),
        period_head(period),
        (
            _earned(Column("column_date", Kind.DAY), days, total),
            _earned(Column("slip_flower"), flowers, total),
        ),
    )


def arrivals_table(came: Sequence[Arrivals], names: Names, *, is_by_day: bool) -> Table:
    """Lots, weights and rates, with what they came to."""
    first = (Column("column_date", Kind.DAY),) if is_by_day else ()
    blank: tuple[Cell, ...] = (None,) * len(first)
    gross, earned = (
        Money(sum(paise))
        for paise in (
            [each.gross_paise for each in came],
            [each.commission_paise for each in came],
        )
    )
    lots = sum(each.lots for each in came)
    return Table(
        title=phrase("report_arrivals"),
        columns=(*first, *FLOWER_COLUMNS),
        rows=tuple(
            (
                *((Day(each.on),) if is_by_day else ()),
                names.flowers[each.flower],
                each.lots,
                Quantity(each.quantity_milli, each.unit),
                *map(_rate, (each.lowest_paise, each.average_paise, each.highest_paise)),
                Money(each.gross_paise),
                Money(each.commission_paise),
            )
            for each in came
        ),
        totals=(*blank, phrase("column_total"), lots, None, None, None, None, gross, earned),
    )


def _rate(paise: int | None) -> Money | None:
    return None if paise is None else Money(paise)


def _earned(by: Column, rows: Sequence[tuple[Cell, list[Arrivals]]], total_paise: int) -> Table:
    return Table(
        title=phrase("report_commission_by", by=phrase(by.heading)),
        columns=(
            by,
            Column("column_lots", Kind.COUNT),
            Column("column_gross", Kind.MONEY),
            Column("column_commission", Kind.MONEY),
        ),
        rows=tuple(
            (
                label,
                sum(each.lots for each in of_it),
                Money(sum(each.gross_paise for each in of_it)),
                Money(sum(each.commission_paise for each in of_it)),
            )
            for label, of_it in rows
        ),
        totals=(
            phrase("column_total"),
            sum(each.lots for _, of_it in rows for each in of_it),
            Money(sum(each.gross_paise for _, of_it in rows for each in of_it)),
            Money(total_paise),
        ),
    )
