"""What holds for every text, whoever wrote it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.language.meaning import Intent, Meaning, Slot
from bot.language.shop import Shop
from bot.language.text.fold import fold
from bot.language.understanding import understand
from ledger.roles import PartyRole

WRITES = {
    Intent.ENTRY,
    Intent.RATE_SET,
    Intent.ADVANCE,
    Intent.PAYMENT,
    Intent.REPAY,
    Intent.SETTLE,
    Intent.APPROVE,
    Intent.REJECT,
    Intent.UNDO,
    Intent.FAST_MODE,
}

ANYTHING = st.text(max_size=200) | st.text(
    alphabet=st.sampled_from("கமுல்லிரோஜா ௫½5.,:;/-@₹\n\0👍*()f zero malli murugan 12"), max_size=80
)
PIECES = (
    *("murugan", "வள்ளி", "sekar", "malliga", "mani", "anju", "12", "f010", "xyz", "malli", "ரோஜா"),
    *(
        "thamarai",
        "poo",
        "5",
        "5.5",
        "320",
        "₹90",
        "ஐந்தரை",
        "nooru",
        "kg",
        "கிலோ",
        "gram",
        "muzham",
    ),
    *(
        "rate",
        "விலை",
        "@",
        "ku",
        ",",
        ":",
        "\n",
        "and",
        "wet",
        "06:30",
        "yes",
        "illa",
        "undo",
        "ok",
    ),
    *("balance", "advance", "?", "today", "24/11", "total", "24", "may"),
    *("approve", "நிராகரி", "accept", "SET-2026-11-001", "question", "stop", "start"),
    *("pay", "repaid", "settle", "cash", "venum", "school", "fees"),
)
WORDS = st.lists(st.sampled_from(PIECES), max_size=9).map(" ".join)
ROLES = st.sampled_from(PartyRole)


@given(text=ANYTHING | WORDS, role=ROLES)
@settings(max_examples=150)
def test_no_text_raises_and_a_farmer_never_writes(text: str, role: PartyRole, shop: Shop) -> None:
    meaning = understand(text, shop, role)
    assert role is not PartyRole.FARMER or meaning.intent not in WRITES
    assert role is not PartyRole.FARMER or not (meaning.items or meaning.farmers)


@given(text=WORDS)
@settings(max_examples=150)
def test_whatever_is_not_one_and_known_is_named_as_unclear(text: str, shop: Shop) -> None:
    meaning = understand(text, shop, PartyRole.STAFF)
    if meaning.intent is Intent.ENTRY:
        assert meaning.items
        assert all(_is_honest(meaning, index) for index in range(len(meaning.items)))


def _is_honest(meaning: Meaning, index: int) -> bool:
    item = meaning.items[index]
    is_asked = item.unclear <= meaning.unclear
    farmer = len(item.farmers) == 1 or Slot.FARMER in item.unclear
    flower = len(item.flowers) == 1 or Slot.FLOWER in item.unclear
    quantity = item.quantity_milli is not None or Slot.QUANTITY in item.unclear
    return is_asked and farmer and flower and quantity


@given(text=ANYTHING)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t",
        "\0" * 50,
        "🌸" * 400,
        "அ" * 1600,
        "்" * 1600,
        "9" * 1600,
        "malli " * 266,
        "5 " * 800,
        "nooru " * 266,
        "a.b.c." * 266,
        "((((" * 400,
        "1/2/3/4 31/02/2025 99/99/9999 24:61",
        "1e309 0x1F NaN infinity −5 ²³ ⅓",
    ],
)
def test_nonsense_writes_nothing(text: str, shop: Shop) -> None:
    meaning = understand(text, shop, PartyRole.STAFF)
    assert meaning.intent not in WRITES or meaning.unclear


@given(quantity=st.integers(1, 500_000), rate=st.integers(1, 10_000_00))
def test_a_lot_comes_back_to_the_gram_and_the_paisa(quantity: int, rate: int, shop: Shop) -> None:
    text = f"murugan malli {quantity // 1000}.{quantity % 1000:03} @{rate // 100}.{rate % 100:02}"
    item = understand(text, shop, PartyRole.STAFF).items[0]
    assert (item.quantity_milli, item.rate_paise, item.unclear) == (quantity, rate, frozenset())
