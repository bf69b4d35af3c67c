"""A typed message → its meaning: fold → tokens → parts → figures → intent → slots.

The parser never guesses and never drops: what is not certain is named in `unclear`, and the
dialogue asks back. It knows no clock and no database; the shop and the day come from outside.
"""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import chain

from bot.language.lots.beside import may_count_lines
from bot.language.lots.items import MILLI, item_of, rate_item_of
from bot.language.lots.lot import lot_alone
from bot.language.lots.lot_numbers import lot_number, with_lot_numbers
from bot.language.lots.lots import lots_of
from bot.language.lots.rates import as_rates, with_shared_rate
from bot.language.meaning import Intent, Item, Meaning, Slot
from bot.language.measures.figures import measured
from bot.language.naming.book import Book
from bot.language.naming.flowers import Flowers
from bot.language.naming.names import Names
from bot.language.parts import Measure
from bot.language.reading import parts_of
from bot.language.shop import Shop
from bot.language.text.fold import fold
from bot.language.text.tokens import lines_of
from bot.language.wants.commands import is_commanding
from bot.language.wants.corrections import correction_in
from bot.language.wants.denied import without_denied
from bot.language.wants.enquiries import language_wanted
from bot.language.wants.intents import intent_of
from bot.language.wants.message import Message
from bot.language.wants.outgoing import goes_out
from bot.language.wants.reasons import may_give_reason, without_reason
from bot.language.wants.slots import (
    ENQUIRIES,
    MONEY,
    slip_named,
    whole_number,
    with_farmer,
    with_flowers,
    with_number,
)
from bot.language.wants.sums import with_amount
from bot.language.wants.tails import with_asking_tail
from bot.language.wants.undoing import entry_figure, speaks_of_undoing
from ledger.roles import PartyRole

LONGEST = 4096
"""Characters read; WhatsApp lets no message be longer."""

FRAGMENTS = (Intent.UNKNOWN, Intent.NO)
NUMBERED = (
    Intent.APPROVE,
    Intent.REJECT,
    Intent.ACCEPT,
    Intent.QUESTION,
    Intent.DETAILS,
)
"""Commands about something that was shown: by its number, or about what is open."""

REASONED = (
    Intent.ADVANCE,
    Intent.ADVANCE_REQUEST,
    Intent.APPROVE,
    Intent.REJECT,
    Intent.QUESTION,
)
"""What may end in a reason; elsewhere every word must be explained."""


def understand(text: str, shop: Shop, role: PartyRole, *, today: date | None = None) -> Meaning:
    """What a message means in this shop, from this person.

    Args:
        text: as it arrived, of any length and in any script.
        shop: who and what may be named.
        role: who is speaking; a farmer's words never come out as a write.
        today: the business day; with it, weekdays and dates without a year become a period.

    Example:
        >>> understand("murugan malli 5.5", shop, PartyRole.STAFF).items[0].quantity_milli
        5500
    """
    folded = fold(text[:LONGEST])
    book = Book.of(shop, today)
    message, reason = _read(folded, folded, book), ""
    intent = intent_of(message, role)
    if may_give_reason(message.spoken):
        said, behind = without_reason(folded, book, is_own=role is PartyRole.FARMER)
        cut = _read(said, folded, book) if behind else message
        wanted = intent_of(cut, role)
        is_lot = wanted is Intent.ADVANCE and message.flowers and len(message.figures) > 1
        if behind and wanted in REASONED and not is_lot:
            message, reason, intent = cut, behind, wanted
    if role is PartyRole.FARMER:
        meaning = Meaning(intent, message.language, period=message.period, reason=reason)
        return _for_farmer(meaning, message)
    correction = correction_in(message, book) if intent in FRAGMENTS else None
    if correction:
        intent, message = Intent.NO, correction
    meaning = Meaning(intent, message.language, period=message.period, reason=reason)
    return _with_slots(meaning, message, shop)


def _read(said: str, folded: str, book: Book) -> Message:
    spoken = [with_lot_numbers(parts_of(tokens, book)) for tokens in lines_of(said)]
    lines = [measured(without_denied(parts), book.today) for parts in spoken]
    lines = with_asking_tail(lines)
    return Message(lines, folded, book.today, list(chain.from_iterable(spoken)))


def _with_slots(meaning: Meaning, message: Message, shop: Shop) -> Meaning:
    """The meaning of somebody of the shop, with what it holds."""
    intent = meaning.intent
    if intent is Intent.ENTRY:
        meaning = _with_items(meaning, _items(message, shop))
        meaning = as_rates(meaning, message, shop)
    elif intent is Intent.RATE_SET:
        lots = lots_of(message.lines, Names.of(shop))
        meaning = _with_items(meaning, tuple(rate_item_of(lot) for lot in lots))
        meaning = replace(meaning, number=lot_number(message.spoken))
    elif intent is Intent.RATE_QUERY:
        meaning = with_flowers(meaning, message)
    elif intent is Intent.UNDO:
        meaning = _with_entry(meaning, message, shop)
    elif intent in (*ENQUIRIES, Intent.SETTLE):
        meaning = with_farmer(with_flowers(meaning, message), message, shop)
        meaning = replace(meaning, settlement=slip_named(message))
    elif intent in MONEY:
        meaning = with_amount(with_farmer(meaning, message, shop), message)
    elif intent in NUMBERED:
        meaning = with_number(with_farmer(meaning, message, shop), message)
    elif intent in FRAGMENTS:
        meaning = _fragment(meaning, message, shop)
    return _with_switches(meaning, message)


def _for_farmer(meaning: Meaning, message: Message) -> Meaning:
    """A farmer speaks of himself: whom he names is left out, and he writes nothing."""
    match meaning.intent:
        case Intent.RATE_QUERY | Intent.ENTRIES_QUERY:
            return with_flowers(meaning, message)
        case Intent.ADVANCE_REQUEST:
            return with_amount(meaning, message)
        case intent if intent in (*NUMBERED, Intent.SETTLEMENT):
            return with_number(meaning, message)
        case Intent.UNKNOWN if not is_commanding(message):
            sum_typed = replace(with_amount(meaning, message), unclear=frozenset())
            return _as_choice(sum_typed, message)
        case _:
            return _with_switches(meaning, message)


def _with_items(meaning: Meaning, items: tuple[Item, ...]) -> Meaning:
    if not items:
        return replace(meaning, intent=Intent.UNKNOWN)
    unclear = frozenset(slot for item in items for slot in item.unclear)
    return replace(meaning, items=items, unclear=unclear)


def _items(message: Message, shop: Shop) -> tuple[Item, ...]:
    units = Flowers.of(shop).units
    lots = lots_of(message.lines, Names.of(shop))
    items = tuple(item_of(lot, units, shop.adjustments) for lot in lots)
    has_odd_rate = message.says("rate") and not any(item.rate_paise for item in items)
    has_more = _has_more(message)
    has_more |= message.says("unsure", "ungiven") and not any(item.unclear for item in items)
    items = with_shared_rate(items, message)
    if may_count_lines(message.lines):
        items = tuple(replace(item, unclear=item.unclear | {Slot.FARMER}) for item in items)
    return tuple(
        replace(item, unclear=item.unclear | {Slot.QUANTITY})
        if has_more or (has_odd_rate and item.rate_paise is None)
        else item
        for item in items
    )


def _has_more(message: Message) -> bool:
    """Whether it says more than that goods came: it asks, wants them, or speaks of no day yet."""
    is_wanted = message.says("want") and not message.says("entry", "put", "came")
    is_to_come = message.says("period.tomorrow") or message.has_no_such_day
    is_to_come |= message.has_no_one_day
    is_asked = message.asks or message.says("would")
    is_odd = is_to_come or goes_out(message)
    return is_asked or is_wanted or is_odd or is_commanding(message)


def _with_switches(meaning: Meaning, message: Message) -> Meaning:
    match meaning.intent:
        case Intent.FAST_MODE:
            is_on = message.says("on")
            return replace(meaning, is_on=None if is_on == message.says("off") else is_on)
        case Intent.LANGUAGE:
            return replace(meaning, to=language_wanted(message))
        case _:
            return meaning


def _fragment(meaning: Meaning, message: Message, shop: Shop) -> Meaning:
    """The answer to a question, as far as it can be one; talk holds nothing."""
    if speaks_of_undoing(message) or is_commanding(message) or message.says("not"):
        return meaning
    choice = _as_choice(meaning, message)
    is_name = meaning.intent is Intent.NO
    has_more = (message.loose and not is_name) or message.says("entry", "entries", "put")
    if choice.number is not None or has_more:
        return choice
    meaning = with_farmer(with_flowers(meaning, message), message, shop)
    number = lot_number(message.spoken)
    items = _items(message, shop) if message.figures else ()
    lot = lot_alone(message.parts)
    is_told = lot.at or lot.adjustments or (number is not None and not lot.is_empty)
    if not items and is_told and (is_name or number is not None):
        items = (item_of(lot, Flowers.of(shop).units, shop.adjustments),)
    if len(items) != 1 or len(message.figures) > 2:  # noqa: PLR2004 - a weight and a rate
        return meaning
    return replace(meaning, items=(replace(items[0], unclear=frozenset()),), number=number)


def _as_choice(meaning: Meaning, message: Message) -> Meaning:
    """A bare whole number chooses from a list; 0 is the menu."""
    number = whole_number(message)
    is_bare = len(message.figures) == 1 and message.figures[0].measure == Measure.BARE
    has_more = message.farmers or message.flowers or message.loose or meaning.intent is Intent.NO
    is_said = message.says("entry", "entries", "put") or is_commanding(message)
    if number is None or not is_bare or has_more or is_said:
        return meaning
    intent = Intent.HELP if number == 0 else meaning.intent
    return replace(meaning, intent=intent, number=number)


def _with_entry(meaning: Meaning, message: Message, shop: Shop) -> Meaning:
    """The entry to undo: its number, or what describes it; both may mean two, and are unclear."""
    figure = entry_figure(message, Fraction(shop.quantity_max_milli, MILLI))
    lines = [[part for part in line if part is not figure] for line in message.lines]
    described = Message(lines, message.folded, message.today)
    if described.farmers:
        meaning = with_farmer(meaning, described, shop)
    if figure and (described.farmers or described.flowers or described.figures):
        meaning = replace(meaning, unclear=meaning.unclear | {Slot.NUMBER})
    return replace(
        with_flowers(meaning, described),
        items=_items(described, shop) if described.figures else (),
        number=int(figure.value) if figure else None,
    )
