"""A lot is put right: what it would come to is looked at first, then written."""

from dataclasses import dataclass

from dashboard.desk import Answer, Desk
from dashboard.pages.correction_figures import lot_figures
from dashboard.pages.corrections import REASON_MAX, Standing, known_entry
from dashboard.pages.tills import rupees
from dashboard.pages.whose import farmer_typed
from dashboard.room import Room
from ledger import goods, people, queries
from ledger.correction_looks import LotLook, look_at_lot
from ledger.corrections import LotChanges, correct_lot
from ledger.policy import Act
from ledger.queries import LotRow
from ledger.terms import terms
from papers.wording import names_of

room = Room("corrections")

LOOK, WRITE = "look", "write"


@dataclass(frozen=True, slots=True)
class Looked:
    """A lot as it was looked at, waiting for a yes.

    Attributes:
        has_changed: it comes to something else than what was shown before.
    """

    look: LotLook
    has_changed: bool

    @property
    def seen(self) -> str:
        """What was shown, in short: a yes is a yes to exactly this."""
        after = self.look.after
        told = (
            after.farmer,
            after.flower,
            after.quantity_milli,
            after.rate_paise,
            "+".join(each.code for each in after.adjustments),
            after.commission_bp,
            after.worth.net_paise,
        )
        return "|".join(map(str, told))


@room.get("/entries/<int:entry_id>/lot", Act.REVERSE_OWN_TODAY)
def lot(desk: Desk, entry_id: int, *, looked: Looked | None = None) -> Answer:
    """The lot as it stands, a form for what is wrong, and what that comes to."""
    found = known_entry(desk, entry_id)
    if found.lot is None:
        desk.missing()
    kinds = goods.adjustment_kinds(desk.tx)
    names = names_of(desk.tx)
    flowers = goods.flowers(desk.tx)
    return desk.page(
        "corrections/lot.html",
        it=found,
        lot=found.lot,
        looked=looked,
        figures=() if looked is None else lot_figures(looked.look, names),
        stands=Standing.of(desk, found),
        farmer=people.farmer(desk.tx, found.lot.farmer),
        flower=next(each for each in flowers if each.code == found.lot.flower),
        flowers=[each for each in flowers if each.is_active or each.code == found.lot.flower],
        qualities=list(kinds.values()),
        chosen={each.code for each in found.lot.adjustments},
        rate=rupees(found.lot.rate_paise),
        weight=_typed(found.lot.quantity_milli),
        names=names,
    )


@room.post("/entries/<int:entry_id>/lot", Act.REVERSE_OWN_TODAY, shows=lot, is_fresh=True)
def put_lot_right(desk: Desk, entry_id: int) -> Answer:
    """Look at what it would be, or write what was looked at."""
    found = known_entry(desk, entry_id)
    if found.lot is None:
        desk.missing()
    changes = _changes(desk, found.lot)
    desk.form.text("reason", most=REASON_MAX)
    is_write = desk.form.choice("step", (LOOK, WRITE), is_needed=False) == WRITE
    is_written = queries.entry_under(desk.tx, f"{desk.form.key}:replacement") is not None
    if not is_written:
        looked = Looked(look_at_lot(desk.tx, entry_id, at=desk.at, **changes), has_changed=False)
        is_same = desk.form.text("seen", is_needed=False) == looked.seen
        if not is_write or not is_same:
            return lot(desk, entry_id, looked=Looked(looked.look, has_changed=is_write))
    corrected = correct_lot(desk.tx, entry_id, desk.doing(), **changes)
    return desk.done(
        "corrections.done.put_right",
        "corrections.entry",
        facts={"entry": entry_id, "right": corrected.replacement_id},
        entry_id=corrected.replacement_id,
    )


def _changes(desk: Desk, lot: LotRow) -> LotChanges:
    """What differs from what stands; another farmer or flower brings the commission agreed on.

    Raises:
        FieldError: a field holds nothing that can be used.
    """
    form = desk.form
    flowers = {each.code: each for each in goods.flowers(desk.tx)}
    kinds = goods.adjustment_kinds(desk.tx)
    farmer, flower = farmer_typed(desk), flowers[form.choice("flower", list(flowers))]
    codes = form.choices("quality", list(kinds))
    commission = form.percent("commission", is_needed=False)
    is_anothers = (farmer.code, flower.code) != (lot.farmer, lot.flower)
    if commission is None and is_anothers:
        agreed = (farmer.commission_bp, flower.commission_bp)
        shops = terms(desk.tx, desk.at).commission_bp
        commission = next((each for each in agreed if each is not None), shops)
    stands = [each.code for each in lot.adjustments]
    wanted = LotChanges(
        quantity_milli=form.quantity("quantity"),
        rate_paise=form.money("rate"),
        flower=flower.code,
        farmer=farmer.code,
        commission_bp=commission,
    )
    changes = LotChanges()
    for name, value in wanted.items():
        if value is not None and value != getattr(lot, name):
            changes[name] = value  # type: ignore[literal-required]
    if sorted(codes) != sorted(stands):
        changes["adjustments"] = goods.adjustments(desk.tx, codes)
    return changes


def _typed(milli: int) -> str:
    """A weight as somebody would type it."""
    return f"{milli // 1000}.{milli % 1000:03}"
