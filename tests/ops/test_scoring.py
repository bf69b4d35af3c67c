"""What counts as right, asked and silently wrong when the parser is measured."""

from typing import Any

import pytest

from ledger.roles import PartyRole
from ops.corpus.cases import Case
from ops.corpus.scoring import Tally, Verdict, judged

LOT = {"farmer": "F001", "flower": "malli", "quantity": "5.000", "rate": None}
WANT = {"intent": "entry", "language": "en", "items": [LOT]}
NOBODY = {**LOT, "farmer": None}
ASKED = {**WANT, "items": [NOBODY], "ambiguous": ["farmer"]}
PAID = {"intent": "payment", "language": "en", "farmer": "F001", "amount": "500.00"}
BALANCE = {"intent": "balance", "language": "en", "farmer": "F001"}


def verdict(want: dict[str, Any], **got: object) -> Verdict:
    """How an answer is judged that differs in what is named; null keys are printed too."""
    nothing: dict[str, object] = {
        "items": [],
        "farmer": None,
        "flower": None,
        "amount": None,
        "ambiguous": [],
    }
    case = Case("1", PartyRole.STAFF, "en", "", want)
    return judged(case, nothing | {"period": None, "to": None} | want | got)


def test_the_same_is_exact_and_its_language_does_not_count() -> None:
    for want in (WANT, ASKED, PAID, BALANCE):
        right = verdict(want, language="ta")
        assert (right.is_intent, right.is_exact, right.is_silent_wrong) == (True, True, False)


@pytest.mark.parametrize(
    "items",
    [
        [],
        [LOT, LOT],
        [{**LOT, "farmer": "F002"}],
        [{**LOT, "flower": "roja"}],
        [{**LOT, "quantity": "5.001"}],
        [{**LOT, "rate": "850.00"}],
        [{**LOT, "adjustments": ["wet"]}],
        [{**LOT, "time": "05:10"}],
    ],
)
def test_a_lot_otherwise_than_it_was_meant_and_not_asked_is_silently_wrong(
    items: list[object],
) -> None:
    wrong = verdict(WANT, items=items)
    assert (wrong.is_intent, wrong.is_exact, wrong.is_silent_wrong) == (True, False, True)


def test_lots_in_another_order_are_others() -> None:
    two = {**WANT, "items": [LOT, {**LOT, "farmer": "F002"}]}
    assert verdict(two, items=two["items"][::-1]).is_silent_wrong


@pytest.mark.parametrize("got", [{"farmer": "F002"}, {"amount": "50.00"}, {"intent": "advance"}])
def test_money_to_another_or_of_another_kind_is_silently_wrong(got: dict[str, str]) -> None:
    assert verdict(PAID, **got).is_silent_wrong


def test_a_talk_that_is_written_is_silently_wrong() -> None:
    want = {"intent": "unknown", "language": "en"}
    wrong = verdict(want, intent="entry", items=[LOT])
    assert (wrong.is_intent, wrong.is_silent_wrong) == (False, True)


@pytest.mark.parametrize("got", [{"farmer": "F002"}, {"period": "today"}, {"intent": "statement"}])
def test_a_wrong_answer_to_a_question_is_not_exact_but_writes_nothing(got: dict[str, str]) -> None:
    wrong = verdict(BALANCE, **got)
    assert (wrong.is_exact, wrong.is_silent_wrong) == (False, False)


def test_asking_for_nothing_is_not_exact_and_writes_nothing_wrongly() -> None:
    asked = verdict(WANT, ambiguous=["farmer"])
    assert (asked.is_exact, asked.is_silent_wrong) == (False, False)


def test_of_what_must_be_asked_the_value_does_not_count() -> None:
    assert verdict(ASKED, items=[{**NOBODY, "farmer": "F009"}]).is_exact
    assert not verdict(ASKED, items=[{**NOBODY, "quantity": "6.000"}]).is_exact


@pytest.mark.parametrize(
    ("got", "is_asked"),
    [
        ({}, True),
        ({"ambiguous": ["quantity"]}, True),
        ({"intent": "balance"}, True),
        ({"ambiguous": []}, False),
        ({"intent": "payment"}, False),
    ],
)
def test_asked_is_a_question_back_that_is_none_about_another_write(
    got: dict[str, Any], *, is_asked: bool
) -> None:
    assert verdict(ASKED, **got).is_asked is is_asked


def test_what_must_be_asked_and_is_written_is_silently_wrong() -> None:
    assert verdict(ASKED, items=[LOT], ambiguous=[]).is_silent_wrong


def test_a_tally_counts_each_once() -> None:
    verdicts = [
        verdict(WANT),
        verdict(WANT, items=[]),
        verdict(ASKED),
        verdict(ASKED, ambiguous=[]),
        verdict(BALANCE, intent="unknown"),
    ]
    assert Tally.of(verdicts) == Tally(
        total=5, intent=4, exact=2, must_ask=2, asked=1, silent_wrong=2
    )
    assert Tally.of([]) == Tally(0, 0, 0, 0, 0, 0)
