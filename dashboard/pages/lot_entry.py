"""Weighing flowers in: a lot is looked at, then written. The list of lots: `lots`.

The same rule prices and writes it as in chat (`ledger.lot_pricing`, `ledger.lot_entry`). What was
looked at travels with the form; if the lot comes to something else by the time of the yes, it is
shown again instead.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from hashlib import sha256

from dashboard.desk import Answer, Desk
from dashboard.finding import farmers_meant
from dashboard.forms import FieldError
from dashboard.room import Room
from ledger import goods, journal, people, queries, rates
from ledger.board import MARKET_ZONE
from ledger.lot_entry import write_lots
from ledger.lot_pricing import LotAsked, PricedLot, priced
from ledger.people import Party
from ledger.policy import Act
from ledger.roles import PartyRole
from ledger.terms import terms
from locales.facts import Fact, Money, Name, Quantity

room = Room("lots")

LOOK, WRITE = "look", "write"
CHOICES_MAX = 12
"""Namesakes offered at once."""


@dataclass(frozen=True, slots=True)
class Looked:
    """A lot as it was looked at, waiting for a yes.

    Attributes:
        weighed_at: its moment, as the form carries it.
        needs_second: its day lies too far back for one person.
        has_changed: it comes to something else than what was shown before.
    """

    lot: PricedLot
    weighed_at: str
    needs_second: bool
    has_changed: bool

    @property
    def key(self) -> str:
        """Names the lot: this form with this content. Sent twice, it is written once; who goes
        back and changes it states another lot."""  # noqa: D205, D209 - one sentence each
        return f"{self.lot.key}:{sha256(self._content.encode()).hexdigest()[:16]}"

    @property
    def seen(self) -> str:
        """What was shown, in short: a yes is a yes to exactly this."""
        return f"{self._content}|{self.lot.twin}|{self.lot.board_paise}"

    @property
    def _content(self) -> str:
        sale = self.lot.sale
        told = (
            sale.farmer,
            sale.flower,
            sale.quantity_milli,
            sale.rate_paise,
            sale.worth.gross_paise,
            sale.worth.net_paise,
            self.weighed_at,
        )
        return "|".join(map(str, told))


@room.get("/lots/new", Act.ENTER_LOTS)
def new(desk: Desk, *, looked: Looked | None = None, namesakes: tuple[Party, ...] = ()) -> Answer:
    """The form, and, once it was filled, what the lot comes to."""
    board = {rate.flower: rate.rate_paise for rate in rates.board(desk.tx, desk.at)}
    farmers = [each for each in people.parties(desk.tx, PartyRole.FARMER) if each.is_active]
    return desk.page(
        "lots/new.html",
        looked=looked,
        namesakes=namesakes[:CHOICES_MAX],
        farmers=farmers,
        flowers=[each for each in goods.flowers(desk.tx) if each.is_active],
        board=board,
        qualities=list(goods.adjustment_kinds(desk.tx).values()),
        flower=desk.args.text("flower", most=16, is_needed=False),
    )


@room.post("/lots/new", Act.ENTER_LOTS, shows=new)
def enter(desk: Desk) -> Answer:
    """Look at a lot, or write what was looked at."""
    farmers = [each for each in people.parties(desk.tx, PartyRole.FARMER) if each.is_active]
    found = _farmer(desk, farmers)
    if len(found) > 1:
        return new(desk, namesakes=tuple(found))
    if not _is_write(desk):
        return new(desk, looked=_looked(desk, found[0]))
    journal.hold(desk.tx, [found[0].code])
    looked = _looked(desk, found[0])
    is_written = queries.entry_under(desk.tx, looked.key) is not None
    if not is_written and desk.form.text("seen", is_needed=False) != looked.seen:
        return new(desk, looked=replace(looked, has_changed=True))
    sale = looked.lot.sale
    (posted,) = write_lots(desk.tx, {looked.key: sale}, desk.entering(on=sale.on))
    return desk.done(
        "lots.written",
        "lots.new",
        facts=_written(looked.lot, posted.entry_id),
        flower=sale.flower,
    )


def _is_write(desk: Desk) -> bool:
    return desk.form.choice("step", (LOOK, WRITE), is_needed=False) == WRITE


def _farmer(desk: Desk, farmers: list[Party]) -> list[Party]:
    """Whoever may be meant; one, where he was chosen among namesakes."""
    typed = desk.form.text("farmer", most=60)
    found = farmers_meant(farmers, typed)
    if not found:
        raise FieldError("farmer", "lots.no_farmer")
    chosen = desk.form.text("chosen", most=16, is_needed=False)
    return [each for each in found if each.code == chosen] or found


def _looked(desk: Desk, farmer: Party) -> Looked:
    form = desk.form
    flowers = [each.code for each in goods.flowers(desk.tx) if each.is_active]
    limits = terms(desk.tx, desk.at)
    at = _moment(desk, timedelta(minutes=limits.draft_minutes))
    kinds = goods.adjustment_kinds(desk.tx)
    asked = LotAsked(
        key=form.key,
        farmer=farmer.code,
        flower=form.choice("flower", flowers),
        quantity_milli=form.quantity("quantity"),
        rate_paise=form.money("rate", is_needed=False),
        adjustments=tuple(form.choices("quality", list(kinds))),
        at=at,
    )
    is_sure = form.check("is_sure") and desk.may(Act.EXCEED_LIMITS)
    lot = priced(desk.tx, asked, is_sure=is_sure)
    return Looked(
        lot,
        at.astimezone(MARKET_ZONE).replace(tzinfo=None).isoformat(),
        needs_second=lot.sale.on < desk.on - timedelta(days=limits.back_date_days),
        has_changed=False,
    )


def _moment(desk: Desk, lasts: timedelta) -> datetime:
    """When it was weighed: as typed, else as it was when it was looked at, else now.

    Raises:
        FieldError: a day without a time, or a moment that has not come.
    """
    on, clock = desk.form.day("on", is_needed=False), desk.form.time("time", is_needed=False)
    if on is None and clock is None:
        seen = desk.form.moment("weighed_at", is_needed=False)
        is_waiting = seen is not None and desk.at - lasts <= seen <= desk.at
        return seen if seen is not None and is_waiting and _is_write(desk) else desk.at
    if clock is None:
        raise FieldError("time", "lots.time_needed")
    at = datetime.combine(on or desk.on, _whole(clock), MARKET_ZONE)
    if at > desk.at:
        raise FieldError("time" if _is_today(on, desk.on) else "on", "lots.not_yet")
    return at


def _whole(clock: time) -> time:
    return clock.replace(tzinfo=None)


def _is_today(on: date | None, today: date) -> bool:
    return on is None or on == today


def _written(lot: PricedLot, entry_id: int) -> dict[str, Fact]:
    sale = lot.sale
    return {
        "entry": entry_id,
        "name": Name(lot.farmer.name_en, lot.farmer.name_ta),
        "flower": Name(lot.flower.name_en, lot.flower.name_ta),
        "quantity": Quantity(sale.quantity_milli, lot.flower.unit),
        "rate": Money(sale.rate_paise),
        "net": Money(sale.worth.net_paise),
    }
