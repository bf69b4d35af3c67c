"""A table of messages as people type them, each with what must be understood."""

from pathlib import Path

import pytest

from bot.language.meaning import Item, Meaning
from bot.language.shop import Shop
from bot.language.understanding import understand
from ledger.roles import PartyRole

TABLE = Path(__file__).with_name("messages.tsv")
ROWS = [line.split("\t") for line in TABLE.read_text("utf-8").splitlines() if line[0] != "#"]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[1]}: {row[0]}")
def test_a_message_is_understood_as_the_table_says(row: list[str], shop: Shop) -> None:
    text, role, *expected = row
    meaning = understand(text.replace("\\n", "\n"), shop, PartyRole(role))
    assert _as_row(meaning)[:6] == expected[:6]
    assert set(expected[6].split(";")) <= {"-", *_more(meaning)}


def test_the_table_is_wide_enough() -> None:
    intents = {row[2] for row in ROWS}
    assert len(ROWS) >= 650
    assert len(intents) >= 30


def _as_row(meaning: Meaning) -> list[str]:
    items = meaning.items or (Item(farmers=meaning.farmers, flowers=meaning.flowers),)
    return [
        meaning.intent.value,
        "+".join("|".join(item.farmers) or "-" for item in items),
        "+".join("|".join(item.flowers) or "-" for item in items),
        "+".join(_figure(item.quantity_milli, 1000) for item in items),
        "+".join(_figure(item.rate_paise, 100) for item in items),
        ",".join(sorted(meaning.unclear)) or "-",
    ]


def _figure(value: int | None, scale: int) -> str:
    return "-" if value is None else f"{value / scale:g}"


def _more(meaning: Meaning) -> set[str]:
    item = meaning.items[0] if meaning.items else Item()
    return {
        meaning.language,
        ",".join(item.adjustments),
        f"at={item.at:%H:%M}" if item.at else "",
        f"period={meaning.period}",
        f"number={meaning.number}",
        f"amount={_figure(meaning.amount_paise, 100)}",
        f"till={meaning.till}",
        f"reason={meaning.reason}",
        f"of={meaning.of}",
        f"settlement={meaning.settlement}",
        f"to={meaning.to}",
        f"text={item.farmer_text or meaning.farmer_text}",
        "" if meaning.is_on is None else "on" if meaning.is_on else "off",
    }
