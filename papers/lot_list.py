"""Lots as a list to be kept: a row a lot, in typed cells."""

from collections.abc import Iterable
from datetime import date

from ledger.lot_book import BookedLot
from locales.facts import Day, Moment, Money, Quantity
from papers.table import Cell, Column, Kind, Report, Table
from papers.wording import Names, phrase

COLUMNS = (
    Column("column_date", Kind.DAY),
    Column("column_time"),
    Column("column_entry", Kind.COUNT),
    Column("column_farmer"),
    Column("slip_flower"),
    Column("slip_quantity", Kind.QUANTITY),
    Column("slip_rate", Kind.MONEY),
    Column("lots.rate_from"),
    Column("column_qualities"),
    Column("column_gross", Kind.MONEY),
    Column("column_commission", Kind.MONEY),
    Column("column_net", Kind.MONEY),
    Column("column_by"),
    Column("lots.channel"),
    Column("column_remark"),
)


def lot_list(lots: Iterable[BookedLot], names: Names, *, first: date | None, last: date) -> Report:
    """The lots in their order.

    Args:
        lots: as the book has them.
        names: of the register.
        first: of which days they are; None from the beginning on.
        last: the last of them.
    """
    title = phrase("report_lots")
    until = Day(last)
    days = phrase("fact", fact=until)
    if first is not None:
        days = phrase("slip_period", first=Day(first), last=until)
    rows = tuple(_row(booked, names) for booked in lots)
    return Report(title, (days,), (Table(title=title, columns=COLUMNS, rows=rows),))


def _row(booked: BookedLot, names: Names) -> tuple[Cell, ...]:
    lot = booked.lot
    return (
        Day(lot.on),
        Moment(lot.at),
        lot.entry_id,
        names.person(lot.farmer),
        names.flowers[lot.flower],
        Quantity(lot.quantity_milli, lot.unit),
        Money(lot.rate_paise),
        phrase("lots.rate.typed" if lot.rate_id is None else "lots.rate.board"),
        names.qualities_of(lot),
        Money(lot.worth.gross_paise),
        Money(lot.worth.commission_paise),
        Money(lot.worth.net_paise),
        names.actor(lot.actor_id),
        phrase(f"lots.channel.{booked.channel}"),
        phrase("report_lot_taken_back") if lot.is_reversed else None,
    )
