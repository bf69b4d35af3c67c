"""What is kept between turns, and what happens when it cannot be read any more."""

import hashlib
import json
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime

import pytest

from bot.dialogue.events import Said
from bot.dialogue.machine import step
from bot.dialogue.saving import KNOWN, VERSION, from_json, to_json
from bot.dialogue.states import Conversation, Idle, Speaker
from bot.dialogue.states_entry import ConfirmingUndo
from bot.language.meaning import Intent, Meaning
from ledger.roles import PartyRole
from locales.facts import Name
from tests.dialogue.strategies import SHOP

AT = datetime(2026, 11, 24, 0, 10, tzinfo=UTC)
SELVI = Speaker("S01", Name("Selvi", "செல்வி"), PartyRole.STAFF, "en")
PENDING = Conversation(SELVI, ConfirmingUndo(104, AT))

SHAPE = "f6b71325"
"""Changes with the fields of anything that can be saved: then `VERSION` has to rise too."""


def of_another_version(conversation: Conversation) -> str:
    saved = json.loads(to_json(conversation))
    return json.dumps({**saved, "version": VERSION + 1, "state": {"is": "Unheard"}})


def said(intent: Intent) -> Said:
    return Said(Meaning(intent, "en"), "…", AT, "SM1", SHOP)


def test_somebody_who_never_wrote_has_nothing_pending() -> None:
    assert from_json(None, SELVI) == Conversation(SELVI, Idle())


def test_the_register_decides_who_is_speaking_not_what_was_saved() -> None:
    demoted = Speaker("S01", Name("Selvi", "செல்வி"), PartyRole.FARMER, "ta")
    assert from_json(to_json(PENDING), demoted).speaker == demoted


def test_what_waited_in_another_version_is_admitted_to_be_lost() -> None:
    loaded = from_json(of_another_version(PENDING), SELVI)
    assert loaded.state == Idle(has_lost=True)
    moved = step(loaded, said(Intent.YES))
    assert [getattr(each, "phrase", None) for each in moved.effects] == ["draft_lost"]
    assert moved.conversation.state == Idle()


def test_another_version_with_nothing_pending_is_silent() -> None:
    idle = Conversation(SELVI, Idle(last_posted=(4,)))
    assert from_json(of_another_version(idle), SELVI).state == Idle()


@pytest.mark.parametrize(
    "broken",
    [
        "",
        "{",
        "null",
        "[]",
        "{}",
        {"state": None},
        {"state": {}},
        {"state": {"is": "Unheard"}},
        {"state": {"is": "ConfirmingUndo", "entry": 104}},
        {"state": {"is": "datetime", "value": "yesterday"}},
        {"state": {"is": "frozenset", "value": 1}},
        {"state": {"is": "dict", "value": []}},
        {"state": {"is": "Name", "en": "Selvi", "ta": "செல்வி"}},
    ],
)
def test_what_is_damaged_is_admitted_to_be_lost(broken: str | dict[str, object]) -> None:
    saved = broken
    if isinstance(broken, dict):
        saved = json.dumps(json.loads(to_json(PENDING)) | broken)
    assert from_json(str(saved), SELVI).state == Idle(has_lost=True)


def test_damage_where_nothing_was_pending_is_silent() -> None:
    saved = json.loads(to_json(Conversation(SELVI, Idle()))) | {"state": {"is": "Unheard"}}
    assert from_json(json.dumps(saved), SELVI).state == Idle()


def test_a_changed_shape_needs_a_new_version() -> None:
    shape = {
        name: [each.name for each in fields(kind)]
        for name, kind in sorted(KNOWN.items())
        if is_dataclass(kind)
    }
    digest = hashlib.sha256(json.dumps(shape).encode()).hexdigest()[:8]
    assert digest == SHAPE, f"raise VERSION if this is merged, then set SHAPE to {digest!r}"
