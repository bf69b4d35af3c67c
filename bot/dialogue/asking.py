"""What has to be asked before a lot can be priced: never guess between two people.

A lot whose farmer or flower can be several is asked back with a numbered list; one with a part
missing is asked for that part; one with an unknown name is refused, and the words are quoted.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.dialogue.events import Said
from bot.dialogue.lots import LotStated, OpenLot, Option
from bot.dialogue.measured import with_quantity, with_rate
from bot.dialogue.replies import is_choice
from bot.dialogue.wording import phrase
from bot.language.meaning import Intent, Item, Meaning, Slot
from bot.language.shop import KG, Shop
from bot.language.text.endings import without_ending
from bot.language.text.key import key
from ledger.board import MARKET_ZONE
from locales.facts import Moment, Name, Phrase

LIST_ROWS = 8
"""As many rows as a numbered list has at most; with more the full name has to be typed."""


ANSWERS = {Intent.UNKNOWN, Intent.ENTRY, Intent.YES, Intent.NO}
"""Intents that can hold an answer; anything else is a question of its own."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A lot after an answer; perhaps something else is still open."""

    key: str
    item: Item
    at: datetime

    def stated(self) -> LotStated:
        """The lot, complete."""
        return stated(self.key, self.item, self.at)


def sorted_out(said: Said) -> tuple[list[LotStated], list[OpenLot], list[Phrase]]:
    """A message's lots: those that can be priced, those to ask about, and refusals."""
    complete: list[LotStated] = []
    waiting: list[OpenLot] = []
    refused: list[Phrase] = []
    for number, item in enumerate(said.meaning.items, start=1):
        lot = Answered(f"wa:{said.sid}:{number}", item, weighed_at(said, item))
        unknown = _unknown_name(item)
        question = next_question(lot, said.shop)
        if unknown is not None:
            refused.append(unknown)
        elif lot.at > said.at:
            refused.append(phrase("time_ahead", text=words_of(item), at=Moment(lot.at)))
        elif question is not None:
            waiting.append(question)
        else:
            complete.append(lot.stated())
    return complete, waiting, refused


def next_question(lot: Answered, shop: Shop) -> OpenLot | None:
    """The first part of a lot that has to be asked for, with what can be chosen from."""
    item = lot.item
    options: tuple[Option, ...] = ()
    if len(item.farmers) != 1 or Slot.FARMER in item.unclear:
        slot, options = Slot.FARMER, farmer_options(item.farmers, shop)
    elif len(item.flowers) != 1 or Slot.FLOWER in item.unclear:
        slot, options = Slot.FLOWER, flower_options(item.flowers, shop)
    elif item.quantity_milli is None or Slot.QUANTITY in item.unclear:
        slot = Slot.QUANTITY
    elif Slot.RATE in item.unclear:
        slot = Slot.RATE
    else:
        return None
    units = [flower.unit for flower in shop.flowers if flower.code in item.flowers[:1]]
    return OpenLot(lot.key, item, lot.at, units[0] if units else KG, slot, options)


def filled(asked: OpenLot, said: Said) -> Answered | None:
    """The lot with the answer in it; None where the message does not answer the question."""
    meaning = said.meaning
    item = asked.item
    if meaning.intent not in ANSWERS:
        return None
    match asked.slot:
        case Slot.FARMER:
            code = chosen(asked.options, said, _farmers_in(meaning))
            changed = None if code is None else replace(item, farmers=(code,))
        case Slot.FLOWER:
            named = _code_typed(asked, said) or _flowers_in(meaning)
            code = chosen(asked.options, said, named)
            changed = None if code is None else replace(item, flowers=(code,))
        case Slot.QUANTITY:
            changed = with_quantity(asked, said)
        case Slot.RATE | Slot.AMOUNT | Slot.NUMBER:
            changed = with_rate(asked, said)
    if changed is None:
        return None
    changed = replace(changed, unclear=changed.unclear - {asked.slot})
    return Answered(asked.key, changed, asked.at)


def chosen(options: tuple[Option, ...], said: Said, named: tuple[str, ...]) -> str | None:
    """The code that an answer chooses: by its number, a name, a code or a village."""
    if is_choice(said.meaning) and options:
        number = said.meaning.number or 0
        return options[number - 1].code if 1 <= number <= len(options) else None
    codes = {option.code for option in options}
    named = named or _told_apart(options, said.text)
    fitting = [code for code in named if code in codes] or list(named)
    return fitting[0] if len(fitting) == 1 else None


def farmer_options(codes: tuple[str, ...], shop: Shop) -> tuple[Option, ...]:
    """Farmers as rows of a list, in the order of the candidates."""
    rows = {farmer.code: farmer for farmer in shop.farmers}
    return tuple(
        Option(
            code,
            Name(rows[code].name_en, rows[code].name_ta),
            Name(rows[code].village_en, rows[code].village_ta),
        )
        for code in codes[:LIST_ROWS]
        if code in rows
    )


def flower_options(codes: tuple[str, ...], shop: Shop) -> tuple[Option, ...]:
    """Flowers as rows of a list, in the order of the candidates."""
    rows = {flower.code: flower for flower in shop.flowers}
    return tuple(
        Option(code, Name(rows[code].name_en, rows[code].name_ta))
        for code in codes[:LIST_ROWS]
        if code in rows
    )


def stated(key: str, item: Item, at: datetime) -> LotStated:
    """An item with nothing open as a lot that can be priced."""
    return LotStated(
        key=key,
        farmer=item.farmers[0],
        flower=item.flowers[0],
        quantity_milli=item.quantity_milli or 0,
        rate_paise=item.rate_paise,
        adjustments=item.adjustments,
        at=at,
    )


def words_of(item: Item) -> str:
    """The words a lot was named by."""
    return f"{item.farmer_text} {item.flower_text}".strip()


def _unknown_name(item: Item) -> Phrase | None:
    if not item.farmers and item.farmer_text:
        return phrase("unknown_farmer", text=item.farmer_text)
    if not item.flowers and item.flower_text:
        return phrase("unknown_flower", text=item.flower_text)
    return None


def weighed_at(said: Said, item: Item) -> datetime:
    """The time of day that was typed, today; else the message's own."""
    if item.at is None:
        return said.at
    typed = datetime.combine(said.today, item.at, MARKET_ZONE)
    return typed.astimezone(said.at.tzinfo)


def _farmers_in(meaning: Meaning) -> tuple[str, ...]:
    return meaning.farmers or tuple(code for item in _names(meaning) for code in item.farmers)


def _flowers_in(meaning: Meaning) -> tuple[str, ...]:
    return meaning.flowers or tuple(code for item in _names(meaning) for code in item.flowers)


def _code_typed(asked: OpenLot, said: Said) -> tuple[str, ...]:
    """The option whose code is the whole answer: a code may hold what no name does (malli-2)."""
    typed = said.text.strip().lower()
    return tuple(option.code for option in asked.options if option.code.lower() == typed)


def _told_apart(options: tuple[Option, ...], text: str) -> tuple[str, ...]:
    """The options that the whole answer may tell from the others, however it is spelt.

    By a village, or by a word of a name: Melur, மேலூர்ல; paneer among roses.
    """
    typed = {key(word) for word in without_ending(text.strip().lower())} - {""}
    return tuple(option.code for option in options if not typed.isdisjoint(_sounds_of(option)))


def _sounds_of(option: Option) -> set[str]:
    village = option.village or Name("", "")
    said = (option.name.en, option.name.ta, village.en, village.ta)
    return {key(word) for name in said for word in (name, *name.split())}


def _names(meaning: Meaning) -> list[Item]:
    """Items that only name something; one with a weight is a lot of its own, not an answer."""
    return [item for item in meaning.items if item.quantity_milli is None]
