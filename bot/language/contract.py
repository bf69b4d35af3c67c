"""A meaning as `malar parse` prints it: codes, decimal strings, and what must be asked back.

What is not sure has no code here, and its slot is among the `ambiguous`; so is whatever lies beyond
the shop's limits or not above zero, because nothing of it may be written without asking.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import TypedDict

from bot.language.meaning import Intent, Item, Meaning, Slot
from bot.language.shop import Shop

ASKED_BACK = (Slot.FARMER, Slot.FLOWER, Slot.QUANTITY, Slot.RATE, Slot.AMOUNT)
"""The slots that the contract knows, in its order."""

WITH_ITEMS = (Intent.ENTRY, Intent.RATE_SET)
BARE = frozenset(
    {Intent.YES, Intent.NO, Intent.HELP, Intent.LANGUAGE, Intent.GREETING, Intent.UNKNOWN}
)
"""Intents that hold nothing: whatever stands beside them answers a question, or is talk."""

WITH_AMOUNT = (Intent.ADVANCE, Intent.ADVANCE_REQUEST, Intent.PAYMENT, Intent.REPAY)


class ToldItem(TypedDict, total=False):
    """One lot or one rate; adjustments and the time only of a lot, and where they were typed."""

    farmer: str | None
    flower: str | None
    quantity: str | None
    rate: str | None
    adjustments: list[str]
    time: str


class Told(TypedDict):
    """A message understood, as the contract has it."""

    intent: str
    language: str
    items: list[ToldItem]
    farmer: str | None
    flower: str | None
    amount: str | None
    period: str | None
    to: str | None
    ambiguous: list[str]


def told(meaning: Meaning, shop: Shop) -> Told:
    """The meaning in the contract's words.

    Args:
        meaning: of the message.
        shop: whose limits hold.
    """
    intent = Intent.SETTLEMENT if meaning.intent is Intent.SETTLE else meaning.intent
    if intent in BARE:
        meaning = Meaning(intent, meaning.language, to=meaning.to)
    has_items = intent in WITH_ITEMS
    asked = set(meaning.unclear) | set(_beyond(meaning, shop))
    return Told(
        intent=intent,
        language=meaning.language,
        items=[_item(item, intent) for item in meaning.items] if has_items else [],
        farmer=None if has_items else _only(meaning.farmers, Slot.FARMER, meaning.unclear),
        flower=None if has_items else _only(meaning.flowers, Slot.FLOWER, meaning.unclear),
        amount=_decimal(meaning.amount_paise, 2) if intent in WITH_AMOUNT else None,
        period=meaning.period,
        to=meaning.to,
        ambiguous=[slot for slot in ASKED_BACK if slot in asked],
    )


def _item(item: Item, intent: Intent) -> ToldItem:
    said = ToldItem(
        farmer=_only(item.farmers, Slot.FARMER, item.unclear),
        flower=_only(item.flowers, Slot.FLOWER, item.unclear),
        quantity=_decimal(item.quantity_milli, 3),
        rate=_decimal(item.rate_paise, 2),
    )
    if intent is Intent.ENTRY and item.adjustments:
        said["adjustments"] = list(item.adjustments)
    if intent is Intent.ENTRY and item.at:
        said["time"] = f"{item.at:%H:%M}"
    return said


def _only(codes: tuple[str, ...], slot: Slot, unclear: frozenset[Slot]) -> str | None:
    return codes[0] if len(codes) == 1 and slot not in unclear else None


def _decimal(value: int | None, places: int) -> str | None:
    return None if value is None else str(Decimal(value).scaleb(-places))


def _beyond(meaning: Meaning, shop: Shop) -> Iterator[Slot]:
    """What lies beyond the shop's limits, or not above zero."""
    for item in meaning.items:
        yield from _slot_beyond(item.quantity_milli, shop.quantity_max_milli, Slot.QUANTITY)
        yield from _slot_beyond(item.rate_paise, shop.rate_max_paise, Slot.RATE)
    yield from _slot_beyond(meaning.amount_paise, shop.amount_max_paise, Slot.AMOUNT)


def _slot_beyond(value: int | None, most: int, slot: Slot) -> Iterator[Slot]:
    if value is not None and not 0 < value <= most:
        yield slot
