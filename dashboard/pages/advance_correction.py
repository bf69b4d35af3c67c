"""An advance that was paid out is put right: how much, to whom, from which till."""

from dashboard.desk import Answer, Desk
from dashboard.pages.corrections import REASON_MAX, Standing, known_entry
from dashboard.pages.tills import rupees, tills
from dashboard.pages.whose import farmer_typed
from dashboard.room import Room
from ledger import people
from ledger.accounts import Till, farmer_of
from ledger.corrections import correct_advance
from ledger.entries import EntryKind
from ledger.policy import Act

room = Room("corrections")


@room.get("/entries/<int:entry_id>/advance", Act.REVERSE_OWN_TODAY)
def advance(desk: Desk, entry_id: int) -> Answer:
    """The advance as it stands, and a form for what is wrong."""
    found = known_entry(desk, entry_id)
    if found.kind is not EntryKind.ADVANCE:
        desk.missing()
    lent, paid_from = sorted(found.postings, key=lambda posting: -posting.amount_paise)
    return desk.page(
        "corrections/advance.html",
        it=found,
        stands=Standing.of(desk, found),
        farmer=people.farmer(desk.tx, farmer_of(lent.account) or ""),
        amount=lent.amount_paise,
        typed=rupees(lent.amount_paise),
        till=paid_from.account,
        tills=tills(desk),
    )


@room.post("/entries/<int:entry_id>/advance", Act.REVERSE_OWN_TODAY, shows=advance, is_fresh=True)
def put_advance_right(desk: Desk, entry_id: int) -> Answer:
    """Write its mirror, and the right one."""
    desk.form.text("reason", most=REASON_MAX)
    corrected = correct_advance(
        desk.tx,
        entry_id,
        desk.doing(),
        amount_paise=desk.form.money("amount"),
        farmer=farmer_typed(desk).code,
        till=Till(desk.form.choice("till", list(Till))),
    )
    return desk.done(
        "corrections.done.put_right",
        "corrections.entry",
        facts={"entry": entry_id, "right": corrected.replacement_id},
        entry_id=corrected.replacement_id,
    )
