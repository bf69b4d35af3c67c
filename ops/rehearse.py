"""`malar rehearse`: talk to the bot in a terminal, as the clerk or as a farmer. Nothing is kept.

`.chat` prints the whole morning in the form of `tests/conversations/*.chat`, to be kept as a test.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from ledger.board import MARKET_ZONE
from ledger.db import engine_for
from ledger.migrate import migrate
from ledger.people import add_party
from ledger.settings import Settings
from ops.demo_shop.staff import STAFF
from ops.embedded import Servers, temporary_servers
from ops.environment import HOST, SIMULATED_SENDER
from ops.importing import import_file
from ops.rehearsal import Rehearsal
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
    with _opened(datetime.now(UTC)) as rehearsal:
        _talk(rehearsal, keyboard, screen)


def _talk(rehearsal: Rehearsal, keyboard: TextIO, screen: TextIO) -> None:
    rehearsal.sets_rates(RATES)
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


@contextmanager
def _opened(at: datetime) -> Iterator[Rehearsal]:
    """The demo shop without its month, on servers that are gone with their data afterwards."""
    with temporary_servers() as found:
        migrate(found.database_url)
        engine = engine_for(found.database_url)
        with engine.begin() as tx:
            import_file(tx, SHOP)
            for person, address in STAFF:
                add_party(tx, person, [address])
        yield Rehearsal(engine, _settings(found), at)
        engine.dispose()


def _settings(found: Servers) -> Settings:
    return Settings(
        database_url=found.database_url,
        redis_url=found.redis_url,
        public_base_url=f"http://{HOST}",
        twilio_account_sid="",
        whatsapp_sender=SIMULATED_SENDER,
        twilio_auth_token="",
        link_key="",
    )


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
