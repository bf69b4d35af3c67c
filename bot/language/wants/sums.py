"""Money that is given or taken: how much, through which till, and what else must be clear first."""

from dataclasses import replace

from bot.language.meaning import Intent, Meaning, Slot
from bot.language.parts import Figure, Measure
from bot.language.wants.commands import PAYING
from bot.language.wants.message import Message
from bot.language.wants.outgoing import is_paid_by_him

TILLS = ("cash", "bank", "upi")
UNGIVEN = ("ungiven", "finish", "period.tomorrow")
"""Money asked for, kept back, taken in, or still to be given: none has been given yet."""

LEAST_GIVEN = 100_00
"""Paise; a smaller figure that somebody is to be given may count flowers."""

MONEY_LIKE = (Measure.BARE, Measure.MONEY, Measure.RATE)


def with_amount(meaning: Meaning, message: Message) -> Meaning:
    """The sum of an advance, a repayment or a payment: one figure of rupees, else asked about."""
    used = meaning.farmer_text if meaning.farmers and not message.farmers else None
    figures = [figure for figure in message.figures if figure.text != used]
    marked = [figure for figure in figures if figure.is_money]
    amounts = marked or figures
    paise = _paise(amounts[0]) if amounts else None
    is_said = meaning.intent is not Intent.PAYMENT or _says_payment(message, paise)
    has_rest = bool(message.farmers and message.loose)
    is_left = meaning.intent is Intent.ADVANCE and message.says("balance", "total")
    is_own = meaning.intent is Intent.ADVANCE_REQUEST and not meaning.farmers
    is_yet = message.says(*UNGIVEN) and not is_own
    is_open = has_rest or is_left or is_yet
    is_clear = paise is not None and len(figures) == 1 and is_said and not is_open
    unclear = meaning.unclear if is_clear else meaning.unclear | {Slot.AMOUNT}
    return replace(meaning, amount_paise=paise, till=till_of(message), unclear=unclear)


def _says_payment(message: Message, paise: int | None) -> bool:
    """Whether money is meant for sure: பத்து குடு may be ten kilos."""
    is_sum = paise is not None and paise >= LEAST_GIVEN
    is_given = message.says("give_me", "towards") and is_sum
    is_ours = not (message.says("question") or is_paid_by_him(message))
    return (message.says(*PAYING) or is_given) and is_ours


def till_of(message: Message) -> str | None:
    """The till that the message names; two of them name none."""
    named = [till for till in TILLS if message.says(f"till.{till}")]
    return named[0] if len(named) == 1 else None


def _paise(figure: Figure) -> int | None:
    paise = figure.value * 100
    is_exact = paise.denominator == 1 and not figure.is_doubtful
    return int(paise) if is_exact and figure.measure in MONEY_LIKE else None
