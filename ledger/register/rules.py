"""What may stand in the register: names, codes, phones, figures. One rule a kind of value.

A rule takes what somebody says and gives what the register keeps, or raises `ValueError` with the
reason in plain words. Text is kept in NFC with single spaces; what cannot be seen is refused, so
that a name never hides another one and never breaks a line of a slip.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ledger.errors import WrongValueError

Rule = Callable[[Any], object]

NAME_LENGTH = 60

_NAME_MARKS = " .,'’-()/&"
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,15}")
_TAMIL = re.compile(r"[\u0b85-\u0bb9]")
_LATIN = re.compile(r"[A-Za-z]")
_PHONE_MARKS = re.compile(r"[ ().-]")
_INDIAN = re.compile(r"(?:\+91|0091|91|0)?([6-9][0-9]{9})")
_FOREIGN = re.compile(r"(?:\+|00)([1-9][0-9]{7,14})")
_USER_ID = re.compile(r"[A-Z]{2}\.[A-Za-z0-9.]{1,128}")


def checked(rules: Mapping[str, Rule], said: Mapping[str, Any]) -> dict[str, Any]:
    """Every value as the register keeps it.

    Raises:
        WrongValueError: a value breaks its rule, or has none: then it never changes.
    """
    kept = {}
    for name, value in said.items():
        if name not in rules:
            raise WrongValueError(name, "it never changes")
        kept[name] = kept_by(rules[name], name, value)
    return kept


def kept_by(rule: Rule, what: str, value: object) -> Any:  # noqa: ANN401 - a column's own type
    """One value as the register keeps it.

    Raises:
        WrongValueError: it breaks the rule.
    """
    try:
        return rule(value)
    except (TypeError, ValueError) as error:
        raise WrongValueError(what, str(error)) from error


def text(said: object) -> str:
    """Something in one line, without anything that cannot be seen."""
    if said is None:
        raise ValueError("missing")
    if not isinstance(said, str):
        raise TypeError("not a text")
    for character in said:
        if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"):
            raise ValueError(f"holds a character that cannot be seen, U+{ord(character):04X}")
    kept = " ".join(unicodedata.normalize("NFC", said).split())
    if not kept:
        raise ValueError("missing")
    return kept


def name(said: object) -> str:
    """A name in any script."""
    kept = text(said)
    if len(kept) > NAME_LENGTH:
        raise ValueError(f"longer than {NAME_LENGTH} characters")
    for character in kept:
        if unicodedata.category(character)[0] not in "LMN" and character not in _NAME_MARKS:
            raise ValueError(f"{shown(character)} does not belong in a name")
    return kept


def english(said: object) -> str:
    """A name or a village in English letters."""
    return _written_in(_LATIN, "English", name(said))


def tamil(said: object) -> str:
    """A name or a village in Tamil letters."""
    return _written_in(_TAMIL, "Tamil", name(said))


def names(said: Iterable[object]) -> tuple[str, ...]:
    """Further names, each once, in their order."""
    return tuple(dict.fromkeys(name(each) for each in said))


def code(said: object) -> str:
    """A short word that accounts and people's memories hang on."""
    kept = text(said)
    if not _CODE.fullmatch(kept):
        raise ValueError(f"{shown(kept)} is not a code: up to 16 letters A-Z, digits, - and _")
    return kept


def person_code(said: object) -> str:
    """A person's code, kept in capitals: `f012` is `F012`."""
    return code(said).upper()


def phone(said: object) -> str:
    """A phone in E.164, `+919843012345`; ten digits are Indian."""
    line = text(said)
    digits = _PHONE_MARKS.sub("", line)
    if indian := _INDIAN.fullmatch(digits):
        return f"+91{indian[1]}"
    foreign = _FOREIGN.fullmatch(digits)
    if foreign is None or foreign[1].startswith("91"):
        raise ValueError(f"{shown(line)} is not a phone: ten digits, or + and the country's number")
    return f"+{foreign[1]}"


def address(said: object) -> str:
    """A phone, or the id by which WhatsApp knows somebody who hides his: `IN.1349…`.

    Source: Meta, business-scoped user ids: the country's two letters, a dot, an opaque id.
    """
    line = text(said).removeprefix("whatsapp:")
    return line if _USER_ID.fullmatch(line) else phone(line)


def one_of(*words: str) -> Rule:
    """A rule for a choice."""

    def choice(said: object) -> str:
        if said not in words:
            raise ValueError(f"{shown(said)} is not one of {', '.join(words)}")
        return str(said)

    return choice


def whole(least: int, most: int) -> Rule:
    """A rule for a whole number between two bounds."""

    def number(said: object) -> int:
        if isinstance(said, bool) or not isinstance(said, int):
            raise TypeError("not a whole number")
        if not least <= said <= most:
            raise ValueError(f"{said} is not between {least} and {most}")
        return said

    return number


def flag(said: object) -> bool:
    """Yes or no."""
    if not isinstance(said, bool):
        raise TypeError("neither yes nor no")
    return said


def or_none(rule: Rule) -> Rule:
    """Nothing may be said: the shop's own term counts then."""
    return lambda said: None if said is None else rule(said)


def or_empty(rule: Rule) -> Rule:
    """Nothing may be said: it is kept as an empty text."""
    return lambda said: rule(said) if said else ""


def shown(said: object) -> str:
    """What was said, short and without anything that a terminal could trip over."""
    line = repr(said) if isinstance(said, str) else str(said)
    return line if len(line) <= NAME_LENGTH else f"{line[:NAME_LENGTH]}…"


def _written_in(script: re.Pattern[str], language: str, kept: str) -> str:
    if not script.search(kept):
        raise ValueError(f"{shown(kept)} has no {language} letter")
    return kept
