"""The exported book, read by programs that know nothing of ours."""

import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Connection

from ledger import trade
from ledger.accounts import Till
from ledger.journal import Source, correct, post, reverse
from ledger.people import NewParty, add_party
from ledger.queries import trial_balance
from ledger.roles import PartyRole
from papers.plain_text import Program, journal, rupees, thousandths

ON = date(2026, 11, 24)
DESK = Source(None, "cli")
ODD = 'tea; "bags", and | a \\ for Murugan’s cart'


@pytest.fixture
def book(tx: Connection) -> Connection:
    """A payment on account put right, an advance taken back, capital, an odd reason."""
    add_party(tx, NewParty(code="F-1_A", role=PartyRole.FARMER, name_en="Murugan"))
    post(tx, trade.capital(900_000, till=Till.BANK, on=ON), key="capital", source=DESK)
    lent = post(
        tx, trade.cash_advance("F-1_A", 50_005, till=Till.CASH, on=ON), key="lent", source=DESK
    )
    reverse(tx, lent.entry_id, on=ON, reason=ODD, key="back", source=DESK)
    paid = post(tx, trade.payment("F-1_A", 20_050, till=Till.UPI, on=ON), key="paid", source=DESK)
    right = trade.payment("F-1_A", 20_500, till=Till.UPI, on=ON)
    correct(tx, paid.entry_id, right, reason=ODD, key="right", source=DESK)
    return tx


def test_money_and_weight_are_written_out_to_the_last_figure() -> None:
    assert [rupees(paise) for paise in (-418_005, -5, 0, 100)] == [
        "-4180.05",
        "-0.05",
        "0.00",
        "1.00",
    ]
    assert thousandths(5_050) == "5.050"


def test_beancount_accepts_the_book(book: Connection, tmp_path: Path) -> None:
    file = written(book, Program.BEANCOUNT, tmp_path)
    checked = bean_check(file)
    assert (checked.returncode, checked.stderr) == (0, "")


def test_beancount_refuses_a_book_whose_balances_it_does_not_find(
    book: Connection, tmp_path: Path
) -> None:
    file = written(book, Program.BEANCOUNT, tmp_path)
    file.write_text(
        file.read_text("utf-8").replace("balance Assets:Bank  9", "balance Assets:Bank  8")
    )
    assert "Balance failed" in bean_check(file).stderr


def test_hledger_accepts_the_book_and_sums_what_ours_sums(
    book: Connection, tmp_path: Path, hledger: str
) -> None:
    file = written(book, Program.HLEDGER, tmp_path)
    subprocess.run([hledger, "-f", file, "check", "--strict"], check=True, timeout=60)
    listed = subprocess.run(
        [hledger, "-f", file, "balance", "--flat", "-N", "-O", "csv"],
        check=True, timeout=60, capture_output=True, text=True,
    )  # fmt: skip
    sums = [line.split('","')[1].removesuffix(' INR"') for line in listed.stdout.splitlines()[1:]]
    ours = [rupees(paise) for paise in trial_balance(book).values() if paise != 0]
    assert sorted(sums) == sorted(ours)


def test_hledger_refuses_a_book_whose_balances_it_does_not_find(
    book: Connection, tmp_path: Path, hledger: str
) -> None:
    file = written(book, Program.HLEDGER, tmp_path)
    file.write_text(file.read_text("utf-8").replace("= 9000.00 INR", "= 9000.01 INR"))
    refused = subprocess.run([hledger, "-f", file, "check"], check=False, timeout=60)
    assert refused.returncode != 0


def test_an_empty_book_is_an_empty_journal(tx: Connection) -> None:
    assert list(journal(tx, Program.HLEDGER)) == []


@pytest.fixture
def hledger() -> str:
    """The program, where it is installed."""
    found = shutil.which("hledger")
    if found is None:
        pytest.skip("no hledger here: the exported book was NOT read by it")
    return found


def written(tx: Connection, program: Program, folder: Path) -> Path:
    file = folder / f"book.{program}"
    file.write_text("\n".join(journal(tx, program)) + "\n", encoding="utf-8")
    return file


def bean_check(file: Path) -> "subprocess.CompletedProcess[str]":
    program = Path(sys.executable).with_name("bean-check")
    return subprocess.run([program, file], check=False, timeout=60, capture_output=True, text=True)
