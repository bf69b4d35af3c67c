"""How facts are worded, and that no phrase is missing, unused, or different in one language."""

import re
from datetime import UTC, date, datetime
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po

from locales.facts import Day, Fact, Fits, Lines, Moment, Name, Percent, Phrase, Quantity, Quote
from locales.phrases import LANGUAGES, catalog, money, quantity, render

ROOT = Path(__file__).parents[2]
SOURCES = [
    path
    for folder in ("bot", "dashboard", "locales", "ops", "papers", "workers")
    for path in (ROOT / folder).rglob("*")
    if path.suffix in {".py", ".html", ".js"}
]


def shown(fact: Fact, language: str = "en") -> str:
    return render("fact", {"fact": fact}, language)


def wordings(language: str) -> dict[str, list[str]]:
    path = ROOT / "locales" / language / "messages.po"
    with path.open("rb") as source:
        read = read_po(source, locale=language)
    found = {}
    for message in read:
        if message.id:
            key = message.id if isinstance(message.id, str) else message.id[0]
            text = message.string
            found[key] = [text] if isinstance(text, str) else list(text or ())
    return found


def placeholders(texts: list[str]) -> set[str]:
    return {name for text in texts for _, name, _, _ in Formatter().parse(text) if name}


def test_both_languages_have_the_same_phrases() -> None:
    assert wordings("en").keys() == wordings("ta").keys()
    assert catalog("en").plurals == catalog("ta").plurals


@pytest.mark.parametrize("key", sorted(wordings("en")))
def test_a_phrase_mentions_the_same_facts_in_both_languages(key: str) -> None:
    assert placeholders(wordings("en")[key]) == placeholders(wordings("ta")[key])


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_phrase_is_empty(language: str) -> None:
    assert not [key for key, texts in wordings(language).items() if not all(texts)]


def test_tamil_is_written_in_tamil() -> None:
    for key, texts in wordings("ta").items():
        words = re.sub(r"{\w+}", "", " ".join(texts))
        english = re.sub(r"{\w+}", "", " ".join(wordings("en")[key]))
        assert not re.search("[a-z]{2}", english) or re.search("[\u0b80-\u0bff]", words), key


def test_every_phrase_is_said_somewhere() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)
    plain = [key for key in wordings("en") if "." not in key]
    assert [key for key in plain if f'"{key}"' not in code] == []


def test_every_phrase_that_is_said_is_in_the_catalogs() -> None:
    said = {
        key
        for path in SOURCES
        if path.suffix == ".py"
        for key in re.findall(r'\b[Pp]hrase\(\s*"([a-z_]+)"', path.read_text(encoding="utf-8"))
    }
    assert said - wordings("en").keys() == set()


def test_a_missing_phrase_is_an_error_not_its_key() -> None:
    with pytest.raises(KeyError, match="no_such_phrase"):
        render("no_such_phrase", {}, "en")


def test_a_missing_fact_is_an_error() -> None:
    with pytest.raises(KeyError, match="entry"):
        render("written", {}, "en")


def test_an_unknown_language_is_an_error() -> None:
    with pytest.raises(KeyError, match="tanglish"):
        render("written", {"entry": 1}, "tanglish")


@pytest.mark.parametrize(
    ("paise", "text"),
    [
        (0, "₹0.00"),
        (5, "₹0.05"),
        (-5, "-₹0.05"),
        (12_345_650, "₹1,23,456.50"),
        (1_00_00_000_00, "₹1,00,00,000.00"),
    ],
)
def test_money_is_grouped_in_lakhs_with_two_decimals(paise: int, text: str) -> None:
    assert money(paise) == text


@pytest.mark.parametrize(
    ("amount", "english", "tamil"),
    [
        (Quantity(5500, "kg"), "5.500 kg", "5.500 கிலோ"),
        (Quantity(1, "kg"), "0.001 kg", "0.001 கிலோ"),
        (Quantity(1000, "piece"), "1 piece", "1 பூ"),
        (Quantity(1_200_000, "piece"), "1,200 pieces", "1,200 பூ"),
        (Quantity(1500, "bunch"), "1.500 bunches", "1.500 கட்டு"),
    ],
)
def test_weights_have_three_decimals_and_counts_none(
    amount: Quantity, english: str, tamil: str
) -> None:
    assert quantity(amount, "en") == english
    assert quantity(amount, "ta") == tamil


def test_percentages_dates_and_times_are_the_markets() -> None:
    at = Moment(datetime(2026, 11, 24, 0, 10, tzinfo=UTC))
    assert shown(Percent(500)) == "5 %"
    assert shown(Percent(-1050)) == "-10.5 %"
    assert shown(Day(date(2026, 11, 4))) == "04-11-2026"
    assert shown(at) == "5:40 am"
    assert shown(at, "ta") == "காலை 5:40"


def test_a_name_without_tamil_falls_back_to_english() -> None:
    assert shown(Name("Murugan", "முருகன்"), "ta") == "முருகன்"
    assert shown(Name("Murugan", ""), "ta") == "Murugan"


def test_counts_choose_the_plural() -> None:
    assert render("lots_in_short", {"n": 1}, "en") == "1 lot"
    assert render("lots_in_short", {"n": 3}, "en") == "3 lots"


def test_a_persons_words_are_quoted_on_one_short_line_without_marks() -> None:
    assert shown("*bold*\n_and_ ~more~") == "bold and more"
    assert shown("x" * 300) == "x" * 40 + "…"
    assert shown("{entry} %s {0}") == "{entry} %s {0}"


def test_the_first_wording_that_fits_is_taken_and_the_last_where_none_does() -> None:
    long, short = Phrase("name", {"name": Name("long enough", "")}), Phrase("entry", {"entry": 7})
    assert shown(Fits((long, short), 20)) == "long enough"
    assert shown(Fits((long, short), 10)) == "entry 7"
    assert shown(Fits((long, short), 3)) == "entry 7"
    assert shown(Lines((long, short))) == "long enough\nentry 7"


def test_longer_words_of_a_person_are_quoted_up_to_their_own_limit() -> None:
    words = "one bag is *missing* " * 20
    assert shown(Quote(words, 30)) == "one bag is missing one bag is …"
    assert len(shown(Quote(words))) == 201
    assert shown(Quote("SET-2026-11-001")) == "SET-2026-11-001"
