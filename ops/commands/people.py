"""`malar farmer` and `malar staff`: who the shop deals with, and what is agreed with him."""

from typing import Any

import click
from sqlalchemy import Connection

from bot.language.teaching import no_farmers_name
from ledger import people
from ledger.people import Cycle, NewParty, Notices, Party
from ledger.register.people import (
    activate,
    add_aliases,
    change_party,
    deactivate,
    enrol,
    enrol_first_admin,
    known_party,
    remove_aliases,
)
from ledger.roles import PartyRole
from locales.languages import LANGUAGES
from locales.phrases import money
from ops.commands.here import Here, pass_here
from ops.commands.options import PERCENT, RUPEES, actor, by_option
from ops.commands.showing import percent, table
from ops.commands.sparing import OrShop, Words, aliases_options, named, options
from ops.commands.teaching import require_free

OWN = (PartyRole.STAFF, PartyRole.ADMIN)

code_argument = click.argument("code")
name_argument = click.argument("name_en", metavar="NAME")
name_option = click.option("--name", "name_en", help="The name in English letters.")
phone_option = click.option(
    "--phone", "addresses", multiple=True, help="The number, or WhatsApp's id where it is hidden."
)
person_options = options(
    click.option("--name-ta", help="The name in Tamil letters."),
    click.option("--village", "village_en", help="The village in English letters."),
    click.option("--village-ta", help="The village in Tamil letters."),
    click.option("--language", type=click.Choice(LANGUAGES), help="What Malar speaks."),
    click.option("--aliases", type=Words(), help="Other names, with ; between them."),
)
agreed_options = options(
    click.option(
        "--notices", type=click.Choice([*map(str, Notices)]), help="What he wants to be told."
    ),
    click.option(
        "--cycle", type=click.Choice([*map(str, Cycle)]), help="How often he is settled with."
    ),
    click.option("--commission", "commission_bp", type=OrShop(PERCENT), help="His own."),
    click.option(
        "--recovery-cap", "recovery_cap_paise", type=OrShop(RUPEES),
        help="The most that one settlement takes for his advances.",
    ),
    click.option(
        "--advance-limit", "advance_limit_paise", type=OrShop(RUPEES),
        help="What he may have outstanding.",
    ),
)  # fmt: skip


@click.group()
def farmer() -> None:
    """Farmers: what they are called, what is agreed with them."""


@farmer.command("add", short_help="Write a farmer into the list.")
@code_argument
@name_argument
@phone_option
@person_options
@agreed_options
@by_option
@pass_here
def add_farmer(here: Here, /, by: str, addresses: tuple[str, ...], **fields: Any) -> None:  # noqa: ANN401 - one a column
    """Write the farmer CODE, called NAME, into the list, with his three accounts."""
    new = NewParty(role=PartyRole.FARMER, **named(fields))
    with here.books() as engine, engine.begin() as tx:
        require_free(tx, here, new.aliases, no_farmers_name)
        added = enrol(tx, new, addresses, by=actor(tx, by), at=here.clock())
        _show(tx, added)


@farmer.command("change", short_help="Change what is written about a farmer.")
@code_argument
@name_option
@person_options
@agreed_options
@by_option
@pass_here
def change_farmer(here: Here, /, code: str, by: str, **fields: Any) -> None:  # noqa: ANN401 - one a column
    """Change what is named about the farmer CODE; `shop` gives him the shop's figure again.

    What was before stays in `malar history CODE`.
    """
    _change(here, code, by, fields)


@farmer.command("alias", short_help="What else a farmer is called.")
@code_argument
@aliases_options
@by_option
@pass_here
def alias(here: Here, code: str, add: tuple[str, ...], remove: tuple[str, ...], by: str) -> None:
    """Let the farmer CODE be called by more or fewer names; the next message knows them.

    A name that Malar reads as a command, a number or a flower is refused, or messages would change
    their meaning unnoticed. Two farmers may be called the same: whoever says it is asked.
    """
    with here.books() as engine, engine.begin() as tx:
        his, who, at = people.farmer(tx, code.upper()).party_id, actor(tx, by), here.clock()
        remove_aliases(tx, his, remove, by=who, at=at)
        require_free(tx, here, add, no_farmers_name)
        _show(tx, add_aliases(tx, his, add, by=who, at=at))


@farmer.command("list", short_help="All farmers.")
@click.option("--all", "is_all", is_flag=True, help="Those who left as well.")
@pass_here
def list_farmers(here: Here, *, is_all: bool) -> None:
    """All farmers, by code."""
    with here.books(reading=True) as engine, engine.begin() as tx:
        found = people.parties(tx, PartyRole.FARMER)
    table((_line(who) for who in found if who.is_active or is_all), nothing="no farmers yet")


@click.group()
def staff() -> None:
    """The shop's own people: staff who weigh and write, admins who own."""


@staff.command("add", short_help="Write somebody of the shop into the list.")
@code_argument
@name_argument
@click.option(
    "--role",
    type=click.Choice([*map(str, OWN)]),
    default=str(PartyRole.STAFF),
    show_default=True,
    help="What he may do; it never changes.",
)
@phone_option
@person_options
@click.option("--by", metavar="CODE", envvar="MALAR_BY", help="Who acts; nobody for a first admin.")
@pass_here
def add_staff(
    here: Here,
    /,
    by: str | None,
    role: str,
    addresses: tuple[str, ...],
    **fields: Any,  # noqa: ANN401 - one a column
) -> None:
    """Write CODE, called NAME, one of the shop's own people, into the list.

    A shop's first admin needs nobody's leave: leave --by out.
    """
    new = NewParty(role=PartyRole(role), **named(fields))
    with here.books() as engine, engine.begin() as tx:
        if by is None and new.role is PartyRole.ADMIN:
            added = enrol_first_admin(tx, new, addresses, at=here.clock())
        else:
            added = enrol(tx, new, addresses, by=actor(tx, by or ""), at=here.clock())
        _show(tx, added)


@staff.command("change", short_help="Change what is written about somebody of the shop.")
@code_argument
@name_option
@person_options
@click.option("--fast/--asked", "is_fast", default=None, help="Write his certain lots unasked.")
@by_option
@pass_here
def change_staff(here: Here, /, code: str, by: str, **fields: Any) -> None:  # noqa: ANN401 - one a column
    """Change what is named about CODE, one of the shop's own people."""
    _change(here, code, by, fields)


@staff.command("list", short_help="All of the shop's own people.")
@pass_here
def list_staff(here: Here) -> None:
    """All of the shop's own people, by code, those who left as well."""
    with here.books(reading=True) as engine, engine.begin() as tx:
        found = [who for who in people.parties(tx) if who.role in OWN]
    table(
        (_line(who) for who in found), nothing="nobody yet: malar staff add A01 NAME --role admin"
    )


@click.command(short_help="What is written about somebody.")
@code_argument
@pass_here
def show(here: Here, code: str) -> None:
    """What is written about CODE; what a farmer is owed says `malar balance`."""
    with here.books(reading=True) as engine, engine.begin() as tx:
        _show(tx, known_party(tx, code))


@click.command("deactivate", short_help="Let somebody leave.")
@code_argument
@by_option
@pass_here
def leave(here: Here, code: str, by: str) -> None:
    """Let CODE leave: nobody names him any more, and Malar does not listen to him.

    His accounts stay; nothing may be outstanding.
    """
    with here.books() as engine, engine.begin() as tx:
        who = known_party(tx, code)
        left = deactivate(tx, who.party_id, by=actor(tx, by), at=here.clock())
    click.echo(f"{left.code} {left.name_en} has left.")


@click.command("activate", short_help="Let somebody come back.")
@code_argument
@by_option
@pass_here
def come_back(here: Here, code: str, by: str) -> None:
    """Let CODE, who had left, come back."""
    with here.books() as engine, engine.begin() as tx:
        who = known_party(tx, code)
        back = activate(tx, who.party_id, by=actor(tx, by), at=here.clock())
    click.echo(f"{back.code} {back.name_en} is back.")


for group in (farmer, staff):
    for command in (show, leave, come_back):
        group.add_command(command)


def _change(here: Here, code: str, by: str, fields: dict[str, Any]) -> None:
    with here.books() as engine, engine.begin() as tx:
        who = known_party(tx, code)
        if who.role is PartyRole.FARMER:
            new = [name for name in fields["aliases"] or () if name not in who.aliases]
            require_free(tx, here, new, no_farmers_name)
        now = change_party(tx, who.party_id, by=actor(tx, by), at=here.clock(), **named(fields))
        _show(tx, now)


def _line(who: Party) -> tuple[str, ...]:
    rest = "" if who.is_active else "left"
    what = who.cycle if who.role is PartyRole.FARMER else who.role
    return who.code, who.name_en, who.village_en, what.replace("_", "-"), rest


def _show(tx: Connection, who: Party) -> None:
    village = " · ".join(filter(None, (who.village_en, who.village_ta)))
    phones = (
        address.removeprefix("whatsapp:") for address in people.addresses_of(tx, who.party_id)
    )
    click.echo(f"{who.code} {who.name_en}" + (f" · {who.name_ta}" if who.name_ta else ""))
    facts = {
        "village": village,
        "also called": ", ".join(who.aliases),
        "numbers": ", ".join(phones),
        "language": who.language,
        "here": "yes" if who.is_active else "left",
    }
    table(
        ((f"  {name}", fact) for name, fact in (facts | _agreed(who)).items() if fact), nothing=""
    )


def _agreed(who: Party) -> dict[str, str]:
    if who.role is not PartyRole.FARMER:
        return {"role": who.role, "fast mode": "yes" if who.is_fast else ""}
    cap, limit = who.recovery_cap_paise, who.advance_limit_paise
    return {
        "notices": who.notices,
        "cycle": who.cycle,
        "commission": "the shop's" if who.commission_bp is None else percent(who.commission_bp),
        "recovery cap": "none" if cap is None else money(cap),
        "advance limit": "the shop's" if limit is None else money(limit),
    }
