"""A change of the register in words: of what, and each thing before and after."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ledger.history import Change, Room
from ledger.terms import NAMES
from locales.facts import Fact, Money, Percent, Phrase, Quantity
from papers.wording import Names, phrase

BESIDE = frozenset(
    {
        *("party_id", "flower_id", "adjustment_kind_id", "setting_id", "code", "name"),
        *("set_by", "recorded_at", "in_force_from", "kind", "role"),
    }
)
"""Columns that say nothing by themselves, or that the line above says."""

WORDED = frozenset({"language", "notices", "cycle", "unit", "side"})
"""Columns of which each value has its word."""

CLOCKS = frozenset({"starts", "ends"})
CLOCK_LETTERS = 5
"""Of a time of day as the history keeps it, without its seconds."""


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that became another; what is None was not there, or is no more."""

    what: Phrase
    before: Fact | None
    after: Fact | None


def whose(change: Change, names: Names) -> Phrase:
    """Of what the change is: a person, a flower, a term."""
    if change.room is Room.TERM:
        key = f"audit.term.{change.code}" if change.code in NAMES else "audit.term.other"
        return phrase("audit.about.setting", what=phrase(key, name=change.code))
    known = {Room.FLOWER: names.flowers, Room.FLOWER_ALIAS: names.flowers}.get(
        change.room, names.qualities if change.room is Room.QUALITY else names.codes
    )
    is_named = change.code in known and change.room not in (Room.TIME_SLOT, Room.WORD)
    what: Fact = (
        phrase("farmer", name=known[change.code], code=change.code) if is_named else change.code
    )
    return phrase(f"audit.about.{change.room}", what=what)


def parts(change: Change) -> list[Part]:
    """Each thing that changed, in words."""
    before, after = change.before or {}, change.after or {}
    return [
        Part(phrase(_column(name)), was, is_)
        for name in {**before, **after}
        if name not in BESIDE
        for was, is_ in [(_fact(change, name, before), _fact(change, name, after))]
        if (was, is_) != (None, None)
    ]


def _column(name: str) -> str:
    return f"audit.column.{name}" if name in COLUMNS else "audit.column.other"


def _fact(change: Change, name: str, row: Mapping[str, Any]) -> Fact | None:
    """A value as it is read; None where there is none, and where a new row leaves something out."""
    value = row.get(name)
    is_new = change.before is None or change.after is None
    if value in (None, "", []) or (is_new and value is False):
        return None
    named = change.code if change.room is Room.TERM else name
    if isinstance(value, bool):
        return phrase("audit.yes" if value else "audit.no")
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return _measured(named, value)


def _measured(name: str, value: Any) -> Fact:  # noqa: ANN401 - whatever a column holds
    """Money, a percentage, a weight, a word for what is chosen from few; else as it stands."""
    if name.endswith("_paise"):
        return Money(value)
    if name.endswith("_bp"):
        return Percent(value)
    if name.endswith("_milli"):
        return Quantity(value, "kg")
    if name in WORDED and f"{name}.{value}" in CHOICES:
        return phrase(f"audit.value.{name}.{value}")
    return str(value)[:CLOCK_LETTERS] if name in CLOCKS else str(value)


COLUMNS = frozenset(
    {
        *("name_en", "name_ta", "village_en", "village_ta", "aliases", "alias", "address"),
        *("language", "notices", "cycle", "commission_bp", "recovery_cap_paise"),
        *("advance_limit_paise", "is_fast", "is_active", "unit", "starts", "ends"),
        *("adjustment_bp", "side", "value", "means"),
    }
)

CHOICES = frozenset(
    {
        *("language.en", "language.ta", "language.tanglish"),
        *("notices.every_lot", "notices.daily", "notices.settlements", "notices.none"),
        *("cycle.daily", "cycle.weekly", "cycle.ten_day", "cycle.fortnightly", "cycle.monthly"),
        *("unit.kg", "unit.piece", "unit.bunch", "side.price", "side.shop"),
    }
)
