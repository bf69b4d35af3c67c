"""Rates that stand with no lot, or perhaps with all of them."""

from dataclasses import replace

from bot.language.lots.items import MILLI, PAISE
from bot.language.meaning import Intent, Item, Meaning, Slot
from bot.language.naming.flowers import Flowers
from bot.language.parts import Word
from bot.language.shop import KG, Shop
from bot.language.wants.message import Message

EQUALS = "="
"""How a list of rates is written: malli=850, mullai=620."""


def with_shared_rate(items: tuple[Item, ...], message: Message) -> tuple[Item, ...]:
    """A rate said with the last lot alone, which may be that of all: `5 malli, 3 roja both 90`."""
    *before, last = items or (Item(),)
    is_last = last.rate_paise is not None and all(item.rate_paise is None for item in before)
    is_one_flower = len({item.flowers for item in items}) == 1
    is_shared = message.says("all") or (is_one_flower and message.says("rate"))
    if not (before and is_last and is_shared):
        return items
    return tuple(replace(item, unclear=item.unclear | {Slot.RATE}) for item in items)


def as_rates(meaning: Meaning, message: Message, shop: Shop) -> Meaning:
    """`today jasmine 850`, malli=850: more than anybody brings, of nobody, is what it costs."""
    units = Flowers.of(shop).units
    is_list = any(isinstance(part, Word) and part.text == EQUALS for part in message.parts)
    is_of_now = message.says("becomes", "change") or message.period == "today"
    is_plain = all(
        item.unclear == {Slot.FARMER}
        and not (item.farmer_text or item.rate_paise or item.adjustments or item.at)
        and units[item.flowers[0]] == KG
        for item in meaning.items
    )
    heavy = [(item.quantity_milli or 0) > shop.quantity_max_milli for item in meaning.items]
    is_price = is_plain and ((is_of_now and all(heavy)) or (is_list and any(heavy)))
    has_unit = message.has_weight or message.loose or not meaning.items
    if not is_price or has_unit:
        return meaning
    rates = tuple(
        Item(
            flowers=item.flowers,
            flower_text=item.flower_text,
            rate_paise=(item.quantity_milli or 0) * PAISE // MILLI,
        )
        for item in meaning.items
    )
    return replace(meaning, intent=Intent.RATE_SET, items=rates, unclear=frozenset())
