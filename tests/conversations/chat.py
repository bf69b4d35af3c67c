"""Reading a `.chat` and playing it. The form is `ops.transcript`'s.

Only people, clock, world, commands and remarks are read; the rest is what happened, and the whole
file is compared.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from ledger.board import MARKET_ZONE
from ops.rehearsal import Sent
from ops.transcript import PRINTED, Spoken, entries, laid_out, messages, printed
from tests.conversations.house import House

SPOKEN = re.compile(r"(?P<label>[A-Za-z0-9 ]*?) *(?P<mark>[<>=^])(?: (?P<text>.*))?$")


def played(source: str, house: House) -> str:
    """The transcript as it goes in this house."""
    lines: list[str | Spoken] = []
    written = 0
    for line in _inputs(source):
        lines.append(line)
        if isinstance(line, str) and not line.startswith(("@", "!", "$")):
            continue
        if isinstance(line, str) and line.startswith("$"):
            lines += printed(house.calls(line.removeprefix("$ ")))
        lines += messages(_happens(line, house), _writer(line))
        book = house.entries()
        lines += entries(book[written:])
        written = len(book)
    return laid_out(lines)


def _inputs(source: str) -> Iterator[str | Spoken]:
    """Everything but the outcome; a message of several lines, or with a quote, is one `Spoken`."""
    said: Spoken | None = None
    quoting: Spoken | None = None
    for line in source.splitlines():
        if line.startswith(PRINTED):
            continue
        spoken = None if line.startswith(("#", "@", "!", "$")) else SPOKEN.fullmatch(line)
        if said is not None:
            if spoken is not None and (spoken["mark"], spoken["label"]) == (">", ""):
                said = replace(said, text=f"{said.text}\n{spoken['text'] or ''}")
                continue
            yield said
            said = None
        if spoken is None:
            yield line
        elif spoken["mark"] == "^":
            quoting = Spoken(spoken["label"], "^", spoken["text"] or "")
        elif spoken["mark"] == ">":
            who, quoted = (quoting.label, quoting.text) if quoting else (spoken["label"], "")
            said, quoting = Spoken(who, ">", spoken["text"] or "", quoted), None
    if said is not None:
        yield said


def _writer(line: str | Spoken) -> str:
    """Whose phone is looked at: `Selvi >`, `! Selvi sends…`, `! deliver Selvi's…`."""
    if isinstance(line, Spoken):
        return line.label
    words = line.replace("deliver ", "").split()
    return words[1].removesuffix("'s") if len(words) > 1 else ""


def _happens(line: str | Spoken, house: House) -> list[Sent]:
    if isinstance(line, Spoken):
        return house.says(line.label, line.text, line.quoted)
    mark, _, rest = line.partition(" ")
    if mark == "$":
        return house.shown(to="a stranger")
    if mark == "@":
        at = datetime.strptime(rest, "%d-%m-%Y %H:%M")  # noqa: DTZ007 - the zone follows
        house.moves_to(at.replace(tzinfo=MARKET_ZONE))
        return []
    return _world(rest, house)


def _world(event: str, house: House) -> list[Sent]:
    """What happens outside the chat, in words."""
    match event.split():
        case ["board:", *rates]:
            pairs = (each.split() for each in " ".join(rates).split(","))
            house.sets_rates({flower: int(rupees) for flower, rupees in pairs})
        case ["redis", "is", "emptied"]:
            house.empties_redis()
        case ["the", "regular", "jobs", "are", "done"]:
            house.does_chores()
            return house.shown(to="a stranger")
        case ["deliver", whose, "last", "message", "again"]:
            return house.delivers_again(whose.removesuffix("'s"))
        case [who, "sends", "a", "voice", "note"]:
            return house.sends_media(who)
        case ["the", "shop", "lends", who, rupees]:
            house.lends(who, int(rupees) * 100)
        case [who, "wants", notices, "notices"]:
            house.wants(who, notices)
        case _:
            raise ValueError(f"the world knows no such event: {event}")
    return []
