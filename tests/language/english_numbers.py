"""English number words as an Indian shop says them, and as voice typing writes them in Tamil."""

SPOKEN = """
zero ஜீரோ  one ஒன்  two டூ  three த்ரீ  four ஃபோர்  five ஃபைவ்  six சிக்ஸ்  seven செவன்  eight எய்ட்
nine நைன்  ten டென்  eleven லெவன்  twelve ட்வெல்வ்  thirteen தர்ட்டீன்  fourteen ஃபோர்ட்டீன்
fifteen ஃபிஃப்டீன்  sixteen சிக்ஸ்டீன்  seventeen செவன்டீன்  eighteen எய்ட்டீன்  nineteen நைன்டீன்
twenty ட்வென்டி  thirty தர்ட்டி  forty ஃபார்ட்டி  fifty ஃபிஃப்டி  sixty சிக்ஸ்டி  seventy செவன்ட்டி
eighty எய்ட்டி  ninety நைன்டி  hundred ஹண்ட்ரட்  thousand தவுசண்ட்  lakh லாக்  and அண்ட்
"""
WORDS = SPOKEN.split()
ENGLISH, TAMIL = WORDS[::2], WORDS[1::2]
UNITS, TEENS, TENS = ENGLISH[:10], ENGLISH[10:20], ENGLISH[20:28]
VOICE = dict(zip(ENGLISH, TAMIL, strict=True))
"""Source: what phones write when English is spoken to a Tamil keyboard."""


def english(number: int, *, has_and: bool = False) -> str:
    """The number in words, lakh style; 0 to 99,99,999.

    Example:
        >>> english(125_305), english(305, has_and=True)
        ('one lakh twenty five thousand three hundred five', 'three hundred and five')
    """
    parts: list[str] = []
    for size, name in ((100_000, "lakh"), (1000, "thousand"), (100, "hundred")):
        count, number = divmod(number, size)
        if count:
            parts.extend([*_below_hundred(count), name])
    if number and parts and has_and:
        parts.append("and")
    return " ".join([*parts, *_below_hundred(number)] or [UNITS[0]])


def voiced(number: int, *, has_and: bool = False) -> str:
    """The same in Tamil letters."""
    return " ".join(VOICE[word] for word in english(number, has_and=has_and).split())


def _below_hundred(number: int) -> list[str]:
    tens, unit = divmod(number, 10)
    if tens == 1:
        return [TEENS[unit]]
    return [*([TENS[tens - 2]] if tens else []), *([UNITS[unit]] if unit else [])]
