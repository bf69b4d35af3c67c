"""Clearing what a farmer is owed: due, fees, recovery, net.

Pure. A settlement clears the farmer's payable up to its cut-off; the advance is recovered from
what is due after fees, and nobody is ever paid a negative sum.
"""

from dataclasses import dataclass
from datetime import date

from ledger import accounts
from ledger.entries import EntryKind, JournalEntry, entry


@dataclass(frozen=True, slots=True)
class Clearing:
    """How a farmer's due is divided, in paise.

    Attributes:
        due_paise: the sum of the lines it clears; negative when he was overpaid.
        fees_paise: fees applied now.
        fees_carried_paise: fees left for the next settlement.
        recovered_paise: taken from his outstanding advance.
        net_paise: to be paid; never negative.
        carried_paise: the negative due that is carried to the next settlement, or zero.
    """

    due_paise: int
    fees_paise: int
    fees_carried_paise: int
    recovered_paise: int
    net_paise: int
    carried_paise: int


def clear(
    due_paise: int, *, fees_paise: int, outstanding_paise: int, recovery_cap_paise: int | None
) -> Clearing:
    """Divide what is due between fees, recovery and the farmer.

    Example:
        ₹35,625 due, ₹500 fees, ₹5,000 lent:
        >>> clear(3562500, fees_paise=50000, outstanding_paise=500000, recovery_cap_paise=None)
        ... # doctest: +ELLIPSIS
        Clearing(due_paise=3562500, fees_paise=50000, ..., net_paise=3012500, carried_paise=0)
    """
    fees = min(fees_paise, max(0, due_paise))
    bounds = [outstanding_paise, due_paise - fees]
    if recovery_cap_paise is not None:
        bounds.append(recovery_cap_paise)
    recovered = max(0, min(bounds))
    return Clearing(
        due_paise=due_paise,
        fees_paise=fees,
        fees_carried_paise=fees_paise - fees,
        recovered_paise=recovered,
        net_paise=max(0, due_paise - fees - recovered),
        carried_paise=min(0, due_paise),
    )


def settle(
    farmer: str, clearing: Clearing, *, on: date, fees: dict[str, int] | None = None
) -> JournalEntry:
    """The entry of an approved settlement.

    Args:
        farmer: the farmer's code.
        clearing: how his due is divided.
        on: the business date of the approval.
        fees: paise by fee account; they sum to the clearing's fees.

    Raises:
        UnbalancedError: the fees do not sum to the clearing's, or there is nothing to clear.
    """
    cleared = clearing.due_paise - clearing.carried_paise
    return entry(
        EntryKind.SETTLEMENT,
        on,
        (accounts.payable(farmer).code, cleared),
        (accounts.settled(farmer).code, -clearing.net_paise),
        (accounts.advance(farmer).code, -clearing.recovered_paise),
        *((account, -paise) for account, paise in (fees or {}).items()),
    )
