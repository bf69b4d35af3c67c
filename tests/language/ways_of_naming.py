"""The ways in which one farmer is named: spellings, slips, endings, initials, villages, codes."""

from collections.abc import Iterable, Iterator
from random import Random

import regex

from bot.language.shop import FarmerName
from bot.language.text.lexicon import forms, rows

LETTERS = {letter: forms(column)[0] for letter, column in rows("initials")}

ALIKE = (
    *(("zh", "l"), ("zh", "z"), ("th", "t"), ("th", "dh"), ("dh", "th"), ("v", "w"), ("bh", "b")),
    *(("aa", "a"), ("oo", "u"), ("ee", "i"), ("u", "oo"), ("i", "ee"), ("ai$", "ay"), ("y$", "i")),
    *(("i$", "y"), ("sh", "s"), ("s", "sh"), ("ch", "s"), ("j", "s"), ("k", "g"), ("g", "k")),
    *(("p", "b"), ("b", "p"), ("d", "t"), ("nn", "n"), ("mm", "m"), ("ll", "l"), ("l", "ll")),
    *(("lakshm", "latchum"), ("lakshm", "letchum"), ("lakshm", "laxm"), ("lakshm", "lakshum")),
    *(("samy", "sami"), ("samy", "chamy"), ("samy", "swamy"), ("ian", "iyan"), ("aiah", "ayya")),
    *(("aiah", "aiya"), ("ndran", "ndiran"), ("ck", "k"), ("jeya", "jaya"), ("sri", "shri")),
)
"""Spellings that sound the same. Source: how Tamil names are romanised in Tamil Nadu."""

CONFUSED = {"a": "eo", "e": "ia", "i": "ey", "o": "u", "u": "o"}
CONFUSED_TAMIL = {
    "ா": "",
    "ி": "ீ",
    "ீ": "ி",
    "ு": "ூ",
    "ூ": "ு",
    "ெ": "ே",
    "ே": "ெ",
    "ொ": "ோ",
    "ோ": "ொ",
}
CONFUSED_TAMIL |= {"ன": "ண", "ண": "ன", "ல": "ள", "ள": "ல", "ர": "ற", "ற": "ர", "ழ": "ள"}


def bare(name: str) -> str:
    """A name without its initial."""
    return name.rpartition(". ")[2]


def sounding(farmer: FarmerName) -> Iterator[str]:
    """His name in other spellings of the same sound, as it is, and in Tamil."""
    name = bare(farmer.name_en).lower()
    yield from (bare(farmer.name_en), name, name.upper(), bare(farmer.name_ta))
    for seen, other in ALIKE:
        for match in regex.finditer(seen, name):
            yield name[: match.start()] + other + name[match.end() :]


def slips(farmer: FarmerName) -> list[str]:
    """His name with a letter lost, put in, doubled, confused or swapped with its neighbour."""
    name, tamil = bare(farmer.name_en).lower(), bare(farmer.name_ta)
    typed = set()
    for place in range(1, len(name) - 1):
        before, letter, after = name[:place], name[place], name[place + 1 :]
        typed |= {before + after, before + letter + letter + after}
        typed |= {before + other + after for other in CONFUSED.get(letter, "")}
        if place < len(name) - 2:
            typed.add(before + after[0] + letter + after[1:])
    for place in range(1, len(tamil) - 1):
        if tamil[place] in CONFUSED_TAMIL:
            typed.add(tamil[:place] + CONFUSED_TAMIL[tamil[place]] + tamil[place + 1 :])
    return sorted(typed - {name, tamil})


def cases(farmer: FarmerName) -> Iterator[str]:
    """His name with the endings of case, and with a title."""
    name, tamil = bare(farmer.name_en).lower(), bare(farmer.name_ta)
    for ending in ("ku", " ku", "-ku", "kku", "-க்கு", "kitta", " annan", "annan", " anna-ku"):
        yield name + ending
    yield name + ("vuku" if name[-1] in "au" else "yoda" if name[-1] in "ei" else "uku")
    if name.endswith("m"):
        yield name[:-1] + "thukku"
    dotted = {"ன்": "னுக்கு", "ம்": "த்துக்கு"}
    stem, end = tamil[:-2], tamil[-2:]
    if end in dotted:
        yield stem + dotted[end]
    elif tamil[-1] == "்":
        yield tamil[:-1] + "ுக்கு"
    else:
        yield tamil + ("க்கு" if tamil[-1] in "ிீை" else "வுக்கு")
    yield from (f"{tamil} அண்ணனுக்கு", f"{tamil}அண்ணன்", f"திரு {tamil}", f"Mr {name}", f"{name} sir")


def with_initial(farmer: FarmerName) -> Iterator[str]:
    """His name and its initial, in either order and script."""
    letter, _, name = farmer.name_en.partition(". ")
    tamil = bare(farmer.name_ta)
    low, said = letter.lower(), LETTERS[letter.lower()]
    yield from (f"{low} {name}", f"{letter}.{name}", f"{letter}. {name}", f"{name} {low}")
    yield from (f"{name} {letter}.", f"{name}.{low}", f"{name}, {letter}", f"{name} ({letter})")
    yield from (f"({letter}) {name}", f"{low}-{name}", f"{letter} {name} annan", f"{low}.{name}ku")
    yield from (f"{said} {tamil}", f"{said}.{tamil}", f"{tamil} {said}", f"{tamil} {said}.")
    yield from (f"{farmer.name_ta} அண்ணனுக்கு", f"{low} {tamil}", f"{low}{name.lower()}")


def with_village(farmer: FarmerName) -> Iterator[str]:
    """His name and his village, before, behind, in brackets, with an ending."""
    name, tamil = bare(farmer.name_en), bare(farmer.name_ta)
    village, place = farmer.village_en, farmer.village_ta
    low = village.lower()
    yield from (f"{low} {name}", f"{name} {low}", f"{name} ({village})", f"({village}) {name}")
    yield from (f"{name}, {village}", f"{village}, {name}", f"{name} - {village}", f"{name}/{low}")
    yield from (f"{village} - {name}", f"{low}la {name}", f"{low} la {name}", f"{low}-la {name}")
    yield from (f"{name} from {village}", f"{name} of {low}", f"{village} {name} annan")
    yield from (f"{place} {tamil}", f"{tamil} {place}", f"{tamil} ({place})", f"{place}-{tamil}")
    yield from (f"{place}ல {tamil}", f"{place}, {tamil}", f"{low} {tamil}")


def by_code(farmer: FarmerName) -> Iterator[str]:
    """His code, in figures and in words."""
    number = int(farmer.code[1:])
    for sign in ("", " ", "-", ".", "#", "_"):
        yield from (f"F{sign}{number}", f"f{sign}{number:03}")
    yield from (f"எஃப் {number}", f"எப்{number}", f"எஃப்-{number:03}", f"({farmer.code})")
    yield from (f"{farmer.code},", f"code {farmer.code}", f"{farmer.code} {bare(farmer.name_en)}")
    yield from (f"{bare(farmer.name_ta)} ({farmer.code})", f"{number}", f"{number:03}")
    english = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    tamil = ("பூஜ்ஜியம்", "ஒன்று", "இரண்டு", "மூன்று", "நான்கு", "ஐந்து", "ஆறு", "ஏழு", "எட்டு", "ஒன்பது")
    yield "f " + " ".join(english[int(digit)] for digit in f"{number:03}")
    yield "எஃப் " + " ".join(tamil[int(digit)] for digit in str(number))


def some(of: Iterable[str], count: int, throw: Random) -> list[str]:
    """So many of them, the same each time."""
    everything = sorted(set(of))
    return throw.sample(everything, min(count, len(everything)))
