"""What the pages of farmers and of the shop's own people have in common: fields, numbers, names."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bot.refusals import reason_of
from dashboard.desk import Desk
from dashboard.forms import FieldError, Form
from dashboard.pages.messages import address_for
from ledger import people
from ledger.errors import DuplicateError, UnknownCodeError, WrongValueError
from ledger.people import Party
from ledger.register.identities import IdentityChange, change_identity
from locales.languages import LANGUAGES

NAME_MOST = 60
CODE_MOST = 16
REASON_MOST = 200
NUMBER_MOST = 60
ADDRESS_MOST = 140
"""WhatsApp's own id of somebody who hides his number is long."""

NAMES = ("name_en", "name_ta", "village_en", "village_ta")


def names_in(form: Form) -> dict[str, Any]:
    """Both names, both villages and the language, as they were filled in."""
    said = {
        name: form.text(name, most=NAME_MOST, is_needed=name == "name_en") or "" for name in NAMES
    }
    return {**said, "language": form.choice("language", LANGUAGES)}


@contextmanager
def beside(**fields: str) -> Iterator[None]:
    """What the register cannot take is said beside its field.

    Args:
        fields: the field's name, where it is not that of the column.

    Raises:
        FieldError: the register could not take something.
    """
    try:
        yield
    except (WrongValueError, DuplicateError, UnknownCodeError) as error:
        why = reason_of(error)
        raise FieldError(fields.get(error.what, error.what), why.key, why.facts) from error


def phones_in(form: Form) -> list[str]:
    """His number, if one was filled in."""
    phone = form.text("phone", most=NUMBER_MOST, is_needed=False)
    return [] if phone is None else [phone]


def numbers_of(desk: Desk, who: Party) -> list[str]:
    """By which numbers somebody is known, as the reader may see them."""
    return [address_for(desk.by, each) for each in people.addresses_of(desk.tx, who.party_id)]


def change_number(desk: Desk, who: Party) -> None:
    """Let a number be somebody's, take one's place, or be nobody's.

    Raises:
        FieldError: a field holds nothing that can be used.
        SecondPersonNeededError: it is not his first, and nobody has granted exactly this.
    """
    form = desk.form
    old = form.text("old", most=ADDRESS_MOST, is_needed=False)
    new = form.text("number", most=ADDRESS_MOST, is_needed=old is None)
    with beside(address="number"):
        change_identity(
            desk.tx,
            IdentityChange(who.code, added=new, removed=old),
            by=desk.by,
            at=desk.at,
            ask=desk.ask,
        )
