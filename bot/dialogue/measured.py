"""A weight or a rate that answers a question: `6 kg`, `50 pieces`, `₹850`, a bare number.

A weight is read beside its flower, which says what counts: 50 pieces of lotus are a quantity, 3 kg
of it are none. A bare 1 or 2 may be meant as a yes or a no, and so is neither.
"""

from dataclasses import replace

from bot.dialogue.events import Said
from bot.dialogue.lots import OpenLot
from bot.dialogue.replies import is_choice, is_no, is_yes
from bot.language.meaning import Item, Meaning, Slot
from bot.language.understanding import understand
from ledger.money import MILLI, PAISE
from ledger.roles import PartyRole


def is_like_yes_or_no(said: Said) -> bool:
    """Whether it is a bare `1` or `2`: where a weight is asked for, either may be meant."""
    is_short = said.text.strip().isdecimal()
    return is_short and is_choice(said.meaning) and (is_yes(said.meaning) or is_no(said.meaning))


def with_quantity(asked: OpenLot, said: Said) -> Item | None:
    """The lot with the weight that was asked for, and the rate if one is typed with it."""
    number = _plain_number(said)
    if number is not None:
        return replace(asked.item, quantity_milli=number * MILLI)
    if not _is_fragment(said.meaning):
        return None
    read = _beside_its_flower(asked, said)
    if read is None or read.quantity_milli is None or Slot.QUANTITY in read.unclear:
        return None
    return replace(
        asked.item,
        quantity_milli=read.quantity_milli,
        rate_paise=asked.item.rate_paise if read.rate_paise is None else read.rate_paise,
        unclear=asked.item.unclear | (read.unclear & {Slot.RATE}),
    )


def with_rate(asked: OpenLot, said: Said) -> Item | None:
    """The lot with the rate that was asked for."""
    number = _plain_number(said)
    if number is not None:
        return replace(asked.item, rate_paise=number * PAISE)
    rate = said.meaning.items[0].rate_paise if _is_fragment(said.meaning) else None
    return None if rate is None else replace(asked.item, rate_paise=rate)


def _beside_its_flower(asked: OpenLot, said: Said) -> Item | None:
    """The answer as it reads after the flower; None where it then says more than a weight."""
    flowers = [each for each in said.shop.flowers if each.code in asked.item.flowers]
    if len(flowers) != 1:
        return None
    (flower,) = flowers
    read = understand(f"{flower.name_en} {said.text}", said.shop, PartyRole.STAFF).items
    return read[0] if len(read) == 1 and flower.code in read[0].flowers else None


def _plain_number(said: Said) -> int | None:
    """A bare number, as long as it cannot be meant as a yes or a no."""
    return said.meaning.number if is_choice(said.meaning) and not is_like_yes_or_no(said) else None


def _is_fragment(meaning: Meaning) -> bool:
    """Whether it holds one part of a lot, not a lot of its own."""
    return len(meaning.items) == 1 and not meaning.items[0].farmers
