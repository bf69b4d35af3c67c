"""Phrases that several conversations share: a lot, a list of lots, a farmer, what is owed.

Keys and facts only; the words are in the catalogs.
"""

from collections.abc import Iterable, Sequence

from bot.dialogue.effects import Say
from bot.dialogue.lots import Lot, Option, Person, Quality
from bot.dialogue.sums import Owed
from locales.facts import Fact, Fits, Lines, Money, Name, Percent, Phrase, Quantity
from papers.asked import Paper

LIST_LIMIT = 900
"""Characters for a list inside a message of 1,600; the rest is for totals and the question."""

ROOMY_LOTS = 3
"""Up to so many lots each is shown with its commission; beyond, one line a lot."""


def phrase(key: str, **facts: Fact) -> Phrase:
    """A phrase by its key."""
    return Phrase(key, facts)


def say(
    *parts: Phrase,
    buttons: str | None = None,
    paper: Paper | None = None,
    lots: tuple[str, ...] = (),
    **named: Fact | None,
) -> Say:
    """One reply of one or several phrases; one message is answered by one message.

    Args:
        parts: what it says, in order.
        buttons: as in `Say`.
        paper: likewise.
        lots: likewise.
        named: what the buttons name: `entry`, `number`.
    """
    whole = parts[0] if len(parts) == 1 else phrase("together", parts=Lines(parts))
    facts = {key: fact for key, fact in named.items() if fact is not None}
    return Say(whole.key, {**whole.facts, **facts}, buttons, paper, lots)


def told_shown(*, is_told: bool) -> Phrase:
    """Whether a farmer hears of something by a message, or has to be told."""
    return phrase("farmer_is_told" if is_told else "farmer_is_not_told")


def farmer_shown(farmer: Person | Option) -> Phrase:
    """Name, code and village; a farmer without a village is shown without."""
    if farmer.village is None or not farmer.village.en:
        return phrase("farmer", name=farmer.name, code=farmer.code)
    return phrase("farmer_of_village", name=farmer.name, code=farmer.code, village=farmer.village)


def options_shown(options: Iterable[Option]) -> Phrase:
    """A numbered list to choose from."""
    listed = tuple(options)
    rows = tuple(
        phrase("option", number=number, choice=option_shown(option, listed))
        for number, option in enumerate(listed, start=1)
    )
    return phrase("together", parts=Lines(rows))


CHOICES = {2: "choose_2", 3: "choose_3"}
"""As many buttons as WhatsApp puts under a text; a longer list is answered by typing."""


def choice_buttons(options: Sequence[Option]) -> str | None:
    """The buttons under a list: its numbers, where it is short enough."""
    return CHOICES.get(len(options))


def option_shown(option: Option, among: Sequence[Option]) -> Phrase:
    """A farmer as always; a flower by its name, and its code where another has that name."""
    if option.village is not None:
        return farmer_shown(option)
    is_shared = any(_is_same(option.name, each.name) for each in among if each.code != option.code)
    return phrase("name_coded" if is_shared else "name", name=option.name, code=option.code)


def _is_same(one: Name, other: Name) -> bool:
    """Whether two names cannot be told apart, in one of the languages at least."""
    return one.en == other.en or (one.ta or one.en) == (other.ta or other.en)


def lot_facts(lot: Lot) -> dict[str, Fact]:
    """Everything a phrase may mention about a lot."""
    return {
        "farmer": farmer_shown(lot.farmer),
        "name": lot.farmer.name,
        "code": lot.farmer.code,
        "flower": lot.flower.name,
        "quantity": Quantity(lot.quantity_milli, lot.flower.unit),
        "rate": Money(lot.rate_paise),
        "qualities": qualities_shown(lot.qualities),
        "gross": Money(lot.worth.gross_paise),
        "percent": Percent(lot.commission_bp),
        "commission": Money(lot.worth.commission_paise),
        "net": Money(lot.worth.net_paise),
    }


def qualities_shown(qualities: Iterable[Quality]) -> Fact:
    """Each quality and its percentage, to follow the rate it changes; nothing where none is."""
    shown: Fact = ""
    for each in qualities:
        percent = Percent(each.adjustment.adjustment_bp)
        shown = phrase("quality", before=shown, name=each.name, percent=percent)
    return shown


def entries_shown(entries: Sequence[int]) -> Phrase:
    """Entry numbers: one, a run from the first to the last, or each of them."""
    if len(entries) == 1:
        return phrase("entry", entry=entries[0])
    first, last = min(entries), max(entries)
    if last - first + 1 == len(entries):
        return phrase("entries", first=first, last=last)
    return phrase("entries_listed", numbers=", ".join(map(str, sorted(entries))))


def per_unit(unit: str) -> Phrase:
    """What a rate is for: a kilogram, a piece, a bunch."""
    return phrase({"kg": "per_kg", "piece": "per_piece"}.get(unit, "per_bunch"))


def lots_shown(
    lots: Sequence[Lot],
    *,
    numbered: str,
    short: str,
    roomy: Sequence[Phrase] = (),
    limit: int = LIST_LIMIT,
) -> Fact:
    """A list of lots as roomy as the message allows; the shortest forms only count them.

    Args:
        lots: in their order.
        numbered: the phrase of a lot in one line.
        short: the phrase of a lot in a shorter line.
        roomy: the same lots in several lines each, where there is such a form.
        limit: characters for the list.
    """
    counted = phrase("lots_in_short", n=len(lots))
    forms = [_numbered(numbered, lots), _numbered(short, lots), by_flower(lots), counted]
    if roomy and len(lots) <= ROOMY_LOTS:
        forms.insert(0, phrase("together", parts=Lines(tuple(roomy))))
    return Fits(tuple(forms), limit)


def _numbered(key: str, lots: Sequence[Lot]) -> Phrase:
    rows = (Phrase(key, {**lot_facts(lot), "number": n}) for n, lot in enumerate(lots, start=1))
    return phrase("together", parts=Lines(tuple(rows)))


def by_flower(lots: Sequence[Lot]) -> Phrase:
    """How many lots and how much of each flower: a list too long to be shown lot by lot."""
    rows = []
    for flower in dict.fromkeys(lot.flower for lot in lots):
        its = [lot for lot in lots if lot.flower == flower]
        rows.append(
            phrase(
                "lots_of_flower",
                flower=flower.name,
                n=len(its),
                quantity=Quantity(sum(lot.quantity_milli for lot in its), flower.unit),
                gross=Money(sum(lot.worth.gross_paise for lot in its)),
            )
        )
    return phrase("together", parts=Lines(tuple(rows)))


def total_shown(lots: Sequence[Lot]) -> Phrase:
    """How many lots, how much of them where they share a unit, and what they come to."""
    facts: dict[str, Fact] = {
        "n": len(lots),
        "gross": Money(sum(lot.worth.gross_paise for lot in lots)),
        "commission": Money(sum(lot.worth.commission_paise for lot in lots)),
        "net": Money(sum(lot.worth.net_paise for lot in lots)),
    }
    units = {lot.flower.unit for lot in lots}
    if len(units) > 1:
        return Phrase("total", facts)
    weight = Quantity(sum(lot.quantity_milli for lot in lots), units.pop())
    return Phrase("total_weighed", {**facts, "quantity": weight})


def owed_shown(owed: Owed, *, to_farmer: bool) -> Phrase:
    """What the shop owes and what was lent, side by side, never netted.

    Args:
        owed: both, in paise.
        to_farmer: spoken to the farmer himself, else about him.
    """
    amount = Money(abs(owed.owed_paise))
    if owed.owed_paise < 0:
        shop_owes = phrase("overpaid_you" if to_farmer else "overpaid_him", amount=amount)
    else:
        shop_owes = phrase("owed_you" if to_farmer else "owed_him", amount=amount)
    if owed.advance_paise == 0:
        return shop_owes
    lent = phrase("advance_you" if to_farmer else "advance_him", amount=Money(owed.advance_paise))
    return phrase("together", parts=Lines((shop_owes, lent)))
