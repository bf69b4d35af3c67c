"""Lots: stated, asked about, drafted, confirmed, written.

A draft is one list: lots stated while it waits join it, one yes writes all of it, one no drops
it. In fast mode whatever is certain is written at once; the rest waits with its reason. What is
shown: `bot.dialogue.slips`. What is asked before a lot can be priced: `bot.dialogue.asking`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.dialogue import slips
from bot.dialogue.asking import filled, next_question, sorted_out
from bot.dialogue.effects import Effect, PostLots, PriceLots, Step
from bot.dialogue.events import LotsDoubted, LotsPosted, LotsPriced, Said, TappedOld
from bot.dialogue.lots import Line, LotStated
from bot.dialogue.replies import day_named, is_choice, is_no, is_yes
from bot.dialogue.states import Conversation, Drafting, Idle
from bot.dialogue.wording import phrase, say
from bot.language.meaning import Intent
from locales.facts import Phrase

MISSES_MAX = 2
"""After so many messages that did not answer a question, the way out of it is said in words."""


def state_lots(conversation: Conversation, said: Said) -> Step:
    """Somebody of the shop states lots: they begin a draft, or join the one that waits."""
    if not said.meaning.items:
        return Step(conversation, (say(phrase("lot_example")),))
    if day_named(said.meaning.period, said.today) != said.today:
        return _left_alone(conversation, phrase("lot_of_another_day"))
    draft = _draft_of(conversation, said)
    stated, waiting, refused = sorted_out(said)
    draft = replace(
        draft, waiting=(*draft.waiting, *waiting), refused=tuple(refused), stated_at=said.at
    )
    return _price(conversation, draft, stated)


def answered(conversation: Conversation, draft: Drafting, said: Said) -> Step | None:
    """What a message does to the draft that waits; None leaves it alone."""
    meaning = said.meaning
    if draft.waiting:
        return _answered_question(conversation, draft, said)
    asked = slips.under_the_yes(draft.lines)
    if is_yes(meaning):
        return Step(_left(conversation, draft, said, asked), (PostLots(asked),))
    if is_no(meaning) and meaning.items:
        return _amended(conversation, draft, said)
    if is_no(meaning):
        dropped = phrase("dropped", n=len(asked))
        left = _left(conversation, draft, said, asked)
        return _left_alone(left, dropped)
    if meaning.intent is Intent.UNDO and meaning.number is None:
        return _taken_out(conversation, draft)
    return None


def priced(conversation: Conversation, event: LotsPriced) -> Step:
    """The lots have a price: write what fast mode may write, show the rest and ask."""
    draft = conversation.state
    if not isinstance(draft, Drafting):
        return Step(conversation, ())
    new = _repeats_marked(draft.lines, event.lines)
    is_fast = conversation.speaker.is_fast
    at_once = tuple(line for line in new if is_fast and line.is_fit_for_fast_mode)
    shown = tuple(line for line in new if line not in at_once)
    draft = replace(draft, lines=(*draft.lines, *shown), refused=(*draft.refused, *event.refused))
    if at_once:
        return Step(conversation.becomes(draft), (PostLots(at_once),))
    return show(conversation, draft)


def posted(conversation: Conversation, event: LotsPosted) -> Step:
    """The lots are in the book: say so."""
    entries = tuple(lot.entry for lot in event.lots)
    if not isinstance(conversation.state, Drafting):
        done = conversation.becomes(Idle(last_posted=entries))
        return Step(done, (say(slips.written(event)),))
    draft = conversation.state
    if draft.lines or draft.waiting:
        was_seen = not (conversation.speaker.is_fast and _all_unseen(event))
        news = slips.written(event) if was_seen else slips.written_above(event)
        return show(conversation, draft, news)
    one = entries[0] if len(entries) == 1 else None
    refused = slips.refused_shown(draft.refused)
    at_once = slips.written_at_once(event)
    reply = say(*refused, at_once, buttons="undo" if one else None, entry=one)
    return Step(conversation.becomes(Idle(last_posted=entries)), (reply,))


def doubted(conversation: Conversation, event: LotsDoubted) -> Step:
    """The same lot was written by another message while these waited: ask once more."""
    state = conversation.state
    draft = state if isinstance(state, Drafting) else Drafting((), (), event.at)
    return show(conversation, replace(draft, lines=(*draft.lines, *event.lines)))


def show(conversation: Conversation, draft: Drafting, *before: Phrase) -> Step:
    """What waits, and the one question that is open; the refusals of this turn come first."""
    is_crowded = bool(before)
    before = (*before, *slips.refused_shown(draft.refused))
    draft = replace(draft, refused=())
    if draft.waiting:
        asked = slips.question(draft.waiting[0])
        rest = (phrase("also_waiting", n=len(draft.lines)),) if draft.lines else ()
        return Step(conversation.becomes(draft), (say(*before, *asked, *rest),))
    if draft.lines:
        drafted = slips.draft_shown(draft.lines, has_more_above=is_crowded)
        shown = say(*before, *drafted, buttons="yes_no")
        return Step(conversation.becomes(draft), (shown,))
    effects: tuple[Effect, ...] = (say(*before),) if before else ()
    return Step(conversation.becomes(Idle()), effects)


def waits(draft: Drafting) -> Phrase:
    """The draft below other news: its open question, or how many lots wait for their yes."""
    if draft.waiting:
        return slips.question_in_short(draft.waiting[0])
    return phrase("draft_waits", n=len(draft.lines))


def tapped_old(conversation: Conversation, event: TappedOld) -> Step:  # noqa: ARG001 - as every event
    """A button under an earlier question is tapped: it may not answer the one that is open."""
    return _left_alone(conversation, phrase("old_button"))


def _left_alone(conversation: Conversation, why: Phrase) -> Step:
    """Nothing is done, and why; a draft that waits is shown once more."""
    if isinstance(conversation.state, Drafting):
        return show(conversation, conversation.state, why)
    return Step(conversation, (say(why),))


def _draft_of(conversation: Conversation, said: Said) -> Drafting:
    if isinstance(conversation.state, Drafting):
        return conversation.state
    return Drafting((), (), said.at)


def _price(conversation: Conversation, draft: Drafting, stated: Sequence[LotStated]) -> Step:
    if not stated:
        return show(conversation, draft)
    return Step(conversation.becomes(draft), (PriceLots(tuple(stated)),))


def _answered_question(conversation: Conversation, draft: Drafting, said: Said) -> Step | None:
    """The open question is answered, given up, or asked once more."""
    asked, *others = draft.waiting
    answer = filled(asked, said)
    if answer is not None:
        question = next_question(answer, said.shop)
        if question is not None:
            return show(conversation, replace(draft, waiting=(question, *others)))
        draft = replace(draft, waiting=tuple(others), stated_at=said.at)
        return _price(conversation, draft, [answer.stated()])
    gives_up = is_no(said.meaning) or said.meaning.intent is Intent.UNDO
    if gives_up and not is_choice(said.meaning):
        refused = (phrase("lot_given_up"),)
        return show(conversation, replace(draft, waiting=tuple(others), refused=refused))
    if said.meaning.intent is not Intent.UNKNOWN and not is_yes(said.meaning):
        return None
    missed = replace(asked, misses=asked.misses + 1)
    way_out = (phrase("way_out"),) if missed.misses >= MISSES_MAX else ()
    draft = replace(draft, waiting=(missed, *others))
    return show(conversation, draft, slips.no_answer(asked, said), *way_out)


def _amended(conversation: Conversation, draft: Drafting, said: Said) -> Step:
    """The last lot that was shown with another weight or rate, for "no, 6 kg"."""
    last = slips.under_the_yes(draft.lines)[-1]
    item = said.meaning.items[0]
    lot = last.lot
    typed = lot.rate_paise if last.rate_id is None else None
    stated = LotStated(
        key=last.key,
        farmer=item.farmers[0] if len(item.farmers) == 1 else lot.farmer.code,
        flower=item.flowers[0] if len(item.flowers) == 1 else lot.flower.code,
        quantity_milli=lot.quantity_milli if item.quantity_milli is None else item.quantity_milli,
        rate_paise=typed if item.rate_paise is None else item.rate_paise,
        adjustments=tuple(each.adjustment.code for each in lot.qualities),
        at=lot.at,
    )
    return _price(conversation, replace(_without(draft, [last]), stated_at=said.at), [stated])


def _taken_out(conversation: Conversation, draft: Drafting) -> Step:
    """`undo` while a draft waits takes out the last lot that was shown."""
    last = slips.under_the_yes(draft.lines)[-1]
    out = phrase("taken_out", name=last.lot.farmer.name, flower=last.lot.flower.name)
    return show(conversation, replace(_without(draft, [last]), refused=(out,)))


def _left(
    conversation: Conversation, draft: Drafting, said: Said, asked: Sequence[Line]
) -> Conversation:
    """The conversation after the lots that were asked about are answered."""
    left = replace(_without(draft, asked), stated_at=said.at)
    return conversation.becomes(left if left.lines else Idle())


def _without(draft: Drafting, out: Sequence[Line]) -> Drafting:
    return replace(draft, lines=tuple(line for line in draft.lines if line not in out))


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
