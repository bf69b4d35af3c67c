"""What answers the question how much of a flower, and what does not."""

from dataclasses import replace

import pytest

from bot.dialogue.asking import filled
from bot.dialogue.lots import OpenLot
from bot.language.meaning import Item, Slot
from tests.dialogue.test_amending import AT, FLOWERS, said

MALLI = Item(("F012",), "murugan", ("malli",), "malli", unclear=frozenset({Slot.QUANTITY}))
LOTUS = replace(MALLI, flowers=("thamarai",), flower_text="lotus")


def answered(item: Item, text: str) -> Item | None:
    (code,) = item.flowers
    answer = filled(OpenLot("wa:SM1:1", item, AT, FLOWERS[code].unit, Slot.QUANTITY), said(text))
    return None if answer is None else answer.item


@pytest.mark.parametrize(
    ("item", "text", "milli"),
    [
        (MALLI, "3", 3000),
        (MALLI, "6 and a half kg", 6500),
        (MALLI, "ஆறரை கிலோ", 6500),
        (MALLI, "malli 3", 3000),
        (LOTUS, "50", 50_000),
        (LOTUS, "50 pieces", 50_000),
        (LOTUS, "1 piece", 1000),
        (LOTUS, "10 பூ", 10_000),
    ],
)
def test_a_weight_or_a_count_answers_in_the_unit_of_its_flower(
    item: Item, text: str, milli: int
) -> None:
    read = answered(item, text)
    assert read == replace(item, quantity_milli=milli, unclear=frozenset())


@pytest.mark.parametrize(
    ("item", "text"),
    [
        (MALLI, "10 muzham"),
        (MALLI, "50 pieces"),
        (MALLI, "5 or 6"),
        (MALLI, "mullai 3"),
        (MALLI, "1"),
        (LOTUS, "3 kg"),
        (LOTUS, "250 gram"),
        (LOTUS, "2"),
    ],
)
def test_another_unit_another_flower_or_what_may_be_a_yes_is_no_answer(
    item: Item, text: str
) -> None:
    assert answered(item, text) is None


def test_a_rate_typed_with_the_weight_is_taken_with_it() -> None:
    read = answered(MALLI, "5 850")
    assert read == replace(MALLI, quantity_milli=5000, rate_paise=850_00, unclear=frozenset())
