"""What a message puts right about a lot that was shown: `no, 6 kg`, `illa mullai`, `2 illa 6 kilo`.

A change says what should have been; what it leaves out stays. Among several lots it must be clear
which one is meant: by its number in the list, by what was wrong about it (`5 illa 6`), by a name,
or because it alone was stated last. Else it is asked.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Protocol, TypeVar

from bot.dialogue.events import Said
from bot.dialogue.lots import Change, Lot
from bot.dialogue.replies import NO_NUMBER, is_choice
from bot.language.meaning import Intent, Item, Slot
from bot.language.text.key import key
from ledger.money import MILLI, PAISE
from locales.facts import Name

FIRST_FIGURE = re.compile(r"(?<![\w.,])\d{1,4}(?:\.\d{1,3})?(?![,.]?\d)")
"""The first figure of a message; not the digits of a code."""

JUST_NO_MILLI = NO_NUMBER * MILLI
"""`2 no` is the answer as it stands under the question."""

MARKS = " #("
"""What may stand before the number of a lot."""


def change_in(said: Said) -> Change | None:
    """What a message changes about a lot; None where it is no change, a plain no among them."""
    meaning = said.meaning
    if is_choice(meaning) or len(meaning.items) > 1:
        return None
    item = meaning.items[0] if meaning.items else None
    match meaning.intent:
        case Intent.NO:
            names = Item(meaning.farmers, meaning.farmer_text, meaning.flowers, meaning.flower_text)
            names = replace(names, unclear=meaning.unclear)
            item = item or (names if names != Item() else None)
        case Intent.RATE_SET if item is not None and not item.flowers:
            item = replace(item, unclear=frozenset())
        case Intent.UNKNOWN:
            pass
        case _:
            return None
    if item is None:
        return None
    if meaning.number is not None:
        return Change(item, meaning.number * MILLI, is_no=False)
    change = _without_figure(said, item)
    is_just_no = change.figure_milli == JUST_NO_MILLI and change.item == Item()
    return None if is_just_no else change


class Shown(Protocol):
    """A lot as it was shown: of a draft, or of the book."""

    @property
    def key(self) -> str:
        """`wa:<MessageSid of the message that stated it>:<line>`."""

    @property
    def lot(self) -> Lot:
        """What it says."""


Each = TypeVar("Each", bound=Shown)


def meant(lines: Sequence[Each], change: Change) -> tuple[Each, Item] | None:
    """The one lot that a change can mean, and what changes of it; None where it is not clear."""
    candidates = _by_figure(lines, change)
    if not candidates and change.whole is not None:
        change = Change(change.whole)
    if change.figure_milli is None:
        candidates = list(lines) if len(lines) == 1 else _by_name(lines, change.item)
        candidates = candidates or _stated_last(lines)
    if len(candidates) != 1:
        return None
    return candidates[0], told(candidates[0].lot, change)


def told(lot: Lot, change: Change) -> Item:
    """What changes of the lot: a bare figure is of the kind of the figure that was wrong."""
    quantity = change.item.quantity_milli
    _, rate = _figures_of(lot)
    if change.is_bare and change.figure_milli == rate and quantity is not None:
        return replace(change.item, quantity_milli=None, rate_paise=quantity * PAISE // MILLI)
    return change.item


def restated(lot: Lot, item: Item, *, is_rate_typed: bool, language: str) -> Item:
    """The whole lot as it should have been stated.

    Args:
        lot: as it was shown.
        item: what changes of it.
        is_rate_typed: else the board's is looked up again, for another flower has another.
        language: in which names that stay are said.
    """
    farmers = _farmers_instead(item, lot)
    is_stranger = _is_stranger(item)
    flowers = _instead(item.flowers, lot.flower.code)
    kept_rate = lot.rate_paise if is_rate_typed else None
    return Item(
        farmers=farmers if farmers or is_stranger else (lot.farmer.code,),
        farmer_text=item.farmer_text
        if farmers or is_stranger
        else _said(lot.farmer.name, language),
        flowers=flowers or (lot.flower.code,),
        flower_text=item.flower_text if flowers else _said(lot.flower.name, language),
        quantity_milli=lot.quantity_milli if item.quantity_milli is None else item.quantity_milli,
        rate_paise=kept_rate if item.rate_paise is None else item.rate_paise,
        adjustments=item.adjustments or tuple(each.adjustment.code for each in lot.qualities),
        at=item.at,
    )


def amended(item: Item, change: Item) -> Item:
    """A lot that something is asked about, with the change in it."""
    return replace(
        item,
        farmers=() if _is_stranger(change) else change.farmers or item.farmers,
        farmer_text=change.farmer_text or item.farmer_text,
        flowers=change.flowers or item.flowers,
        flower_text=change.flower_text or item.flower_text,
        quantity_milli=_first(change.quantity_milli, item.quantity_milli),
        rate_paise=_first(change.rate_paise, item.rate_paise),
        adjustments=change.adjustments or item.adjustments,
        at=change.at or item.at,
    )


def _is_stranger(change: Item) -> bool:
    """Whether it names somebody whom nobody knows: `no, zubin`."""
    return Slot.FARMER in change.unclear and not change.farmers


def _without_figure(said: Said, item: Item) -> Change:
    """The change, and apart from it the figure that only says which lot, or what was wrong."""
    found = None if item.at else FIRST_FIGURE.search(said.text)
    if found is None:
        return Change(item)
    milli = int(Decimal(found[0]) * MILLI)
    is_quantity = item.quantity_milli == milli
    is_rate = item.rate_paise is not None and item.rate_paise * MILLI == milli * PAISE
    is_no = said.meaning.intent is Intent.NO
    is_ahead = is_no and not said.text[: found.start()].strip(MARKS)
    if is_rate and item.quantity_milli is not None:
        rest = replace(item, rate_paise=None)
        return Change(rest, milli, is_no=is_no, whole=None if is_ahead else item)
    if is_quantity and is_ahead and item.rate_paise is not None:
        other = replace(item, quantity_milli=item.rate_paise * MILLI // PAISE, rate_paise=None)
        return Change(other, milli, is_bare=True)
    if is_quantity and is_ahead and (item.farmers or item.flowers or milli == JUST_NO_MILLI):
        return Change(replace(item, quantity_milli=None), milli)
    if is_quantity or is_rate:
        return Change(item)
    return Change(item, milli, is_bare=is_ahead, is_no=is_no)


def _by_figure(lines: Sequence[Each], change: Change) -> list[Each]:
    """The lots that have the figure for their number in the list, or had it wrong."""
    figure = change.figure_milli
    if figure is None:
        return []
    numbered = [line for n, line in enumerate(lines, start=1) if n * MILLI == figure]
    wrong = [line for line in lines if change.is_no and figure in _figures_of(line.lot)]
    return numbered + [line for line in wrong if line not in numbered]


def _figures_of(lot: Lot) -> tuple[int, int]:
    """Its weight and its rate, in thousandths of a unit and of a rupee."""
    return lot.quantity_milli, lot.rate_paise * MILLI // PAISE


def _by_name(lines: Sequence[Each], item: Item) -> list[Each]:
    """The lots that bear the names beside a new weight or rate."""
    if item.quantity_milli is None and item.rate_paise is None:
        return []
    return [
        line
        for line in lines
        if (item.farmers or item.flowers)
        and (not item.farmers or line.lot.farmer.code in item.farmers)
        and (not item.flowers or line.lot.flower.code in item.flowers)
    ]


def _stated_last(lines: Sequence[Each]) -> list[Each]:
    """The lots of the last message."""
    last = lines[-1].key.rpartition(":")[0]
    return [line for line in lines if line.key.rpartition(":")[0] == last]


def _farmers_instead(item: Item, lot: Lot) -> tuple[str, ...]:
    """Whose it should be; who bears the name already stays, unless only the name was said."""
    own = {key(lot.farmer.name.en), key(lot.farmer.name.ta)}
    if lot.farmer.code in item.farmers and key(item.farmer_text) in own:
        is_just_named = (item.flowers, item.quantity_milli, item.rate_paise) == ((), None, None)
        return item.farmers if is_just_named else ()
    return _instead(item.farmers, lot.farmer.code)


def _instead(named: tuple[str, ...], wrong: str) -> tuple[str, ...]:
    """The names without the wrong one: `malli illa mullai`."""
    return tuple(code for code in named if code != wrong)


def _said(name: Name, language: str) -> str:
    return name.ta if language == "ta" and name.ta else name.en


def _first(*values: int | None) -> int | None:
    return next((value for value in values if value is not None), None)
