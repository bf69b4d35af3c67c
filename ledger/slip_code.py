"""The short code by which a farmer's copy of a slip is checked against the book.

Pure. A digest covers the number, the farmer, every figure and every line of a settlement; eight
letters of it stand on the slip. Who has changed a figure in the book, or on the paper, has
another code.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from hashlib import sha256

from ledger.digest import FIELD, RECORD

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Douglas Crockford's base 32: no I, L, O or U. Source: https://www.crockford.com/base32.html"""

BITS = 5
LENGTH = 8
CODES = sha256().digest_size * 8 // (BITS * LENGTH)
"""How many codes a digest holds; the first that no other slip bears is the slip's."""

Line = tuple[int, str, date, int]
"""Entry, kind, business date, paise as the farmer says it."""


def slip_digest(figures: Mapping[str, str | int | date | None], lines: Iterable[Line]) -> bytes:
    """SHA-256 over a settlement's figures, by name, and its lines, in order."""
    records = [f"{name}={value}" for name, value in sorted(figures.items())]
    records += [FIELD.join(str(part) for part in line) for line in lines]
    return sha256(RECORD.join(records).encode()).digest()


def code_of(digest: bytes, turn: int = 0) -> str:
    """The code that a slip bears, in two groups of four.

    Args:
        digest: of the slip.
        turn: which of the digest's codes, below `CODES`; another than the first is used where
            another slip has it already.

    Example:
        >>> code_of(bytes(32))
        '0000-0000'
    """
    size = BITS * LENGTH // 8
    number = int.from_bytes(digest[turn * size : (turn + 1) * size], "big")
    letters = [LETTERS[number >> shift & 31] for shift in range(BITS * (LENGTH - 1), -1, -BITS)]
    return f"{''.join(letters[:4])}-{''.join(letters[4:])}"


def typed_code(text: str) -> str:
    """A code as somebody typed it: in any case, with or without its dash, O for 0 and I or L for 1.

    Example:
        >>> typed_code(" k7qm 2xhd")
        'K7QM-2XHD'
    """
    plain = "".join(letter for letter in text.upper() if letter.isalnum())
    plain = plain.translate(str.maketrans("OIL", "011"))
    return f"{plain[:4]}-{plain[4:]}"
