"""The small shop that the language tests speak of: namesakes, and names that are flowers."""

import json
from pathlib import Path

import pytest

from bot.language.naming.book import Book
from bot.language.shop import Shop


@pytest.fixture(scope="session")
def shop() -> Shop:
    shop = Shop.from_import(json.loads(Path(__file__).with_name("shop.json").read_text("utf-8")))
    Book.of(shop, None)  # its indexes are made once, and no test is timed by that
    return shop
