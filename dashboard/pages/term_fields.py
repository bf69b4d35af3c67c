"""The shop's terms as people read and type them: one row a term, in its own unit."""

from collections.abc import Mapping
from enum import StrEnum

from dashboard.forms import Form
from ledger.terms import BEYOND, MOST
from locales.facts import Fact, Money, Percent, Phrase, Quantity
from locales.typed import typed


class Kind(StrEnum):
    """In what a term is measured."""

    MONEY = "money"
    PERCENT = "percent"
    KG = "kg"
    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    YES_NO = "yes_no"


GROUPS: Mapping[str, Mapping[str, Kind]] = {
    "lots": {
        "commission_bp": Kind.PERCENT,
        "rate_deviation_bp": Kind.PERCENT,
        "rate_max_paise": Kind.MONEY,
        "quantity_max_milli": Kind.KG,
        "twin_minutes": Kind.MINUTES,
        "draft_minutes": Kind.MINUTES,
        "undo_minutes": Kind.MINUTES,
    },
    "money": {
        "staff_advance_limit_paise": Kind.MONEY,
        "advance_limit_paise": Kind.MONEY,
        "amount_max_paise": Kind.MONEY,
        "auto_approve_paise": Kind.MONEY,
        "pay_days": Kind.DAYS,
    },
    "book": {
        "back_date_days": Kind.DAYS,
        "lone_admin_may": Kind.YES_NO,
        "day_closes_at_night": Kind.YES_NO,
    },
    "telling": {
        "rate_notices": Kind.YES_NO,
        "link_hours": Kind.HOURS,
    },
}
"""Every term, in the order of the page; its words are `settings.term.…` and `settings.about.…`."""

KINDS: Mapping[str, Kind] = {
    name: kind for group in GROUPS.values() for name, kind in group.items()
}

DECIMALS: Mapping[Kind, int] = {Kind.MONEY: 2, Kind.PERCENT: 2, Kind.KG: 3}
"""How many digits stand behind the point; in the others none does."""

LONGEST = 100_000
"""Of minutes and days, where the term itself has no end that is nearer."""


def fact_of(name: str, value: int) -> Fact:
    """A term's value as people read it."""
    match KINDS[name]:
        case Kind.MONEY:
            return Money(value)
        case Kind.PERCENT:
            return Percent(value)
        case Kind.KG:
            return Quantity(value, "kg")
        case Kind.YES_NO:
            return Phrase("settings.yes" if value else "settings.no", {})
        case Kind.MINUTES | Kind.HOURS | Kind.DAYS as counted:
            return Phrase(f"settings.{counted}", {"n": value})


def as_typed(name: str, value: int) -> str:
    """A term's value as it first stands in its field."""
    return typed(value, decimals=DECIMALS.get(KINDS[name], 0))


def read(form: Form, name: str) -> int:
    """A term's value out of the field `value`.

    Raises:
        FieldError: it is none.
    """
    match KINDS[name]:
        case Kind.MONEY:
            return form.money("value")
        case Kind.PERCENT:
            return form.percent("value")
        case Kind.KG:
            return form.quantity("value")
        case Kind.YES_NO:
            return int(form.choice("value", ("0", "1")))
        case Kind.MINUTES | Kind.HOURS | Kind.DAYS:
            return form.number("value", most=min(MOST.get(name, BEYOND), LONGEST))
