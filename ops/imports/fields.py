"""What a cell may hold: one rule a kind of cell.

A rule takes what the file says (None where it says nothing) and gives what the book keeps, or
raises `ValueError` with the reason in plain words. Text is kept in NFC with single spaces.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

Rule = Callable[[object], object]

UNITS = ("kg", "piece", "bunch")

NAME_LENGTH = 60

_NAME_MARKS = " .,'’-()/&"
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,15}")
_TAMIL = re.compile(r"[\u0b85-\u0bb9]")
_LATIN = re.compile(r"[A-Za-z]")
_PHONE_MARKS = re.compile(r"[ ().-]")
_INDIAN = re.compile(r"(?:\+91|0091|91|0)?([6-9][0-9]{9})")
_FOREIGN = re.compile(r"(?:\+|00)([1-9][0-9]{7,14})")
_AMOUNT_MAX = 10**12


def code(cell: object) -> str:
    """A short word that accounts and people's memories hang on."""
    text = _text(cell)
    if not _CODE.fullmatch(text):
        raise ValueError(f"{_shown(text)} is not a code: up to 16 letters A-Z, digits, - and _")
    return text


def farmer_code(cell: object) -> str:
    """A farmer's code, kept in capitals: `f012` is `F012`."""
    return code(cell).upper()


def english(cell: object) -> str:
    """A name or a village in English letters."""
    return _written_in(_LATIN, "English", _name(cell))


def tamil(cell: object) -> str:
    """A name or a village in Tamil letters."""
    return _written_in(_TAMIL, "Tamil", _name(cell))


def phone(cell: object) -> str | None:
    """A phone as WhatsApp addresses it, `whatsapp:+919843012345`; ten digits are Indian."""
    if cell is None or cell == "":
        return None
    said = str(cell) if isinstance(cell, int) and not isinstance(cell, bool) else _text(cell)
    digits = _PHONE_MARKS.sub("", said)
    if indian := _INDIAN.fullmatch(digits):
        return f"whatsapp:+91{indian[1]}"
    foreign = _FOREIGN.fullmatch(digits)
    if foreign is None or foreign[1].startswith("91"):
        raise ValueError(
            f"{_shown(said)} is not a phone: ten digits, or + and the country's number"
        )
    return f"whatsapp:+{foreign[1]}"


def unit(cell: object) -> str:
    """What the flower is counted in; kilograms where nothing is said."""
    if cell is None or cell == "":
        return UNITS[0]
    text = _text(cell).lower()
    if text not in UNITS:
        raise ValueError(f"{_shown(text)} is not a unit: {', '.join(UNITS)}")
    return text


def aliases(cell: object) -> tuple[str, ...]:
    """Further words for a flower: a list, or one cell with `;` between them."""
    if cell is None or cell == "":
        return ()
    if isinstance(cell, str):
        cell = [part for part in cell.split(";") if part.strip()]
    if not isinstance(cell, list):
        raise TypeError("not a list of words")
    return tuple(dict.fromkeys(_name(part) for part in cell))


def scaled(scale: int) -> Callable[[object], int | None]:
    """A rule for a limit: a number above zero, kept in whole `scale`-ths of its unit."""

    def limit(cell: object) -> int | None:
        if cell is None:
            return None
        if isinstance(cell, bool) or not isinstance(cell, int | Decimal | str):
            raise TypeError("not a number")
        try:
            whole = Decimal(cell) * scale
        except ArithmeticError as error:
            raise ValueError(f"{_shown(cell)} is not a number") from error
        if not whole.is_finite() or not 0 < whole <= _AMOUNT_MAX or whole != int(whole):
            raise ValueError(f"{_shown(cell)} is not a limit: above zero, to a {scale}th at most")
        return int(whole)

    return limit


def moment(cell: object) -> None:
    """The moment the file speaks of; only its form is looked at."""
    if cell is not None:
        try:
            datetime.fromisoformat(_text(cell))
        except ValueError as error:
            raise ValueError(
                f"{_shown(cell)} is not a moment such as 2025-07-14T05:40:00+05:30"
            ) from error


def zone(cell: object) -> None:
    """The market's zone; there is one."""
    if cell not in (None, "Asia/Kolkata"):
        raise ValueError(f"{_shown(cell)} is not the market's zone, Asia/Kolkata")


def _text(cell: object) -> str:
    if cell is None:
        raise ValueError("missing")
    if not isinstance(cell, str):
        raise TypeError("not a text")
    for character in cell:
        if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"):
            raise ValueError(f"holds a character that cannot be seen, U+{ord(character):04X}")
    text = " ".join(unicodedata.normalize("NFC", cell).split())
    if not text:
        raise ValueError("missing")
    return text


def _name(cell: object) -> str:
    text = _text(cell)
    if len(text) > NAME_LENGTH:
        raise ValueError(f"longer than {NAME_LENGTH} characters")
    for character in text:
        if unicodedata.category(character)[0] not in "LMN" and character not in _NAME_MARKS:
            raise ValueError(f"{_shown(character)} does not belong in a name")
    return text


def _written_in(script: re.Pattern[str], language: str, text: str) -> str:
    if not script.search(text):
        raise ValueError(f"{_shown(text)} has no {language} letter")
    return text


def _shown(cell: object) -> str:
    """What the file says, short and without anything that a terminal could trip over."""
    text = repr(cell) if isinstance(cell, str) else str(cell)
    return text if len(text) <= NAME_LENGTH else f"{text[:NAME_LENGTH]}…"
