"""How lots are shown: a draft before the yes, and what was written."""

from collections.abc import Sequence

from bot.dialogue.asking import words_of
from bot.dialogue.events import LotsPosted, Said
from bot.dialogue.lots import Line, OpenLot, WrittenLot
from bot.dialogue.replies import is_choice
from bot.dialogue.wording import (
    LIST_LIMIT,
    entries_shown,
    lot_facts,
    lots_shown,
    options_shown,
    phrase,
    total_shown,
)
from bot.language.meaning import Slot
from bot.language.shop import KG
from locales.facts import Fits, Lines, Moment, Money, Phrase, Quantity

REFUSED_LIMIT = 350
"""Characters for the refusals of one message."""

REMINDER_LIMIT = 400
"""Characters for the open question below other news."""

AT_ONCE_LIMIT = 250
"""Characters for what was written at once, where a question follows in the same message."""

DOUBTS_AT_ONCE = 4
"""As many doubtful lots as one yes may write; each takes its share of the message."""

DOUBT_ROOM = 150
"""Characters for what is doubtful about one lot."""


def under_the_yes(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lots that the next yes writes: no more than can be shown with all their doubts.

    All of them, as long as few are doubtful; else the certain ones first, and then the doubtful
    ones a few at a time.
    """
    doubtful = tuple(line for line in lines if not line.is_certain)
    if len(doubtful) <= DOUBTS_AT_ONCE:
        return tuple(lines)
    certain = tuple(line for line in lines if line.is_certain)
    return certain or doubtful[:DOUBTS_AT_ONCE]


def draft_shown(
    lines: Sequence[Line], *, has_more_above: bool = False, asked: Phrase | None = None
) -> tuple[Phrase, ...]:
    """What the next yes would write, its doubts, what comes after it, and the question.

    Args:
        lines: the whole draft.
        has_more_above: other news stands in the same message.
        asked: another question than whether all of it is right.
    """
    waiting = under_the_yes(lines)
    later = len(lines) - len(waiting)
    after = (phrase("also_waiting", n=later),) if later else ()
    ends = (*_doubts(waiting), *after, asked or phrase("right"))
    if len(waiting) == 1:
        return (_draft_line(waiting[0]), *ends)
    lots = [line.lot for line in waiting]
    shown = lots_shown(
        lots,
        numbered="lot_numbered",
        short="lot_numbered_short",
        roomy=[_draft_lot(number, line) for number, line in enumerate(waiting, start=1)],
        limit=_room(waiting) - (AT_ONCE_LIMIT if has_more_above else 0),
    )
    return (phrase("together", parts=shown), total_shown(lots), *ends)


def question(asked: OpenLot, way_out: Phrase | None = None) -> tuple[Phrase, ...]:
    """What is asked about a lot before it can be priced, and the way out."""
    return _question(asked), way_out or phrase("leave_out")


def right_lot_shown(right: Line) -> tuple[Phrase, ...]:
    """A written lot as it would stand when put right, its doubts, and the question."""
    return (_draft_line(right), *_doubts([right]), phrase("right"))


def question_in_short(asked: OpenLot) -> Phrase:
    """The open question once more, below other news; as much of it as there is room for."""
    whole = phrase("together", parts=Lines(question(asked)))
    return phrase("together", parts=Fits((whole, phrase("question_waits")), REMINDER_LIMIT))


def no_answer(asked: OpenLot, said: Said) -> Phrase:
    """Why a message does not answer a question."""
    number = said.meaning.number
    if number is None or not is_choice(said.meaning):
        return phrase("no_answer", text=said.text)
    if asked.options:
        return phrase("not_in_list")
    match asked.slot:
        case Slot.QUANTITY:
            return phrase("if_meant", typed=phrase(f"unit_{asked.unit}", n=number, number=number))
        case Slot.RATE | Slot.AMOUNT | Slot.NUMBER:
            return phrase("if_meant", typed=f"₹{number}")
        case Slot.FARMER | Slot.FLOWER:
            return phrase("no_answer", text=said.text)


def _question(asked: OpenLot) -> Phrase:
    item = asked.item
    if asked.options:
        lot = _as_typed(asked)
        key = "which_farmer_of_lot" if asked.slot is Slot.FARMER else "which_flower_of_lot"
        return phrase(key, lot=lot, options=options_shown(asked.options))
    match asked.slot:
        case Slot.FARMER:
            return phrase("whose", flower=item.flower_text)
        case Slot.FLOWER:
            return phrase("what_flower", farmer=item.farmer_text)
        case Slot.QUANTITY:
            key = "how_much" if asked.unit == KG else "how_many"
            return phrase(key, farmer=item.farmer_text, flower=item.flower_text)
        case Slot.RATE | Slot.AMOUNT | Slot.NUMBER:
            return phrase("what_rate", farmer=item.farmer_text, flower=item.flower_text)


def refused_shown(refused: Sequence[Phrase]) -> tuple[Phrase, ...]:
    """Why lots were refused; of very many the first is quoted and the rest are counted."""
    if not refused:
        return ()
    every = phrase("together", parts=Lines(tuple(refused)))
    counted = phrase("refused_many", n=len(refused), first=refused[0])
    return (phrase("together", parts=Fits((every, counted), REFUSED_LIMIT)),)


def written(event: LotsPosted) -> Phrase:
    """Short: the lots were shown before the yes."""
    entries = [lot.entry for lot in event.lots]
    if not any(lot.is_new for lot in event.lots):
        return phrase("already_written", entries=entries_shown(entries))
    if len(entries) == 1:
        return phrase("written", entry=entries[0])
    lots = [lot.line.lot for lot in event.lots]
    return phrase("written_many", entries=entries_shown(entries), total=total_shown(lots))


def written_above(event: LotsPosted) -> Phrase:
    """Fast mode, with a question below: as much of the lots as leaves room for it."""
    forms = (written_at_once(event), written(event))
    return phrase("together", parts=Fits(forms, AT_ONCE_LIMIT))


def written_at_once(event: LotsPosted) -> Phrase:
    """Fast mode: the lots are shown for the first time, with how to undo them."""
    if len(event.lots) == 1:
        one = event.lots[0]
        return phrase("written_fast", entry=one.entry, **lot_facts(one.line.lot))
    lots = [one.line.lot for one in event.lots]
    return phrase(
        "written_fast_many",
        entries=entries_shown([one.entry for one in event.lots]),
        lots=lots_shown(lots, numbered="lot_numbered", short="lot_numbered_short"),
        total=total_shown(lots),
        last=event.lots[-1].entry,
    )


def written_lot(lot: WrittenLot, *, is_his: bool) -> Phrase:
    """A lot of the book in one line; one that was undone is struck through.

    Args:
        lot: as it stands in the book.
        is_his: the list is one farmer's, so he need not be named.
    """
    shown = phrase(
        "book_lot_his" if is_his else "book_lot",
        entry=lot.entry,
        at=Moment(lot.lot.at),
        **lot_facts(lot.lot),
    )
    return phrase("undone_lot", lot=shown) if lot.is_reversed else shown


def _as_typed(asked: OpenLot) -> Phrase:
    """A lot in the words it was typed in, to say which one is asked about.

    A single farmer who is not certain was perhaps carried over from another line: his name may
    not be this lot's, so it is left out.
    """
    item = asked.item
    is_doubtful = asked.slot is Slot.FARMER and len(item.farmers) == 1
    words = item.flower_text if is_doubtful else words_of(item)
    if item.quantity_milli is None:
        return phrase("lot_named", text=words)
    weight = Quantity(item.quantity_milli, asked.unit)
    return phrase("lot_typed", text=words, quantity=weight)


def _draft_line(line: Line) -> Phrase:
    return phrase("draft_lot", when=_when(line), **lot_facts(line.lot))


def _draft_lot(number: int, line: Line) -> Phrase:
    return phrase("draft_lot_numbered", number=number, lot=_draft_line(line))


def _when(line: Line) -> Phrase:
    if line.slot is None:
        return phrase("at", at=Moment(line.lot.at))
    return phrase("at_slot", at=Moment(line.lot.at), slot=line.slot)


def _room(lines: Sequence[Line]) -> int:
    """Characters for a list of lots; the doubts below it take their share."""
    return LIST_LIMIT - DOUBT_ROOM * sum(not line.is_certain for line in lines)


def _doubts(lines: Sequence[Line]) -> tuple[Phrase, ...]:
    """Why a yes is asked for with particular care: one lot in sentences, several a line each."""
    doubtful = {n: line for n, line in enumerate(lines, start=1) if not line.is_certain}
    if not doubtful:
        return ()
    if len(doubtful) == 1:
        (one,) = doubtful.values()
        return _doubts_of(one, short=False)
    rows = tuple(_doubtful_lot(number, line) for number, line in doubtful.items())
    return (phrase("look"), *rows)


def _doubts_of(line: Line, *, short: bool) -> tuple[Phrase, ...]:
    facts = lot_facts(line.lot)
    doubts = []
    if line.board_paise is not None:
        board = Money(line.board_paise)
        doubts.append(phrase("far_rate" if short else "doubt_rate", board=board, **facts))
    if line.twin is not None:
        doubts.append(phrase("written_before" if short else "doubt_twin", entry=line.twin, **facts))
    if line.is_repeated:
        doubts.append(phrase("sent_twice" if short else "doubt_repeated", **facts))
    return tuple(doubts)


def _doubtful_lot(number: int, line: Line) -> Phrase:
    """A lot and its doubts in one line."""
    shown = phrase("doubtful_lot", number=number, **lot_facts(line.lot))
    for doubt in _doubts_of(line, short=True):
        shown = phrase("and_doubt", before=shown, doubt=doubt)
    return shown
