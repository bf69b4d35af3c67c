"""The list of advances: a farmer's with how far each got, or the whole shop's open ones."""

from bot.dialogue.effects import Step
from bot.dialogue.events_money import AdvancesFound, AdvanceShown
from bot.dialogue.states import Conversation
from bot.dialogue.sums import NO_REASON
from bot.dialogue.wording import LIST_LIMIT, farmer_shown, phrase, say
from locales.facts import Day, Fits, Lines, Money, Phrase, Quote


def found(conversation: Conversation, event: AdvancesFound) -> Step:
    """What was lent and has not come back, and each advance; the newest come first."""
    is_his = conversation.speaker.is_farmer
    whose = phrase("advances_yours" if is_his else "advances_whole_shop")
    if event.farmer is not None and not is_his:
        whose = farmer_shown(event.farmer)
    heading = phrase("advances_heading", whose=whose, amount=Money(event.outstanding_paise))
    if not event.advances:
        return Step(conversation, (say(heading, phrase("advances_none")),))
    rows = tuple(_row(each, is_his=event.farmer is not None) for each in event.advances)
    every = phrase("together", parts=Lines(rows))
    newest = phrase("together", parts=Lines(rows[:NEWEST]))
    listed = phrase("together", parts=Fits((every, newest), LIST_LIMIT))
    return Step(conversation, (say(heading, listed),))


NEWEST = 6
"""Rows of a list that is too long for a message."""


def _row(advance: AdvanceShown, *, is_his: bool) -> Phrase:
    shown = phrase(
        f"advance.{advance.stage}",
        number=advance.number,
        on=Day(advance.on),
        amount=Money(advance.amount_paise),
    )
    if advance.reason != NO_REASON:
        why = Quote(advance.reason, REASON_MAX)
        shown = phrase("advance_because", advance=shown, reason=why)
    if is_his:
        return shown
    return phrase("advance_of", farmer=farmer_shown(advance.farmer), advance=shown)


REASON_MAX = 60
"""Characters of a reason in a list."""
