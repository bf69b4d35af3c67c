"""`oru` before another number counts nothing: ஒரு ஐயாயிரம் is some 5,000.

`oru anju kilo` is about 5 kg, and is asked about.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.language.parts import Figure, Part
from bot.language.text.key import key

ARTICLE = key("ஒரு")
LEAST_SUM = 100
"""From here on it only rounds off how a sum is said; a smaller number is about so much."""


def without_article(parts: Sequence[Part]) -> list[Part]:
    """The parts without an `oru` that another number follows at once."""
    read: list[Part] = []
    for part in parts:
        if isinstance(part, Figure) and read and _is_article(read[-1]):
            is_about = part.value < LEAST_SUM
            read[-1] = replace(part, is_doubtful=part.is_doubtful or is_about)
        else:
            read.append(part)
    return read


def _is_article(part: Part) -> bool:
    return isinstance(part, Figure) and part.is_tamil and key(part.text) == ARTICLE
