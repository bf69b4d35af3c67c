"""`malar parse`, `malar number`: what the parser understands, a line in and a line out."""

import json
import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from bot.language.contract import told
from bot.language.meaning import Intent, Meaning
from bot.language.number.spoken import spoken_value
from bot.language.shop import Shop
from bot.language.understanding import understand
from bot.shop_book import shop_at
from ledger.board import MARKET_ZONE
from ledger.roles import PartyRole
from ops.commands.here import REFUSED, Here, pass_here
from ops.refusal import Refusal

ROLES = tuple(str(role) for role in (PartyRole.STAFF, PartyRole.FARMER, PartyRole.ADMIN))


class UnreadableLineError(Refusal):
    """A line that is no message."""


class UnreadableShopError(Refusal):
    """A shop file that holds no farmers and flowers."""


@click.command(short_help="What messages mean: lines of JSON in, lines of JSON out.")
@click.option("--role", type=click.Choice(ROLES), default=ROLES[0], help="If a line has none.")
@click.option("--json", "is_json", is_flag=True, help="The only form there is.")
@click.option("--now", metavar="ISO", help="The moment of typing, for dates; else it is now.")
@click.option(
    "--shop", "file", type=click.Path(path_type=Path), help="An import file; else the book."
)
@pass_here
def parse(here: Here, role: str, *, is_json: bool, now: str | None, file: Path | None) -> None:  # noqa: ARG001 - one form
    """Read messages, one JSON object a line ("id", "role", "text"), and write what each means.

    Nothing is remembered and nothing is written. A line that is no message gets `unknown` with an
    `error`; the exit code is then 2.

    Example: echo '{"id": 1, "text": "murugan malli 5.5"}' | malar parse --json
    """
    moment = _moment(now) if now else here.clock()
    today = moment.astimezone(MARKET_ZONE).date()
    names = _shop_of(file) if file else _shop_of_book(here, moment)
    is_whole = True
    for line in _lines():
        answer = _answer(line, names, PartyRole(role), today)
        is_whole = is_whole and "error" not in answer
        click.echo(json.dumps(answer))
    if not is_whole:
        raise SystemExit(REFUSED)


@click.command(short_help="The values of number phrases, a line each.")
def number() -> None:
    """Read number phrases, one a line, and write their values: `ரெண்டரை` is 2.5; `null` is none.

    A unit may stand beside it; of two, the first counts: `2 kilo 250 gram` is 2.25.
    """
    for line in _lines(with_empty=True):
        value = spoken_value(line)
        click.echo("null" if value is None else f"{value.normalize():f}")


def _lines(*, with_empty: bool = False) -> Iterator[str]:
    """Lines end at a line feed and nowhere else: a message may hold any other separator."""
    for raw in sys.stdin.buffer:
        line = raw.decode("utf-8-sig", errors="replace").strip("\r\n")
        if line.strip() or with_empty:
            yield line


def _answer(line: str, shop: Shop, role: PartyRole, today: date) -> dict[str, Any]:
    """What a line means, with its id; a line that is no message means nothing and says why."""
    said: dict[str, Any] = {}
    try:
        said = _object(line)
        speaker = PartyRole(said.get("role") or role)
        meaning = understand(_text(said), shop, speaker, today=today)
    except (UnreadableLineError, ValueError, RecursionError) as refusal:
        nothing = told(Meaning(Intent.UNKNOWN, "en"), shop)
        return {"id": said.get("id"), **nothing, "error": str(refusal)}
    return {"id": said.get("id"), **told(meaning, shop)}


def _object(line: str) -> dict[str, Any]:
    said = json.loads(line)
    if not isinstance(said, dict):
        raise UnreadableLineError("not an object")
    return said


def _text(said: dict[str, Any]) -> str:
    text = said.get("text")
    if not isinstance(text, str):
        raise UnreadableLineError('not an object with a "text"')
    return text


def _moment(iso: str) -> datetime:
    """The moment that was given; one without a zone is the market's."""
    try:
        moment = datetime.fromisoformat(iso)
    except ValueError:
        raise click.BadParameter(f"{iso} is no moment such as 2026-11-24T05:30") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=MARKET_ZONE)


def _shop_of(file: Path) -> Shop:
    try:
        return Shop.from_import(json.loads(file.read_text("utf-8")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as fault:
        raise UnreadableShopError(f"{file}: no shop can be read from it ({fault})") from fault


def _shop_of_book(here: Here, moment: datetime) -> Shop:
    with here.books(reading=True) as engine, engine.connect() as tx:
        return shop_at(tx, moment)
