"""Tamil number words written by rule: the independent other half of the number tests.

It shares nothing with the reader but the language. Source: school grammar of Tamil numerals; the
spoken forms are those of the markets around Madurai.
"""

from collections.abc import Sequence
from dataclasses import dataclass

SIGNS = dict(zip("ஒஇஐஆஏஎஅஓ", ("ொ", "ி", "ை", "ா", "ே", "ெ", "", "ோ"), strict=True))
VOWELS = "aeiou"


@dataclass(frozen=True, slots=True)
class Speech:
    """One way of saying numbers: whole forms, and those that stand before a smaller number.

    `teens` begin with ten; `tens` and `hundreds` hold pairs, the whole form and the open one.
    """

    units: Sequence[str]
    teens: Sequence[str]
    tens: Sequence[tuple[str, str]]
    hundreds: Sequence[tuple[str, str]]
    thousand: tuple[str, str]
    lakh: tuple[str, str]
    one: str
    """Before lakh, where it is not ஒன்று but ஒரு."""


def _ways(*, of: str, whole: str, opened: str) -> list[tuple[str, str]]:
    return [(begun + whole, begun + opened) for begun in of.split()]


def _each(*lines: str) -> list[str]:
    return " ".join(lines).split()


STANDARD = Speech(
    _each("பூஜ்ஜியம் ஒன்று இரண்டு மூன்று நான்கு ஐந்து ஆறு ஏழு எட்டு ஒன்பது"),
    _each(
        "பத்து பதினொன்று பன்னிரண்டு பதின்மூன்று பதினான்கு",
        "பதினைந்து பதினாறு பதினேழு பதினெட்டு பத்தொன்பது",
    ),
    [
        *_ways(of="இருப முப்ப நாற்ப ஐம்ப அறுப எழுப எண்ப", whole="து", opened="த்து"),
        ("தொண்ணூறு", "தொண்ணூற்று"),
    ],
    [
        *_ways(of="நூ இருநூ முந்நூ நானூ ஐந்நூ அறுநூ எழுநூ எண்ணூ", whole="று", opened="ற்று"),
        ("தொள்ளாயிரம்", "தொள்ளாயிரத்து"),
    ],
    ("ஆயிரம்", "ஆயிரத்து"),
    ("லட்சம்", "லட்சத்து"),
    "ஒரு",
)
SPOKEN = Speech(
    _each("பூஜ்யம் ஒண்ணு ரெண்டு மூணு நாலு அஞ்சு ஆறு ஏழு எட்டு ஒம்போது"),
    _each(
        "பத்து பதினொண்ணு பன்னெண்டு பதிமூணு பதினாலு",
        "பதினஞ்சு பதினாறு பதினேழு பதினெட்டு பத்தொம்போது",
    ),
    [
        *_ways(of="இருவ முப்ப நாப்ப அம்ப அறுவ எழுவ எம்ப", whole="து", opened="த்தி"),
        ("தொண்ணூறு", "தொண்ணூத்தி"),
    ],
    [
        *_ways(of="நூ எரநூ முன்னூ நாநூ ஐநூ அறநூ எழநூ எண்ணூ", whole="று", opened="த்தி"),
        ("தொள்ளாயிரம்", "தொள்ளாயிரத்தி"),
    ],
    ("ஆயிரம்", "ஆயிரத்தி"),
    ("லட்சம்", "லட்சத்தி"),
    "ஒரு",
)
ROMANISED = Speech(
    _each("poojiyam onnu rendu moonu naalu anju aaru ezhu ettu ombathu"),
    _each(
        "pathu pathinonnu pannendu pathimoonu pathinaalu",
        "pathinanju pathinaaru pathinezhu pathinettu pathombathu",
    ),
    [
        *_ways(of="iruba muppa naapa amba aruba ezhuba emba", whole="thu", opened="thi"),
        ("thonnooru", "thonnoothi"),
    ],
    [
        *_ways(of="noo irunoo munnoo naanoo ainoo arunoo ezhunoo ennoo", whole="ru", opened="thi"),
        ("thollayiram", "thollayirathi"),
    ],
    ("aayiram", "aayirathi"),
    ("latcham", "latchathi"),
    "oru",
)


def words(number: int, speech: Speech = STANDARD, *, is_fused: bool = False) -> str:
    """The number in words, its parts apart or melted together; 0 to 99,99,999.

    Example:
        >>> words(1525), words(1525, is_fused=True)
        ('ஆயிரத்து ஐந்நூற்று இருபத்து ஐந்து', 'ஆயிரத்தைந்நூற்றிருபத்தைந்து')
        >>> words(2505, ROMANISED)
        'rendaayirathi ainoothi anju'
    """
    parts = _parts(number, speech) or [speech.units[0]]
    return melted(parts) if is_fused else " ".join(parts)


def and_a_part(number: int, part: str, speech: Speech = STANDARD) -> str:
    """The number and a half or quarters more: `கால்`, `அரை` or `முக்கால்` in either script.

    Example:
        >>> and_a_part(2, "அரை"), and_a_part(2, "kaal", ROMANISED), and_a_part(1, "முக்கால்")
        ('இரண்டரை', 'rendekaal', 'ஒன்றேமுக்கால்')
    """
    *before, last = words(number, speech).split()
    if part in ("அரை", "arai"):
        return " ".join([*before, _melted(last, part)])
    return " ".join([*before, _melted(last, "e" if last.isascii() else "ஏ") + part])


def melted(parts: Sequence[str]) -> str:
    """Parts as one word."""
    text = parts[0]
    for part in parts[1:]:
        text = _melted(text, part)
    return text


def _parts(number: int, speech: Speech) -> list[str]:
    lakhs, rest = divmod(number, 100_000)
    thousands, small = divmod(rest, 1000)
    parts: list[str] = []
    if lakhs:
        count = [speech.one] if lakhs == 1 else _below_thousand(lakhs, speech)
        parts.extend([*count, speech.lakh[rest > 0]])
    if thousands:
        count = [] if thousands == 1 else _below_thousand(thousands, speech)
        parts.append(melted([*count, speech.thousand[small > 0]]))
    return parts + _below_thousand(small, speech)


def _below_thousand(number: int, speech: Speech) -> list[str]:
    hundreds, small = divmod(number, 100)
    parts = [speech.hundreds[hundreds - 1][small > 0]] if hundreds else []
    tens, unit = divmod(small, 10)
    if tens == 1:
        return [*parts, speech.teens[unit]]
    if tens:
        parts.append(speech.tens[tens - 2][unit > 0])
    return [*parts, speech.units[unit]] if unit else parts


def _melted(first: str, second: str) -> str:
    """The final u or i gives way to a vowel: இருபத்து + ஐந்து → இருபத்தைந்து."""
    if first.isascii():
        return (first[:-1] if second[0] in VOWELS and first[-1] in VOWELS else first) + second
    sign = SIGNS.get(second[0])
    if sign is not None and first.endswith(("ு", "ி")):
        return first[:-1] + sign + second[1:]
    return first + second
