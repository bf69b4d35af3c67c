"""WhatsApp's rules about templates, and that ours keep them."""

from dataclasses import replace

import pytest

from locales.facts import Lines, Money, Phrase
from locales.languages import FORMAL, LANGUAGES, formal
from locales.template_rules import fault_of_value, faults, faults_between
from locales.templates import (
    Button,
    Kind,
    Template,
    button_variables,
    template,
    templates,
    variables_of,
)

GOOD = Template(
    key="notice",
    language="en",
    kind=Kind.UTILITY,
    category="UTILITY",
    body="Your flowers came to {{1}} and you get {{2}} of it today.",
    variables=("gross", "net"),
    samples=("₹10.00", "₹9.50"),
)


@pytest.mark.parametrize("of", templates(), ids=lambda of: f"{of.key}-{of.language}")
def test_our_templates_keep_the_rules(of: Template) -> None:
    assert faults(of) == []


def test_the_rules_find_nothing_in_a_good_one() -> None:
    assert faults(GOOD) == []


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("{{1}} is what your flowers came to, you get {{2}} of it today.", "first or last"),
        ("Your flowers came to {{1}} today and what you get of it is {{2}}.", "first or last"),
        ("Your flowers came to {{1}} {{2}} and the shop says thanks today.", "side by side"),
        ("Your flowers came to {{1}}, {{2}} and the shop says thanks today.", "side by side"),
        ("Flowers {{1}} get {{2}} today.", "too few fixed words"),
        ("Your flowers came to {{1}} and you get {{3}} of it today.", "not numbered"),
        ("Your flowers came to {{2}} and you get {{1}} of it today.", "not numbered"),
        ("Your flowers came to {{1}} and you get {{2}} today." + " more" * 250, "too long"),
        ("Your flowers came to {{1}} and you get {{2}} today. Hurry!", "marketing: Hurry"),
        ("உங்க பூ விலை {{1}} ஆச்சு; சலுகை போக உங்களுக்கு {{2}} கிடைக்கும் இன்று.", "marketing"),
        ("Your flowers came to {{1}} and you get {{2}} today, {name}.", "a brace"),
        ("Your flowers came to {{1}}\n\n\nand you get {{2}} of it today.", "empty lines"),
    ],
)
def test_a_body_that_would_be_refused_is_found(body: str, fault: str) -> None:
    assert any(fault in each for each in faults(replace(GOOD, body=body)))


@pytest.mark.parametrize(
    ("value", "fault"),
    [("", "empty"), ("a\nb", "newline"), ("a\tb", "tab"), ("a    b", "four"), ("x" * 251, "long")],
)
def test_a_value_that_would_be_refused_is_found(value: str, fault: str) -> None:
    assert fault in (fault_of_value(value) or "")
    assert fault_of_value("₹4,675.00") is None


def test_buttons_are_three_at_most_and_short() -> None:
    many = replace(GOOD, buttons=tuple(Button(str(n), f"Yes {n}") for n in range(4)))
    wordy = replace(GOOD, buttons=(Button("1", "Yes, please write it"), Button("2", "No" * 11)))
    assert faults(many) == ["more than three buttons"]
    assert faults(wordy) == [f"button title is too long: {'No' * 11}"]


@pytest.mark.parametrize(
    ("buttons", "fault"),
    [
        ([("1", "Yes"), ("1", "No")], "two buttons have the same ids"),
        ([("1", "Yes"), ("2", "Yes")], "two buttons have the same titles"),
        ([("undo {{3}}", "Undo")], "button id mentions a variable that is not there: undo {{3}}"),
        ([("undo", "Undo {{1}}")], "button title holds more than words: Undo {{1}}"),
        ([("u" * 201, "Undo")], f"button id is too long: {'u' * 201}"),
    ],
)
def test_buttons_that_would_be_refused_are_found(
    buttons: list[tuple[str, str]], fault: str
) -> None:
    assert faults(replace(GOOD, buttons=tuple(Button(*each) for each in buttons))) == [fault]


def test_a_key_that_cannot_be_a_name_and_too_many_variables_are_found() -> None:
    assert faults(replace(GOOD, key="Notice 1")) == ["the key cannot be a name at WhatsApp"]
    many = tuple(f"v{n}" for n in range(101))
    samples = ("x",) * len(many)
    assert "too many variables" in faults(replace(GOOD, variables=many, samples=samples))


def test_a_body_that_grows_too_long_with_its_samples_is_found() -> None:
    grown = replace(GOOD, body=GOOD.body + " more" * 180, samples=("x" * 100, "y" * 100))
    assert faults(grown) == ["body is too long"]


def test_languages_that_differ_are_found() -> None:
    other = replace(GOOD, body="You get {{1}}.", buttons=(Button("1", "Yes"),))
    assert faults_between(GOOD, other) == [
        "the languages mention different variables",
        "the languages have different buttons",
    ]


def test_a_template_says_the_same_in_every_language_that_it_has() -> None:
    for of in templates():
        other = template(of.key, "ta" if of.language == "en" else "en")
        assert of.key == other.key
        assert of.language != other.language
        assert other.variables == of.variables
        assert faults_between(of, other) == []


def test_what_whatsapp_approves_is_in_its_languages_and_buttons_are_in_ours() -> None:
    for of in templates():
        assert of.language in (FORMAL if of.needs_approval else LANGUAGES)
        for language in LANGUAGES:
            fitting = formal(language) if of.needs_approval else language
            assert template(of.key, language).language == fitting


def test_variables_are_numbered_and_stand_on_one_line() -> None:
    two_lines = Lines((Phrase("entry", {"entry": 1}), Phrase("entry", {"entry": 2})))
    values = variables_of(GOOD, {"gross": Money(10_00), "net": two_lines})
    assert values == {"1": "₹10.00", "2": "entry 1 entry 2"}


def test_a_variable_is_never_empty_since_whatsapp_takes_no_empty_one() -> None:
    assert variables_of(GOOD, {"gross": "", "net": Money(1)})["1"] == "–"


def test_a_variable_without_a_fact_is_an_error() -> None:
    with pytest.raises(KeyError, match="net"):
        variables_of(GOOD, {"gross": Money(1)})


def test_an_undo_button_names_its_entry_and_the_text_keeps_its_lines() -> None:
    undo = template("undo", "ta")
    assert button_variables(undo, "a\nb", {"entry": 104}) == {"1": "a\nb", "2": "104"}
    assert [button.id for button in undo.buttons] == ["undo {{2}}"]


def test_an_unknown_template_is_an_error() -> None:
    with pytest.raises(KeyError, match="nothing"):
        template("nothing", "en")
