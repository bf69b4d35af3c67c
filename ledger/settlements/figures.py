"""What a settlement comes to: its lines, its fees, its figures.

The preview of a draft and the approval reckon by the same functions; only where the lines come
from differs.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection, Select, func, select

from ledger import queries
from ledger.entries import EntryKind
from ledger.fee_kinds import fees_by_id, fees_for
from ledger.fees import Charge, Tally, applied, charges
from ledger.journal_tables import entry_table, posting_table
from ledger.people import Party
from ledger.settlement import clear
from ledger.settlements.facts import Figures, NothingToSettleError, SlipLine
from ledger.settlements.tables import fee_table, line_table, open_carry, unsettled


@dataclass(frozen=True, slots=True)
class Reckoning:
    """A settlement as it would be approved now."""

    figures: Figures
    lines: tuple[SlipLine, ...]
    charges: tuple[Charge, ...]


def reckoned(tx: Connection, farmer: Party, cut_off: date) -> Reckoning:
    """What stands in no live settlement up to the cut-off, and how it is divided.

    Raises:
        NothingToSettleError: nothing does.
    """
    lines = unsettled_lines(tx, farmer.party_id, cut_off)
    if not lines:
        raise NothingToSettleError(farmer.code, cut_off)
    tallies, commission = tallied(lines)
    carried_in = tx.scalar(
        select(func.coalesce(func.sum(open_carry.c.carried_paise), 0)).where(
            open_carry.c.farmer_id == farmer.party_id
        )
    )
    due = sum(line.paise for line in lines) + int(carried_in or 0)
    outstanding = queries.owed_to(tx, farmer.code).advance_paise
    asked = [*_carried_fees(tx, farmer.party_id), *charges(fees_for(tx, farmer.code), tallies)]
    cleared = clear(
        due,
        fees_paise=sum(charge.asked_paise for charge in asked),
        outstanding_paise=outstanding,
        recovery_cap_paise=farmer.recovery_cap_paise,
    )
    figures = Figures(
        starts_on=min(line.on for line in lines),
        lots=sum(tally.lots for tally in tallies.values()),
        quantities={unit: tally.quantity_milli for unit, tally in tallies.items()},
        gross_paise=sum(tally.gross_paise for tally in tallies.values()),
        commission_paise=commission,
        carried_in_paise=int(carried_in or 0),
        due_paise=due,
        fees_paise=cleared.fees_paise,
        fees_carried_paise=cleared.fees_carried_paise,
        recovered_paise=cleared.recovered_paise,
        advance_after_paise=outstanding - cleared.recovered_paise,
        net_paise=cleared.net_paise,
        carried_paise=cleared.carried_paise,
    )
    return Reckoning(figures, lines, applied(asked, due))


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


def settled_charges(tx: Connection, settlement_id: int) -> tuple[Charge, ...]:
    """The fees of an approved settlement, in their order."""
    return _charges(tx, select(fee_table).where(fee_table.c.settlement_id == settlement_id))


def tallied(lines: Iterable[SlipLine]) -> tuple[Mapping[str, Tally], int]:
    """What the lots come to by unit, and their commission; a lot taken back counts against."""
    tallies: dict[str, Tally] = {}
    commission = 0
    for line in lines:
        if line.lot is not None:
            sign = -1 if line.kind is EntryKind.REVERSAL else 1
            lot = line.lot
            tallies[lot.unit] = tallies.get(lot.unit, Tally()).plus(
                sign, sign * lot.quantity_milli, sign * lot.worth.gross_paise
            )
            commission += sign * lot.worth.commission_paise
    return tallies, commission


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


def _carried_fees(tx: Connection, farmer_id: int) -> Iterator[Charge]:
    """What earlier settlements could not take, oldest first."""
    carried = (
        select(fee_table)
        .join(open_carry, open_carry.c.from_id == fee_table.c.settlement_id)
        .where(
            open_carry.c.farmer_id == farmer_id,
            fee_table.c.applied_paise < fee_table.c.asked_paise,
        )
    )
    ordered = carried.order_by(fee_table.c.settlement_id, fee_table.c.line)
    sources = tx.scalars(ordered.with_only_columns(fee_table.c.settlement_id)).all()
    for source, charge in zip(sources, _charges(tx, carried), strict=True):
        left = charge.asked_paise - charge.applied_paise
        yield replace(charge, asked_paise=left, applied_paise=0, from_id=source)


def _charges(tx: Connection, which: Select[*tuple[object, ...]]) -> tuple[Charge, ...]:
    rows = tx.execute(which.order_by(fee_table.c.settlement_id, fee_table.c.line)).all()
    kinds = fees_by_id(tx, (row.fee_kind_id for row in rows))
    return tuple(
        Charge(kinds[row.fee_kind_id], row.asked_paise, row.from_id, row.applied_paise)
        for row in rows
    )
