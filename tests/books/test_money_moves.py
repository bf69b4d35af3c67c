"""The shop's own money: what comes in, goes out, changes its place or is given up."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection, Engine

from ledger import money_moves, queries
from ledger.accounts import Till
from ledger.approvals import AskKind, SecondPersonNeededError
from ledger.audit import audit
from ledger.dating import FutureDateError
from ledger.entering import Entering
from ledger.errors import KeyReusedError, UnknownAccountError
from ledger.fee_kinds import add_fee
from ledger.fees import Basis, NewFee
from ledger.journal import Posted, post
from ledger.limits import AmountError
from ledger.money_moves import MoreThanStandsError, SameTillError
from ledger.policy import NotAllowedError
from ledger.reasons import ReasonMissingError
from tests.books.people import person, through
from tests.books.putting_right import second_yes
from tests.books.shop import AT, CLERK, ON, all_at_once, lend, sell
from tests.books.trading import settled


def entering(tx: Connection, key: str = "web:1", by: str = "A01") -> Entering:
    who = person(tx, by)
    return Entering(by=who, on=ON, at=AT, key=key, source=through(who), reason="as said")


def collect_cess(tx: Connection, paise: int = 500_00) -> None:
    """A settlement takes a fee that is to be handed on."""
    sell(tx)
    cess = NewFee(
        code="cess", name_en="Cess", name_ta="செஸ்", basis=Basis.FLAT, amount=paise,
        account="fee:cess",
    )  # fmt: skip
    add_fee(tx, cess, by=person(tx, "A01"))
    settled(tx)


def balances(tx: Connection) -> dict[str, int]:
    return {code: paise for code, paise in queries.trial_balance(tx).items() if paise}


Move = Callable[[Connection, int, Entering], Posted]

MOVES: dict[str, Move] = {
    "buyers": lambda tx, paise, e: money_moves.take_buyers_money(tx, paise, e, till=Till.UPI),
    "fee": lambda tx, paise, e: money_moves.hand_on_fee(tx, "fee:cess", paise, e, till=Till.CASH),
    "market": money_moves.write_off,
    "advance": lambda tx, paise, e: money_moves.write_off(tx, paise, e, farmer="F012"),
    "move": lambda tx, paise, e: money_moves.move(tx, paise, e, till=Till.CASH, to=Till.BANK),
    "spend": lambda tx, paise, e: money_moves.spend(tx, paise, e, till=Till.CASH),
    "capital": lambda tx, paise, e: money_moves.put_in_capital(tx, paise, e, till=Till.BANK),
    "draw": lambda tx, paise, e: money_moves.draw(tx, paise, e, till=Till.CASH),
    "opening": lambda tx, paise, e: money_moves.open_balance(tx, "payable:F012", paise, e),
}

CHANGES = {
    "buyers": {"upi": 100_00, "market": -100_00},
    "fee": {"fee:cess": 100_00, "cash": -100_00},
    "market": {"write-off": 100_00, "market": -100_00},
    "advance": {"write-off": 100_00, "advance:F012": -100_00},
    "move": {"bank": 100_00, "cash": -100_00},
    "spend": {"shop-expenses": 100_00, "cash": -100_00},
    "capital": {"bank": 100_00, "capital": -100_00},
    "draw": {"drawings": 100_00, "cash": -100_00},
    "opening": {"opening-balances": 100_00, "payable:F012": -100_00},
}

every_move = pytest.mark.parametrize("name", MOVES)


@pytest.fixture
def busy(shop: Connection) -> Connection:
    """A shop with a fee collected, an advance out, and something owed by the market."""
    collect_cess(shop)
    post(shop, lend(800_00), key="lent", source=CLERK)
    return shop


@every_move
def test_it_moves_what_the_books_page_says_and_keeps_its_reason(
    busy: Connection, name: str
) -> None:
    before = balances(busy)
    posted = MOVES[name](busy, 100_00, entering(busy))
    after = balances(busy)
    changed = {
        code: after.get(code, 0) - before.get(code, 0)
        for code in before.keys() | after.keys()
        if after.get(code, 0) != before.get(code, 0)
    }
    assert changed == CHANGES[name]
    entry = queries.entry_of(busy, posted.entry_id)
    assert (entry.reason, entry.actor_id) == ("as said", person(busy, "A01").party_id)
    assert audit(busy).findings == []


@every_move
def test_the_same_key_again_moves_nothing(busy: Connection, name: str) -> None:
    paise = 500_00 if name == "fee" else 800_00
    first = MOVES[name](busy, paise, entering(busy))
    assert MOVES[name](busy, paise, entering(busy)) == Posted(first.entry_id, is_new=False)
    with pytest.raises(KeyReusedError):
        MOVES[name](busy, 1_00, replace(entering(busy), reason="another"))


@every_move
def test_staff_do_not_enter_the_shops_own_money(busy: Connection, name: str) -> None:
    with pytest.raises(NotAllowedError):
        MOVES[name](busy, 100_00, entering(busy, by="S01"))


@every_move
def test_a_sum_is_above_zero_and_above_the_limit_only_for_sure(busy: Connection, name: str) -> None:
    for paise in (0, 5_00_000_01):
        with pytest.raises(AmountError):
            MOVES[name](busy, paise, entering(busy))
    if name != "opening":
        with pytest.raises(AmountError):
            MOVES[name](busy, -1, entering(busy))
    if name not in {"fee", "market", "advance"}:
        MOVES[name](busy, 5_00_000_01, replace(entering(busy), is_sure=True))


@every_move
def test_it_is_not_dated_tomorrow_and_far_back_by_two_people(busy: Connection, name: str) -> None:
    plain = entering(busy)
    with pytest.raises(FutureDateError):
        MOVES[name](busy, 100_00, replace(plain, on=ON + timedelta(days=1)))
    back = replace(plain, on=ON - timedelta(days=2))
    with pytest.raises(SecondPersonNeededError) as needed:
        MOVES[name](busy, 100_00, back)
    yes = second_yes(busy, AskKind.BACK_DATE, needed.value.facts)
    with pytest.raises(SecondPersonNeededError):
        MOVES[name](busy, 99_00, replace(back, ask=yes))
    assert MOVES[name](busy, 100_00, replace(back, ask=yes)).is_new
    assert MOVES[name](busy, 100_00, replace(plain, on=ON - timedelta(days=1), key="y")).is_new


@pytest.mark.parametrize("name", ["spend", "market", "advance"])
def test_what_is_spent_or_given_up_says_what_for(busy: Connection, name: str) -> None:
    for nothing in (None, "", " \n"):
        with pytest.raises(ReasonMissingError):
            MOVES[name](busy, 100_00, replace(entering(busy), reason=nothing))


@pytest.mark.parametrize(
    ("name", "stands"), [("fee", 500_00), ("market", 1575_00), ("advance", 800_00)]
)
def test_no_more_is_handed_on_or_given_up_than_stands_there(
    busy: Connection, name: str, stands: int
) -> None:
    with pytest.raises(MoreThanStandsError) as refused:
        MOVES[name](busy, stands + 1, entering(busy))
    assert refused.value.standing_paise == stands
    assert MOVES[name](busy, stands, entering(busy)).is_new


@pytest.mark.parametrize("name", ["fee", "market", "advance"])
def test_two_at_once_do_not_take_more_than_stands_there(shop_engine: Engine, name: str) -> None:
    with shop_engine.begin() as tx:
        collect_cess(tx, 800_00)
        post(tx, lend(800_00), key="lent", source=CLERK)
        person(tx, "A01")

    def take(key: str) -> Posted:
        with shop_engine.begin() as tx:
            paise = 1000_00 if name == "market" else 500_00
            return MOVES[name](tx, paise, entering(tx, key))

    results = all_at_once([lambda: take("a"), lambda: take("b")])
    assert [type(r) for r in results if isinstance(r, Exception)] == [MoreThanStandsError]


def test_money_moves_to_another_place(shop: Connection) -> None:
    with pytest.raises(SameTillError):
        money_moves.move(shop, 1_00, entering(shop), till=Till.UPI, to=Till.UPI)


@pytest.mark.parametrize("fee", ["fee:nosuch", "market", "payable:F012", "fees-kept"])
def test_only_a_collected_fee_is_handed_on(shop: Connection, fee: str) -> None:
    with pytest.raises(UnknownAccountError):
        money_moves.hand_on_fee(shop, fee, 1_00, entering(shop), till=Till.CASH)


@pytest.mark.parametrize("account", ["opening-balances", "nosuch", "payable:", "payable:F999"])
def test_a_balance_is_opened_on_an_account_of_the_chart(shop: Connection, account: str) -> None:
    with pytest.raises(UnknownAccountError):
        money_moves.open_balance(shop, account, 1_00, entering(shop))


@pytest.mark.parametrize(
    ("account", "debit"),
    [("cash", 1), ("advance:F012", 1), ("payable:F012", -1), ("capital", -1), ("fee:cess", -1)],
)
def test_a_balance_is_opened_on_the_side_where_it_stands(
    shop: Connection, account: str, debit: int
) -> None:
    money_moves.open_balance(shop, account, 70_00, entering(shop))
    assert queries.balance_of(shop, account) == debit * 70_00


def test_a_farmer_who_was_overpaid_begins_below_zero(shop: Connection) -> None:
    money_moves.open_balance(shop, "payable:F012", -70_00, entering(shop))
    assert queries.owed_to(shop, "F012").payable_paise == -70_00
