"""Somebody of whom only a relative is named: முருகனோட தம்பி, murugan oda akka, murugan's brother.

A title behind a bare name is his own; behind a possessive it is another person, and asked about.
"""

from collections.abc import Sequence
from dataclasses import replace

import regex

from bot.language.parts import Farmer, Part, stands_for

OWNING = r"(?:'s|oda|odaya|udaya|udaiya|ோட|ோடைய|ுடைய|ின்)"
OWNED = regex.compile(rf"{OWNING}\s+[\p{{L}}\p{{M}}]+", regex.IGNORECASE)
"""A name with its possessive, and the title that was read with it."""

OWNER = regex.compile(rf"{OWNING}$", regex.IGNORECASE)


def of_kin(parts: Sequence[Part]) -> list[Part]:
    """The parts of a line; who is only somebody's relative is not certain."""
    return [
        replace(part, is_sure=False)
        if isinstance(part, Farmer) and _is_of_kin(part, parts[place + 1 : place + 3])
        else part
        for place, part in enumerate(parts)
    ]


def _is_of_kin(farmer: Farmer, behind: Sequence[Part]) -> bool:
    if OWNED.search(farmer.text):
        return True
    is_apart = bool(behind) and stands_for(behind[0], "of_whom")
    kin = behind[1:] if is_apart else behind[:1]
    is_owner = is_apart or OWNER.search(farmer.text) is not None
    return is_owner and bool(kin) and stands_for(kin[0], "kin", "honorific")
