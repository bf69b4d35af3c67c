"""One coarse key for a word as it sounds, whatever the script or the habit of spelling.

Tamil has one letter where Latin has k, g and h, or s, c and j; vowel length is written or not.
The key keeps what every writer keeps: முருகன், murugan and Muruhan are all `murukan`. It keeps a
final -ai and -a apart, or the flower மல்லிகை and the woman மல்லிகா would be one.
"""

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

LATIN = (
    ("tch|ksh|kch|chh", "s"),
    ("^x", "s"),
    ("x", "ks"),
    ("zh|(?<=[aeiou])z(?=[aeiou])", "l"),
    ("ck|c(?=[aoulr])", "k"),
    ("sh|ch|c|j|z", "s"),
    ("gn(?=[aeiou])", "n"),
    ("th|dh|d", "t"),
    ("ph|bh|b|f", "p"),
    ("kh|gh|g|q", "k"),
    ("ow(?![aeiou])", "av"),
    ("w", "v"),
    ("(?<=[aeiou])h(?![aeiou])|(?<=[^aeiou])h", ""),
    ("h", "k"),
    ("ou|au", "av"),
    ("oo|uu", "u"),
    ("ee|ii", "i"),
    ("iah$", "aiah"),
    ("ae", "e"),
    ("oh", "o"),
    ("[ae]y(?![aeiou])", "ai"),
    ("y(?![aeiou])", "i"),
    ("(?<=[^aeiouy])ie$", "i"),
    ("e$", "ai"),
    ("^y(?=e)", ""),
)
"""Latin spellings → class, in order. Source: how Tamil names are romanised in Tamil Nadu."""

SHARED = (
    ("ayy", "aiy"),
    ("avu(?=[rl])", "av"),
    ("k[iu]?r[iu]s(?=n)", "kris"),
    (r"(.)\1+", r"\1"),
    ("np", "mp"),
    ("nm", "m"),
    ("^i(?=[lr][aeiou].{3})", ""),
    ("^e(?=lan)", ""),
    ("i(?=[aeou])", "iy"),
    ("(?<=a)iy(?=i)", "i"),
    ("(?<=nt)[iu](?=r)", ""),
    ("ntr", "nr"),
    ("(?<=^[st]u?p)[iu](?=r)", ""),
    ("l[ae]su?m(?=[ai])", "lasm"),
    (r"(.)\1+", r"\1"),
)
"""What both scripts do alike: doubling, glides, a vowel slipped into a cluster."""

OF_NAMES = (
    ("^ye", "e"),
    ("^si?ri(?=.)", "si"),
    ("^s[ae]y(?=[aeo])", "sey"),
    ("pir(?=[aei])", "pr"),
    ("aiy(?=[aeiou])", "ay"),
    ("(?<=[^aeiou])iy(?=[aeou])", "y"),
    ("(?<=t)ir(?=[ai]$)", "r"),
    ("svam", "sam"),
)
"""What sounds alike in names only: ஸ்ரீனிவாசன் and சீனிவாசன், ஜெயா and Jaya, Subbiah and சுப்பையா."""

LATIN_RULES = tuple((regex.compile(seen), meant) for seen, meant in LATIN)
SHARED_RULES = tuple((regex.compile(seen), meant) for seen, meant in SHARED)
NAME_RULES = tuple((regex.compile(seen), meant) for seen, meant in OF_NAMES)
NEITHER = regex.compile(r"[^a-z]")


@lru_cache(maxsize=65_536)
def key(word: str) -> str:
    """How a word sounds, as a coarse string of Latin letters; "" when nothing is left of it.

    Example:
        >>> key("முருகன்"), key("Murugan"), key("மல்லிகை"), key("malliga")
        ('murukan', 'murukan', 'malikai', 'malika')
    """
    sound: str = NEITHER.sub("", _latin(_romanised(word.lower())))
    for pattern, meant in SHARED_RULES:
        sound = pattern.sub(meant, sound)
    return sound


@lru_cache(maxsize=65_536)
def name_key(word: str) -> str:
    """How a word sounds as a name of somebody or of a place: coarser than `key`.

    Example:
        >>> name_key("Srinivasan"), name_key("சீனிவாசன்")
        ('sinivasan', 'sinivasan')
    """
    sound = key(word)
    for pattern, meant in NAME_RULES:
        sound = pattern.sub(meant, sound)
    return sound


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


def _latin(word: str) -> str:
    """Latin spelling habits folded; capitals came from Tamil letters and are settled already."""
    for pattern, meant in LATIN_RULES:
        word = pattern.sub(meant, word)
    return word.lower()
