"""What a settlement comes to: its lines, its fees, its figures.

The preview of a draft and the approval reckon by the same functions; only where the lines come
from differs.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Select,
    bindparam,
    case,
    cast,
    func,
    select,
)

from ledger import queries
from ledger.entries import EntryKind
from ledger.fee_kinds import fees_by_id, fees_for
from ledger.fees import Charge, Tally, applied, charges
from ledger.goods import flower_table
from ledger.journal_tables import entry_table, lot_table, posting_table
from ledger.people import Party
from ledger.settlement import clear
from ledger.settlements.facts import Figures, NothingToSettleError, SlipLine
from ledger.settlements.tables import fee_table, line_table, open_carry, unsettled
from ledger.slip_code import Line


@dataclass(frozen=True, slots=True)
class Reckoning:
    """A settlement as it would be approved now."""

    farmer: Party
    figures: Figures
    charges: tuple[Charge, ...]


@dataclass(frozen=True, slots=True)
class _Waiting:
    """What the postings that wait for a settlement come to; a lot taken back counts against."""

    starts_on: date
    paise: int
    commission_paise: int
    tallies: Mapping[str, Tally]


def reckoned(tx: Connection, farmer: Party, cut_off: date) -> Reckoning:
    """What stands in no live settlement up to the cut-off, and how it is divided.

    Raises:
        NothingToSettleError: nothing does.
    """
    waiting = _waiting(tx, farmer.party_id, cut_off)
    if waiting is None:
        raise NothingToSettleError(farmer.code, cut_off)
    tallies = waiting.tallies
    carried_in, carried_fees = _carried(tx, farmer.party_id)
    due = waiting.paise + carried_in
    outstanding = queries.owed_to(tx, farmer.code).advance_paise
    asked = [*carried_fees, *charges(fees_for(tx, farmer.code), tallies)]
    cleared = clear(
        due,
        fees_paise=sum(charge.asked_paise for charge in asked),
        outstanding_paise=outstanding,
        recovery_cap_paise=farmer.recovery_cap_paise,
    )
    figures = Figures(
        starts_on=waiting.starts_on,
        lots=sum(tally.lots for tally in tallies.values()),
        quantities={unit: tally.quantity_milli for unit, tally in tallies.items()},
        gross_paise=sum(tally.gross_paise for tally in tallies.values()),
        commission_paise=waiting.commission_paise,
        carried_in_paise=carried_in,
        due_paise=due,
        fees_paise=cleared.fees_paise,
        fees_carried_paise=cleared.fees_carried_paise,
        recovered_paise=cleared.recovered_paise,
        advance_after_paise=outstanding - cleared.recovered_paise,
        net_paise=cleared.net_paise,
        carried_paise=cleared.carried_paise,
    )
    return Reckoning(farmer, figures, applied(asked, due))


def unsettled_lines(tx: Connection, farmer_id: int, cut_off: date) -> tuple[SlipLine, ...]:
    """The lines of a settlement that is not approved yet."""
    return _lines(
        tx,
        select(unsettled.c.entry_id, unsettled.c.line).where(
            unsettled.c.farmer_id == farmer_id, unsettled.c.on <= cut_off
        ),
    )


def settled_lines(tx: Connection, settlement_id: int) -> tuple[SlipLine, ...]:
    """The lines that an approved settlement cleared; of a void one, those that it let go."""
    return _lines(
        tx,
        select(line_table.c.entry_id, line_table.c.line).where(
            line_table.c.settlement_id == settlement_id
        ),
    )


def stamped_lines(tx: Connection, settlement_id: int) -> list[Line]:
    """Of the same lines, what the check code is made from."""
    rows = tx.execute(_stamped_rows(), {"settlement_id": settlement_id})
    return [(entry_id, kind, on, paise) for entry_id, kind, on, paise in rows]


@cache
def _stamped_rows() -> Select[int, str, date, int]:
    entry, posting = entry_table.c, posting_table.c
    return (
        select(entry.id, entry.kind, entry.on, -posting.amount_paise)
        .join(posting_table, posting.entry_id == entry.id)
        .join(
            line_table,
            (line_table.c.entry_id == posting.entry_id) & (line_table.c.line == posting.line),
        )
        .where(line_table.c.settlement_id == bindparam("settlement_id"))
        .order_by(entry.on, entry.id)
    )


def settled_charges(tx: Connection, settlement_id: int) -> tuple[Charge, ...]:
    """The fees of an approved settlement, in their order."""
    return _charges(tx, select(fee_table).where(fee_table.c.settlement_id == settlement_id))


def _waiting(tx: Connection, farmer_id: int, cut_off: date) -> _Waiting | None:
    """The sums by unit, and of what is no lot; None where nothing waits."""
    rows = tx.execute(_waiting_sums(), {"farmer_id": farmer_id, "cut_off": cut_off}).all()
    if not rows:
        return None
    return _Waiting(
        starts_on=min(row.starts_on for row in rows),
        paise=sum(row.paise for row in rows),
        commission_paise=sum(row.commission_paise for row in rows),
        tallies={
            row.unit: Tally(row.lots, row.quantity_milli, row.gross_paise)
            for row in rows
            if row.unit is not None
        },
    )


@cache
def _waiting_sums() -> Select[*tuple[Any, ...]]:
    sign = case((unsettled.c.kind == EntryKind.REVERSAL, -1), else_=1)
    return (
        select(
            flower_table.c.unit,
            func.min(unsettled.c.on).label("starts_on"),
            _sum(-unsettled.c.amount_paise).label("paise"),
            _sum(sign).label("lots"),
            _sum(sign * lot_table.c.quantity_milli).label("quantity_milli"),
            _sum(sign * lot_table.c.gross_paise).label("gross_paise"),
            _sum(sign * lot_table.c.commission_paise).label("commission_paise"),
        )
        .outerjoin(
            lot_table,
            lot_table.c.entry_id == func.coalesce(unsettled.c.reverses_id, unsettled.c.entry_id),
        )
        .outerjoin(flower_table, flower_table.c.flower_id == lot_table.c.flower_id)
        .where(
            unsettled.c.farmer_id == bindparam("farmer_id"),
            unsettled.c.on <= bindparam("cut_off"),
        )
        .group_by(flower_table.c.unit)
    )


def _sum(amounts: ColumnElement[int]) -> ColumnElement[int]:
    """A sum as a whole number: Postgres' own is numeric."""
    return cast(func.coalesce(func.sum(amounts), 0), BigInteger)


def _lines(tx: Connection, which: Select[int, int]) -> tuple[SlipLine, ...]:
    wanted = which.subquery()
    rows = tx.execute(
        select(
            entry_table.c.id,
            entry_table.c.kind,
            entry_table.c.on,
            entry_table.c.reason,
            entry_table.c.reverses_id,
            posting_table.c.amount_paise,
        )
        .join(wanted, wanted.c.entry_id == entry_table.c.id)
        .join(
            posting_table,
            (posting_table.c.entry_id == entry_table.c.id)
            & (posting_table.c.line == wanted.c.line),
        )
        .order_by(entry_table.c.on, entry_table.c.id)
    ).all()
    recorded = queries.lots_of(tx, {row.reverses_id or row.id for row in rows})
    lots = {lot.entry_id: lot for lot in recorded}
    return tuple(
        SlipLine(
            entry_id=row.id,
            kind=EntryKind(row.kind),
            on=row.business_date,
            paise=-row.amount_paise,
            lot=lots.get(row.reverses_id or row.id),
            reason=row.reason,
        )
        for row in rows
    )


def _carried(tx: Connection, farmer_id: int) -> tuple[int, list[Charge]]:
    """What earlier settlements left for the next: a negative due, and fees, oldest first."""
    rows = tx.execute(_carried_rows(), {"farmer_id": farmer_id}).all()
    kinds = fees_by_id(tx, {row.fee_kind_id for row in rows} - {None})
    fees = [Charge(kinds[kind], paise, source) for source, _, kind, paise in rows if kind]
    return sum({row.from_id: row.carried_paise for row in rows}.values()), fees


@cache
def _carried_rows() -> Select[int, int, int, int]:
    is_left = fee_table.c.applied_paise < fee_table.c.asked_paise
    return (
        select(
            open_carry.c.from_id,
            open_carry.c.carried_paise,
            fee_table.c.fee_kind_id,
            fee_table.c.asked_paise - fee_table.c.applied_paise,
        )
        .outerjoin(fee_table, (fee_table.c.settlement_id == open_carry.c.from_id) & is_left)
        .where(open_carry.c.farmer_id == bindparam("farmer_id"))
        .order_by(open_carry.c.from_id, fee_table.c.line)
    )


def _charges(tx: Connection, which: Select[*tuple[object, ...]]) -> tuple[Charge, ...]:
    rows = tx.execute(which.order_by(fee_table.c.settlement_id, fee_table.c.line)).all()
    kinds = fees_by_id(tx, (row.fee_kind_id for row in rows))
    return tuple(
        Charge(kinds[row.fee_kind_id], row.asked_paise, row.from_id, row.applied_paise)
        for row in rows
    )
