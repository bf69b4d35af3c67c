"""A month of a sixty-farmer shop, played by chat and by command, and proved by three programs."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, time
from pathlib import Path

import pytest

from ledger.board import MARKET_ZONE
from ledger.db import engine_for
from ledger.queries import trial_balance
from papers.plain_text import rupees
from tests.month.play import CLERK, FIRST, OWNER, PARTNER, SECOND, WEEKS, Month
from tests.month.shop import PlayedShop
from workers.queues import connect

SHOP = Path(__file__).parents[2] / "ops" / "demo_shop" / "shop.json"


@pytest.fixture
def shop(fresh_database: str, redis_url: str, tmp_path: Path) -> Iterator[PlayedShop]:
    """The demo shop's farmers and flowers, an owner and two clerks; its book is empty."""
    engine = engine_for(fresh_database)
    at = datetime.combine(FIRST, time(4), MARKET_ZONE)
    shop = PlayedShop(engine, connect(redis_url), fresh_database, tmp_path, at)
    shop.types("import", str(SHOP))
    english = ("--language", "en")
    shop.types("staff", "add", OWNER, "Meena", "--role", "admin", "--phone", "9000000201", *english)
    shop.types(
        "staff",
        "add",
        PARTNER,
        "Ravi",
        "--role",
        "admin",
        "--phone",
        "9000000202",
        *english,
        "--by",
        OWNER,
    )
    shop.types("staff", "add", CLERK, "Selvi", "--phone", "9000000101", *english, "--by", OWNER)
    shop.types("staff", "add", SECOND, "Kannan", "--phone", "9000000102", "--by", OWNER)
    shop.types("fee", "add", "loading", "--name", "Loading", "--name-ta", "ஏற்றுக்கூலி",
               "--flat", "20", "--account", "fee:loading", "--by", OWNER)  # fmt: skip
    shop.types("money", "capital", "400000", "--till", "upi", "--by", OWNER)
    shop.types("money", "capital", "400000", "--by", OWNER)
    shop.knows_everybody()
    shop.says(CLERK, "fast on")
    yield shop
    engine.dispose()


@pytest.mark.slow
def test_a_month_by_chat_and_command_is_proved_by_three_programs(
    shop: PlayedShop, tmp_path: Path
) -> None:
    month = Month(shop)
    month.plays()
    assert "nothing is wrong" in shop.types("audit")
    listed = shop.types("settlement", "list")
    assert len(re.findall(r"SET-2026-11-\d{3}", listed)) > 100
    assert sum("SET-2026-11" in message for message in month.told) > 100
    with shop.place.engine.begin() as tx:
        balances = trial_balance(tx)
    assert sum(balances.values()) == 0
    for_beancount, for_hledger = tmp_path / "book.beancount", tmp_path / "book.journal"
    shop.types("export", "--format", "beancount", "-o", str(for_beancount))
    shop.types("export", "--format", "hledger", "-o", str(for_hledger))
    check = Path(sys.executable).with_name("bean-check")
    subprocess.run([check, for_beancount], check=True, timeout=120)
    hledger = shutil.which("hledger")
    if hledger is None:
        pytest.skip(f"{WEEKS} weeks stand, but no hledger is here to read them")
    subprocess.run([hledger, "-f", for_hledger, "check", "--strict"], check=True, timeout=120)
    summed = subprocess.run(
        [hledger, "-f", for_hledger, "balance", "--flat", "-N", "-O", "csv"],
        check=True, timeout=120, capture_output=True, text=True,
    ).stdout  # fmt: skip
    theirs = [line.split('","')[1].removesuffix(' INR"') for line in summed.splitlines()[1:]]
    assert sorted(theirs) == sorted(rupees(paise) for paise in balances.values() if paise != 0)
