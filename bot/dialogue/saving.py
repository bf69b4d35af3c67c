"""How a conversation is saved between turns: JSON with a version.

Only the state is saved. What this version cannot read, for whatever reason, becomes `Idle` with
honesty: where something was pending the person is told that it was not written.
"""

import json
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from enum import Enum
from typing import Any

from bot.dialogue import lots, states, states_entry, states_money, sums
from bot.dialogue.states import Conversation, Idle, Speaker, State
from bot.language import meaning
from ledger import lots as ledger_lots
from locales import facts

VERSION = 3
"""Rises whenever a saved state changes its shape."""


def to_json(conversation: Conversation) -> str:
    """The state as text; `is_pending` can be read by every later version."""
    return json.dumps(
        {
            "version": VERSION,
            "is_pending": not isinstance(conversation.state, Idle),
            "state": _plain(conversation.state),
        },
        ensure_ascii=False,
    )


def from_json(saved: str | None, speaker: Speaker) -> Conversation:
    """The conversation that was saved, spoken by whom the register knows now.

    Args:
        saved: None for a person who never wrote before.
        speaker: as he stands in the register at this turn.
    """
    return Conversation(speaker, Idle() if saved is None else _state(saved))


def lost(conversation: Conversation) -> Conversation:
    """Nothing is pending any more; where something was, the person will be told."""
    return conversation.becomes(Idle(has_lost=not isinstance(conversation.state, Idle)))


def _state(text: str) -> State:
    """Never fails: a state that broke its reader would lock its owner out for ever."""
    saved: Any = None
    try:
        saved = json.loads(text)
        state = _value(saved["state"]) if saved["version"] == VERSION else None
    except (KeyError, TypeError, ValueError, AttributeError):
        state = None
    if isinstance(state, State):
        return state
    return Idle(has_lost=not isinstance(saved, dict) or saved.get("is_pending") is not False)


def _plain(value: object) -> object:
    """Values as JSON; whatever JSON has no word for is tagged with its own."""
    tag = type(value).__name__
    match value:
        case Enum():
            plain: object = {"is": tag, "value": value.value}
        case datetime() | date() | time():
            plain = {"is": tag, "value": value.isoformat()}
        case frozenset():
            plain = {"is": tag, "value": sorted(map(str, value))}
        case tuple():
            plain = [_plain(each) for each in value]
        case dict():
            plain = {"is": tag, "value": {key: _plain(each) for key, each in value.items()}}
        case None | int() | str():
            plain = value
        case _:
            known = fields(KNOWN[tag])
            plain = {"is": tag, **{each.name: _plain(getattr(value, each.name)) for each in known}}
    return plain


def _value(plain: Any) -> Any:  # noqa: ANN401 - the inverse of `_plain`, any value it knows
    if isinstance(plain, list):
        return tuple(_value(each) for each in plain)
    if not isinstance(plain, dict):
        return plain
    named = dict(plain)
    kind = named.pop("is")
    match kind:
        case "datetime" | "date" | "time":
            return CLOCKS[kind](named["value"])
        case "frozenset":
            return frozenset(meaning.Slot(each) for each in named["value"])
        case "dict":
            return {key: _value(each) for key, each in named["value"].items()}
        case _:
            made = KNOWN[kind]
            return made(**{name: _value(each) for name, each in named.items()})


CLOCKS: dict[str, Callable[[str], object]] = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
}

KNOWN: dict[str, type] = {
    kind.__name__: kind
    for room in (states, states_entry, states_money, lots, sums, meaning, facts, ledger_lots)
    for kind in vars(room).values()
    if isinstance(kind, type) and (is_dataclass(kind) or issubclass(kind, Enum))
}
"""Everything a saved state can be made of, by its name."""
