"""What somebody filled into a form, read field by field; what cannot be read names its field."""

import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal, overload

from werkzeug.datastructures import MultiDict

from ledger.board import MARKET_ZONE
from locales.facts import Fact, Money, Phrase
from locales.typed import bp_of, milli_of, paise_of

TimeOfDay = time
"""Called so where a field's reader is called `time`."""

LONGEST = 500
"""Characters of a free text, where the page names no limit of its own."""

TURNING = {"LRE", "LRO", "RLE", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
"""Marks that no language of the shop needs; Tamil's joiners are others."""

YEARS = range(1990, 2100)
"""In which a shop of today may write anything; a day before and after there are days too."""


class FieldError(Exception):
    """A field holds nothing that can be used; nothing was written.

    Attributes:
        name: of the field.
        why: for whoever filled it.
    """

    def __init__(self, name: str, why: str, facts: Mapping[str, Fact] | None = None) -> None:
        super().__init__(f"{name}: {why}")
        self.name = name
        self.why = Phrase(why, facts or {})


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of a form, or of an address after its question mark.

    Every reader raises `FieldError` for what cannot be used, and gives None for an empty field
    that is not needed.
    """

    fields: MultiDict[str, str]

    def __contains__(self, name: str) -> bool:
        return bool(self._raw(name))

    @property
    def key(self) -> str:
        """Names what this form does, for ever: sent twice, it is done once."""
        return f"web:{self.text('key', most=64)}"

    @overload
    def text(self, name: str, *, most: int = LONGEST, is_needed: Literal[True] = True) -> str: ...
    @overload
    def text(self, name: str, *, most: int = LONGEST, is_needed: bool) -> str | None: ...
    def text(self, name: str, *, most: int = LONGEST, is_needed: bool = True) -> str | None:
        """Words, without the space around them; control characters are left out."""
        words = self._given(name, is_needed)
        if words is not None and len(words) > most:
            raise FieldError(name, "field.too_long", {"limit": most})
        return words

    @overload
    def money(self, name: str, *, is_needed: Literal[True] = True) -> int: ...
    @overload
    def money(self, name: str, *, is_needed: bool) -> int | None: ...
    def money(self, name: str, *, is_needed: bool = True) -> int | None:
        """Rupees, in paise."""
        words = self._given(name, is_needed)
        if words is None:
            return None
        try:
            return paise_of(words)
        except ValueError as error:
            raise FieldError(name, "field.money", {"example": Money(2_150_50)}) from error

    @overload
    def quantity(self, name: str, *, is_needed: Literal[True] = True) -> int: ...
    @overload
    def quantity(self, name: str, *, is_needed: bool) -> int | None: ...
    def quantity(self, name: str, *, is_needed: bool = True) -> int | None:
        """A weight or a count, in thousandths."""
        words = self._given(name, is_needed)
        if words is None:
            return None
        try:
            return milli_of(words)
        except ValueError as error:
            raise FieldError(name, "field.quantity") from error

    @overload
    def percent(self, name: str, *, is_needed: Literal[True] = True) -> int: ...
    @overload
    def percent(self, name: str, *, is_needed: bool) -> int | None: ...
    def percent(self, name: str, *, is_needed: bool = True) -> int | None:
        """A percentage, in basis points."""
        words = self._given(name, is_needed)
        if words is None:
            return None
        try:
            return bp_of(words)
        except ValueError as error:
            raise FieldError(name, "field.percent") from error

    @overload
    def number(
        self, name: str, *, least: int = 0, most: int, is_needed: Literal[True] = True
    ) -> int: ...
    @overload
    def number(self, name: str, *, least: int = 0, most: int, is_needed: bool) -> int | None: ...
    def number(self, name: str, *, least: int = 0, most: int, is_needed: bool = True) -> int | None:
        """A whole number within limits."""
        words = self._given(name, is_needed)
        if words is None:
            return None
        if not words.isdecimal() or not least <= int(words[:18]) <= most:
            raise FieldError(name, "field.number", {"least": least, "most": most})
        return int(words[:18])

    @overload
    def day(self, name: str, *, is_needed: Literal[True] = True) -> date: ...
    @overload
    def day(self, name: str, *, is_needed: bool) -> date | None: ...
    def day(self, name: str, *, is_needed: bool = True) -> date | None:
        """A day of the calendar; as browsers send it, or as people write it: 24-11-2026."""
        words = self._given(name, is_needed)
        if words is None:
            return None
        for form in ("%Y-%m-%d", "%d-%m-%Y"):
            try:
                day = datetime.strptime(words, form).replace(tzinfo=MARKET_ZONE).date()
            except ValueError:
                continue
            if day.year in YEARS:
                return day
        raise FieldError(name, "field.day")

    @overload
    def time(self, name: str, *, is_needed: Literal[True] = True) -> TimeOfDay: ...
    @overload
    def time(self, name: str, *, is_needed: bool) -> TimeOfDay | None: ...
    def time(self, name: str, *, is_needed: bool = True) -> TimeOfDay | None:
        """A time of the market's day."""
        words = self._given(name, is_needed)
        if words is None:
            return None
        try:
            return time.fromisoformat(words)
        except ValueError as error:
            raise FieldError(name, "field.time") from error

    @overload
    def moment(self, name: str, *, is_needed: Literal[True] = True) -> datetime: ...
    @overload
    def moment(self, name: str, *, is_needed: bool) -> datetime | None: ...
    def moment(self, name: str, *, is_needed: bool = True) -> datetime | None:
        """A day and time of the market, aware."""
        words = self._given(name, is_needed)
        if words is None:
            return None
        try:
            moment = datetime.fromisoformat(words).replace(tzinfo=MARKET_ZONE)
        except ValueError as error:
            raise FieldError(name, "field.moment") from error
        if moment.year not in YEARS:
            raise FieldError(name, "field.moment")
        return moment

    @overload
    def choice(
        self, name: str, options: Collection[str], *, is_needed: Literal[True] = True
    ) -> str: ...
    @overload
    def choice(self, name: str, options: Collection[str], *, is_needed: bool) -> str | None: ...
    def choice(self, name: str, options: Collection[str], *, is_needed: bool = True) -> str | None:
        """One of what was offered."""
        words = self._given(name, is_needed)
        if words is not None and words not in options:
            raise FieldError(name, "field.choice")
        return words

    def choices(self, name: str, options: Collection[str]) -> list[str]:
        """Any of what was offered."""
        chosen = self.fields.getlist(name)
        if not set(chosen) <= set(options):
            raise FieldError(name, "field.choice")
        return chosen

    def check(self, name: str) -> bool:
        """Whether a box is checked."""
        return self._raw(name) in ("1", "on")

    def _given(self, name: str, is_needed: bool) -> str | None:  # noqa: FBT001 - private
        words = self._raw(name)
        if words:
            return words
        if is_needed:
            raise FieldError(name, "field.needed")
        return None

    def _raw(self, name: str) -> str:
        typed = unicodedata.normalize("NFC", self.fields.get(name, ""))
        return "".join(c for c in typed if c == "\n" or not _is_unseen(c)).strip()


def _is_unseen(letter: str) -> bool:
    """A control character; or a mark that turns the direction of writing, and so what is read."""
    kind = unicodedata.category(letter)
    turns = unicodedata.bidirectional(letter) in TURNING
    return kind in ("Cc", "Cs") or turns
