"""How a sum is shown: the question about it, what a yes would do, and what was done."""

from bot.dialogue.events import Said
from bot.dialogue.events_money import SumMoved, SumWeighed
from bot.dialogue.replies import is_choice
from bot.dialogue.sums import OpenSum, Part, Purpose
from bot.dialogue.wording import entries_shown, farmer_shown, options_shown, owed_shown, phrase
from bot.language.meaning import Slot
from locales.facts import Fact, Money, Phrase, Quote

MISSES_MAX = 2
"""After so many messages that did not answer, the way out is said in words."""

TILLS = {"cash": "notice.by_cash", "bank": "notice.by_bank", "upi": "notice.by_upi"}


def question(asked: OpenSum) -> Phrase:
    """What is asked about a sum."""
    if asked.slot is Slot.AMOUNT:
        return phrase(f"how_much.{asked.purpose}")
    if asked.options:
        return phrase("whose_sum_of", options=options_shown(asked.options))
    return phrase("whose_sum")


def no_answer(asked: OpenSum, said: Said) -> tuple[Phrase, ...]:
    """A message did not answer; the question once more."""
    way_out = (phrase("sum_way_out"),) if asked.misses >= MISSES_MAX else ()
    return _why_not(asked, said), question(asked), *way_out


def _why_not(asked: OpenSum, said: Said) -> Phrase:
    """Why a message is no answer: a bare 1 or 2 may be meant as a yes or a no."""
    number = said.meaning.number
    if number is not None and asked.options:
        return phrase("not_in_list")
    if number is not None and asked.slot is Slot.AMOUNT and is_choice(said.meaning):
        return phrase("if_meant", typed=f"₹{number}")
    return phrase("no_answer", text=said.text)


def asked(event: SumWeighed) -> tuple[Phrase, ...]:
    """What a yes would do, and the question."""
    right = "right_to_ask" if event.is_request else "right"
    return (*_shown(event), phrase(right))


def moved(event: SumMoved) -> tuple[Phrase, ...]:
    """What was done, and how the farmer stands after it."""
    facts = _facts(event)
    is_wish = event.sum.purpose is Purpose.WISH
    if is_wish or not event.entries:
        key = "wish_asked" if is_wish else "advance_asked"
        return (phrase(key, number=event.advance or 0, **facts),)
    facts["entries"] = entries_shown(event.entries)
    done = phrase(f"done.{event.sum.purpose}", **facts)
    return done, owed_shown(event.owed, to_farmer=False)


def _shown(event: SumWeighed) -> tuple[Phrase, ...]:
    facts = _facts(event)
    match event.sum.purpose:
        case Purpose.PAYMENT:
            left = Money(event.owed.owed_paise - event.sum.amount_paise)
            parts = tuple(_part(part) for part in event.parts)
            return phrase("ask.payment", **facts), *parts, phrase("left_to_pay", amount=left)
        case Purpose.REPAYMENT:
            left = Money(event.owed.advance_paise - event.sum.amount_paise)
            return (phrase("ask.repayment", left=left, **facts),)
        case Purpose.ADVANCE | Purpose.WISH:
            return phrase(f"ask.{event.sum.purpose}", **facts), *_beside(event)


def _beside(event: SumWeighed) -> tuple[Phrase, ...]:
    """Beside an advance: why; that it is approved, beyond his limit, or the owner's to give."""
    warnings: list[Phrase] = []
    if event.sum.reason:
        warnings.append(phrase("sum_reason", reason=Quote(event.sum.reason)))
    if event.approved is not None:
        warnings.append(phrase("advance_approved_before", number=event.approved))
    if event.limit_paise is not None:
        is_his = event.sum.purpose is Purpose.WISH
        key = "wish_beyond_limit" if is_his else "advance_beyond_limit"
        warnings.append(phrase(key, limit=Money(event.limit_paise)))
    if event.is_request and event.sum.purpose is Purpose.ADVANCE:
        warnings.append(phrase("advance_is_the_owners"))
    return tuple(warnings)


def _facts(event: SumWeighed | SumMoved) -> dict[str, Fact]:
    return {
        "farmer": farmer_shown(event.farmer),
        "amount": Money(event.sum.amount_paise),
        "how": phrase(TILLS[event.sum.till]),
        "outstanding": Money(event.owed.advance_paise),
        "outstanding_after": Money(event.owed.advance_paise + event.sum.amount_paise),
    }


def _part(part: Part) -> Phrase:
    amount = Money(part.amount_paise)
    if part.number is None:
        key = "part_brought_in" if part.is_brought_in else "part_on_account"
        return phrase(key, amount=amount)
    number, left = Quote(part.number), Money(part.left_paise)
    if part.left_paise:
        return phrase("part_in_part", number=number, amount=amount, left=left)
    return phrase("part_in_full", number=number, amount=amount)
