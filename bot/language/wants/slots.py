"""The slots of a meaning: whose it is, which flowers, which number. What is not sure is unclear."""

from dataclasses import replace

from bot.language.meaning import Intent, Meaning, Slot
from bot.language.naming.names import Names
from bot.language.parts import Figure, Measure, SlipNumber
from bot.language.shop import Shop
from bot.language.wants.message import Message

ENQUIRIES = (
    Intent.BALANCE,
    Intent.ENTRIES_QUERY,
    Intent.STATEMENT,
    Intent.SETTLEMENT,
    Intent.ADVANCE_QUERY,
)
MONEY = (Intent.ADVANCE, Intent.ADVANCE_REQUEST, Intent.REPAY, Intent.PAYMENT)
WITH_CODE = (*ENQUIRIES, *MONEY, Intent.SETTLE)
"""Where bare digits may be a farmer's code; elsewhere they number something else."""


def with_flowers(meaning: Meaning, message: Message) -> Meaning:
    """The flowers of an enquiry; a word that may be a flower nobody knows is asked about."""
    codes = tuple(dict.fromkeys(code for flower in message.flowers for code in flower.codes))
    text = " ".join(flower.text for flower in message.flowers)
    unclear = {Slot.FLOWER} if any(len(f.codes) != 1 for f in message.flowers) else set()
    if meaning.intent is Intent.RATE_QUERY and message.loose and not message.flowers:
        text, unclear = " ".join(message.loose), {Slot.FLOWER}
    return replace(
        meaning, flowers=codes, flower_text=text, unclear=meaning.unclear | frozenset(unclear)
    )


def with_farmer(meaning: Meaning, message: Message, shop: Shop) -> Meaning:
    """The farmer of an enquiry or a payment, by name or bare code."""
    codes = tuple(dict.fromkeys(code for farmer in message.farmers for code in farmer.codes))
    text = " ".join(farmer.text for farmer in message.farmers)
    is_sure = all(farmer.is_sure for farmer in message.farmers) and len(codes) <= 1
    if not message.farmers and (figure := _code_figure(meaning.intent, message)):
        code = Names.of(shop).by_code("", figure.text)
        codes, text, is_sure = (code,) if code else (), figure.text, code is not None
    elif not message.farmers and message.loose:
        text, is_sure = " ".join(message.loose), False
    is_missing = meaning.intent in (*MONEY, Intent.SETTLE) and not codes
    has_rest = meaning.intent is Intent.SETTLE and bool(message.loose)
    is_clear = is_sure and not is_missing and not has_rest
    unclear = meaning.unclear if is_clear else meaning.unclear | {Slot.FARMER}
    return replace(meaning, farmers=codes, farmer_text=text, unclear=unclear)


def _code_figure(intent: Intent, message: Message) -> Figure | None:
    """The bare digits that can only be a code: of money, one figure must be left as the amount."""
    digits = [figure for figure in message.figures if figure.is_digits]
    marked = [figure for figure in digits if figure.measure == Measure.RATE]  # 12 ku
    bare = [figure for figure in digits if figure.is_bare]
    codes = marked + bare if intent in MONEY else bare
    if not codes or intent not in WITH_CODE or (intent in MONEY and len(message.figures) == 1):
        return None
    return codes[0]


def with_number(meaning: Meaning, message: Message) -> Meaning:
    """What a command is about: a number or a slip; two of them, or a name as well, are unclear."""
    slips = _slips(message)
    number = whole_number(message)
    is_one = len(message.figures) + len(slips) <= 1 and (number is not None or not message.figures)
    is_named = bool(message.farmers) and bool(message.figures or slips)
    of = [each for each in ("advance", "settlement") if message.says(each)]
    return replace(
        meaning,
        number=number,
        settlement=slip_named(message),
        of=of[0] if len(of) == 1 else None,
        unclear=meaning.unclear if is_one and not is_named else meaning.unclear | {Slot.NUMBER},
    )


def slip_named(message: Message) -> str | None:
    """The number of a settlement, as its slip has it."""
    return next(iter(_slips(message)), None)


def whole_number(message: Message) -> int | None:
    """The whole number that a message holds; None for none, or several."""
    figures = message.figures
    if len(figures) != 1 or figures[0].value.denominator != 1 or figures[0].is_doubtful:
        return None
    return int(figures[0].value)


def _slips(message: Message) -> list[str]:
    return [part.text for part in message.parts if isinstance(part, SlipNumber)]
