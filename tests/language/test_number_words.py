"""Every number word that the market has, as a table kept apart from the parser's own."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from bot.language.numbers import spoken_value

TABLE = Path(__file__).with_name("number_words.tsv")


def forms() -> Iterator[tuple[str, Decimal]]:
    """Each form with its value; an open one with a five after it."""
    for line in TABLE.read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        value, column = line.split("\t")
        for form in column.split(" · "):
            five = " anju" if form.isascii() else " ஐந்து"
            is_open = form.endswith("-")
            yield form.replace("-", five) if is_open else form, Decimal(value) + 5 * is_open


def test_every_form_of_the_table_has_its_value() -> None:
    wrong = [
        (form, value, said) for form, value in forms() if (said := spoken_value(form)) != value
    ]
    assert wrong == []


def test_a_form_that_needs_a_smaller_number_after_it_is_none_alone() -> None:
    alone = ("நூற்று", "noothi", "இருபத்தி", "irubathi", "ஆயிரத்து", "லட்சத்து", "கோடியே", "onne")
    assert [word for word in alone if spoken_value(word) is not None] == []
