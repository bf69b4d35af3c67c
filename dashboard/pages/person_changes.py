"""What became of somebody's row of the register: who changed what, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dashboard.desk import Desk
from dashboard.pages.messages import address_for
from ledger import history, people
from ledger.history import Change, Room
from ledger.people import Party
from locales.facts import Fact, Money, Percent, Phrase

SHOWN = 12

COLUMNS = (
    "name_en",
    "name_ta",
    "village_en",
    "village_ta",
    "aliases",
    "language",
    "notices",
    "cycle",
    "commission_bp",
    "recovery_cap_paise",
    "advance_limit_paise",
    "is_fast",
    "is_active",
)
"""What may change about a person, in the order in which it is told."""

CHOSEN = frozenset({"language", "notices", "cycle"})
"""Columns of which each value has its word."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that became another.

    Attributes:
        before: None where there was nothing; likewise `after`.
    """

    what: str
    before: Fact | None
    after: Fact | None


@dataclass(frozen=True, slots=True)
class Told:
    """One change of the register.

    Attributes:
        is_new: he was written into the list.
        by: who did it; None where only the login is known.
        reason: why; None where nobody said.
    """

    at: datetime
    by: Party | None
    is_new: bool
    steps: tuple[Step, ...]
    reason: str | None


def changes_of(desk: Desk, who: Party) -> list[Told]:
    """What changed about somebody, newest first."""
    found = history.changes(desk.tx, code=who.code, limit=SHOWN)
    his = [each for each in found if each.room in (Room.PARTY, Room.IDENTITY)]
    actors = {each.actor_id for each in his if each.actor_id is not None}
    of_id = {party_id: people.party_of_id(desk.tx, party_id) for party_id in actors}
    return [_told(desk, each, of_id) for each in his]


def _told(desk: Desk, change: Change, of_id: Mapping[int, Party]) -> Told:
    before, after = change.before or {}, change.after or {}
    by = None if change.actor_id is None else of_id[change.actor_id]
    is_new = change.room is Room.PARTY and change.before is None
    if change.room is Room.IDENTITY:
        was, is_ = (
            address_for(desk.by, said["address"]) if "address" in said else None
            for said in (before, after)
        )
        steps = [Step("number", was, is_)]
    else:
        steps = [
            Step(name, _fact(name, before.get(name)), _fact(name, after.get(name)))
            for name in COLUMNS
            if name in before
        ]
    return Told(change.changed_at, by, is_new, tuple(steps), change.reason)


def _fact(column: str, value: Any) -> Fact | None:  # noqa: ANN401 - a column's own type
    """A value as it is read; None where there is none."""
    if value is None or value in ("", []):
        return None
    if column.endswith("_bp"):
        return Percent(value)
    if column.endswith("_paise"):
        return Money(value)
    if column in CHOSEN:
        return Phrase(f"people.{column}.{value}", {})
    if isinstance(value, bool):
        return Phrase("people.yes" if value else "people.no", {})
    return ", ".join(value) if isinstance(value, list) else str(value)
