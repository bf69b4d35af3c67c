"""What settlements take beside the commission: the fees, and each of them changed or retired."""

from typing import Any

from dashboard.desk import Answer, Desk
from dashboard.forms import FieldError
from dashboard.pages.whose import farmer_typed_if_any
from dashboard.room import Room
from ledger import accounts, people
from ledger.accounts import SHARED
from ledger.fee_kinds import add_fee, change_fee
from ledger.fee_kinds import fees as all_fees
from ledger.fees import Basis, Fee, NewFee
from ledger.policy import Act
from ledger.register import rules
from locales.facts import Name
from locales.typed import typed

room = Room("settings")

UNITS = ("kg", "piece", "bunch")
ACCOUNTS = tuple(
    account.code
    for account in SHARED
    if account.code.startswith("fee:") or account == accounts.KEPT_FEES
)
CODE_MOST = 16
NAME_MOST = 60


@room.get("/settings/fees", Act.KEEP_REGISTER)
def fees(desk: Desk) -> Answer:
    """Every fee, those in force first."""
    found = sorted(all_fees(desk.tx), key=lambda fee: (not fee.is_active, fee.code))
    return desk.page("settings/fees.html", fees=found, **_offered(desk))


@room.post("/settings/fees", Act.KEEP_REGISTER, shows=fees, is_fresh=True)
def add(desk: Desk) -> Answer:
    """Put a fee on the list; the next settlements take it."""
    code = rules.kept_by(rules.code, "code", desk.form.text("code", most=CODE_MOST).lower())
    farmer = farmer_typed_if_any(desk)
    whose = None if farmer is None else farmer.code
    fee = add_fee(desk.tx, NewFee(code=code, farmer=whose, **_written(desk)), by=desk.by)
    return _done(desk, "fee_added", fee)


@room.get("/settings/fees/<fee>", Act.KEEP_REGISTER)
def fee(desk: Desk, fee: str) -> Answer:
    """A fee, to be changed or retired."""
    found = next((each for each in all_fees(desk.tx) if each.code == fee), None)
    if found is None:
        desk.missing()
    amount = typed(found.amount, decimals=2)
    return desk.page("settings/fee.html", it=found, amount=amount, **_offered(desk))


@room.post("/settings/fees/<fee>", Act.KEEP_REGISTER, shows=fee, is_fresh=True)
def change_it(desk: Desk, fee: str) -> Answer:
    """Let it be another from the next settlement on."""
    changed = change_fee(desk.tx, fee, by=desk.by, **_written(desk))
    return _done(desk, "fee_changed", changed)


@room.post("/settings/fees/<fee>/taken", Act.KEEP_REGISTER, shows=fee, is_fresh=True)
def take(desk: Desk, fee: str) -> Answer:
    """No longer take it, or take it again."""
    is_taken = desk.form.choice("is_taken", ("yes", "no")) == "yes"
    changed = change_fee(desk.tx, fee, by=desk.by, is_active=is_taken)
    return _done(desk, "fee_taken" if is_taken else "fee_retired", changed)


def _offered(desk: Desk) -> dict[str, Any]:
    """What the forms and the lists need."""
    parties = {party.code: party for party in people.parties(desk.tx)}
    return {"bases": list(Basis), "units": UNITS, "accounts": ACCOUNTS, "parties": parties}


def _written(desk: Desk) -> dict[str, Any]:
    """What the form says about a fee.

    Raises:
        FieldError: a field holds nothing that can be used, or a fee a unit names no unit.
    """
    form = desk.form
    basis = Basis(form.choice("basis", list(Basis)))
    unit = form.choice("unit", UNITS, is_needed=False)
    if basis is Basis.PER_UNIT and unit is None:
        raise FieldError("unit", "settings.fee_unit_needed")
    return {
        "name_en": form.text("name_en", most=NAME_MOST),
        "name_ta": form.text("name_ta", most=NAME_MOST),
        "basis": basis,
        "amount": form.percent("amount") if basis is Basis.PERCENT else form.money("amount"),
        "unit": unit,
        "account": form.choice("account", ACCOUNTS),
    }


def _done(desk: Desk, what: str, fee: Fee) -> Answer:
    named = {"name": Name(fee.name_en, fee.name_ta)}
    return desk.done(f"settings.{what}", "settings.fees", facts=named)
