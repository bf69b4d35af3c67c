"""Which farmer a form means: by code, by name in either script, by village; never a guess."""

from dashboard.desk import Desk
from dashboard.finding import farmers_meant
from dashboard.forms import FieldError
from ledger import people
from ledger.people import Party
from ledger.roles import PartyRole

NAMED = 10
"""Namesakes that are named; whoever types so little is to type more."""


def farmer_typed(desk: Desk, name: str = "farmer") -> Party:
    """The one farmer who is meant by a field.

    Raises:
        FieldError: the field is empty, nobody fits, or several do.
    """
    found = farmer_typed_if_any(desk, name)
    if found is None:
        raise FieldError(name, "field.needed")
    return found


def farmer_typed_if_any(desk: Desk, name: str = "farmer") -> Party | None:
    """The same; None where the field is empty."""
    typed = desk.form.text(name, most=60, is_needed=False)
    if typed is None:
        return None
    found = farmers_meant(people.parties(desk.tx, PartyRole.FARMER), typed)
    if not found:
        raise FieldError(name, "advances.no_farmer")
    if len(found) > 1:
        codes = ", ".join(each.code for each in found[:NAMED])
        raise FieldError(name, "advances.several_farmers", {"codes": codes})
    return found[0]
