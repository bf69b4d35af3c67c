"""Rupees and paise are one sum: 320 rupees 50 paise, முன்னூறு ரூபாய் ஐம்பது பைசா."""

from collections.abc import Sequence
from dataclasses import replace

from bot.language.parts import Figure, Measure, Part, stands_for

PAISE_IN_RUPEE = 100


def with_paise(parts: Sequence[Part]) -> list[Part]:
    """The parts with each figure of paise added to the rupees before it, or made rupees."""
    read: list[Part] = []
    for part in parts:
        paise = read[-1] if read and stands_for(part, "paise") else None
        if not isinstance(paise, Figure):
            read.append(part)
            continue
        read.pop()
        value = paise.value / PAISE_IN_RUPEE
        rupees = read[-2] if len(read) > 1 and stands_for(read[-1], "rupee") else None
        if isinstance(rupees, Figure) and rupees.value.denominator == 1:
            read[-2] = replace(rupees, value=rupees.value + value)
        else:
            read.append(replace(paise, value=value, measure=Measure.MONEY))
    return read
