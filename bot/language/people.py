"""Where in a line a farmer is named: [initial, title, village] name [initial, title, village].

`names` knows who exists; this room knows how people write them: மேலூர் மு. முருகன் அண்ணனுக்கு,
K Murugan, murugan.k, F012, எஃப் 7, f zero zero seven.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.language.atoms import atoms_of
from bot.language.endings import without_ending
from bot.language.names import Names, initial_of
from bot.language.parts import Farmer
from bot.language.tokens import Kind, Token
from bot.language.words import phrase_at

LONGEST_NAME, LONGEST_VILLAGE, LONGEST_PREFIX = 3, 2, 4
LONGEST_LETTERS = 3
"""Letters that a code begins with; a longer word may be one only where a line begins."""

MARKS = frozenset({"at", "per", "rupee", "kg", "gram", "unit.piece", "unit.bunch", "unit.other"})
"""What stands beside a figure and is no letter of a code: x320, 5 g."""


def farmer_at(tokens: Sequence[Token], start: int, names: Names) -> tuple[Farmer, int] | None:
    """The farmer named from a token on, and how many tokens name him; None for no whole name."""
    if tokens[start].kind != Kind.WORD:
        return None
    return _code_at(tokens, start, names) or _name_at(tokens, start, names)


def _code_at(tokens: Sequence[Token], start: int, names: Names) -> tuple[Farmer, int] | None:
    """A code: letters, perhaps a hyphen, and digits in figures or words.

    Letters that no farmer's code has are kept with their digits and name nobody: S02 is somebody
    of the shop, and never F002.
    """
    letters = initial_of(tokens[start].word) or tokens[start].word
    is_ours = letters in names.code_letters
    if not is_ours and not _may_be_letters(tokens, start, letters):
        return None
    position = start + 1
    while position < len(tokens) and tokens[position].text in {"-", ".", "#"}:
        position += 1
    first = position
    digits = ""
    while position < len(tokens) and (digit := _digits(tokens[position])) is not None:
        digits += digit
        position += 1
        if len(digit) > 1:
            break
    if not digits or not (is_ours or _is_foreign_code(tokens, start, first, position, names)):
        return None
    if position < len(tokens) and tokens[position].is_joined and len(tokens[position].word) == 1:
        is_ours = is_ours and tokens[position].kind != Kind.WORD
        position += tokens[position].kind == Kind.WORD
    code = names.by_code(letters, digits) if is_ours else None
    text = "".join(token.text for token in tokens[start:position])
    return Farmer((code,) if code else (), text, is_sure=code is not None), position - start


def _may_be_letters(tokens: Sequence[Token], start: int, letters: str) -> bool:
    """Whether a code that is not ours may begin here at all; a quick no for most words."""
    if start == 0 and len(letters) == 1:
        return True
    is_glued = start + 1 < len(tokens) and tokens[start + 1].is_joined
    return is_glued and (start == 0 or len(letters) <= LONGEST_LETTERS)


def _is_foreign_code(
    tokens: Sequence[Token], start: int, first: int, end: int, names: Names
) -> bool:
    """Whether letters that no farmer has begin a code: S02, ADM01; at a line's start `s 02 …`.

    Args:
        tokens: the line.
        start: where the letters stand.
        first: where the digits begin.
        end: where they have ended.
        names: the farmers.
    """
    token = tokens[start]
    if token.is_joined and start and tokens[start - 1].kind == Kind.NUMBER:
        return False
    phrase = phrase_at([token], 0)
    if phrase and any(concept.startswith("month.") for concept in phrase.concepts):
        return False
    is_glued = all(after.is_joined for after in tokens[start + 1 : first + 1])
    if len(initial_of(token.word) or token.word) > 1:
        is_word = phrase is not None and "ordinal" not in phrase.concepts
        is_long = len(token.word) <= LONGEST_LETTERS or len(tokens[first].text) > 1
        return is_glued and is_long and not is_word and not names.whole([token.word])
    if start == 0:
        is_number = tokens[first].kind == Kind.NUMBER or end - first > 1
        return is_glued or (is_number and _goes_on(tokens, end))
    return is_glued and not (phrase and phrase.concepts & MARKS)


def _goes_on(tokens: Sequence[Token], end: int) -> bool:
    """Whether a name follows, so that the number before it was no weight and no choice."""
    if end >= len(tokens) or tokens[end].kind != Kind.WORD:
        return False
    phrase = phrase_at(tokens, end)
    return not (phrase and phrase.concepts & MARKS)


def _digits(token: Token) -> str | None:
    if token.kind == Kind.NUMBER:
        return token.text if token.text.isdecimal() else None
    atoms = atoms_of(token, is_after_number=False)
    if atoms and len(atoms) == 1 and atoms[0].kind == "unit" and not atoms[0].is_open:
        return str(atoms[0].value)
    return None


@dataclass(slots=True)
class _Around:
    """What stands around a name and tells namesakes apart."""

    initials: list[str] = field(default_factory=list)
    village: frozenset[str] = frozenset()


def _name_at(tokens: Sequence[Token], start: int, names: Names) -> tuple[Farmer, int] | None:
    around = _Around()
    position = start
    while not (length := _core_length(tokens, position, names)):
        taken = _taken(tokens, position, names, around)
        position += taken
        if not taken or position - start > LONGEST_PREFIX or position >= len(tokens):
            return None
    words = [token.word for token in tokens[position : position + length]]
    position += length
    while position < len(tokens):
        taken = _dative(tokens, position)
        if taken:
            position += taken
            break
        taken = _taken(tokens, position, names, around)
        if not taken:
            break
        position += taken
    codes, is_sure = _resolved(words, around, names)
    text = "".join(
        token.text if token.is_joined else f" {token.text}" for token in tokens[start:position]
    )
    return Farmer(codes, text.strip(), is_sure), position - start


def _core_length(tokens: Sequence[Token], start: int, names: Names) -> int:
    """How many tokens from here are a whole name; a title before another name is no name."""
    if start >= len(tokens) or tokens[start].kind != Kind.WORD:
        return 0
    if not names.may_begin(tokens[start].word):
        return 0
    for length in range(min(LONGEST_NAME, len(tokens) - start), 0, -1):
        span = tokens[start : start + length]
        if all(token.kind == Kind.WORD for token in span) and names.whole([t.word for t in span]):
            is_title = length == 1 and _is_honorific(span[0].word)
            if is_title and _core_length(tokens, start + 1, names):
                return 0
            return length
    return 0


def _taken(tokens: Sequence[Token], start: int, names: Names, around: _Around) -> int:
    """Take an initial, a title or a village into account; how many tokens it was."""
    token = tokens[start]
    following = tokens[start + 1] if start + 1 < len(tokens) else None
    if token.text == "." and token.is_joined and following and following.kind == Kind.WORD:
        inner = _taken(tokens, start + 1, names, around)
        return inner + 1 if inner else 0
    if token.kind != Kind.WORD:
        return 0
    dot = int(following is not None and following.text == "." and following.is_joined)
    if dot and start + 2 < len(tokens) and tokens[start + 2].kind == Kind.NUMBER:
        return 0  # ரூ.2000
    if _is_initial(token, following):
        around.initials.append(initial_of(token.word))
        return 1 + dot
    if _is_honorific(token.word):
        return 1 + dot
    return _village(tokens, start, names, around)


def _is_initial(token: Token, following: Token | None) -> bool:
    """A letter or its name; in Tamil script a known word (பூ, கி) is one only with its dot."""
    if not initial_of(token.word):
        return False
    if following and following.is_joined and following.kind == Kind.NUMBER:
        return False
    has_dot = following is not None and following.text == "." and following.is_joined
    return has_dot or token.word.isascii() or phrase_at([token], 0) is None


def _village(tokens: Sequence[Token], start: int, names: Names, around: _Around) -> int:
    for length in range(min(LONGEST_VILLAGE, len(tokens) - start), 0, -1):
        words = [t.word for t in tokens[start : start + length] if t.kind == Kind.WORD]
        if len(words) == length and (village := names.of_village(words)):
            around.village = village
            return length
    return 0


def _resolved(words: list[str], around: _Around, names: Names) -> tuple[tuple[str, ...], bool]:
    everyone = names.whole(words)
    codes, fits = everyone, True
    if around.initials:
        fitting = names.with_initials(words, around.initials)
        codes, fits = fitting or everyone, bool(fitting)
    if around.village:
        near = tuple(code for code in codes if code in around.village)
        codes, fits = near or codes, fits and bool(near)
    elif not around.initials:
        codes = names.without_initial(words) or everyone
        codes = codes if len(codes) == 1 else everyone
    return codes, fits and len(codes) == 1


def _is_honorific(word: str) -> bool:
    for rest in without_ending(word):
        token = Token(Kind.WORD, rest, rest, is_joined=False)
        phrase = phrase_at([token], 0)
        if phrase and "honorific" in phrase.concepts:
            return True
    return False


def _dative(tokens: Sequence[Token], start: int) -> int:
    """`ku`, `-ku` or க்கு standing apart after a name."""
    skip = int(tokens[start].text == "-" and start + 1 < len(tokens))
    phrase = phrase_at(tokens, start + skip)
    return phrase.length + skip if phrase and "dative" in phrase.concepts else 0
