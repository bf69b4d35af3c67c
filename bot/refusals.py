"""What the books refuse, as a phrase for the person: the facts stay, the wording is chosen.

One row an error, for chat, pages and whatever else speaks to people.
"""

from collections.abc import Callable, Mapping
from typing import Any

from bot import resending
from ledger import (
    advance_book,
    advances,
    approvals,
    closing,
    errors,
    limits,
    lot_errors,
    money_moves,
    payouts,
    putting_right,
    run_book,
    settlements,
)
from ledger.dating import FutureDateError
from ledger.errors import LedgerError
from ledger.policy import Act, NotAllowedError
from ledger.reasons import ReasonMissingError
from ledger.register import people as register
from ledger.register.slots import SlotOverlapError
from ledger.reports.periods import PeriodError
from locales.facts import Day, Fact, Moment, Money, Name, Phrase, Quantity, Quote

Wording = Callable[[Any], Phrase]


def reason_of(error: LedgerError) -> Phrase:
    """Why nothing was written, and what to do next."""
    worded = REFUSALS.get(type(error))
    return Phrase("refused_books", {}) if worded is None else worded(error)


def _phrase(key: str, **facts: Callable[[Any], Fact]) -> Wording:
    """A phrase whose facts are taken from the error."""
    return lambda error: Phrase(key, {name: fact(error) for name, fact in facts.items()})


def _lot(key: str, **facts: Callable[[Any], Fact]) -> Wording:
    """A phrase about a lot that is named in it."""

    def worded(error: lot_errors.LotRefusedError) -> Phrase:
        lot = error.lot
        named: dict[str, Fact] = {
            "name": Name(lot.farmer.name_en, lot.farmer.name_ta),
            "flower": Name(lot.flower.name_en, lot.flower.name_ta),
            "quantity": Quantity(lot.quantity_milli, lot.flower.unit),
        }
        return Phrase(key, named | {name: fact(error) for name, fact in facts.items()})

    return worded


def _beyond(error: limits.LotLimitError) -> Phrase:
    """A weight or a rate that no lot can have; the weight's unit is not known here."""
    if error.what == "rate_paise":
        facts: dict[str, Fact] = {"rate": Money(error.value), "limit": Money(error.limit)}
        return Phrase("refused_lot_limit.rate", facts)
    return Phrase("refused_lot_limit.quantity", {"limit": Quantity(error.limit, "kg")})


VALUES = {
    "name_en": "english",
    "village_en": "english",
    "name_ta": "tamil",
    "village_ta": "tamil",
    "aliases": "names",
    "code": "code",
    "address": "address",
    "commission": "percent",
    "commission_bp": "percent",
    "adjustment_bp": "percent",
    "rate": "money",
    "fee": "money",
    "recovery_cap_paise": "money",
    "advance_limit_paise": "money",
    "slot": "slot",
    "starts": "slot",
    "ends": "slot",
}
"""What the register could not take → which phrase says what it takes."""

OWNERS = frozenset({Act.APPROVE_SETTLEMENT, Act.DECIDE_ADVANCE, Act.CORRECT})
"""What somebody of the shop may be refused because it is the owner's."""

REFUSALS: Mapping[type[LedgerError], Wording] = {
    errors.DayClosedError: _phrase("refused_day_closed", on=lambda e: Day(e.on)),
    errors.KeyReusedError: _phrase("refused_key_reused"),
    errors.UnknownEntryError: _phrase("refused_unknown_entry", entry=lambda e: e.entry_id),
    errors.AlreadyReversedError: _phrase("refused_reversed", entry=lambda e: e.entry_id),
    errors.BeyondZeroError: _phrase("refused_beyond_zero"),
    errors.UnknownCodeError: lambda e: (
        Phrase("refused_unknown_names", {})
        if e.what in ("farmer", "flower")
        else Phrase("refused_unknown_code", {"code": e.code})
    ),
    errors.UnknownAccountError: _phrase("refused_unknown_account", code=lambda e: e.code),
    errors.DuplicateError: _phrase("refused_taken", value=lambda e: Quote(e.value)),
    errors.WrongValueError: lambda e: Phrase(f"refused_value.{VALUES.get(e.what, 'other')}", {}),
    NotAllowedError: lambda e: Phrase(
        "refused_owner_only" if e.act in OWNERS else "refused_not_allowed", {}
    ),
    ReasonMissingError: _phrase("refused_no_reason"),
    FutureDateError: _phrase("refused_future", on=lambda e: Day(e.on)),
    limits.AmountError: _phrase(
        "refused_sum", amount=lambda e: Money(e.amount_paise), limit=lambda e: Money(e.limit_paise)
    ),
    limits.LotLimitError: _beyond,
    lot_errors.NothingWeighedError: _lot("refused_zero"),
    lot_errors.TooHeavyError: _lot(
        "refused_quantity", limit=lambda e: Quantity(e.limit_milli, e.lot.flower.unit)
    ),
    lot_errors.NoRateError: _lot("refused_no_rate"),
    lot_errors.RateNothingError: _lot("refused_rate_zero", rate=lambda e: Money(e.rate_paise)),
    lot_errors.RateTooHighError: _lot(
        "refused_rate_max",
        rate=lambda e: Money(e.rate_paise),
        limit=lambda e: Money(e.limit_paise),
    ),
    lot_errors.WorthTooMuchError: _lot(
        "refused_amount",
        gross=lambda e: Money(e.gross_paise),
        limit=lambda e: Money(e.limit_paise),
    ),
    lot_errors.WorthNothingError: _lot("refused_too_little", rate=lambda e: Money(e.rate_paise)),
    lot_errors.UnknownQualityError: _lot("refused_quality", text=lambda e: e.code),
    advance_book.UnknownAdvanceError: _phrase(
        "refused_unknown_advance", advance=lambda e: e.advance_id
    ),
    advances.AdvanceDecidedError: lambda e: Phrase(
        f"refused_advance.{e.state}", {"advance": e.advance_id}
    ),
    advances.NotApprovedError: _phrase("refused_not_approved", advance=lambda e: e.advance_id),
    advances.StaffLimitError: _phrase(
        "refused_staff_limit",
        amount=lambda e: Money(e.amount_paise),
        limit=lambda e: Money(e.limit_paise),
    ),
    advances.MoreThanOutstandingError: _phrase(
        "refused_more_than_outstanding",
        amount=lambda e: Money(e.amount_paise),
        outstanding=lambda e: Money(e.outstanding_paise),
    ),
    money_moves.MoreThanStandsError: _phrase(
        "refused_more_than_stands",
        amount=lambda e: Money(e.amount_paise),
        stands=lambda e: Money(e.standing_paise),
    ),
    money_moves.SameTillError: _phrase("refused_same_till"),
    payouts.MoreThanDueError: _phrase(
        "refused_more_than_due",
        amount=lambda e: Money(e.amount_paise),
        due=lambda e: Money(e.due_paise),
    ),
    putting_right.NotHisEntryError: _phrase("refused_not_his", entry=lambda e: e.entry_id),
    putting_right.WrongKindError: _phrase("refused_wrong_kind", entry=lambda e: e.entry_id),
    putting_right.VoidInsteadError: _phrase("refused_void_instead", entry=lambda e: e.entry_id),
    putting_right.NothingToCorrectError: _phrase("refused_says_so", entry=lambda e: e.entry_id),
    approvals.SecondPersonNeededError: _phrase("refused_second_person"),
    approvals.SamePersonError: _phrase("refused_same_person"),
    approvals.AlreadyDecidedError: _phrase("refused_decided", ask=lambda e: e.ask_id),
    approvals.UnknownAskError: _phrase("refused_unknown_ask", ask=lambda e: e.ask_id),
    settlements.NothingToSettleError: _phrase(
        "refused_nothing_to_settle", farmer=lambda e: e.farmer, on=lambda e: Day(e.cut_off)
    ),
    settlements.UnknownSettlementError: _phrase(
        "refused_unknown_settlement", which=lambda e: e.which
    ),
    settlements.SettlementStateError: lambda e: Phrase(
        f"refused_settlement.{e.state}", {"which": e.which}
    ),
    settlements.DraftChangedError: _phrase(
        "refused_draft_changed",
        before=lambda e: Money(e.before.net_paise),
        after=lambda e: Money(e.after.net_paise),
    ),
    settlements.SettlementPaidError: _phrase(
        "refused_settlement_paid", which=lambda e: e.number, paid=lambda e: Money(e.paid_paise)
    ),
    settlements.CarriedOnError: _phrase(
        "refused_carried_on", which=lambda e: e.number, later=lambda e: e.later
    ),
    settlements.AlreadyAnsweredError: _phrase("refused_answered"),
    closing.MarketOpenError: _phrase(
        "refused_market_open", on=lambda e: Day(e.on), until=lambda e: Moment(e.until)
    ),
    PeriodError: _phrase(
        "refused_period", first=lambda e: Day(e.first), last=lambda e: Day(e.last)
    ),
    SlotOverlapError: _phrase(
        "refused_slot_overlap", other=lambda e: Name(e.other.name_en, e.other.name_ta)
    ),
    register.MoneyOutstandingError: _phrase(
        "refused_money_outstanding",
        name=lambda e: e.code,
        owed=lambda e: Money(e.owed.owed_paise),
        advance=lambda e: Money(e.owed.advance_paise),
    ),
    register.LastAdminError: _phrase("refused_last_admin", name=lambda e: e.code),
    register.OwnLeaveError: _phrase("refused_own_leave"),
    run_book.UnknownRunError: _phrase("refused_unknown_run", run=lambda e: e.run_id),
    register.AdminThereError: _phrase("refused_admin_there"),
    resending.UnknownMessageError: _phrase("messages.refused.unknown"),
    resending.NotFailedError: _phrase("messages.refused.not_failed"),
    resending.StoppedError: _phrase("messages.refused.stopped"),
    resending.OvertakenError: _phrase("messages.refused.gone_on"),
    resending.NoAddressError: _phrase("messages.refused.no_address"),
    resending.WindowClosedError: _phrase("messages.refused.window"),
}
"""Which error is worded how; any other is a fault in what we asked of the books."""
