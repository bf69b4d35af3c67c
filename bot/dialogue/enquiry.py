"""Enquiries about a farmer: what he is owed, his lots, advances, settlement, statement.

A farmer is shown himself, whatever names stand in his message. The shop names a farmer; where
several bear the name a list is shown. A draft that waits meanwhile goes on waiting.
"""

from datetime import date

from bot.dialogue.asking import chosen, farmer_options
from bot.dialogue.effects import FindBalance, FindLots, Request, Step
from bot.dialogue.effects_money import (
    DraftSettlement,
    FindAdvances,
    FindSettlement,
    FindStatement,
)
from bot.dialogue.events import BalanceFound, LotsFound, Said
from bot.dialogue.replies import day_named
from bot.dialogue.slips import written_lot
from bot.dialogue.statement import span
from bot.dialogue.states import Choosing, Conversation, Drafting, Enquiry, Idle
from bot.dialogue.wording import (
    LIST_LIMIT,
    by_flower,
    choice_buttons,
    farmer_shown,
    options_shown,
    owed_shown,
    phrase,
    say,
    total_shown,
)
from bot.language.meaning import Intent
from locales.facts import Day, Fits, Lines

OF_ALL = {Enquiry.LOTS, Enquiry.ADVANCES}
"""What the shop may ask about everybody at once."""


def ask(conversation: Conversation, said: Said, enquiry: Enquiry) -> Step:
    """A question about a farmer; some also about the whole shop."""
    meaning = said.meaning
    if _request(enquiry, "", meaning.period, said.today) is None:
        return Step(conversation, (say(phrase(f"period_of.{enquiry}")),))
    speaker = conversation.speaker
    named = meaning.settlement or meaning.number
    if enquiry is Enquiry.SETTLEMENT and named is not None:
        whose = speaker.code if speaker.is_farmer else None
        return Step(conversation, (FindSettlement(whose, named),))
    farmers = (speaker.code,) if speaker.is_farmer else meaning.farmers
    if len(farmers) == 1:
        return _find(conversation, enquiry, farmers[0], meaning.period, said.today)
    if farmers:
        return _which(conversation, said, enquiry)
    if enquiry in OF_ALL and not meaning.farmer_text:
        return _find(conversation, enquiry, None, meaning.period, said.today)
    unknown = phrase("unknown_farmer_asked", text=meaning.farmer_text)
    whom = unknown if meaning.farmer_text else phrase(f"of_whom.{enquiry}")
    return Step(conversation, (say(whom),))


def answered(conversation: Conversation, choosing: Choosing, said: Said) -> Step | None:
    """A number or a name chooses from the list; anything else is a new message."""
    if said.meaning.intent not in {Intent.UNKNOWN, Intent.YES, Intent.NO}:
        return None
    code = chosen(choosing.options, said, said.meaning.farmers)
    if code is not None:
        idle = conversation.becomes(Idle())
        return _find(idle, choosing.enquiry, code, choosing.period, said.today)
    if said.meaning.intent is Intent.NO and said.meaning.number is None:
        return Step(conversation.becomes(Idle()), (say(phrase("no_to_nothing")),))
    if said.meaning.number is None:
        return None
    buttons = choice_buttons(choosing.options)
    again = say(phrase("not_in_list"), options_shown(choosing.options), buttons=buttons)
    return Step(conversation, (again,))


def found(conversation: Conversation, event: BalanceFound) -> Step:
    """What is owed and what was lent, side by side."""
    if conversation.speaker.is_farmer:
        balance = owed_shown(event.owed, to_farmer=True)
        return Step(conversation, (say(phrase("balance_you", balance=balance)),))
    balance = owed_shown(event.owed, to_farmer=False)
    told = phrase("balance_of", farmer=farmer_shown(event.farmer), balance=balance)
    return Step(conversation, (say(told),))


def lots_found(conversation: Conversation, event: LotsFound) -> Step:
    """A day's lots in arrival order; those undone are struck through and not counted."""
    whose = phrase("lots_whole_shop")
    if event.farmer is not None:
        whose = farmer_shown(event.farmer)
    heading = phrase("lots_heading", on=Day(event.on), whose=whose)
    if not event.lots:
        return Step(conversation, (say(heading, phrase("lots_none")),))
    is_his = event.farmer is not None
    rows = tuple(written_lot(lot, is_his=is_his) for lot in event.lots)
    every = phrase("together", parts=Lines(rows))
    counted = [lot.lot for lot in event.lots if not lot.is_reversed]
    if not counted:
        return Step(conversation, (say(heading, every),))
    listed = phrase("together", parts=Fits((every, by_flower(counted)), LIST_LIMIT))
    return Step(conversation, (say(heading, listed, total_shown(counted)),))


def _find(
    conversation: Conversation,
    enquiry: Enquiry,
    farmer: str | None,
    period: str | None,
    today: date,
) -> Step:
    request = _request(enquiry, farmer, period, today)
    return Step(conversation, () if request is None else (request,))


def _request(
    enquiry: Enquiry, farmer: str | None, period: str | None, today: date
) -> Request | None:
    """What is asked of the books; None where the period is no day, or does not exist."""
    code = farmer or ""
    match enquiry:
        case Enquiry.BALANCE:
            return FindBalance(code)
        case Enquiry.ADVANCES:
            return FindAdvances(farmer)
        case Enquiry.SETTLEMENT:
            return FindSettlement(farmer)
        case Enquiry.LOTS:
            on = day_named(period, today)
            return None if on is None else FindLots(on, farmer)
        case Enquiry.STATEMENT:
            days = span(period, today)
            return None if days is None else FindStatement(code, *days)
        case Enquiry.SETTLE:
            days = (today, today) if period is None else span(period, today)
            return None if days is None else DraftSettlement(code, days[1])


def _which(conversation: Conversation, said: Said, enquiry: Enquiry) -> Step:
    options = farmer_options(said.meaning.farmers, said.shop)
    which = phrase("which_farmer", text=said.meaning.farmer_text, options=options_shown(options))
    if isinstance(conversation.state, Drafting):
        which = phrase("which_farmer_by_code", options=options_shown(options))
        return Step(conversation, (say(which),))
    state = Choosing(enquiry, options, said.meaning.period, said.at)
    asked = say(which, buttons=choice_buttons(options))
    return Step(conversation.becomes(state), (asked,))
