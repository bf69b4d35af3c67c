"""`malar rehearse`: talk to the bot in a terminal, as the clerk or as a farmer. Nothing is kept.

`.chat` prints the whole morning in the form of `tests/conversations/*.chat`, to be kept as a test.
"""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from ledger.board import MARKET_ZONE
from ledger.goods import NewFlower
from ledger.money import PAISE
from ledger.people import NewParty, PartyRole
from ops.demo_shop.staff import STAFF
from ops.imports.rows import Rows, rows_of
from ops.rehearsal import Rehearsal
from ops.rehearse_books import MemoryBooks
from ops.transcript import Spoken, entries, laid_out, messages

SHOP = Path(__file__).parent / "demo_shop" / "shop.json"

RATES = {"malli": 850, "mullai": 620, "pichi": 540, "roja": 180}
"""Rupees on the board before anybody types."""

WELCOME = """Type as Selvi, the clerk: murugan malli 5.5
As somebody else, a name or a code and a colon: Murugan: balance
.chat shows all of it as a transcript, .quit ends.
"""


def rehearse(stdin: TextIO | None = None, stdout: TextIO | None = None) -> None:
    """Talk until the input ends or `.quit` is typed.

    Args:
        stdin: the keyboard, unless a test types.
        stdout: the screen, unless a test reads.
    """
    keyboard, screen = stdin or sys.stdin, stdout or sys.stdout
    rows = rows_of(SHOP)
    people = [*farmers_of(rows), *(party for party, _ in STAFF)]
    rehearsal = Rehearsal(MemoryBooks(people, flowers_of(rows)), datetime.now(UTC))
    rehearsal.sets_rates({flower: rupees * PAISE for flower, rupees in RATES.items()})
    board = ", ".join(f"{flower} {rupees}" for flower, rupees in RATES.items())
    chat: list[str | Spoken] = [_clock(rehearsal.at), f"! board: {board}"]
    screen.write(WELCOME)
    for line in keyboard:
        typed = line.strip()
        if typed == ".quit":
            return
        if typed == ".chat":
            screen.write(laid_out(chat))
        elif typed:
            rehearsal.moves_to(datetime.now(UTC))
            happened = _turn(rehearsal, *_who_says(rehearsal, typed))
            chat += [_clock(rehearsal.at), *happened]
            screen.write(laid_out(happened[1:]))
        screen.flush()


def farmers_of(rows: Rows) -> list[NewParty]:
    """The farmers of an import file."""
    return [
        NewParty(
            code=row.code,
            role=PartyRole.FARMER,
            name_en=row.name_en,
            name_ta=row.name_ta,
            village_en=row.village_en,
            village_ta=row.village_ta,
        )
        for row in rows.farmers
    ]


def flowers_of(rows: Rows) -> list[NewFlower]:
    """The flowers of an import file."""
    return [
        NewFlower(
            code=row.code,
            name_en=row.name_en,
            name_ta=row.name_ta,
            unit=row.unit,
            aliases=row.aliases,
        )
        for row in rows.flowers
    ]


def _who_says(rehearsal: Rehearsal, typed: str) -> tuple[str, str]:
    """Who is meant by `Murugan: இருப்பு`; what names nobody is the clerk's."""
    who, colon, said = (part.strip() for part in typed.partition(":"))
    if colon and rehearsal.named(who) is not None:
        return who, said
    return "Selvi", typed


def _turn(rehearsal: Rehearsal, who: str, said: str) -> list[Spoken]:
    before = len(rehearsal.entries())
    sent = rehearsal.says(who, said)
    new = rehearsal.entries()[before:]
    return [Spoken(who, ">", said), *messages(sent, who), *entries(new)]


def _clock(at: datetime) -> str:
    return f"@ {at.astimezone(MARKET_ZONE):%d-%m-%Y %H:%M}"
