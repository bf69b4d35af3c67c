"""The corpus is labelled as its README says; what is wrong is named by id: a half is unread."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from bot.language.contract import ASKED_BACK, BARE, WITH_AMOUNT, WITH_ITEMS
from ledger.roles import PartyRole
from ops.corpus.cases import HALVES, Case, cases, number_cases, shop
from ops.corpus.scoring import WRITES

STYLES = {"en", "ta", "tanglish", "mixed"}
CONTRACT = {
    *("entry", "advance", "payment", "rate_set", "rate_query", "balance", "entries_query"),
    *("statement", "settlement", "advance_query", "undo", "yes", "no", "help", "language"),
    *("greeting", "unknown"),
}
BEYOND = {
    *("advance_request", "approve", "reject", "accept", "question", "details", "stop", "start"),
    *("pending", "repay", "my_data", "forget_me", "fast_mode"),
}
KEYS = {
    *("intent", "language", "items", "farmer", "flower", "amount"),
    *("period", "to", "ambiguous"),
}
ADJUSTMENTS = {"wet", "late", "bonus", "premium", "first-time"}
ITEM_KEYS = {"farmer", "flower", "quantity", "rate"}
ENTRY_KEYS = ITEM_KEYS | {"adjustments", "time"}
SLOTS = [str(slot) for slot in ASKED_BACK]
FARMERS = {farmer.code for farmer in shop().farmers}
FLOWERS = {flower.code for flower in shop().flowers}
QUANTITY = re.compile(r"-?\d+\.\d{3}")
MONEY = re.compile(r"-?\d+\.\d{2}")
TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")
PERIOD = re.compile(
    r"today|yesterday|(?:this|last)_(?:week|month)|2\d{3}-(?:0\d|1[0-2])(?:-[0-3]\d)?"
)
KINDS = {"standard", "colloquial", "romanised", "digits", "none"}

ALL = [case for half in HALVES for case in cases(half)]
NUMBERS = [case for half in HALVES for case in number_cases(half)]


def is_well_keyed(case: Case) -> bool:
    has_all = {"intent", "language"} <= set(case.want) <= KEYS
    return has_all and all(value not in (None, "", []) for value in case.want.values())


def is_known(case: Case) -> bool:
    want = case.want
    is_named = want["intent"] in CONTRACT | BEYOND and want["language"] in STYLES - {"mixed"}
    return (
        is_named and want.get("farmer", "F001") in FARMERS and want.get("flower", "roja") in FLOWERS
    )


def is_formed(case: Case) -> bool:
    want = case.want
    items = want.get("items", [])
    asked = want.get("ambiguous", [])
    return (
        all(is_item(item, want["intent"]) for item in items)
        and bool(MONEY.fullmatch(want.get("amount", "0.00")))
        and bool(PERIOD.fullmatch(want.get("period", "today")))
        and want.get("to", "en") in {"en", "ta", "tanglish"}
        and set(asked) <= set(SLOTS)
        and len(asked) == len(set(asked))
    )


def is_item(item: Mapping[str, Any], intent: str) -> bool:
    allowed = ENTRY_KEYS if intent == "entry" else ITEM_KEYS
    return (
        ITEM_KEYS <= set(item) <= allowed
        and (item["farmer"] is None or item["farmer"] in FARMERS)
        and (item["flower"] is None or item["flower"] in FLOWERS)
        and bool(QUANTITY.fullmatch(item["quantity"] or "0.000"))
        and bool(MONEY.fullmatch(item["rate"] or "0.00"))
        and set(item.get("adjustments", ())) <= ADJUSTMENTS
        and bool(TIME.fullmatch(item.get("time", "00:00")))
    )


def holds_what_its_intent_has(case: Case) -> bool:
    want = case.want
    intent = want["intent"]
    others = set(want) - {"intent", "language"}
    if intent in BARE:
        return others <= ({"to"} if intent == "language" else set())
    return (
        ("items" in want) == (intent in WITH_ITEMS)
        and not ("amount" in want and intent not in WITH_AMOUNT)
        and not (intent in WITH_ITEMS and others & {"farmer", "flower"})
        and "to" not in want
    )


def asks_for_what_it_lacks(case: Case) -> bool:
    """A null that a write cannot do without is among what is asked back."""
    want = case.want
    needed = {"entry": ("farmer", "flower", "quantity"), "rate_set": ("flower", "rate")}
    lacking = {
        slot
        for item in want.get("items", ())
        for slot in needed[want["intent"]]
        if item[slot] is None
    }
    if want["intent"] in WITH_AMOUNT and "amount" not in want:
        lacking.add("amount")
    return case.role is PartyRole.FARMER or lacking <= set(want.get("ambiguous", ()))


def writes_as_its_role_may(case: Case) -> bool:
    is_write = case.want["intent"] in {*WRITES, "undo"}
    if case.role is PartyRole.FARMER:
        return not is_write and "farmer" not in case.want
    return bool(case.want["intent"] != "advance_request")


RULES = (
    is_well_keyed,
    is_known,
    is_formed,
    holds_what_its_intent_has,
    asks_for_what_it_lacks,
    writes_as_its_role_may,
)


@pytest.mark.parametrize("rule", RULES)
def test_every_message_is_labelled_by_the_rules(rule: Callable[[Case], bool]) -> None:
    assert [case.name for case in ALL if not rule(case)] == []


def test_every_message_has_an_id_of_its_own() -> None:
    assert [name for name, n in Counter(case.name for case in ALL).items() if n > 1] == []


def test_what_two_hands_wrote_alike_is_labelled_alike() -> None:
    first: dict[tuple[PartyRole, str], Case] = {}
    for case in ALL:
        alike = first.setdefault((case.role, case.text), case)
        assert case.want == alike.want, (case.name, alike.name)


@pytest.mark.parametrize("half", HALVES)
def test_each_half_has_every_intent_style_and_role(half: str) -> None:
    of_half = cases(half)
    assert len(of_half) >= 300
    assert {case.want["intent"] for case in of_half} >= CONTRACT
    assert {case.style for case in of_half} == STYLES
    assert {case.role for case in of_half} == {PartyRole.STAFF, PartyRole.FARMER}
    assert min(Counter(case.style for case in of_half).values()) >= 50
    assert sum("ambiguous" in case.want for case in of_half) >= 50


@pytest.mark.parametrize("half", HALVES)
def test_each_half_has_number_phrases_of_every_kind(half: str) -> None:
    of_half = number_cases(half)
    assert len(of_half) >= 300
    assert {case.kind for case in of_half} == KINDS
    assert all(case.phrase.strip() for case in of_half)
    assert all((case.kind == "none") == (case.want is None) for case in of_half)


def test_no_number_phrase_stands_twice() -> None:
    seen = Counter(case.phrase.strip().lower() for case in NUMBERS)
    assert [phrase for phrase, n in seen.items() if n > 1] == []
