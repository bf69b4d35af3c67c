"""One coarse key for a word as it sounds, whatever the script or the habit of spelling.

Tamil has one letter where Latin has k, g and h, or s, c and j; vowel length is written or not.
The key keeps what every writer keeps: முருகன், murugan and Muruhan are all `murukan`. It keeps a
final -ai and -a apart, or the flower மல்லிகை and the woman மல்லிகா would be one.
"""

from collections.abc import Iterable
from functools import lru_cache

import regex

CONSONANTS = dict(zip("கஹசஜஷஸஶடதபநனணஞஙரறலளழவயம", "kksssssttpnnnnnrrlllvym", strict=True))
VOWELS = {
    **dict(zip("அஆஇஈஉஊஎஏஒஓ", "aaiiuueeoo", strict=True)),
    **dict(zip("ாிீுூெேொோ", "aiiuueeoo", strict=True)),
    "ஐ": "ai",
    "ை": "ai",
    "ஔ": "av",
    "ௌ": "av",
}
PULLI = "்"

TAMIL_CLUSTERS = (("க்ஷ", "ஷ"), ("ட்ச", "ஷ"), ("ற்ற", "ட்ர"), ("ன்ற", "ன்ட்ர"), ("ஸ்ரீ", "ஸ்ரி"), ("ஃப", "ப"))
"""Letter pairs that sound as something else than their sum."""

Rule = tuple[str, str, str]
"""Letters that must stand in a word, what is looked for then, and what it becomes."""

LATIN: tuple[Rule, ...] = (
    ("h", "tch|ksh|chh", "s"),
    ("kch", "kch", "s"),
    ("x", "^x", "s"),
    ("x", "x", "ks"),
    ("z", "zh|(?<=[aeiou])z(?=[aeiou])", "l"),
    ("c", "ck|c(?=[aoulr])", "k"),
    ("h", "[sc]h", "s"),
    ("c", "c", "s"),
    ("j", "j", "s"),
    ("z", "z", "s"),
    ("gn", "gn(?=[aeiou])", "n"),
    ("h", "[td]h", "t"),
    ("d", "d", "t"),
    ("h", "[pb]h", "p"),
    ("b", "b", "p"),
    ("f", "f", "p"),
    ("h", "[kg]h", "k"),
    ("g", "g", "k"),
    ("q", "q", "k"),
    ("ow", "ow(?![aeiou])", "av"),
    ("w", "w", "v"),
    ("iah", "iah$", "aia"),
    ("h", "(?<=[aeiou])h(?![aeiou])|(?<=[^aeiou])h", ""),
    ("h", "h", "k"),
    ("u", "[oa]u", "av"),
    ("oo", "oo", "u"),
    ("uu", "uu", "u"),
    ("ee", "ee", "i"),
    ("ii", "ii", "i"),
    ("ae", "ae", "e"),
    ("y", "[ae]y(?![aeiou])", "ai"),
    ("y", "y(?![aeiou])", "i"),
    ("ie", "(?<=[^aeiouy])ie$", "i"),
    ("e", "e$", "ai"),
    ("ye", "^y(?=e)", ""),
)
"""Latin spellings → class, in order. Source: how Tamil names are romanised in Tamil Nadu."""

SHARED: tuple[Rule, ...] = (
    ("ayy", "ayy", "aiy"),
    ("avu", "avu(?=[rl])", "av"),
    ("k", "k[iu]?r[iu]s(?=n)", "kris"),
    ("", r"(.)\1+", r"\1"),
    ("np", "np", "mp"),
    ("nm", "nm", "m"),
    ("i", "^i(?=[lr][aeiou].{3})", ""),
    ("elan", "^e(?=lan)", ""),
    ("i", "i(?=[aeou])", "iy"),
    ("aiyi", "(?<=a)iy(?=i)", "i"),
    ("nt", "(?<=nt)[iu](?=r)", ""),
    ("ntr", "ntr", "nr"),
    ("p", "(?<=^[st]u?p)[iu](?=r)", ""),
    ("l", "l[ae]su?m(?=[ai])", "lasm"),
    ("", r"(.)\1+", r"\1"),
)
"""What both scripts do alike: doubling, glides, a vowel slipped into a cluster."""

OF_NAMES: tuple[Rule, ...] = (
    ("ye", "^ye", "e"),
    ("ri", "^si?ri(?=.)", "si"),
    ("y", "^s[ae]y(?=[aeo])", "sey"),
    ("pir", "pir(?=[aei])", "pr"),
    ("aiy", "aiy(?=[aeiou])", "ay"),
    ("iy", "(?<=[^aeiou])iy(?=[aeou])", "y"),
    ("ir", "(?<=t)ir(?=[ai]$)", "r"),
    ("svam", "svam", "sam"),
)
"""What sounds alike in names only: ஸ்ரீனிவாசன் and சீனிவாசன், ஜெயா and Jaya, Subbiah and சுப்பையா."""


def _compiled(rules: tuple[Rule, ...]) -> list[tuple[str, regex.Pattern[str], str]]:
    return [(letters, regex.compile(seen), meant) for letters, seen, meant in rules]


LATIN_RULES, SHARED_RULES, NAME_RULES = map(_compiled, (LATIN, SHARED, OF_NAMES))
NEITHER = regex.compile(r"[^a-z]")


@lru_cache(maxsize=65_536)
def key(word: str) -> str:
    """How a word sounds, as a coarse string of Latin letters; "" when nothing is left of it.

    Example:
        >>> key("முருகன்"), key("Murugan"), key("மல்லிகை"), key("malliga")
        ('murukan', 'murukan', 'malikai', 'malika')
    """
    romanised = _romanised(word.lower())
    latin = romanised.lower() if romanised.isupper() else _folded(romanised, LATIN_RULES).lower()
    return _folded(NEITHER.sub("", latin), SHARED_RULES)


@lru_cache(maxsize=65_536)
def name_key(word: str) -> str:
    """How a word sounds as a name of somebody or of a place: coarser than `key`.

    Example:
        >>> name_key("Srinivasan"), name_key("சீனிவாசன்")
        ('sinivasan', 'sinivasan')
    """
    return _folded(key(word), NAME_RULES)


def _romanised(word: str) -> str:
    """Tamil letters as class letters; a consonant without sign carries its `a`."""
    if word.isascii():
        return word
    for seen, meant in TAMIL_CLUSTERS:
        word = word.replace(seen, meant)
    sounds = []
    for letter, following in zip(word, f"{word[1:]} ", strict=True):
        if letter in CONSONANTS:
            is_bare = following not in VOWELS and following != PULLI
            sounds.append(CONSONANTS[letter].upper() + ("A" if is_bare else ""))
        else:
            sounds.append(VOWELS.get(letter, letter).upper())
    return "".join(sounds)


def _folded(sound: str, rules: Iterable[tuple[str, regex.Pattern[str], str]]) -> str:
    """A sound by some rules; Latin ones leave capitals, which Tamil letters settled already."""
    for letters, pattern, meant in rules:
        if letters in sound:
            sound = pattern.sub(meant, sound)
    return sound
