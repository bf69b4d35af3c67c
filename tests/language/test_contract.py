"""What `malar parse` prints: the contract's keys, intents by their names, what is asked back."""

from collections.abc import Iterator
from datetime import date

import pytest

from bot.language.contract import ASKED_BACK, Told, told
from bot.language.shop import Shop
from bot.language.understanding import understand
from ledger.roles import PartyRole

STAFF, FARMER = PartyRole.STAFF, PartyRole.FARMER
TODAY = date(2026, 11, 24)
NOTHING = Told(
    intent="unknown",
    language="en",
    items=[],
    farmer=None,
    flower=None,
    amount=None,
    period=None,
    to=None,
    ambiguous=[],
)


def printed(text: str, shop: Shop, role: PartyRole = STAFF) -> Told:
    return told(understand(text, shop, role, today=TODAY), shop)


def lot(farmer: str | None, flower: str | None, quantity: str | None, rate: str | None) -> object:
    return {"farmer": farmer, "flower": flower, "quantity": quantity, "rate": rate}


STATED: tuple[tuple[str, PartyRole, dict[str, object]], ...] = (
    (
        "kannan malli 5.5 850, roja 2",
        STAFF,
        {
            "intent": "entry",
            "items": [lot("F016", "MALLI", "5.500", "850.00"), lot("F016", "ROJA", "2.000", None)],
        },
    ),
    (
        "kannan lotus 120",
        STAFF,
        {"intent": "entry", "items": [lot("F016", "LOTUS", "120.000", None)]},
    ),
    ("kannan advance 2000", STAFF, {"intent": "advance", "farmer": "F016", "amount": "2000.00"}),
    ("paid kannan 1,500.50", STAFF, {"intent": "payment", "farmer": "F016", "amount": "1500.50"}),
    (
        "rate malli 850",
        STAFF,
        {"intent": "rate_set", "items": [lot(None, "MALLI", None, "850.00")]},
    ),
    ("malli rate?", FARMER, {"intent": "rate_query", "flower": "MALLI"}),
    ("rates", STAFF, {"intent": "rate_query"}),
    ("kannan balance", STAFF, {"intent": "balance", "farmer": "F016"}),
    ("balance", STAFF, {"intent": "balance"}),
    ("balance", FARMER, {"intent": "balance"}),
    (
        "yesterday malli entries",
        FARMER,
        {"intent": "entries_query", "flower": "MALLI", "period": "yesterday"},
    ),
    ("statement last month", FARMER, {"intent": "statement", "period": "last_month"}),
    ("statement october", FARMER, {"intent": "statement", "period": "2026-10"}),
    ("entries 20/11", STAFF, {"intent": "entries_query", "period": "2026-11-20"}),
    ("settle kannan", STAFF, {"intent": "settlement", "farmer": "F016"}),
    ("settlement", FARMER, {"intent": "settlement"}),
    (
        "kannan advance evlo",
        STAFF,
        {"intent": "advance_query", "farmer": "F016", "language": "tanglish"},
    ),
    ("undo", STAFF, {"intent": "undo"}),
    ("undo kannan malli", STAFF, {"intent": "undo", "farmer": "F016", "flower": "MALLI"}),
    ("yes", STAFF, {"intent": "yes"}),
    ("இல்லை", FARMER, {"intent": "no", "language": "ta"}),
    ("help", FARMER, {"intent": "help"}),
    ("tamil", FARMER, {"intent": "language", "to": "ta"}),
    ("வணக்கம்", STAFF, {"intent": "greeting", "language": "ta"}),
    ("buy bitcoin now", STAFF, {}),
)


@pytest.mark.parametrize(("text", "role", "said"), STATED, ids=[f"{r} {t}" for t, r, _ in STATED])
def test_every_intent_of_the_contract_is_printed_with_its_keys_and_no_others(
    text: str, role: PartyRole, said: dict[str, object], shop: Shop
) -> None:
    assert printed(text, shop, role) == NOTHING | said


def test_all_seventeen_intents_are_shown_above() -> None:
    contract = (
        *("entry", "advance", "payment", "rate_set", "rate_query", "balance", "entries_query"),
        *("statement", "settlement", "advance_query", "undo", "yes", "no", "help", "language"),
        *("greeting", "unknown"),
    )
    assert {said.get("intent", "unknown") for _, _, said in STATED} == set(contract)


@pytest.mark.parametrize(
    ("text", "role", "intent"),
    [
        ("stop", FARMER, "stop"),
        ("start", FARMER, "start"),
        ("approve 12", STAFF, "approve"),
        ("reject 12", STAFF, "reject"),
        ("question why loading?", FARMER, "question"),
        ("details", FARMER, "details"),
        ("i want advance 2000", FARMER, "advance_request"),
        ("accept", FARMER, "accept"),
        ("kannan repaid 500", STAFF, "repay"),
    ],
)
def test_commands_beyond_it_print_their_own_names(
    text: str, role: PartyRole, intent: str, shop: Shop
) -> None:
    assert printed(text, shop, role)["intent"] == intent


def test_a_request_is_a_request_whoever_asks_and_is_no_advance_yet(shop: Shop) -> None:
    asked = printed("i want advance 2000 for kannan", shop)
    assert (asked["intent"], asked["amount"]) == ("advance_request", "2000.00")
    request = printed("advance 2000", shop, FARMER)
    assert (request["intent"], request["amount"], request["farmer"]) == (
        "advance_request",
        "2000.00",
        None,
    )


@pytest.mark.parametrize("text", ["kannan malli 5", "malli 5.5 kg 850", "paid kannan 500", "undo"])
def test_what_a_farmer_types_like_staff_is_unknown_and_holds_nothing(text: str, shop: Shop) -> None:
    assert printed(text, shop, FARMER) == NOTHING


def test_a_farmer_who_names_another_reaches_nobody(shop: Shop) -> None:
    assert printed("kannan balance", shop, FARMER)["farmer"] is None


def test_adjustments_and_the_time_stand_only_where_they_were_typed(shop: Shop) -> None:
    (first, second) = printed("05:10 kannan malli 5 wet\nselvi malli 3", shop)["items"]
    assert first.get("adjustments") == ["wet"]
    assert {key: second.get(key) for key in ("adjustments", "time")} == {
        "adjustments": None,
        "time": None,
    }
    assert printed("kannan malli 5 at 05:10", shop)["items"][0].get("time") == "05:10"


@pytest.mark.parametrize(
    ("text", "slot"),
    [
        ("kannan malli 501", "quantity"),
        ("kannan malli 0", "quantity"),
        ("kannan malli -5", "quantity"),
        ("kannan malli 5 10001", "rate"),
        ("kannan malli 5 @ 0", "rate"),
        ("rate malli 10001", "rate"),
        ("paid kannan 500001", "amount"),
        ("kannan advance 0", "amount"),
        ("i want advance 500001 for kannan", "amount"),
    ],
)
def test_what_lies_beyond_the_limits_or_not_above_zero_is_asked_back(
    text: str, slot: str, shop: Shop
) -> None:
    assert slot in printed(text, shop)["ambiguous"]


@pytest.mark.parametrize(
    "text",
    ["kannan malli 500 10000", "paid kannan 500000", "rate malli 10000", "kannan malli 0.001"],
)
def test_what_is_just_within_them_is_not(text: str, shop: Shop) -> None:
    assert printed(text, shop)["ambiguous"] == []


def test_the_shops_own_limits_hold() -> None:
    data = {
        "farmers": [{"code": "F016", "name_en": "Kannan"}],
        "flowers": [{"code": "MALLI", "name_en": "Malli"}],
        "limits": {"quantity_max_kg": 20, "rate_max": 900, "amount_max": 1000},
    }
    shop = Shop.from_import(data)
    for text in ("kannan malli 21", "kannan malli 5 901", "paid kannan 1001"):
        assert len(printed(text, shop)["ambiguous"]) == 1
    assert printed("kannan malli 20 900", shop)["ambiguous"] == []


@pytest.mark.parametrize(
    ("text", "farmer", "flower", "slots"),
    [
        ("valli malli 5", None, "MALLI", ["farmer"]),
        ("zubin malli 5", None, "MALLI", ["farmer"]),
        ("malli 5", None, "MALLI", ["farmer"]),
        ("kannan marigold 5", "F016", None, ["flower"]),
        ("kannan poo 5", "F016", None, ["flower"]),
        ("kannan malli", "F016", "MALLI", ["quantity"]),
        ("kannan malli 3 muzham", "F016", "MALLI", ["quantity"]),
    ],
)
def test_what_is_not_sure_is_null_and_asked_back(
    text: str, farmer: str | None, flower: str | None, slots: list[str], shop: Shop
) -> None:
    said = printed(text, shop)
    (item,) = said["items"]
    assert (item["farmer"], item["flower"], said["ambiguous"]) == (farmer, flower, slots)


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("advance 2000", ["farmer"]),
        ("give kannan advance", ["amount"]),
        ("paid valli 500", ["farmer"]),
        ("paid kannan", ["amount"]),
    ],
)
def test_money_without_a_farmer_or_a_sum_is_asked_back(
    text: str, slots: list[str], shop: Shop
) -> None:
    assert set(slots) <= set(printed(text, shop)["ambiguous"])


def test_slots_are_named_in_the_contracts_order_and_each_once(shop: Shop) -> None:
    order = [str(slot) for slot in ASKED_BACK]
    asked = printed("zubin tulip 900 20000\nvalli poo 0", shop)["ambiguous"]
    assert asked == [slot for slot in order if slot in asked]
    assert len(asked) > 2


@pytest.mark.parametrize("text", ["yes ok", "help kannan", "no 6 kg", "hi", "tamil please"])
def test_what_answers_a_question_holds_nothing_else(text: str, shop: Shop) -> None:
    said = printed(text, shop)
    assert said["items"] == []
    assert said["ambiguous"] == []
    assert [said["farmer"], said["flower"], said["amount"], said["period"]] == [None] * 4


def decimals(said: Told) -> Iterator[tuple[str, int]]:
    """Every figure with the places that it must have."""
    for item in said["items"]:
        for value, places in ((item["quantity"], 3), (item["rate"], 2)):
            if value is not None:
                yield value, places
    if said["amount"] is not None:
        yield said["amount"], 2


@pytest.mark.parametrize(
    "text", ["kannan malli 7 1250", "kannan malli anju kilo nooru rooba", "paid kannan 1,00,000"]
)
def test_figures_are_plain_decimals_with_their_places(text: str, shop: Shop) -> None:
    figures = list(decimals(printed(text, shop)))
    assert figures
    for value, places in figures:
        whole, _, part = value.partition(".")
        assert whole.isdecimal()
        assert len(part) == places
