"""Passwords: kept as Argon2id; long rather than strange; none that is quickly guessed.

No rule asks for digits or signs, and nobody has to change a password that is good: both only make
people write them down (`docs/decisions/0101-*`).
"""

import unicodedata
from collections.abc import Iterable
from enum import StrEnum
from threading import Lock

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

LEAST, MOST = 12, 128
"""Characters, after composition: a Tamil letter and its vowel sign are two."""

GUESSES = 10**9
"""Whoever tries the likely ones first needs more; at ten a quarter of an hour he never ends."""

LOOKED_AT = 40
"""So many characters are judged: more only help, and a cunning long one takes seconds."""

HASHER = PasswordHasher(time_cost=3, memory_cost=32 * 1024, parallelism=1)
"""About 80 ms on a small machine."""

NOBODYS = HASHER.hash("nobody's: it is compared where there is nothing to compare")
"""Takes as long as a real one."""

_guessing = Lock()
"""zxcvbn keeps what a person is called in a global of its own."""


class Weakness(StrEnum):
    """Why a password may not be chosen."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    GUESSABLE = "guessable"
    SAME = "same"


def hashed(password: str) -> str:
    """How a password is kept."""
    return HASHER.hash(_composed(password))


def is_right(password_hash: str | None, password: str) -> bool:
    """Whether it is the password; no hash takes as long as a wrong one."""
    try:
        HASHER.verify(password_hash or NOBODYS, _composed(password[: MOST * 2]))
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Whether it was hashed with less than what is used today."""
    return HASHER.check_needs_rehash(password_hash)


def weakness(password: str, known: Iterable[str], old_hash: str | None = None) -> Weakness | None:
    """Why a password may not be chosen; None where it may.

    Args:
        password: what somebody thought of.
        known: what everybody knows about him: names, code, the shop.
        old_hash: of the password that he has.
    """
    whole = _composed(password)
    if len(whole) < LEAST:
        return Weakness.TOO_SHORT
    if len(whole) > MOST:
        return Weakness.TOO_LONG
    if old_hash and is_right(old_hash, whole):
        return Weakness.SAME
    words = [word for name in known for word in {name, *name.split()} if word]
    with _guessing:
        judged = zxcvbn(whole[:LOOKED_AT], user_inputs=words)
    return Weakness.GUESSABLE if judged["guesses"] < GUESSES else None


def _composed(password: str) -> str:
    """The same password from every keyboard."""
    return unicodedata.normalize("NFC", password)
