"""Lots: stated, asked about, drafted, written.

A draft is one list: lots stated while it waits join it, one yes writes all of it, one no drops
it. In fast mode whatever is certain is written at once; the rest waits with its reason. What is
answered to it: `bot.dialogue.draft_answers`. What is shown: `bot.dialogue.slips`. What is asked
before a lot can be priced: `bot.dialogue.asking`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.dialogue import slips
from bot.dialogue.asking import sorted_out
from bot.dialogue.effects import Effect, PostLots, PriceLots, Step
from bot.dialogue.events import LotsDoubted, LotsPosted, LotsPriced, Said, TappedOld
from bot.dialogue.lots import Line, LotStated
from bot.dialogue.replies import day_named
from bot.dialogue.states import Conversation, Drafting, Idle
from bot.dialogue.wording import choice_buttons, phrase, say
from locales.facts import Lines, Phrase


def state_lots(conversation: Conversation, said: Said) -> Step:
    """Somebody of the shop states lots: they begin a draft, or join the one that waits."""
    if not said.meaning.items:
        return Step(conversation, (say(phrase("lot_example")),))
    if day_named(said.meaning.period, said.today) != said.today:
        return left_alone(conversation, phrase("lot_of_another_day"))
    draft = _draft_of(conversation, said)
    stated, waiting, refused = sorted_out(said)
    draft = replace(
        draft, waiting=(*draft.waiting, *waiting), refused=tuple(refused), stated_at=said.at
    )
    return price(conversation, draft, stated)


def priced(conversation: Conversation, event: LotsPriced) -> Step:
    """The lots have a price: write what fast mode may write, show the rest and ask."""
    draft = conversation.state
    if not isinstance(draft, Drafting):
        return Step(conversation, ())
    again = {line.key: line for line in event.lines}
    others = [line for line in draft.lines if line.key not in again]
    marked = {line.key: line for line in _repeats_marked(others, event.lines)}
    kept = tuple(marked.pop(line.key, line) for line in draft.lines)
    new = tuple(marked.values())
    is_fast = conversation.speaker.is_fast
    at_once = tuple(line for line in new if is_fast and line.is_fit_for_fast_mode)
    shown = tuple(line for line in new if line not in at_once)
    draft = replace(draft, lines=(*kept, *shown), refused=(*draft.refused, *event.refused))
    if at_once:
        return Step(conversation.becomes(draft), (PostLots(at_once),))
    return show(conversation, draft)


def posted(conversation: Conversation, event: LotsPosted) -> Step:
    """The lots are in the book: say so."""
    entries = tuple(lot.entry for lot in event.lots)
    if not isinstance(conversation.state, Drafting):
        done = conversation.becomes(Idle(last_posted=entries))
        return Step(done, (say(slips.written(event), lots=_keys_of(event)),))
    draft = conversation.state
    if draft.lines or draft.waiting:
        was_seen = not (conversation.speaker.is_fast and _all_unseen(event))
        news = slips.written(event) if was_seen else slips.written_above(event)
        return show(conversation, draft, news, about=_keys_of(event))
    one = entries[0] if len(entries) == 1 else None
    refused = slips.refused_shown(draft.refused)
    at_once = slips.written_at_once(event)
    reply = say(*refused, at_once, buttons="undo" if one else None, lots=_keys_of(event), entry=one)
    return Step(conversation.becomes(Idle(last_posted=entries)), (reply,))


def doubted(conversation: Conversation, event: LotsDoubted) -> Step:
    """The same lot was written by another message while these waited: ask once more."""
    state = conversation.state
    draft = state if isinstance(state, Drafting) else Drafting((), (), event.at)
    return show(conversation, replace(draft, lines=(*draft.lines, *event.lines)))


def show(
    conversation: Conversation, draft: Drafting, *before: Phrase, about: tuple[str, ...] = ()
) -> Step:
    """What waits, and the one question that is open; the refusals of this turn come first.

    Args:
        conversation: as it is.
        draft: its new state.
        before: other news.
        about: keys of the lots in it.
    """
    is_crowded = bool(before)
    before = (*before, *slips.refused_shown(draft.refused))
    draft = replace(draft, refused=())
    if draft.waiting:
        asked = slips.question(draft.waiting[0])
        rest = (phrase("also_waiting", n=len(draft.lines)),) if draft.lines else ()
        lots = (*about, draft.waiting[0].key)
        buttons = choice_buttons(draft.waiting[0].options)
        shown = say(*before, *asked, *rest, buttons=buttons, lots=lots)
        return Step(conversation.becomes(draft), (shown,))
    if draft.lines:
        which = None if draft.amending is None else phrase("which_lot")
        drafted = slips.draft_shown(draft.lines, has_more_above=is_crowded, asked=which)
        lots = (*about, *(line.key for line in slips.under_the_yes(draft.lines)))
        shown = say(*before, *drafted, buttons=None if which else "yes_no", lots=lots)
        return Step(conversation.becomes(draft), (shown,))
    effects: tuple[Effect, ...] = (say(*before, lots=about),) if before else ()
    return Step(conversation.becomes(Idle()), effects)


def waits(draft: Drafting) -> Phrase:
    """The draft below other news: its open question, or how many lots wait for their yes."""
    if draft.waiting:
        return slips.question_in_short(draft.waiting[0])
    if draft.amending is not None:
        return phrase("together", parts=Lines((phrase("which_lot"),)))
    return phrase("draft_waits", n=len(draft.lines))


def tapped_old(conversation: Conversation, event: TappedOld) -> Step:  # noqa: ARG001 - as every event
    """A button under an earlier question is tapped: it may not answer the one that is open."""
    return left_alone(conversation, phrase("old_button"))


def left_alone(conversation: Conversation, why: Phrase) -> Step:
    """Nothing is done, and why; a draft that waits is shown once more."""
    if isinstance(conversation.state, Drafting):
        return show(conversation, conversation.state, why)
    return Step(conversation, (say(why),))


def _draft_of(conversation: Conversation, said: Said) -> Drafting:
    if isinstance(conversation.state, Drafting):
        return conversation.state
    return Drafting((), (), said.at)


def price(conversation: Conversation, draft: Drafting, stated: Sequence[LotStated]) -> Step:
    """The books are asked what the lots come to; without any the draft is shown."""
    if not stated:
        return show(conversation, draft)
    return Step(conversation.becomes(draft), (PriceLots(tuple(stated)),))


def _keys_of(event: LotsPosted) -> tuple[str, ...]:
    return tuple(lot.line.key for lot in event.lots)


def _all_unseen(event: LotsPosted) -> bool:
    return all(lot.line.is_fit_for_fast_mode for lot in event.lots)


def _repeats_marked(old: Sequence[Line], new: Iterable[Line]) -> tuple[Line, ...]:
    """New lines, marked where an earlier message of the draft stated the same lot.

    Two equal lots in one message are two baskets; in two messages they may be one sent twice.
    """
    known = {_what(line) for line in old}
    return tuple(replace(line, is_repeated=_what(line) in known) for line in new)


def _what(line: Line) -> tuple[str, str, int]:
    return line.lot.farmer.code, line.lot.flower.code, line.lot.quantity_milli
