"""Codes that nobody guesses: drawn by the machine, written down by people, typed back.

No letter of theirs looks like another or like a digit, and how they are typed (small letters,
spaces, dashes) does not matter. They are short enough to be read out, so their hash is a slow one.
"""

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Five bits each; no 0, 1, I, O."""

HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""The least that is advised: behind it are fifty random bits, not what somebody thought up."""

GROUP = 5
"""Characters between two dashes."""

LONGEST = 40
"""Nobody's code; more of what was typed is not looked at."""


def draw(length: int) -> str:
    """A code, as it is kept in mind by the machine: without dashes."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def shown(code: str) -> str:
    """A code as people read it.

    Example:
        >>> shown("ABCDEFGH23"), shown("K7ABCDEFGH23")
        ('ABCDE-FGH23', 'K7-ABCDE-FGH23')
    """
    first = len(code) % GROUP
    groups = [code[:first], *(code[i : i + GROUP] for i in range(first, len(code), GROUP))]
    return "-".join(filter(None, groups))


def typed(text: str) -> str:
    """What somebody typed, as it was drawn.

    Example:
        >>> typed(" abcde-fgh 23 ")
        'ABCDEFGH23'
    """
    return "".join(c for c in text[:LONGEST].upper() if c.isascii() and c.isalnum())


def hashed(code: str) -> str:
    """How a code is kept."""
    return HASHER.hash(code)


def is_it(code_hash: str, code: str) -> bool:
    """Whether a code is the one that is kept."""
    try:
        HASHER.verify(code_hash, code)
    except (VerificationError, InvalidHashError):
        return False
    return True
