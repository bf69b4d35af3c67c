"""Which conversation an answer of the books, a message or what waits belongs to: three tables.

Each function is the conversation's own; a new conversation is a few lines here and a file.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from bot.dialogue import (
    advance_list,
    arrival,
    consent,
    correction,
    decisions,
    draft_answers,
    enquiry,
    menu,
    money,
    open_questions,
    rates,
    settlements,
    statement,
    undo,
)
from bot.dialogue import events as heard
from bot.dialogue import events_entry as of_entry
from bot.dialogue import events_money as answered
from bot.dialogue import states as at
from bot.dialogue import states_entry as at_entry
from bot.dialogue import states_money as of_money
from bot.dialogue.effects import Step
from bot.dialogue.events import Said
from bot.dialogue.states import Conversation, Enquiry
from bot.dialogue.wording import phrase
from bot.language.meaning import Intent
from ledger.roles import PartyRole
from locales.facts import Phrase

Hears = Callable[[Conversation, Any], Step]
"""What follows from an event, `Said` included."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A state that waits for an answer.

    Attributes:
        answered: the message as its answer; None where it is not one.
        expired: what is said of it when it waited too long; None for nothing.
        shown: what of it stands below other news, while it goes on waiting.
    """

    answered: Callable[[Conversation, Any, Said], Step | None]
    expired: Callable[[Any], Phrase] | None = None
    shown: Callable[[Any], Phrase] | None = None


def within_a_turn(conversation: Conversation, state: object, said: Said) -> None:
    """Nobody is ever left in this state; were he, his message is a new one."""


EVENTS: Mapping[type, Hears] = {
    heard.SentMedia: menu.please_type,
    heard.TappedOld: arrival.tapped_old,
    heard.LotsPriced: arrival.priced,
    heard.LotsPosted: arrival.posted,
    heard.LotsDoubted: arrival.doubted,
    heard.BalanceFound: enquiry.found,
    heard.LotsFound: enquiry.lots_found,
    heard.RatesFound: rates.found,
    heard.RatesSet: rates.are_set,
    heard.RatesDoubted: rates.doubted,
    of_entry.EntryFound: undo.found,
    of_entry.NothingFound: undo.nothing_found,
    of_entry.Reversed: undo.done,
    of_entry.CorrectionWeighed: correction.weighed,
    of_entry.Corrected: correction.done,
    heard.LanguageSwitched: menu.language_switched,
    heard.FastModeSwitched: menu.fast_mode_switched,
    answered.SumWeighed: money.weighed,
    answered.SumMoved: money.moved,
    answered.AdvancesFound: advance_list.found,
    answered.PendingFound: decisions.pending,
    answered.AdvanceDecided: decisions.decided,
    answered.SettlementFound: settlements.found,
    answered.SettlementDrafted: settlements.drafted,
    answered.SettlementApproved: decisions.settled,
    answered.SettlementAnswered: settlements.was_answered,
    answered.SlipFound: settlements.slip_found,
    answered.StatementFound: statement.found,
    answered.QuestionsOpen: open_questions.found,
    answered.NoticesSwitched: consent.switched,
    answered.TaskOpened: consent.task_opened,
}
"""The answer of the books → the conversation that asked."""

REMINDED = frozenset(
    {
        heard.BalanceFound,
        heard.LotsFound,
        heard.RatesFound,
        answered.AdvancesFound,
        answered.PendingFound,
        answered.SettlementFound,
        answered.SlipFound,
        answered.StatementFound,
    }
)
"""Answers to enquiries: what waited meanwhile stands below them once more."""

WAITING: Mapping[type, Waiting] = {
    at.Drafting: Waiting(
        draft_answers.answered,
        lambda draft: phrase("draft_expired", n=len(draft.lines) + len(draft.waiting)),
        arrival.waits,
    ),
    at.Choosing: Waiting(enquiry.answered, lambda _: phrase("question_expired")),
    at.SettingRates: Waiting(within_a_turn, lambda _: phrase("rates_expired")),
    at.ConfirmingRates: Waiting(rates.answered, lambda _: phrase("rates_expired")),
    at_entry.FindingEntry: Waiting(within_a_turn, lambda _: phrase("question_expired")),
    at_entry.ConfirmingUndo: Waiting(
        undo.answered, lambda undoing: phrase("undo_expired", entry=undoing.entry)
    ),
    at_entry.ChoosingLot: Waiting(correction.answered_which, lambda _: phrase("question_expired")),
    at_entry.AskingCorrection: Waiting(
        correction.answered_question,
        lambda asking: phrase("correction_expired", entry=asking.wrong.entry),
    ),
    at_entry.WeighingCorrection: Waiting(within_a_turn, lambda _: phrase("question_expired")),
    at_entry.ConfirmingCorrection: Waiting(
        correction.answered,
        lambda asked: phrase("correction_expired", entry=asked.wrong.entry),
    ),
    of_money.AskingSum: Waiting(money.answered_question, lambda _: phrase("sum_expired")),
    of_money.WeighingSum: Waiting(within_a_turn, lambda _: phrase("sum_expired")),
    of_money.ConfirmingSum: Waiting(
        money.answered,
        lambda _: phrase("sum_expired"),
        lambda asked: phrase(f"waits.{asked.sum.purpose}"),
    ),
    of_money.AskingReason: Waiting(
        decisions.answered_reason,
        lambda asking: phrase("advance_waits_on", number=asking.advance),
    ),
    of_money.ApprovingSettlement: Waiting(
        decisions.answered_settlement,
        lambda asked: phrase("settlement_kept", number=asked.settlement_id),
        lambda asked: phrase("waits.settlement", number=asked.settlement_id),
    ),
    of_money.AnsweringSettlement: Waiting(settlements.answered),
    of_money.AskingQuestion: Waiting(
        settlements.answered_question, lambda _: phrase("question_dropped")
    ),
}
"""The state → who hears the answer, and what is said of it when it is too old."""

ANYBODY: Mapping[Intent, Hears] = {
    Intent.RATE_QUERY: rates.ask,
    Intent.HELP: menu.show,
    Intent.GREETING: menu.greet,
    Intent.LANGUAGE: menu.ask_language,
    Intent.BALANCE: partial(enquiry.ask, enquiry=Enquiry.BALANCE),
    Intent.ENTRIES_QUERY: partial(enquiry.ask, enquiry=Enquiry.LOTS),
    Intent.ADVANCE_QUERY: partial(enquiry.ask, enquiry=Enquiry.ADVANCES),
    Intent.SETTLEMENT: partial(enquiry.ask, enquiry=Enquiry.SETTLEMENT),
    Intent.STATEMENT: partial(enquiry.ask, enquiry=Enquiry.STATEMENT),
    Intent.ADVANCE_REQUEST: money.state_sum,
    Intent.DETAILS: settlements.details,
    Intent.STOP: consent.stop,
    Intent.START: consent.start,
}

FARMER: Mapping[Intent, Hears] = {
    **ANYBODY,
    Intent.ENTRY: menu.only_the_shop,
    Intent.RATE_SET: menu.only_the_shop,
    Intent.UNDO: menu.only_the_shop,
    Intent.FAST_MODE: menu.only_the_shop,
    Intent.ADVANCE: menu.only_the_shop,
    Intent.PAYMENT: menu.only_the_shop,
    Intent.REPAY: menu.only_the_shop,
    Intent.ACCEPT: settlements.accept,
    Intent.QUESTION: settlements.question,
    Intent.MY_DATA: consent.my_data,
    Intent.FORGET_ME: consent.forget_me,
}

SHOP: Mapping[Intent, Hears] = {
    **ANYBODY,
    Intent.ENTRY: arrival.state_lots,
    Intent.RATE_SET: rates.state_rates,
    Intent.UNDO: undo.find,
    Intent.FAST_MODE: menu.ask_fast_mode,
    Intent.ADVANCE: money.state_sum,
    Intent.PAYMENT: money.state_sum,
    Intent.REPAY: money.state_sum,
    Intent.SETTLE: partial(enquiry.ask, enquiry=Enquiry.SETTLE),
    Intent.PENDING: decisions.ask_pending,
    Intent.APPROVE: decisions.approve,
    Intent.REJECT: decisions.reject,
}

BY_INTENT: Mapping[PartyRole, Mapping[Intent, Hears]] = {
    PartyRole.FARMER: FARMER,
    PartyRole.STAFF: SHOP,
    PartyRole.ADMIN: SHOP,
}
"""Who speaks and what he means → the conversation that begins; all else is not understood."""

DRAFT_FIRST = frozenset(
    {
        Intent.RATE_SET,
        Intent.UNDO,
        Intent.ADVANCE,
        Intent.ADVANCE_REQUEST,
        Intent.PAYMENT,
        Intent.REPAY,
        Intent.SETTLE,
        Intent.APPROVE,
        Intent.REJECT,
    }
)
"""What would ask a question of its own, and so waits until the draft is answered."""
