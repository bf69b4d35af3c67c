"""What many commands take: who acts, on which business date, rupees, the till."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

import click
from sqlalchemy import Connection

from ledger import people
from ledger.accounts import Till
from ledger.journal import Source
from ledger.people import Party
from ledger.roles import PartyRole
from ops.refusal import Refusal

CHANNEL = "cli"


class ActorError(Refusal):
    """Nobody of the shop has the code that acts."""


class Rupees(click.ParamType[int]):
    """Rupees as people write them: `30125`, `30,125.50`; the value is paise."""

    name = "rupees"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:  # noqa: ANN401 - click's signature
        """The paise; a third decimal is refused, not rounded."""
        if isinstance(value, int):
            return value
        bare = str(value).replace(",", "").removeprefix("₹")
        if not re.fullmatch(r"\d{1,12}(\.\d{1,2})?", bare):
            self.fail(f"{value} is no sum of rupees such as 30125 or 30,125.50", param, ctx)
        return int(Decimal(bare) * 100)


class BusinessDate(click.ParamType[date]):
    """A business date: `2026-11-24` or `24-11-2026`."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:  # noqa: ANN401 - click's signature
        """The day."""
        if isinstance(value, date):
            return value
        form = "%Y-%m-%d" if re.match(r"\d{4}-", str(value)) else "%d-%m-%Y"
        try:
            return datetime.strptime(str(value), form).date()
        except ValueError:
            self.fail(f"{value} is no day such as 2026-11-24 or 24-11-2026", param, ctx)


class Percent(click.ParamType[int]):
    """A percentage as people write it: `5`, `-2.5%`; the value is basis points."""

    name = "percent"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:  # noqa: ANN401 - click's signature
        """The basis points; a third decimal is refused, not rounded."""
        if isinstance(value, int):
            return value
        bare = str(value).strip().removesuffix("%").strip()
        if not re.fullmatch(r"[+-]?\d{1,3}(\.\d{1,2})?", bare):
            self.fail(f"{value} is no percentage such as 5 or 4.5", param, ctx)
        return int(Decimal(bare) * 100)


class Weight(click.ParamType[int]):
    """A weight or a count as people write it: `9.5`, `120`; the value is thousandths of a unit."""

    name = "weight"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:  # noqa: ANN401 - click's signature
        """The thousandths; a fourth decimal is refused, not rounded."""
        if isinstance(value, int):
            return value
        if not re.fullmatch(r"\d{1,7}(\.\d{1,3})?", str(value)):
            self.fail(f"{value} is no weight such as 12 or 9.500", param, ctx)
        return int(Decimal(str(value)) * 1000)


RUPEES = Rupees()
WEIGHT = Weight()
PERCENT = Percent()
DAY = BusinessDate()

by_option = click.option(
    "--by", metavar="CODE", envvar="MALAR_BY", required=True, help="Who acts, such as A01."
)
on_option = click.option("--on", type=DAY, help="The business date; today when left out.")
till_option = click.option(
    "--till", type=click.Choice([till.value for till in Till]), default=Till.CASH.value,
    show_default=True, help="Where the money comes from or goes to.",
)  # fmt: skip
key_option = click.option(
    "--key", help="Names the fact: the same key again does nothing twice.", default=None
)


def actor(tx: Connection, code: str) -> Party:
    """Who acts.

    Raises:
        ActorError: nobody of the shop who may act has this code.
    """
    found = people.party(tx, code.upper())
    if found is None or not found.is_active or found.role is PartyRole.FARMER:
        raise ActorError(f"{code} is nobody of the shop's own people")
    return found


def source_of(who: Party) -> Source:
    """Who makes an entry from the command line."""
    return Source(who.party_id, CHANNEL)


def key_or_new(key: str | None) -> str:
    """The key that was given, or one that nobody has used."""
    return f"{CHANNEL}:{key or uuid4()}"
