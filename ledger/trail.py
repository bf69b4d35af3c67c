"""Which part of a trail somebody reads: whose, from when to when, and where a page goes on."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVarTuple

from sqlalchemy import Column, ColumnElement, Select, or_

Columns = TypeVarTuple("Columns")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A part of a trail, the newest first; what is None is not asked.

    Attributes:
        limit: so many rows at most.
        actor_id: what this person did.
        since: from this moment on.
        until: before this moment.
        after: goes on after the row of this moment and number.
    """

    limit: int
    actor_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    after: tuple[datetime, int] | None = None

    def of(
        self,
        rows: Select[*Columns],
        at: "Column[Any]",
        number: "Column[Any]",
        *actors: "Column[Any]",
    ) -> Select[*Columns]:
        """These rows of a table, whose moment, number and actors stand in these columns."""
        conditions: list[ColumnElement[bool]] = []
        if self.actor_id is not None:
            conditions.append(or_(*(actor == self.actor_id for actor in actors)))
        if self.since is not None:
            conditions.append(at >= self.since)
        if self.until is not None:
            conditions.append(at < self.until)
        if self.after is not None:
            moment, last = self.after
            conditions.append((at < moment) | ((at == moment) & (number < last)))
        return rows.where(*conditions).order_by(at.desc(), number.desc()).limit(self.limit)
