"""One spelling for what looks the same on a phone: the first thing done to every message.

Phones, copied chats and old fonts write one Tamil letter in several ways, digits in two scripts,
and invisible characters anywhere. After folding, equal looks are equal strings. What the words
mean is none of this room's business; case is kept, because a name is shown as it was typed.
"""

import unicodedata

import regex

VULGAR = {"¼": ".25", "½": ".5", "¾": ".75", "⅛": ".125", "⅜": ".375", "⅝": ".625", "⅞": ".875"}
"""Before NFKC, which would make 1½ into 11⁄2."""

RAISED = regex.compile(r"(?<=\d)(?=[⁰¹²³⁴-⁹])")
"""Before NFKC, which would make 5² into 52: a figure and what is raised behind it are no number."""

LOOKS = (
    (regex.compile("\u0bbe\u0bcd"), "ர்"),  # legacy fonts: மலா் for மலர்
    (regex.compile("\u0bc1\u0bbe"), "\u0bc2"),  # legacy fonts: ஆத்துார் for ஆத்தூர்
    (regex.compile("\u0bbe\u0bc6"), "\u0bca"),  # signs typed in the wrong order
    (regex.compile("\u0bbe\u0bc7"), "\u0bcb"),
    (regex.compile("அ\u0bbe"), "ஆ"),
    (regex.compile("\u0bc6ள(?!\\p{M})"), "\u0bcc"),  # கெளரி for கௌரி, but வெள்ளி keeps its ள
    (regex.compile("ஒள(?!\\p{M})"), "ஔ"),
    (regex.compile("ஶ்ர[ீி]|சிரீ|ஸ்ரி"), "ஸ்ரீ"),
    (regex.compile("[‘’‛`´′]"), "'"),
    (regex.compile("[“”″]"), '"'),
    (regex.compile("[‐‑‒–—―−]"), "-"),
    (regex.compile("[⁄∕]"), "/"),
    (regex.compile("[•·●▪‣]"), " "),
)
"""Looks → what is meant. Source: Unicode L2/18-207; newspaper sites set in legacy fonts."""

THOUSAND = 1000

INVISIBLE = regex.compile(
    r"[\p{Cf}\p{Co}\p{Cs}\p{Cn}\uFE00-\uFE0F\u20E3\U0001F3FB-\U0001F3FF]|[\p{Cc}--[\n\t\r]]",
    regex.V1,
)
VULGAR_FRACTION = regex.compile(rf"((?<![\d.])\d+)?[ ]?([{''.join(VULGAR)}])")
UNKNOWN_DIGIT = regex.compile(r"(?![0-9])\p{Nd}")
"""A digit of a script that is newer than Python's own tables; no number can be read from it."""

LOOK_ALIKE = dict(zip("கஉசஎஅ", "௧௨௪௭௮", strict=True))
BESIDE_DIGITS = regex.compile(
    r"(?<![\p{L}\p{M}\d])(?=[கஉசஎஅ,.]*[௦-௲])[கஉசஎஅ௦-௲]+(?:[,.][கஉசஎஅ௦-௲]+)*(?![\p{L}\p{M}\d])"
)
"""Letters typed for the Tamil digits that they look like: க௫௦ is 150."""

OTHER_FRACTION = regex.compile(r"(?<=\d)(?=[⅐-⅞↉])")
LETTER_NUMBER = regex.compile("[0-9௰௱௲]*[௰௱௲][0-9௰௱௲]*")
BOLD = regex.compile(r"(?<![\p{L}\p{M}\p{N}])[*_~]+|[*_~]+(?![\p{L}\p{M}\p{N}])")
PASTED = regex.compile(
    r"^\s*\[?\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?,?\s+\d{1,2}[:.]\d{2}(?:[:.]\d{2})?"
    r"\s*(?:[ap]\.?m\.?)?\]?\s*(?:-\s*)?[^:\n]{1,40}:(?=\s|$)",
    regex.MULTILINE | regex.IGNORECASE,
)
"""`[24/11, 6:05 am] Selvi:`, which WhatsApp puts before a message that is copied."""


PLAIN = regex.compile(r"[ -)+-9;-^a-}\n]*")
"""ASCII without what may be bold, pasted or invisible: it is in its one spelling already."""


def fold(text: str) -> str:
    """The text in its one spelling; folding twice changes nothing more.

    Example:
        >>> fold("*மலா்*  ௫.௫ kg"), fold("1½")
        ('மலர்  5.5 kg', '1.5')
    """
    if PLAIN.fullmatch(text):
        return text
    while (folded := _fold_once(text)) != text:
        text = folded
    return text


def _fold_once(text: str) -> str:
    text = VULGAR_FRACTION.sub(_decimal, text)
    text = INVISIBLE.sub("", OTHER_FRACTION.sub(" ", text))
    text = RAISED.sub("..", text)
    text = unicodedata.normalize("NFKC", text)
    for pattern, meant in LOOKS:
        text = pattern.sub(meant, text)
    text = BESIDE_DIGITS.sub(_digits, text)
    text = "".join(str(unicodedata.digit(c)) if c.isdecimal() else c for c in text)
    text = LETTER_NUMBER.sub(_place_value, UNKNOWN_DIGIT.sub(" ", text))
    return str(BOLD.sub("", PASTED.sub("", text)))


def _decimal(match: regex.Match[str]) -> str:
    return (match[1] or " 0") + VULGAR[match[2]]


def _digits(match: regex.Match[str]) -> str:
    return "".join(LOOK_ALIKE.get(c, c) for c in match[0])


def _place_value(match: regex.Match[str]) -> str:
    """௨௲௫௱ → 2500: the old signs for ten, hundred and thousand multiply what stands before."""
    total, below_thousand, digits = 0, 0, ""
    for character in match[0]:
        sign = 1 if character.isdecimal() else int(unicodedata.numeric(character))
        if sign == 1:
            digits += character
        elif sign < THOUSAND:
            below_thousand += int(digits or "1") * sign
            digits = ""
        else:
            total += (below_thousand + int(digits or "0") or 1) * sign
            below_thousand, digits = 0, ""
    return str(total + below_thousand + int(digits or "0"))
