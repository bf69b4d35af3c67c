"""What Postgres refuses: to the app everything but its functions, to the owner every dishonesty."""

import json
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError, IntegrityError, ProgrammingError

from ledger import queries
from ledger.journal import post, reverse
from tests.books.forgery import FORGED, Leg, account_id, add_postings, forge
from tests.books.shop import CLERK, ON, bank_the_cash, sell

BOOKS = (
    "account",
    "journal_entry",
    "posting",
    "lot",
    "farmer_balance",
    "house_book",
    "closed_day",
    "seal",
    "seal_item",
    "closed_balance",
)
SALE = object()
"""Stands for the number of a real sale."""
MOVED: tuple[Leg, ...] = (("cash", -500), ("bank", 500))


@pytest.mark.parametrize("table", BOOKS)
@pytest.mark.parametrize(
    "attack", ["INSERT INTO {} DEFAULT VALUES", "DELETE FROM {}", "TRUNCATE {} CASCADE"]
)
@pytest.mark.parametrize("role", ["malar_app", "malar_reader"])
def test_the_app_has_no_right_to_touch_the_books(
    tx: Connection, table: str, attack: str, role: str
) -> None:
    tx.execute(text(f"SET LOCAL ROLE {role}"))
    with pytest.raises(ProgrammingError, match="permission denied"):
        tx.execute(text(attack.format(table)))


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE posting SET amount_paise = amount_paise * 2",
        "UPDATE journal_entry SET business_date = '2026-11-01'",
        "UPDATE lot SET rate_paise = 1",
        "UPDATE account SET code = code || 'x'",
        "UPDATE closed_day SET business_date = '2026-01-01'",
        "DELETE FROM posting",
        "DELETE FROM journal_entry",
        "DELETE FROM lot",
        "DELETE FROM closed_day",
        "TRUNCATE posting CASCADE",
        "TRUNCATE lot",
        "TRUNCATE journal_entry CASCADE",
        "TRUNCATE closed_day CASCADE",
        "UPDATE seal SET root = sha256(root)",
        "DELETE FROM seal_item",
        "TRUNCATE closed_balance",
        "UPDATE rate SET rate_paise = 1",
        "DELETE FROM setting",
        "DELETE FROM adjustment_kind",
    ],
)
def test_not_even_the_owner_changes_what_is_written(shop: Connection, attack: str) -> None:
    sell(shop)
    look_at_everything(shop)
    shop.execute(text("SET LOCAL ROLE malar_owner"))
    with pytest.raises(IntegrityError, match="append-only"):
        shop.execute(text(attack))


def test_the_owner_can_write_an_honest_entry_by_hand(owner_engine: Engine) -> None:
    with owner_engine.begin() as tx:
        forge(tx, *MOVED)
    with owner_engine.begin() as tx:
        assert queries.trial_balance(tx)["bank"] == 500


def forge_and_look(tx: Connection, *legs: Leg, **changes: Any) -> None:  # noqa: ANN401 - columns
    forge(tx, *legs, **changes)
    look_at_everything(tx)


def look_at_everything(tx: Connection) -> None:
    """What COMMIT does."""
    tx.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))


@pytest.mark.parametrize(
    ("legs", "changes", "fault"),
    [
        ((), {}, "fewer than two postings"),
        ((("cash", 500),), {}, "fewer than two postings"),
        ((("cash", -500), ("bank", 499)), {}, "does not sum to zero"),
        (MOVED, {"digest": bytes(32)}, "false digest"),
        (MOVED, {"created_xid": "1"}, "sealed"),
        (MOVED, {"house_seq": None}, "not numbered"),
        ((("cash", -500), ("payable:F012", 500)), {"house_seq": None}, "not numbered"),
        ((("cash", -500), ("payable:F012", 500, 2)), {}, "not numbered"),
        (MOVED, {"kind": "sale"}, "sale without a lot"),
        (MOVED, {"replaces_id": SALE}, "replaces what was not reversed"),
        (MOVED, {"kind": "reversal", "reason": "x", "reverses_id": SALE}, "not the mirror"),
        (MOVED, {"kind": "reversal", "reason": "x"}, "a_reversal_reverses"),
        (MOVED, {"reason": "x", "reverses_id": SALE}, "a_reversal_reverses"),
        (MOVED, {"kind": "reversal", "reverses_id": SALE}, "a_reversal_has_a_reason"),
        (MOVED, {"idem_key": "wa:SM1:1"}, "idem_key"),
        (MOVED, {"reason": "two\nlines"}, "one_line"),
        (MOVED, {"channel": "a\x1fb"}, "one_line"),
    ],
)
def test_the_owner_cannot_commit_a_false_entry(
    shop: Connection, legs: tuple[Leg, ...], changes: dict[str, object], fault: str
) -> None:
    sale = sell(shop).entry_id
    shop.execute(text("SET LOCAL ROLE malar_owner"))
    named = {name: sale if value is SALE else value for name, value in changes.items()}
    with pytest.raises(IntegrityError, match=fault):
        forge_and_look(shop, *legs, **named)


def test_a_reversal_of_a_reversal_is_refused_to_the_owner_too(shop: Connection) -> None:
    sold = sell(shop).entry_id
    undone = reverse(shop, sold, on=ON, reason="x", key="u", source=CLERK).entry_id
    shop.execute(text("SET LOCAL ROLE malar_owner"))
    legs = (("market", 1575_00), ("payable:F012", -1496_25, 3), ("commission", -78_75))
    with pytest.raises(IntegrityError, match="not the mirror"):
        forge_and_look(shop, *legs, kind="reversal", reason="x", reverses_id=undone, house_seq=None)


def test_no_posting_is_added_to_an_entry_of_another_transaction(owner_engine: Engine) -> None:
    with owner_engine.begin() as tx:
        moved = post(tx, bank_the_cash(), key="web:1", source=CLERK).entry_id
    with owner_engine.connect() as tx, pytest.raises(IntegrityError, match="sealed"):
        add_pair(tx, moved)


def test_no_posting_is_added_after_the_entry_was_looked_at(shop: Connection) -> None:
    shop.execute(text("SET LOCAL ROLE malar_owner"))
    forge_and_look(shop, *MOVED)
    with pytest.raises(IntegrityError, match="sealed"):
        add_pair(shop, FORGED)


def test_no_lot_is_added_to_what_is_no_sale(shop: Connection) -> None:
    sell(shop)
    moved = post(shop, bank_the_cash(), key="web:1", source=CLERK).entry_id
    shop.execute(text("SET LOCAL ROLE malar_owner"))
    with pytest.raises(IntegrityError, match="sealed"):
        shop.execute(COPY_LOT, {"entry": moved})


def add_pair(tx: Connection, entry_id: int) -> None:
    """Two postings that sum to zero."""
    upi, capital = account_id(tx, "upi"), account_id(tx, "capital")
    add_postings(tx, entry_id, [(3, upi, 5, None), (4, capital, -5, None)])


COPY_LOT = text("""
INSERT INTO lot
SELECT :entry, farmer_id, flower_id, quantity_milli, rate_paise, rate_id, adjustments,
    commission_bp, sale_paise, gross_paise, commission_paise, net_paise, weighed_at FROM lot
""")


@pytest.mark.parametrize(
    "change",
    [
        {"net_paise": 1496_24, "gross_paise": 1574_99, "sale_paise": 1574_99},
        {"sale_paise": 1500_00},
        {"farmer": "F013"},
    ],
)
def test_a_lot_says_what_its_postings_say(shop: Connection, change: dict[str, object]) -> None:
    request = {
        "on": "2026-11-24",
        "kind": "sale",
        "postings": [
            {"account": "market", "paise": 1575_00},
            {"account": "payable:F012", "paise": -1496_25},
            {"account": "commission", "paise": -78_75},
        ],
        "lot": {
            "farmer": "F012",
            "flower": "malli",
            "quantity_milli": 10_500,
            "rate_paise": 150_00,
            "adjustments": [],
            "commission_bp": 500,
            "sale_paise": 1575_00,
            "gross_paise": 1575_00,
            "commission_paise": 78_75,
            "net_paise": 1496_25,
            "weighed_at": "2026-11-24T00:10:00Z",
            **change,
        },
    }
    shop.execute(
        text("SELECT post_entry('forged', CAST(:request AS jsonb), NULL, 'psql')"),
        {"request": json.dumps(request)},
    )
    with pytest.raises(IntegrityError, match="disagrees with its lot"):
        shop.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))


def test_nothing_is_dated_in_a_closed_day_by_hand_either(owner_engine: Engine) -> None:
    with owner_engine.begin() as tx:
        tx.execute(text("INSERT INTO closed_day (business_date) VALUES ('2026-11-24')"))
    with pytest.raises(DBAPIError, match="is closed"), owner_engine.begin() as tx:
        forge(tx, *MOVED)


def test_only_the_app_may_post(tx: Connection) -> None:
    callers = tx.execute(
        text("""
        SELECT p.proname, p.prosecdef, r.rolname,
            has_function_privilege(r.rolname, p.oid, 'EXECUTE')
        FROM pg_proc p CROSS JOIN (VALUES ('malar_app'), ('malar_reader'), ('public')) r (rolname)
        WHERE p.pronamespace = 'public'::regnamespace AND p.provolatile = 'v'
        """)
    ).all()
    allowed = {name for name, _, role, may in callers if may and role == "malar_app"}
    assert {"post_entry", "post_entries", "close_day", "open_account"} <= allowed
    assert {(name, role) for name, _, role, may in callers if may and role != "malar_app"} == set()
    assert all(is_definer for name, is_definer, _, _ in callers if name in allowed)
