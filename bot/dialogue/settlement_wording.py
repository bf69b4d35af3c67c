"""How a settlement is shown in chat: its figures, step by step, from the gross to the net."""

from collections.abc import Iterator

from bot.dialogue.settled import Settled, Stage
from bot.dialogue.settlement_figures import figures
from bot.dialogue.wording import farmer_shown, phrase, told_shown
from locales.facts import Day, Fact, Lines, Money, Phrase, Quantity, Quote, of_lots


def settlement(of: Settled, *, to_farmer: bool) -> Phrase:
    """An approved settlement, for him whose it is or for the shop."""
    whose = () if to_farmer else (phrase("settlement_whose", farmer=farmer_shown(of.farmer)),)
    parts = (
        *whose,
        phrase("settlement_heading", number=Quote(of.number or ""), **_facts(of)),
        *_figures(of),
        _how_paid(of),
        phrase("settlement_code", code=Quote(of.code or "")),
    )
    return phrase("together", parts=Lines(parts))


def draft(of: Settled) -> Phrase:
    """What a settlement would come to."""
    heading = phrase("draft_heading", number=of.settlement_id, farmer=farmer_shown(of.farmer))
    parts = (heading, phrase("draft_until", **_facts(of)), *_figures(of))
    return phrase("together", parts=Lines(parts))


def approved(of: Settled) -> Phrase:
    """It is settled now."""
    facts = _facts(of)
    to_pay = phrase("to_pay", **facts) if of.net_paise else phrase("nothing_to_pay")
    facts["told"] = told_shown(is_told=of.is_told)
    number = Quote(of.number or "")
    return phrase("settlement_is_approved", number=number, to_pay=to_pay, **facts)


def waiting(of: Settled) -> Phrase:
    """A draft in one line, with what to type."""
    return phrase("pending_settlement", number=of.settlement_id, **_facts(of))


def _facts(of: Settled) -> dict[str, Fact]:
    return {
        "farmer": farmer_shown(of.farmer),
        "starts_on": Day(of.starts_on),
        "cut_off": Day(of.cut_off),
        "net": Money(of.net_paise),
        "pay_on": Day(of.pay_on or of.cut_off),
    }


def _how_paid(of: Settled) -> Phrase:
    """Paid, wholly or in part, or by when it will be; nothing may be to be paid."""
    if not of.net_paise:
        return phrase("nothing_to_pay")
    if of.stage is Stage.PAID:
        return phrase("settlement_is_paid")
    if of.paid_paise:
        left = Money(of.net_paise - of.paid_paise)
        return phrase("settlement_paid_in_part", paid=Money(of.paid_paise), left=left)
    return phrase("settlement_to_pay", **_facts(of))


def _figures(of: Settled) -> Iterator[Phrase]:
    """What was brought, and each step from its gross to the net."""
    yield _brought(of)
    yield from figures(of)
    yield phrase("settlement_net", **_facts(of))


def _brought(of: Settled) -> Phrase:
    """How many lots, and how much of each unit."""
    shown: Fact = ""
    for unit, milli in of.quantities:
        quantity = Quantity(milli, unit)
        shown = quantity if shown == "" else phrase("notice.listed", before=shown, item=quantity)
    lots = of_lots(of.lots)
    return lots if shown == "" else phrase("settlement_brought", lots=lots, quantities=shown)
