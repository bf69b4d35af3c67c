"""(phrase, facts, language) → text. The only user of Babel.

The catalogs of each language, `messages.po` for talk and paper and `pages/*.po` for the rooms of
the office, hold every phrase under its key; they are compiled when first needed, so there is no
`.mo` file to forget. Digits are Western in every language, money is grouped in lakhs, weights have
three decimals, dates are DD-MM-YYYY.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time
from babel.messages.catalog import Catalog as Babel
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from locales.facts import (
    Day,
    Fact,
    Fits,
    Lines,
    Moment,
    Money,
    Name,
    Percent,
    Phrase,
    Quantity,
    Quote,
)
from locales.languages import LANGUAGES

MARKET_ZONE = ZoneInfo("Asia/Kolkata")
QUOTED_MAX = 40
"""Characters of a person's own words that are quoted back to him."""


@dataclass(frozen=True, slots=True)
class Catalog:
    """A language's phrases, compiled.

    Attributes:
        plurals: keys whose wording depends on the fact `n` or on a quantity's number.
    """

    language: str
    translations: GNUTranslations
    keys: frozenset[str]
    plurals: frozenset[str]


def render(phrase: str, facts: Mapping[str, Fact], language: str) -> str:
    """The text of a phrase.

    Args:
        phrase: its key in the catalogs.
        facts: what it mentions; one that the phrase has no place for is ignored.
        language: one of `LANGUAGES`.

    Raises:
        KeyError: the catalogs have no such phrase, or it mentions a fact that is not given.
    """
    number = facts.get("n", 1)
    wording = _wording(phrase, number if isinstance(number, int) else 1, language)
    return wording.format_map(_Shown(facts, language))


@cache
def catalog(language: str) -> Catalog:
    """A language's catalog, read once.

    Raises:
        KeyError: there is no such language.
    """
    if language not in LANGUAGES:
        raise KeyError(language)
    read = _whole(language)
    compiled = BytesIO()
    write_mo(compiled, read)
    compiled.seek(0)
    keys = {_key(message.id): message.pluralizable for message in read if message.id}
    return Catalog(
        language,
        GNUTranslations(compiled),
        frozenset(keys),
        frozenset(key for key, is_plural in keys.items() if is_plural),
    )


def _whole(language: str) -> Babel:
    """All files of a language as one catalog; a phrase stands in one of them only."""
    folder = Path(__file__).parent / language
    with (folder / "messages.po").open("rb") as source:
        whole = read_po(source, abort_invalid=True)
    for path in sorted(folder.glob("pages/*.po")):
        with path.open("rb") as source:
            for message in read_po(source, abort_invalid=True):
                if not message.id:
                    continue
                if message.id in whole:
                    raise ValueError(f"{path}: {message.id} is in another file")
                whole[message.id] = message
    return whole


def money(paise: int) -> str:
    """Rupees with two decimals, grouped in lakhs.

    Example:
        >>> money(12345650), money(-5)
        ('₹1,23,456.50', '-₹0.05')
    """
    sign = "-" if paise < 0 else ""
    rupees = format_decimal(Decimal(abs(paise)).scaleb(-2), "#,##,##0.00", locale="en_IN")
    return f"{sign}₹{rupees}"


def quantity(amount: Quantity, language: str) -> str:
    """A weight with three decimals; a count without, where it is whole.

    Example:
        >>> quantity(Quantity(5500, "kg"), "ta"), quantity(Quantity(12000, "piece"), "en")
        ('5.500 கிலோ', '12 pieces')
    """
    is_count = amount.unit != "kg" and amount.milli % 1000 == 0
    pattern = "#,##,##0" if is_count else "#,##,##0.000"
    number = format_decimal(Decimal(amount.milli).scaleb(-3), pattern, locale="en_IN")
    key = {"kg": "unit_kg", "piece": "unit_piece"}.get(amount.unit, "unit_bunch")
    # "1 piece", but "1.500 pieces" and "0 pieces"
    wording = _wording(key, 1 if amount.milli == 1000 else 2, language)  # noqa: PLR2004 - a unit
    return wording.format(number=number)


class _Shown(dict[str, str]):
    """Facts turned into text when a phrase asks for them."""

    def __init__(self, facts: Mapping[str, Fact], language: str) -> None:
        super().__init__()
        self.facts = facts
        self.language = language

    def __missing__(self, name: str) -> str:
        return _shown(self.facts[name], self.language)


def _wording(key: str, number: int, language: str) -> str:
    known = catalog(language)
    if key not in known.keys:
        raise KeyError(key)
    if key in known.plurals:
        return known.translations.ngettext(key, key, number)
    return known.translations.gettext(key)


def _shown(fact: Fact, language: str) -> str:  # noqa: C901, PLR0911 - a table of the facts
    match fact:
        case str():
            return _quoted(fact)
        case int():
            return str(fact)
        case Money():
            return money(fact.paise)
        case Quantity():
            return quantity(fact, language)
        case Percent():
            bp = Decimal(fact.bp).scaleb(-2)
            return f"{format_decimal(bp, '0.##', locale='en_IN')} %"
        case Name():
            return fact.ta or fact.en if language == "ta" else fact.en
        case Moment():
            return _TIMES[language](fact)
        case Day():
            return format_date(fact.on, "dd-MM-yyyy", locale="en_IN")
        case Phrase():
            return render(fact.key, fact.facts, language)
        case Lines():
            return "\n".join(render(each.key, each.facts, language) for each in fact.phrases)
        case Fits():
            return _first_that_fits(fact, language)
        case Quote():
            return _quoted(fact.words, fact.limit)


def _first_that_fits(fact: Fits, language: str) -> str:
    *longer, shortest = fact.phrases
    for each in longer:
        text = render(each.key, each.facts, language)
        if len(text) <= fact.limit:
            return text
    return render(shortest.key, shortest.facts, language)


def _quoted(words: str, limit: int = QUOTED_MAX) -> str:
    """A person's own words on one line, shortened, without WhatsApp's marks of emphasis."""
    line = " ".join(words.translate(_UNMARKED).split())
    return line if len(line) <= limit else f"{line[:limit]}…"


def _key(identity: str | tuple[str, ...] | list[str]) -> str:
    return identity if isinstance(identity, str) else identity[0]


def _english_time(moment: Moment) -> str:
    return format_time(moment.at, "h:mm a", tzinfo=MARKET_ZONE, locale=Locale("en", "IN")).lower()


def _tamil_time(moment: Moment) -> str:
    return format_time(moment.at, "B h:mm", tzinfo=MARKET_ZONE, locale=Locale("ta", "IN"))


def _tanglish_time(moment: Moment) -> str:
    """`kaalai 5:50`: the parts of the day as Tamil divides it, in Latin letters."""
    at = moment.at.astimezone(MARKET_ZONE)
    part = next(name for hour, name in _TANGLISH_DAY if at.hour >= hour)
    return f"{part} {format_time(at, 'h:mm', tzinfo=MARKET_ZONE, locale=Locale('en', 'IN'))}"


_TANGLISH_DAY = (
    (19, "iravu"),
    (16, "saayangalam"),
    (12, "madhiyam"),
    (5, "kaalai"),
    (3, "adhikaalai"),
    (0, "iravu"),
)
"""From which hour on a part of the day is called so; the latest first."""

_TIMES: dict[str, Callable[[Moment], str]] = {
    "en": _english_time,
    "ta": _tamil_time,
    "tanglish": _tanglish_time,
}
_UNMARKED = str.maketrans(dict.fromkeys("*_~`"))
