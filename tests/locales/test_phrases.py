"""How facts are worded, and that no phrase is missing, unused, or different in one language."""

import re
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po

from locales.facts import Day, Fact, Fits, Lines, Moment, Name, Percent, Phrase, Quantity, Quote
from locales.languages import LANGUAGES
from locales.phrases import MARKET_ZONE, catalog, money, quantity, render

ROOT = Path(__file__).parents[2]
SOURCES = [
    path
    for folder in ("bot", "dashboard", "locales", "ops", "papers", "workers")
    for path in (ROOT / folder).rglob("*")
    if path.suffix in {".py", ".html", ".js"}
]

SPELT_OTHERWISE = {
    "aama": {"ama", "aamaa", "aamam"},
    "anuppunga": {"anupunga"},
    "baaki": {"baki", "bakki", "paaki"},
    "evlo": {"evvalavu", "evalo", "yevlo"},
    "ezhudhiyachu": {"ezhuthiyachu", "eluthiyachu", "eludhiyachu"},
    "ezhudhunga": {"ezhuthunga", "eludhunga", "eluthunga"},
    "ezhudhala": {"ezhudhalai", "ezhuthala"},
    "illa": {"illai", "ila"},
    "innaikku": {"inniku", "indru", "inaiku"},
    "kanakku": {"kanaku", "kanakka"},
    "kilo": {"kg", "kilogram"},
    "koduthachu": {"kuduthachu", "koduthaachu"},
    "maarala": {"maaralai", "maaravillai"},
    "mudhalali": {"muthalali", "modhalali", "mudhalaali"},
    "mottham": {"motham", "mothama"},
    "vivasayi": {"vivasaayi"},
    "entry": {"pathivu", "padhivu"},
    "advance": {"munpanam"},
    "cancel": {"radhu", "rathu"},
    "appuram": {"apparam", "piragu"},
    "badhil": {"bathil"},
    "dhaan": {"dhan"},
    "edhuvum": {"ethuvum"},
    "ellam": {"ellaam"},
    "innoruthar": {"innoruvar", "innoruvarin"},
    "koduthadhu": {"koduthathu", "kuduthadhu"},
    "marubadi": {"marupadi", "meendum"},
    "paakka": {"paarkka"},
    "password": {"kadavuchol"},
    "pazhaya": {"pazhaiya"},
    "rendaavadhu": {"irandaavathu"},
    "seiya": {"seyya"},
    "vandhadhu": {"vanthathu", "vandhathu"},
    "vendiyadhu": {"vendiyathu"},
    "venum": {"vendum"},
}
"""Words of the Tanglish catalog, each with what it is not to be called there."""


STIFF = {
    "நீங்கள்": "நீங்க",
    "உங்கள் ": "உங்க",
    "ுங்கள்": "…ுங்க",
    "வேண்டும்": "வேணும், …ணும்",
    "ப்படும்": "…ஆகும், வரும்",
    "எல்லோரு": "எல்லாரு",
    "ஏற்கனவே": "ஏற்கெனவே",
    "இரண்டாவது ஒப்புதல்": "இன்னொருவர் ஒப்புதல்",
    "கணினி": "கம்ப்யூட்டர்",
    "நம்பர்": "எண்",
    "சீட்டு": "பட்டி",
}
"""What Malar does not write in Tamil, each with what a shopkeeper says for it."""


def shown(fact: Fact, language: str = "en") -> str:
    return render("fact", {"fact": fact}, language)


@cache
def wordings(language: str) -> dict[str, list[str]]:
    found = {}
    folder = ROOT / "locales" / language
    for path in (folder / "messages.po", *sorted(folder.glob("pages/*.po"))):
        with path.open("rb") as source:
            read = read_po(source, locale=language)
        for message in read:
            if message.id:
                key = message.id if isinstance(message.id, str) else message.id[0]
                text = message.string
                found[key] = [text] if isinstance(text, str) else list(text or ())
    return found


def placeholders(texts: list[str]) -> set[str]:
    return {name for text in texts for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_phrases(language: str) -> None:
    assert wordings("en").keys() == wordings(language).keys()
    assert catalog("en").plurals == catalog(language).plurals


@pytest.mark.parametrize("key", sorted(wordings("en")))
def test_a_phrase_mentions_the_same_facts_in_every_language(key: str) -> None:
    assert {frozenset(placeholders(wordings(each)[key])) for each in LANGUAGES} == {
        frozenset(placeholders(wordings("en")[key]))
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_phrase_is_empty(language: str) -> None:
    assert not [key for key, texts in wordings(language).items() if not all(texts)]


def test_tamil_is_written_in_tamil() -> None:
    for key, texts in wordings("ta").items():
        words = re.sub(r"{\w+}", "", " ".join(texts))
        english = re.sub(r"{\w+}", "", " ".join(wordings("en")[key]))
        assert not re.search("[a-z]{2}", english) or re.search("[\u0b80-\u0bff]", words), key


@pytest.mark.parametrize("stiff", STIFF)
def test_tamil_is_worded_as_a_shopkeeper_speaks(stiff: str) -> None:
    said = {key: " ".join(texts) + " " for key, texts in wordings("ta").items()}
    assert [key for key, words in said.items() if stiff in words] == [], f"say {STIFF[stiff]}"


def test_tanglish_is_written_in_latin_letters() -> None:
    for key, texts in wordings("tanglish").items():
        assert not re.search("[\u0b80-\u0bff]", " ".join(texts)), key


@pytest.mark.parametrize("word", SPELT_OTHERWISE)
def test_tanglish_spells_a_word_one_way(word: str) -> None:
    said = " ".join(text.lower() for texts in wordings("tanglish").values() for text in texts)
    words = set(re.findall("[a-z]+", re.sub(r"{\w+}", "", said)))
    assert word in words
    assert words & SPELT_OTHERWISE[word] == set()


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
    with pytest.raises(KeyError, match="hi"):
        render("written", {"entry": 1}, "hi")


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
    ("amount", "texts"),
    [
        (Quantity(5500, "kg"), ("5.500 kg", "5.500 கிலோ", "5.500 kilo")),
        (Quantity(1, "kg"), ("0.001 kg", "0.001 கிலோ", "0.001 kilo")),
        (Quantity(1000, "piece"), ("1 piece", "1 பூ", "1 poo")),
        (Quantity(1_200_000, "piece"), ("1,200 pieces", "1,200 பூ", "1,200 poo")),
        (Quantity(1500, "bunch"), ("1.500 bunches", "1.500 கட்டு", "1.500 kattu")),
    ],
)
def test_weights_have_three_decimals_and_counts_none(
    amount: Quantity, texts: tuple[str, ...]
) -> None:
    assert tuple(quantity(amount, language) for language in LANGUAGES) == texts


def test_percentages_dates_and_times_are_the_markets() -> None:
    at = Moment(datetime(2026, 11, 24, 0, 10, tzinfo=UTC))
    assert shown(Percent(500)) == "5 %"
    assert shown(Percent(-1050)) == "-10.5 %"
    assert shown(Day(date(2026, 11, 4))) == "04-11-2026"
    assert shown(at) == "5:40 am"
    assert shown(at, "ta") == "காலை 5:40"
    assert shown(at, "tanglish") == "kaalai 5:40"


@pytest.mark.parametrize(
    ("hour", "text"),
    [
        (0, "iravu 12:00"),
        (3, "adhikaalai 3:00"),
        (5, "kaalai 5:00"),
        (12, "madhiyam 12:00"),
        (15, "madhiyam 3:00"),
        (16, "saayangalam 4:00"),
        (19, "iravu 7:00"),
        (23, "iravu 11:00"),
    ],
)
def test_tanglish_divides_the_day_as_tamil_does(hour: int, text: str) -> None:
    at = datetime(2026, 11, 24, hour, tzinfo=MARKET_ZONE)
    assert shown(Moment(at), "tanglish") == text


def test_a_name_without_tamil_falls_back_to_english() -> None:
    assert shown(Name("Murugan", "முருகன்"), "ta") == "முருகன்"
    assert shown(Name("Murugan", ""), "ta") == "Murugan"


def test_tanglish_names_people_in_latin_letters() -> None:
    assert shown(Name("Murugan", "முருகன்"), "tanglish") == "Murugan"


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
