"""The month in one workbook: summary, farmers, lots, advances, settlements."""

from sqlalchemy import Connection

from ledger import queries
from ledger.reports.periods import Period
from ledger.reports.tallies import FarmerTally, arrivals, by_flower, farmer_tallies
from ledger.settlements import settlements
from locales.facts import Day, Money, Phrase, Quantity
from papers.reports.goods import arrivals_table
from papers.reports.heads import period_head
from papers.reports.money import advances_table
from papers.table import Cell, Column, Kind, Report, Table
from papers.wording import Names, names_of, phrase

FARMER_COLUMNS = (
    Column("column_farmer"),
    Column("column_lots", Kind.COUNT),
    Column("slip_quantity", Kind.QUANTITY),
    Column("column_gross", Kind.MONEY),
    Column("column_commission", Kind.MONEY),
    Column("column_paid", Kind.MONEY),
    Column("column_lent", Kind.MONEY),
    Column("column_back", Kind.MONEY),
    Column("column_owed", Kind.MONEY),
    Column("column_outstanding", Kind.MONEY),
)
LOT_COLUMNS = (
    Column("column_date", Kind.DAY),
    Column("column_entry", Kind.COUNT),
    Column("column_farmer"),
    Column("slip_flower"),
    Column("slip_quantity", Kind.QUANTITY),
    Column("slip_rate", Kind.MONEY),
    Column("column_qualities"),
    Column("column_gross", Kind.MONEY),
    Column("column_commission", Kind.MONEY),
    Column("column_net", Kind.MONEY),
    Column("column_remark"),
)
SETTLEMENT_COLUMNS = (
    Column("column_number"),
    Column("column_farmer"),
    Column("column_cut_off", Kind.DAY),
    Column("column_state"),
    Column("column_lots", Kind.COUNT),
    Column("column_gross", Kind.MONEY),
    Column("column_commission", Kind.MONEY),
    Column("column_fees", Kind.MONEY),
    Column("column_back", Kind.MONEY),
    Column("column_net", Kind.MONEY),
    Column("column_paid", Kind.MONEY),
    Column("column_pay_on", Kind.DAY),
)


def month_master(tx: Connection, period: Period) -> Report:
    """Everything of a month."""
    names = names_of(tx)
    tables = (
        arrivals_table(by_flower(arrivals(tx, period)), names, is_by_day=False),
        _farmers(tx, period, names),
        _lots(tx, period, names),
        advances_table(tx, period, names),
        _settlements(tx, period, names),
    )
    return Report(phrase("report_month"), period_head(period), tables)


def _farmers(tx: Connection, period: Period, names: Names) -> Table:
    rows = farmer_tallies(tx, period)
    return Table(
        title=phrase("report_farmers"),
        columns=FARMER_COLUMNS,
        rows=tuple((names.person(row.farmer), *_sums([row])) for row in rows),
        totals=(phrase("column_total"), *_sums(rows)),
    )


def _sums(rows: list[FarmerTally]) -> tuple[Cell, ...]:
    return (
        sum(row.lots for row in rows),
        Quantity(sum(row.quantity_milli for row in rows), "kg"),
        Money(sum(row.gross_paise for row in rows)),
        Money(sum(row.commission_paise for row in rows)),
        Money(sum(row.paid_paise for row in rows)),
        Money(sum(row.lent_paise for row in rows)),
        Money(sum(row.back_paise for row in rows)),
        Money(sum(row.owed_paise for row in rows)),
        Money(sum(row.outstanding_paise for row in rows)),
    )


def _lots(tx: Connection, period: Period, names: Names) -> Table:
    """Every lot of the month; one that was taken back is marked, and counts for nothing."""
    lots = [lot for on in period.days() for lot in queries.lots_on(tx, on)]
    stand = [lot.worth for lot in lots if not lot.is_reversed]
    return Table(
        title=phrase("report_lots"),
        columns=LOT_COLUMNS,
        rows=tuple(
            (
                Day(lot.on),
                lot.entry_id,
                names.person(lot.farmer),
                names.flowers[lot.flower],
                Quantity(lot.quantity_milli, lot.unit),
                Money(lot.rate_paise),
                names.qualities_of(lot),
                Money(lot.worth.gross_paise),
                Money(lot.worth.commission_paise),
                Money(lot.worth.net_paise),
                phrase("report_lot_taken_back") if lot.is_reversed else None,
            )
            for lot in lots
        ),
        totals=(
            *(None, None, phrase("column_total"), None, None, None, None),
            Money(sum(worth.gross_paise for worth in stand)),
            Money(sum(worth.commission_paise for worth in stand)),
            Money(sum(worth.net_paise for worth in stand)),
            None,
        ),
    )


def _settlements(tx: Connection, period: Period, names: Names) -> Table:
    found = [each for each in settlements(tx, month=period.last) if each.number is not None]
    return Table(
        title=phrase("report_settlements"),
        columns=SETTLEMENT_COLUMNS,
        rows=tuple(
            (
                each.number,
                names.person(each.farmer),
                Day(each.cut_off),
                Phrase(f"settlement_state.{each.state}", {}),
                each.lots,
                Money(each.gross_paise),
                Money(each.commission_paise),
                Money(each.fees_paise),
                Money(each.recovered_paise),
                Money(each.net_paise),
                Money(each.paid_paise),
                None if each.pay_on is None else Day(each.pay_on),
            )
            for each in found
        ),
    )
