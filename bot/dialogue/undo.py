"""Undoing: the sender's own entry of today, by its mirror; both sides are told.

His last lot within a few minutes is undone at once; an older one, the next one back, the last one
that fits what he describes, one that he names twice over, or money, is shown and asked about. Other
people's entries and other days are the owner's business.
"""

import re
from datetime import datetime, timedelta
from decimal import Decimal

from bot.dialogue.effects import FindEntry, LotDescribed, ReverseEntry, Step
from bot.dialogue.events import Said
from bot.dialogue.events_entry import EntryFound, NothingFound, Reversed
from bot.dialogue.lots import WrittenLot
from bot.dialogue.replies import is_no, is_yes
from bot.dialogue.states import Conversation, Idle
from bot.dialogue.states_entry import ConfirmingUndo, FindingEntry
from bot.dialogue.wording import farmer_shown, lot_facts, phrase, say
from bot.language.meaning import Slot
from ledger.money import MILLI
from locales.facts import Fact, Money

FIGURE = re.compile(r"(?<![\w.])\d{1,4}(?:\.\d{1,3})?(?![.\d])")
"""A weight; not the digits of a code."""


def find(conversation: Conversation, said: Said) -> Step:
    """Somebody of the shop wants an entry undone: the one he names, or his last."""
    named = said.meaning.number
    was_undo = isinstance(conversation.state, Idle) and conversation.state.has_undone
    described = None if named is not None else _described(said)
    is_doubtful = Slot.NUMBER in said.meaning.unclear
    asks_first = is_doubtful or (named is None and (was_undo or described is not None))
    at_once_since = said.at - timedelta(minutes=said.patience.undo_minutes)
    state = FindingEntry(
        entry=named,
        at_once_since=None if asks_first else at_once_since,
        stated_at=said.at,
        is_described=described is not None,
    )
    return Step(conversation.becomes(state), (FindEntry(named, described),))


def found(conversation: Conversation, event: EntryFound) -> Step:
    """Undo it, ask about it, or say why it stays; money is always asked about."""
    finding = conversation.state
    if not isinstance(finding, FindingEntry):
        return Step(conversation, ())
    idle = conversation.becomes(Idle())
    why = why_not(event)
    if why is not None:
        return Step(idle, (say(phrase(f"undo.{why}", entry=event.entry)),))
    if event.lot is not None and _is_recent(finding.at_once_since, event.lot.lot.at):
        return Step(idle, (ReverseEntry(event.entry),))
    key = "undo_this" if event.lot is not None else "undo_this_money"
    asked = say(phrase(key, entry=event.entry, **_facts(event)), buttons="yes_no")
    return Step(conversation.becomes(ConfirmingUndo(event.entry, finding.stated_at)), (asked,))


def ask(conversation: Conversation, lot: WrittenLot, *, at: datetime) -> Step:
    """Whether this lot is to be undone."""
    asked = phrase("undo_this", entry=lot.entry, **lot_facts(lot.lot))
    state = ConfirmingUndo(lot.entry, at)
    return Step(conversation.becomes(state), (say(asked, buttons="yes_no", lots=(lot.key,)),))


def nothing_found(conversation: Conversation, event: NothingFound) -> Step:  # noqa: ARG001 - as every event
    """There is no such entry, or nothing of today."""
    finding = conversation.state
    if not isinstance(finding, FindingEntry):
        return Step(conversation, ())
    why = phrase("undo_nothing")
    if finding.entry is not None:
        why = phrase("undo_not_found", entry=finding.entry)
    elif finding.is_described:
        why = phrase("undo_none_fits")
    return Step(conversation.becomes(Idle()), (say(why),))


def answered(conversation: Conversation, asked: ConfirmingUndo, said: Said) -> Step | None:
    """A yes undoes the entry that was shown, a no leaves it."""
    if is_yes(said.meaning):
        return Step(conversation.becomes(Idle()), (ReverseEntry(asked.entry),))
    if is_no(said.meaning):
        kept = say(phrase("undo_kept", entry=asked.entry))
        return Step(conversation.becomes(Idle()), (kept,))
    return None


def done(conversation: Conversation, event: Reversed) -> Step:
    """The entry is undone."""
    key = "undone" if event.found.lot is not None else "undone_money"
    facts = _facts(event.found)
    told = say(phrase(key, entry=event.found.entry, reversal=event.reversal, **facts))
    return Step(conversation.becomes(Idle(has_undone=True)), (told,))


def _described(said: Said) -> LotDescribed | None:
    """The lot by what is said of it; None where nothing is said.

    After a flower, bare digits are its weight, though they could be somebody's code.
    """
    meaning = said.meaning
    is_weight = bool(meaning.flowers) and meaning.farmer_text.isdecimal()
    farmers = () if is_weight else meaning.farmers
    described = LotDescribed(farmers, meaning.flowers, _weight_in(said))
    return None if described == LotDescribed((), (), None) else described


def _weight_in(said: Said) -> int | None:
    """The figure behind the names, in thousandths of a unit."""
    if said.meaning.items:
        return said.meaning.items[0].quantity_milli
    figures = FIGURE.findall(said.text)
    return int(Decimal(figures[-1]) * MILLI) if figures else None


def why_not(event: EntryFound) -> str | None:
    """Why its entry stays as it is, whoever asks; None where nothing stands against it."""
    if not event.is_own:
        return "not_yours"
    if not event.is_todays:
        return "not_today"
    if event.is_reversed:
        return "already"
    return "not_a_lot" if event.lot is None and event.money is None else None


def _facts(event: EntryFound) -> dict[str, Fact]:
    """What the entry says: a lot, or money of a farmer."""
    if event.lot is not None:
        return lot_facts(event.lot.lot)
    if event.money is None:
        return {}
    return {
        "what": phrase(f"kind.{event.money.kind}"),
        "farmer": farmer_shown(event.money.farmer),
        "amount": Money(event.money.amount_paise),
    }


def _is_recent(since: datetime | None, at: datetime) -> bool:
    return since is not None and at >= since
