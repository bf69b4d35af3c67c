"""What a slip says, in no language yet: its lots day by day, its figures, what is promised.

Pure. `papers.slip` words it as a text and as a page; both say the same, in the same order, which
is the order of the paper patti that farmers know.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from itertools import groupby

from ledger.entries import EntryKind
from ledger.money import BASIS
from ledger.settlements.facts import SettlementState, Slip, SlipLine
from ledger.shop_profile import ShopProfile
from locales.facts import Day, Money, Name, Percent, Phrase, Quantity, of_lots
from papers.wording import Names, phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Patti:
    """A slip, whose shop's it is, and the names of what it mentions by its code.

    Attributes:
        root: the seal of the day's book, where there is one.
    """

    slip: Slip
    shop: ShopProfile
    names: Names
    root: str | None = None


class Detail(IntEnum):
    """How the lots are listed; each one is shorter than the one before."""

    EVERY_LOT = 0
    FLOWERS_OF_A_DAY = 1
    FLOWERS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A lot, or several of a flower in one row.

    Attributes:
        lots: how many; one that is taken back counts against.
        rate: None where several are put together.
        paise: the gross; negative for a lot that is taken back.
        remarks: qualities, and why it is taken back.
        is_struck: it is taken back further down on this slip.
    """

    flower: Name
    lots: int
    quantity: Quantity
    rate: Money | None
    paise: int
    remarks: tuple[Phrase, ...] = ()
    is_struck: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of a business date; of all dates where it is None."""

    on: date | None
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the reckoning below the lots.

    Attributes:
        is_sum: what stands above it comes to this.
    """

    label: Phrase
    paise: int
    is_sum: bool = False


def head(patti: Patti) -> tuple[Phrase, ...]:
    """Whose slip it is, and of which days; first of all whether it counts."""
    stands, farmer = patti.slip.settlement, patti.slip.farmer
    named = phrase("farmer", name=Name(farmer.name_en, farmer.name_ta), code=farmer.code)
    if farmer.village_en:
        village = Name(farmer.village_en, farmer.village_ta)
        named = phrase("farmer_of_village", **named.facts, village=village)
    numbered = () if stands.number is None else (phrase("slip_number", number=stands.number),)
    period = phrase("slip_period", first=Day(stands.starts_on), last=Day(stands.cut_off))
    return (*_validity(stands.state), *numbered, named, period)


def groups(patti: Patti, detail: Detail) -> tuple[Group, ...]:
    """The lots, listed one by one or put together."""
    lots = [line for line in patti.slip.lines if line.lot is not None]
    if detail is Detail.FLOWERS:
        together = _together([_row(patti, line) for line in lots])
        return (Group(None, together),) if together else ()
    by_day = groupby(lots, key=lambda line: line.on)
    listed = [(on, [_row(patti, line) for line in lines]) for on, lines in by_day]
    is_each = detail is Detail.EVERY_LOT
    return tuple(Group(on, tuple(rows) if is_each else _together(rows)) for on, rows in listed)


def figures(patti: Patti) -> tuple[Figure, ...]:
    """From the gross down to what is due, and from there to the net, which is not among them."""
    slip, stands = patti.slip, patti.slip.settlement
    found = []
    if any(line.lot is not None for line in slip.lines):
        gross = phrase("slip_gross", tally=tally(patti))
        found.append(Figure(gross, stands.gross_paise))
        found.append(Figure(_commission(slip), -stands.commission_paise))
    found += [Figure(_other(line), line.paise) for line in slip.lines if line.lot is None]
    if stands.carried_in_paise:
        found.append(Figure(phrase("slip_brought_forward"), stands.carried_in_paise))
    due = "slip_due" if stands.due_paise >= 0 else "slip_overpaid"
    found.append(Figure(Phrase(due, {}), stands.due_paise, is_sum=True))
    for fee in slip.fees:
        if fee.paise:
            name = Name(fee.name_en, fee.name_ta)
            label = phrase("name", name=name)
            if fee.from_number is not None:
                label = phrase("slip_fee_from", name=name, number=fee.from_number)
            found.append(Figure(label, -fee.paise))
    if stands.recovered_paise:
        found.append(Figure(phrase("slip_recovered"), -stands.recovered_paise))
    return tuple(found)


def tally(patti: Patti) -> Phrase:
    """How many lots, and what they weigh."""
    stands = patti.slip.settlement
    told = of_lots(stands.lots)
    for unit in UNITS:
        if milli := stands.quantities.get(unit):
            told = phrase("slip_and", first=told, rest=Quantity(milli, unit))
    return told


def promises(patti: Patti) -> tuple[Phrase, ...]:
    """What comes after the net: what of it is paid, until when the rest, what is for later."""
    stands = patti.slip.settlement
    said = []
    if stands.state is SettlementState.PAID and stands.net_paise:
        said.append(phrase("settlement_is_paid"))
    elif stands.pay_on is not None and stands.net_paise:
        if stands.paid_paise:
            paid, left = Money(stands.paid_paise), Money(stands.unpaid_paise)
            said.append(phrase("settlement_paid_in_part", paid=paid, left=left))
        said.append(phrase("slip_pay_on", on=Day(stands.pay_on)))
    for key, paise in (
        ("slip_carried", stands.carried_paise),
        ("slip_fees_carried", stands.fees_carried_paise),
        ("slip_advance_after", stands.advance_after_paise),
    ):
        if paise:
            said.append(Phrase(key, {"amount": Money(abs(paise))}))
    return tuple(said)


def proofs(patti: Patti) -> tuple[Phrase, ...]:
    """By what this copy is checked against the book."""
    stands = patti.slip.settlement
    said = [] if stands.code is None else [phrase("slip_code", code=stands.code)]
    if patti.root is not None:
        said.append(phrase("slip_root", root=patti.root[:ROOT_SHOWN]))
    return tuple(said)


UNITS = ("kg", "piece", "bunch")

ROOT_SHOWN = 16
"""Digits of a seal that stand on a slip; the whole of it was sent to the owner."""


def _validity(state: SettlementState) -> tuple[Phrase, ...]:
    match state:
        case SettlementState.DRAFT | SettlementState.PENDING:
            return (phrase("slip_is_draft"),)
        case SettlementState.VOID:
            return (phrase("slip_is_void"),)
        case SettlementState.APPROVED | SettlementState.PAID:
            return ()


def _row(patti: Patti, line: SlipLine) -> Row:
    lot = line.lot
    assert lot is not None  # noqa: S101 - the caller picks lines with a lot
    is_back = line.kind is EntryKind.REVERSAL
    sign = -1 if is_back else 1
    remarks = [patti.names.quality(adjustment) for adjustment in lot.adjustments]
    if is_back:
        remarks.append(phrase("slip_taken_back", entry=lot.entry_id, reason=line.reason or ""))
    return Row(
        flower=patti.names.flowers[lot.flower],
        lots=sign,
        quantity=Quantity(sign * lot.quantity_milli, lot.unit),
        rate=Money(lot.rate_paise),
        paise=sign * lot.worth.gross_paise,
        remarks=tuple(remarks),
        is_struck=not is_back and _is_taken_back_here(patti.slip, lot.entry_id),
    )


def _is_taken_back_here(slip: Slip, entry_id: int) -> bool:
    return any(
        line.kind is EntryKind.REVERSAL and line.lot is not None and line.lot.entry_id == entry_id
        for line in slip.lines
    )


def _together(rows: Sequence[Row]) -> tuple[Row, ...]:
    """One row a flower, in the order in which they came."""
    return tuple(
        Row(
            flower=flower,
            lots=sum(row.lots for row in of_it),
            quantity=Quantity(sum(row.quantity.milli for row in of_it), of_it[0].quantity.unit),
            rate=None,
            paise=sum(row.paise for row in of_it),
        )
        for flower, of_it in _by_flower(rows)
    )


def _by_flower(rows: Sequence[Row]) -> Iterator[tuple[Name, list[Row]]]:
    for flower in dict.fromkeys(row.flower for row in rows):
        yield flower, [row for row in rows if row.flower == flower]


def _commission(slip: Slip) -> Phrase:
    """With its percentage, where it was the same for every lot."""
    shares = {line.lot.commission_bp for line in slip.lines if line.lot is not None}
    if len(shares) == 1 and (share := shares.pop()) <= BASIS:
        return phrase("slip_commission_of", percent=Percent(share))
    return phrase("slip_commission")


def _other(line: SlipLine) -> Phrase:
    """A line that is no lot: money on account, an opening balance, a correction of either."""
    if line.kind is EntryKind.REVERSAL:
        return phrase("slip_corrected", on=Day(line.on), reason=line.reason or "")
    known = {EntryKind.PAYMENT: "slip_on_account", EntryKind.OPENING: "slip_opening"}
    key = known.get(line.kind, f"kind.{line.kind}")
    return phrase("slip_line_of", what=Phrase(key, {}), on=Day(line.on))
