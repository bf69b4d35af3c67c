"""Tamil number words written by rule: the independent other half of the number tests.

It shares nothing with the reader but the language. Source: school grammar of Tamil numerals.
"""

UNITS = ("", "ஒன்று", "இரண்டு", "மூன்று", "நான்கு", "ஐந்து", "ஆறு", "ஏழு", "எட்டு", "ஒன்பது")
TEENS = (
    *("பத்து", "பதினொன்று", "பன்னிரண்டு", "பதின்மூன்று", "பதினான்கு"),
    *("பதினைந்து", "பதினாறு", "பதினேழு", "பதினெட்டு", "பத்தொன்பது"),
)
TENS = ("", "", "இருப", "முப்ப", "நாற்ப", "ஐம்ப", "அறுப", "எழுப", "எண்ப")
HUNDREDS = ("", "நூ", "இருநூ", "முந்நூ", "நானூ", "ஐந்நூ", "அறுநூ", "எழுநூ", "எண்ணூ")
SIGNS = {"ஒ": "ொ", "இ": "ி", "ஐ": "ை", "ஆ": "ா", "ஏ": "ே", "எ": "ெ"}


def words(number: int, *, is_fused: bool = False) -> str:
    """The number in words, apart or melted together; 1 to 99,999.

    Example:
        >>> words(1525), words(1525, is_fused=True)
        ('ஆயிரத்து ஐந்நூற்று இருபத்து ஐந்து', 'ஆயிரத்தைந்நூற்றிருபத்தைந்து')
    """
    parts = _parts(number)
    if not is_fused:
        return " ".join(parts)
    text = parts[0]
    for part in parts[1:]:
        text = _melted(text, part)
    return text


def _parts(number: int) -> list[str]:
    thousands, rest = divmod(number, 1000)
    hundreds, small = divmod(rest, 100)
    parts: list[str] = []
    if thousands:
        ending = "ஆயிரத்து" if rest else "ஆயிரம்"
        count = words(thousands, is_fused=True) if thousands > 1 else ""
        parts.append(_melted(count, ending) if count else ending)
    if hundreds == 9:
        parts.append("தொள்ளாயிரத்து" if small else "தொள்ளாயிரம்")
    elif hundreds:
        parts.append(HUNDREDS[hundreds] + ("ற்று" if small else "று"))
    if 10 <= small < 20:
        parts.append(TEENS[small - 10])
    elif small:
        parts.extend(_tens(small))
    return parts


def _tens(small: int) -> list[str]:
    tens, unit = divmod(small, 10)
    if not tens:
        return [UNITS[unit]]
    if tens == 9:
        return ["தொண்ணூற்று", UNITS[unit]] if unit else ["தொண்ணூறு"]
    return [TENS[tens] + "த்து", UNITS[unit]] if unit else [TENS[tens] + "து"]


def _melted(first: str, second: str) -> str:
    """The final u gives way to a vowel: இருபத்து + ஐந்து → இருபத்தைந்து."""
    sign = SIGNS.get(second[0])
    if sign and first.endswith("ு"):
        return first[:-1] + sign + second[1:]
    return first + second
