"""The rate board: as it stands or stood at a minute, putting rates on it, a flower's history."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from dashboard.desk import Answer, Desk
from dashboard.forms import FieldError
from dashboard.room import Room
from dashboard.wording import market_day
from ledger import goods, people, rate_book, rates
from ledger.board import MARKET_ZONE, TimeSlot, is_far_from, rate_in_force
from ledger.goods import Flower
from ledger.policy import Act
from ledger.rate_book import BoardMove
from ledger.terms import terms
from locales.facts import Lines, Money, Name, Phrase

room = Room("rates")

PAGE = 50


@dataclass(frozen=True, slots=True)
class Row:
    """A flower's line of the board.

    Attributes:
        cells: by slot, what was set last in it.
        apart: what was set last outside the slots.
        in_force: which of all that counts; None where nothing does.
    """

    flower: Flower
    cells: Mapping[str, BoardMove]
    apart: BoardMove | None
    in_force: BoardMove | None


@room.get("/rates", Act.ENTER_LOTS)
def board(desk: Desk) -> Answer:
    """The board of today, or of the minute that is asked for."""
    asked = desk.args.moment("at", is_needed=False)
    moment = asked or desk.at
    slots = goods.time_slots(desk.tx, moment)
    rows = _rows(desk, moment, slots, is_past=asked is not None)
    return desk.page(
        "rates/board.html",
        rows=rows,
        slots=slots,
        has_apart=any(row.apart for row in rows),
        asked=asked,
        minute=moment,
        later=[] if asked else _later(desk),
        of_id={party.party_id: party for party in people.parties(desk.tx)},
    )


@room.post("/rates", Act.SET_RATES, shows=board)
def put_up(desk: Desk) -> Answer:
    """Put up all rates that were typed, from now on or from a later slot of today, or none."""
    at = _from_when(desk)
    typed = [
        (flower, paise)
        for flower in goods.flowers(desk.tx)
        if flower.is_active
        and (paise := desk.form.money(f"rate-{flower.code}", is_needed=False)) is not None
    ]
    if not typed:
        raise FieldError("rates", "rates.nothing_typed")
    is_sure = desk.form.check("is_sure")
    if not is_sure:
        _require_near(desk, typed)
    for flower, paise in typed:
        rates.put_on_board(
            desk.tx,
            flower.code,
            paise,
            by=desk.by,
            at=at,
            key=f"{desk.form.key}:{flower.code}",
            is_sure=is_sure,
        )
    return desk.done("rates.put_up", "rates.board", facts={"n": len(typed)})


@room.get("/rates/<flower>", Act.ENTER_LOTS)
def history(desk: Desk, flower: str) -> Answer:
    """Every rate that a flower had, with who set it and through what."""
    found = next((each for each in goods.flowers(desk.tx) if each.code == flower), None)
    if found is None:
        desk.missing()
    page = desk.args.number("page", least=1, most=10**6, is_needed=False) or 1
    moves = rate_book.flower_moves(desk.tx, found.code, limit=PAGE + 1, offset=(page - 1) * PAGE)
    return desk.page(
        "rates/history.html",
        flower=found,
        moves=moves[:PAGE],
        page=page,
        has_more=len(moves) > PAGE,
        slots={slot.code: slot for slot in goods.time_slots(desk.tx)},
        of_id={party.party_id: party for party in people.parties(desk.tx)},
    )


def _rows(desk: Desk, moment: datetime, slots: list[TimeSlot], *, is_past: bool) -> list[Row]:
    """The board's lines: every flower that is sold, and those that had a rate that day."""
    moves = rate_book.board_moves(desk.tx, market_day(moment))
    if is_past:
        moves = [move for move in moves if move.rate.in_force_from <= moment]
    named = {slot.code for slot in slots}
    rows = []
    for flower in sorted(goods.flowers(desk.tx), key=lambda each: each.name_en.casefold()):
        its = {move.rate.rate_id: move for move in moves if move.rate.flower == flower.code}
        if not (its or flower.is_active):
            continue
        cells = {move.rate.slot or "": move for move in its.values()}
        apart = [move for slot, move in cells.items() if slot not in named]
        rate = rate_in_force([each.rate for each in its.values()], slots, flower.code, moment)
        in_force = None if rate is None else its[rate.rate_id]
        rows.append(Row(flower, cells, apart[-1] if apart else None, in_force))
    return rows


def _later(desk: Desk) -> list[TimeSlot]:
    """The slots of today that have not begun."""
    now = desk.at.astimezone(MARKET_ZONE).time()
    return [slot for slot in goods.time_slots(desk.tx, desk.at) if slot.starts > now]


def _from_when(desk: Desk) -> datetime:
    """From when the rates are to count: now, or when a later slot of today begins."""
    later = {slot.code: slot for slot in _later(desk)}
    chosen = desk.form.choice("slot", list(later), is_needed=False)
    if chosen is None:
        return desk.at
    return datetime.combine(desk.on, later[chosen].starts, MARKET_ZONE)


def _require_near(desk: Desk, typed: list[tuple[Flower, int]]) -> None:
    """Go on only where no typed rate lies far from the present one.

    Raises:
        FieldError: one does; all of those are named.
    """
    present = {rate.flower: rate.rate_paise for rate in rates.board(desk.tx, desk.at)}
    bp = terms(desk.tx, desk.at).rate_deviation_bp
    far = tuple(
        Phrase(
            "rates.far_one",
            {
                "flower": Name(flower.name_en, flower.name_ta),
                "before": Money(present[flower.code]),
                "after": Money(paise),
            },
        )
        for flower, paise in typed
        if flower.code in present and is_far_from(present[flower.code], paise, deviation_bp=bp)
    )
    if far:
        raise FieldError("is_sure", "rates.far", {"which": Lines(far)})
