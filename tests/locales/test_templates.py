"""WhatsApp's rules about templates, and that ours keep them."""

from dataclasses import replace

import pytest

from locales.facts import Lines, Money, Phrase
from locales.templates import (
    Button,
    Kind,
    Template,
    button_variables,
    fault_of_value,
    faults,
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
    many = replace(GOOD, buttons=tuple(Button(str(n), "Yes") for n in range(4)))
    wordy = replace(GOOD, buttons=(Button("1", "Yes, please write it"), Button("2", "No" * 11)))
    assert faults(many) == ["more than three buttons"]
    assert faults(wordy) == [f"button title is too long: {'No' * 11}"]


def test_the_same_templates_exist_in_both_languages_with_the_same_variables() -> None:
    for of in templates():
        other = template(of.key, "ta" if of.language == "en" else "en")
        assert (other.variables, [b.id for b in other.buttons]) == (
            of.variables,
            [b.id for b in of.buttons],
        )


def test_variables_are_numbered_and_stand_on_one_line() -> None:
    two_lines = Lines((Phrase("entry", {"entry": 1}), Phrase("entry", {"entry": 2})))
    values = variables_of(GOOD, {"gross": Money(10_00), "net": two_lines}, "en")
    assert values == {"1": "₹10.00", "2": "entry 1 entry 2"}


def test_a_variable_without_a_fact_is_an_error() -> None:
    with pytest.raises(KeyError, match="net"):
        variables_of(GOOD, {"gross": Money(1)}, "en")


def test_an_undo_button_names_its_entry_and_the_text_keeps_its_lines() -> None:
    undo = template("undo", "ta")
    assert button_variables(undo, "a\nb", {"entry": 104}) == {"1": "a\nb", "2": "104"}
    assert [button.id for button in undo.buttons] == ["undo {{2}}"]


def test_an_unknown_template_is_an_error() -> None:
    with pytest.raises(KeyError, match="nothing"):
        template("nothing", "en")
