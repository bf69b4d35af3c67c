"""Money is written on its page, a form a kind, and what stands there is the book's."""

import re
from datetime import timedelta
from html import unescape

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dashboard.pages.money import MOVES
from ledger import queries
from ledger.accounts import Till, normal_sign
from ledger.journal import reverse
from ledger.standing import standing
from locales.phrases import money
from tests.books import shop
from tests.dashboard.conftest import NOW, Here, bare, words_of


def send(browser: FlaskClient, move: str, key: str = "k", **fields: str) -> TestResponse:
    sent = {"key": key, "amount": "500", "till": "cash", **fields}
    return browser.post(f"/money/{move}", data=sent)


def balance(here: Here, account: str) -> int:
    with here.engine.begin() as tx:
        return normal_sign(account) * queries.balance_of(tx, account)


MOVED: tuple[tuple[str, dict[str, str], dict[str, int]], ...] = (
    ("farmer", {"farmer": "f012"}, {"cash": -500_00, "payable:F012": -500_00}),
    ("buyers", {}, {"cash": 500_00, "market": -500_00}),
    ("transfer", {"to": "bank"}, {"cash": -500_00, "bank": 500_00}),
    ("expense", {"reason": "tea"}, {"cash": -500_00, "shop-expenses": 500_00}),
    ("writeoff", {"reason": "gone"}, {"market": -500_00, "write-off": 500_00}),
    (
        "writeoff",
        {"reason": "flood", "debtor": "F015"},
        {"advance:F015": -500_00, "write-off": 500_00},
    ),
    ("capital", {"till": "upi"}, {"upi": 500_00, "capital": 500_00}),
    ("drawings", {}, {"cash": -500_00, "drawings": 500_00}),
)
"""What is sent, beside ₹500 from the cash, and what it changes."""


def test_a_movement_is_written_once_however_often_it_is_sent(own: Here) -> None:
    owner = own.client("A01")
    for place, (move, fields, changes) in enumerate(MOVED):
        before = {account: balance(own, account) for account in changes}
        for _ in range(2):
            assert send(owner, move, f"m{place}", **fields).status_code == 303, move
        after = {account: balance(own, account) - before[account] for account in changes}
        assert after == changes, move
        with own.engine.begin() as tx:
            (entry,) = queries.latest_entries(tx, 1)
        assert (entry.channel, entry.actor_id) == ("web", 1)
    assert words_of(owner.get("/money")).count("₹500.00") >= len(MOVED)


def test_a_fee_is_handed_on_no_further_than_it_was_collected(own: Here) -> None:
    answer = send(own.client("A01"), "fee", fee="fee:cess")
    assert (answer.status_code, "₹0.00" in bare(answer.text)) == (422, True)


def test_what_stands_is_the_books(as_staff: FlaskClient, shared: Here) -> None:
    page = words_of(as_staff.get("/money"))
    with shared.engine.begin() as tx:
        stands = standing(tx)
        owed = queries.owed_to_all(tx)
    assert stands.owed_paise == sum(each.owed_paise for each in owed.values())
    assert stands.lent_paise == 2_000_00
    for words, paise in (
        ("Cash", stands.tills[Till.CASH]),
        ("Buyers owe the shop", stands.market_paise),
        ("To farmers, not settled yet", stands.payable_paise),
        ("Advances still out", stands.lent_paise),
    ):
        assert f"{words} {money(paise)}" in page
    assert "Advance · 4 24-11-2026 Cash" in page or "Lakshmi (F015)" in page


def test_staff_pay_on_account_and_see_no_form_of_the_owners(own: Here) -> None:
    clerk = own.client("S01")
    page = clerk.get("/money").text
    assert re.findall(r'href="/money/(\w+)"', page) == ["farmer"]
    for move in MOVES[1:]:
        assert clerk.get(f"/money/{move.name}").status_code == 403
        assert send(clerk, move.name, reason="x").status_code == 403
    assert send(clerk, "farmer", farmer="F012").status_code == 303
    assert balance(own, "shop-expenses") == 0


def test_staff_see_the_money_of_farmers_and_not_the_owners_own(own: Here) -> None:
    owner, clerk = own.client("A01"), own.client("S01")
    assert send(owner, "capital", amount="7654321", reason="mine").status_code == 422
    assert send(owner, "capital", amount="54321", reason="mine").status_code == 303
    assert send(clerk, "farmer", farmer="F012").status_code == 303
    assert "Capital ·" in words_of(owner.get("/money"))
    seen = words_of(clerk.get("/money"))
    assert "Capital ·" not in seen
    assert "Lakshmi (F015)" in seen
    number = next(iter(re.findall(r"Capital · (\d+)", words_of(owner.get("/money")))))
    assert owner.get(f"/entries/{number}").status_code == 200
    for page in ("", "/reverse"):
        refused = clerk.get(f"/entries/{number}{page}")
        assert (refused.status_code, "54,321" in refused.text) == (403, False)
    assert clerk.get("/entries/1").status_code == 200


def test_a_yes_to_something_else_is_said_beside_its_number(own: Here) -> None:
    long_ago = str(NOW.date() - timedelta(days=9))
    back = {"farmer": "F012", "reason": "found a bill", "on": long_ago}
    assert send(own.client("A01"), "farmer", **back).location == "/asks"
    own.client("A02").post("/asks/1/grant", data={"key": "g"})
    other = send(own.client("A01"), "farmer", "k2", **back | {"amount": "501", "ask": "1"})
    assert other.status_code == 422
    assert bare(other.text).count("Number 1 is no unused yes to exactly this.") == 2
    assert send(own.client("A01"), "farmer", "k3", **back, ask="1").location == "/money"


def test_what_cannot_be_read_is_said_beside_its_field(shared: Here) -> None:
    owner = shared.client("A01")
    for move in MOVES:
        refused = send(owner, move.name, amount="5oo", reason="rent")
        assert refused.status_code == 422
        assert 'value="5oo"' in refused.text
        assert 'aria-invalid="true"' in refused.text
        assert 'value="rent"' in refused.text


def test_an_expense_says_what_for_and_a_place_is_another_one(own: Here) -> None:
    owner = own.client("A01")
    assert send(owner, "expense").status_code == 422
    same = send(owner, "transfer", to="cash")
    assert (same.status_code, "already" in bare(same.text)) == (422, True)
    assert balance(own, "cash") == -2_000_00


def test_a_very_large_sum_takes_a_check_mark(own: Here) -> None:
    owner = own.client("A01")
    large = {"amount": "6,00,000", "till": "bank"}
    assert send(owner, "capital", **large).status_code == 422
    assert send(owner, "capital", **large, is_sure="1").status_code == 303
    assert balance(own, "capital") == 6_00_000_00


def test_a_movement_that_was_taken_back_is_marked(own: Here) -> None:
    owner = own.client("A01")
    send(owner, "expense", reason="tea <b>")
    with own.engine.begin() as tx:
        (entry,) = queries.latest_entries(tx, 1)
        reverse(tx, entry.entry_id, on=shop.ON, reason="twice", key="back", source=shop.CLERK)
    answer = owner.get("/money")
    assert "taken back" in words_of(answer)
    assert "tea &lt;b&gt;" in answer.text


def test_the_list_goes_on_to_older_ones(own: Here) -> None:
    owner = own.client("A01")
    for number in range(21):
        send(owner, "expense", f"k{number}", reason=f"tea {number:02}")
    newest = owner.get("/money")
    assert "tea 20" in newest.text
    assert "tea 00" not in newest.text
    (older,) = re.findall(r'href="(/money\?before=\d+)"', newest.text)
    assert "tea 00" in owner.get(older).text
    assert owner.get("/money?before=x").status_code == 200


def test_money_is_moved_only_by_whoever_has_just_proved_himself(own: Here) -> None:
    assert "Is it you?" in send(own.client("A01", is_fresh=False), "drawings").text
    assert balance(own, "drawings") == 0


def test_a_farmer_is_named_by_name_too_and_namesakes_are_asked_about(own: Here) -> None:
    owner = own.client("A01")
    assert send(owner, "writeoff", debtor="lakshmi", reason="flood").status_code == 303
    assert balance(own, "advance:F015") == 1_500_00
    twice = send(owner, "farmer", "k2", farmer="murugan")
    assert (twice.status_code, "F012, F031" in bare(twice.text)) == (422, True)
    assert send(owner, "farmer", "k3", farmer="F999").status_code == 422


def test_what_a_second_person_said_yes_to_stands_in_the_form_and_is_written(own: Here) -> None:
    owner, other = own.client("A01"), own.client("A02")
    dated = {"on": "2026-11-20", "reason": "the note was lost", "farmer": "F012"}
    assert send(owner, "farmer", **dated).location == "/asks"
    assert other.post("/asks/1/grant", data={"key": "g"}).status_code == 303
    (way,) = re.findall(r'href="(/money/farmer\?[^"]+)"', owner.get("/asks/1").text)
    form = owner.get(unescape(way)).text
    values = {name: found_in(form, name) for name in ("farmer", "amount", "on", "ask")}
    assert values == {"farmer": "F012", "amount": "500.00", "on": "2026-11-20", "ask": "1"}
    assert send(owner, "farmer", "k2", **values).status_code == 303
    with own.engine.begin() as tx:
        (entry,) = queries.latest_entries(tx, 1)
    assert (entry.on.isoformat(), entry.reversed_by) == ("2026-11-20", None)


def found_in(form: str, name: str) -> str:
    """What stands in a field."""
    found = re.search(rf'name="{name}" type="\w+" value="([^"]*)"', form)
    assert found is not None
    return found.group(1)
