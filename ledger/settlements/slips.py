"""The slip of a settlement: its lines and fees, and the digest that its check code is made from."""

from collections.abc import Collection, Iterable

from sqlalchemy import Connection, select

from ledger import people
from ledger.fees import Charge
from ledger.settlements.facts import FeeLine, NothingToSettleError, Settlement, Slip
from ledger.settlements.figures import reckoned, settled_charges, settled_lines, unsettled_lines
from ledger.settlements.reading import DRAFTS, settlement_of
from ledger.settlements.tables import settlement_table
from ledger.slip_code import Line, slip_digest


def slip_of(tx: Connection, settlement_id: int) -> Slip:
    """Everything that a settlement's slip shows; a draft's has neither number nor code.

    A draft is shown with the lines and fees of this moment: its figures are theirs too.

    Raises:
        UnknownSettlementError: there is no such settlement.
        NothingToSettleError: of a draft nothing is left.
    """
    settlement = settlement_of(tx, settlement_id)
    farmer = people.farmer(tx, settlement.farmer)
    if settlement.state in DRAFTS:
        now = reckoned(tx, farmer, settlement.cut_off)
        lines = unsettled_lines(tx, farmer.party_id, settlement.cut_off)
        return Slip(settlement, farmer, lines, fee_lines(tx, now.charges))
    lines = settled_lines(tx, settlement_id)
    if not lines:
        raise NothingToSettleError(settlement.farmer, settlement.cut_off)
    return Slip(settlement, farmer, lines, fee_lines(tx, settled_charges(tx, settlement_id)))


def digest_of_slip(slip: Slip) -> bytes:
    """What the check code of a slip is made from: every figure, fee and line of it."""
    lines = ((line.entry_id, line.kind, line.on, line.paise) for line in slip.lines)
    return digest_of(slip.settlement, slip.fees, lines)


def digest_of(stands: Settlement, fees: Iterable[FeeLine], lines: Iterable[Line]) -> bytes:
    """The same, from what of the lines is needed for it."""
    names = (
        *("number", "farmer", "cut_off", "revision", "pay_on", "entry_id", "starts_on", "lots"),
        *("gross_paise", "commission_paise", "carried_in_paise", "due_paise", "fees_paise"),
        *("fees_carried_paise", "recovered_paise", "advance_after_paise", "net_paise"),
        "carried_paise",
    )
    figures = {name: getattr(stands, name) for name in names}
    figures |= {f"quantity {unit}": milli for unit, milli in stands.quantities.items()}
    for place, fee in enumerate(fees, start=1):
        figures[f"fee {place}"] = f"{fee.account} {fee.paise} {fee.carried_paise}"
    return slip_digest(figures, lines)


def fee_lines(tx: Connection, charges: Iterable[Charge]) -> tuple[FeeLine, ...]:
    """How charges are shown: by the fee's names, and the number of where it comes from."""
    known = tuple(charges)
    numbers = _numbers(tx, {charge.from_id for charge in known if charge.from_id is not None})
    return tuple(
        FeeLine(
            name_en=charge.fee.name_en,
            name_ta=charge.fee.name_ta,
            account=charge.fee.account,
            paise=charge.applied_paise,
            carried_paise=charge.asked_paise - charge.applied_paise,
            from_number=None if charge.from_id is None else numbers[charge.from_id],
        )
        for charge in known
    )


def _numbers(tx: Connection, settlement_ids: Collection[int]) -> dict[int, str]:
    if not settlement_ids:
        return {}
    column = settlement_table.c
    numbered = select(column.settlement_id, column.number)
    rows = tx.execute(numbered.where(column.settlement_id.in_(settlement_ids)))
    return {row.settlement_id: row.number for row in rows}
