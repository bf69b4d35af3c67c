"""A closed day stays as it is: who closes which day, what it keeps, and who is told its root."""

import re
from datetime import date, timedelta
from time import monotonic

import pytest
from sqlalchemy import Connection, Engine, text

from ledger import closing, queries, seals
from ledger.audit import audit
from ledger.closing import MarketOpenError
from ledger.dating import FutureDateError
from ledger.errors import DayClosedError
from ledger.journal import close_day, post
from ledger.people import NewParty, add_party
from ledger.policy import NotAllowedError
from ledger.roles import PartyRole
from ledger.terms import set_term
from tests.books.shop import AT, CLERK, ON, all_at_once, bank_the_cash, lend, sell
from tests.books.tampering import findings, found_after, unguard
from tests.books.trading import DAY, who

EVENING = AT + timedelta(hours=14)


def kept(tx: Connection, on: date) -> dict[str, int]:
    rows = tx.execute(
        text("""SELECT a.code, b.balance_paise FROM closed_balance b
        JOIN account a ON a.id = b.account_id WHERE b.business_date = :on"""),
        {"on": on},
    )
    return {row.code: row.balance_paise for row in rows}


def standing(tx: Connection) -> dict[str, int]:
    return {code: paise for code, paise in queries.trial_balance(tx).items() if paise}


def test_an_admin_closes_a_day_that_is_over_and_all_before_it(office: Connection) -> None:
    sell(office)
    closed = closing.close(office, ON, by=who(office), at=AT + DAY)
    assert (closed.closed_by, closed.closed_at) == (who(office).party_id, AT + DAY)
    assert closing.is_closed(office, ON)
    assert closing.is_closed(office, ON - 100 * DAY)
    assert not closing.is_closed(office, ON + DAY)
    for day in (ON, ON - DAY, ON - 100 * DAY):
        with pytest.raises(DayClosedError):
            post(office, bank_the_cash(on=day), key=f"{day}", source=CLERK)
    post(office, bank_the_cash(on=ON + DAY), key="the open day", source=CLERK)


def test_a_closed_day_is_not_closed_again_nor_one_before_it(office: Connection) -> None:
    closing.close(office, ON, by=who(office), at=AT + DAY)
    for day in (ON, ON - DAY):
        with pytest.raises(DayClosedError):
            closing.close(office, day, by=who(office), at=AT + DAY)
    assert [day.on for day in closing.closed_days(office, 9)] == [ON]
    assert closing.closed_day_of(office, ON - DAY) == closing.closed_day_of(office, ON)


def test_who_is_no_admin_closes_nothing(office: Connection) -> None:
    with pytest.raises(NotAllowedError):
        closing.close(office, ON, by=who(office, "S01"), at=AT + DAY)


def test_no_day_is_closed_before_it_has_come(office: Connection) -> None:
    with pytest.raises(FutureDateError):
        closing.close(office, ON + DAY, by=who(office), at=AT)
    with pytest.raises(FutureDateError):
        closing.close_by_itself(office, ON, at=AT)


def test_today_is_closed_only_when_the_market_is_over(office: Connection) -> None:
    with pytest.raises(MarketOpenError, match="until 18:00"):
        closing.close(office, ON, by=who(office), at=AT)
    assert closing.close(office, ON, by=who(office), at=EVENING).on == ON


def test_a_day_closes_by_itself_unless_the_terms_say_otherwise(office: Connection) -> None:
    set_term(office, "day_closes_at_night", 0, at=AT, by=None)
    assert closing.close_by_itself(office, ON, at=AT + DAY) is None
    set_term(office, "day_closes_at_night", 1, at=AT + DAY, by=None)
    closed = closing.close_by_itself(office, ON, at=AT + DAY)
    assert closed is not None
    assert closed.closed_by is None
    assert closing.close_by_itself(office, ON, at=AT + DAY) is None


def test_every_active_admin_is_told_the_root_once(office: Connection) -> None:
    sell(office)
    add_party(office, NewParty(code="A03", role=PartyRole.ADMIN, name_en="Gone"))
    office.execute(text("UPDATE party SET is_active = false WHERE code = 'A03'"))
    closed = closing.close(office, ON, by=who(office), at=AT + DAY)
    told = office.execute(
        text("SELECT party_id, subject FROM notice WHERE kind = 'day_root'")
    ).all()
    assert {row.party_id for row in told} == {who(office).party_id, who(office, "A02").party_id}
    assert {row.subject["root"] for row in told} == {closed.root}
    last = seals.last_seal(office)
    assert last is not None
    assert closed.root == last.root.hex()
    assert seals.unsealed(office) == 0


def test_an_empty_book_has_no_root(office: Connection) -> None:
    assert closing.close(office, ON, by=who(office), at=AT + DAY).root is None
    assert office.scalar(text("SELECT count(*) FROM notice WHERE kind = 'day_root'")) == 0


def test_a_root_is_found_by_its_beginning(office: Connection) -> None:
    sell(office)
    closed = closing.close(office, ON, by=who(office), at=AT + DAY)
    assert closed.root is not None
    assert closing.day_of_root(office, closed.root[:16]) == closed
    assert closing.day_of_root(office, "0" * 16) is None


def test_a_closed_day_keeps_every_balance_and_the_next_goes_on_from_it(office: Connection) -> None:
    sell(office)
    post(office, lend(), key="lend", source=CLERK)
    post(office, bank_the_cash(on=ON + DAY), key="next day, written early", source=CLERK)
    closing.close(office, ON, by=who(office), at=AT + DAY)
    assert kept(office, ON) == {
        "market": 1575_00,
        "payable:F012": -1496_25,
        "commission": -78_75,
        "advance:F012": 1000_00,
        "cash": -1000_00,
    }
    post(office, lend(on=ON + 3 * DAY), key="lend more", source=CLERK)
    closing.close(office, ON + 3 * DAY, by=who(office), at=AT + 4 * DAY)
    assert kept(office, ON + 3 * DAY) == standing(office)
    assert audit(office).findings == []


def test_balances_go_on_from_those_that_were_kept(office: Connection) -> None:
    sell(office)
    post(office, lend(), key="lend", source=CLERK)
    closing.close(office, ON, by=who(office), at=AT + DAY)
    post(office, bank_the_cash(on=ON + DAY), key="b", source=CLERK)
    post(office, lend(on=ON + DAY), key="lend more", source=CLERK)
    summed = text("""SELECT a.code, sum(p.amount_paise) AS paise FROM posting p
        JOIN account a ON a.id = p.account_id GROUP BY a.code""")
    sums = {row.code: row.paise for row in office.execute(summed)}
    assert standing(office) == sums
    assert queries.balance_of(office, "cash") == sums["cash"]
    assert queries.balance_of(office, "drawings") == 0
    unguard(office)
    office.execute(text("UPDATE closed_balance SET balance_paise = 7"))
    assert queries.balance_of(office, "market") == 7 - 500_00, "it reads what was kept"


def test_a_balance_that_came_back_to_nothing_is_not_kept(office: Connection) -> None:
    post(office, bank_the_cash(), key="b", source=CLERK)
    closing.close(office, ON, by=who(office), at=AT + DAY)
    post(office, bank_the_cash(-500_00, on=ON + DAY), key="c", source=CLERK)
    closing.close(office, ON + DAY, by=who(office), at=AT + 2 * DAY)
    assert kept(office, ON + DAY) == {}
    assert audit(office).findings == []


def test_closing_waits_for_whoever_is_writing_and_lets_nobody_in_afterwards(
    shop_engine: Engine,
) -> None:
    """Posters hammer several days; whatever they got in is in the snapshot, and nothing else."""
    until = monotonic() + 2

    def poster(name: int) -> int:
        written = 0
        while monotonic() < until:
            try:
                with shop_engine.begin() as tx:
                    post(tx, lend(100, on=ON - (written % 3) * DAY), key=f"{name}:{written}",
                         source=CLERK)  # fmt: skip
            except DayClosedError:
                return written
            written += 1
        return written

    def closer() -> int:
        while monotonic() < until - 1:
            pass
        with shop_engine.begin() as tx:
            assert close_day(tx, ON, by=None, at=AT)
        return 0

    done = all_at_once([*(lambda n=n: poster(n) for n in range(4)), closer])
    assert not [each for each in done if isinstance(each, Exception)], done
    written = sum(each for each in done if isinstance(each, int))
    assert written > 20
    with shop_engine.begin() as tx:
        assert kept(tx, ON)["cash"] == -100 * written
        assert kept(tx, ON) == standing(tx)
        assert seals.unsealed(tx) == 0
        assert audit(tx).findings == []


def test_two_who_close_at_once_close_once(shop_engine: Engine) -> None:
    with shop_engine.begin() as tx:
        sell(tx)

    def closer() -> bool:
        with shop_engine.begin() as tx:
            return close_day(tx, ON, by=None, at=AT)

    assert sorted(map(bool, all_at_once([closer] * 4))) == [False, False, False, True]


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (
            "UPDATE closed_balance SET balance_paise = balance_paise + 1",
            "balance of cash at the end of 24-11-2026 is kept as",
        ),
        (
            "DELETE FROM closed_balance WHERE balance_paise < 0",
            "balance of payable:F012 at the end of 24-11-2026 is missing",
        ),
        (
            "UPDATE closed_balance SET account_id = 999 WHERE balance_paise = -100000",
            "balance of account 999 at the end of 24-11-2026 is kept as",
        ),
        (
            "UPDATE closed_balance SET business_date = business_date - 1",
            "balance of cash at the end of 23-11-2026 is kept, but the day is not closed",
        ),
        ("UPDATE closed_day SET seal_seq = 9", "closed day 24-11-2026 names seal 9, which is"),
        (
            "UPDATE closed_day SET seal_seq = NULL",
            "entry [0-9]+ is dated 24-11-2026, in a day",
        ),
        ("UPDATE journal_entry SET business_date = '2026-11-24'", "entry [0-9]+ is dated"),
        ("DELETE FROM closed_day", "balance of cash at the end of 24-11-2026 is kept, but the"),
        ("DELETE FROM closed_day", "notice [0-9]+ says the root of 2026-11-24, which has another"),
        (
            'UPDATE notice SET subject = subject || \'{"root": ""}\'',
            "notice [0-9]+ says the root of",
        ),
    ],
)
def test_a_change_of_a_closed_day_is_found(office: Connection, change: str, found: str) -> None:
    sell(office)
    post(office, lend(), key="lend", source=CLERK)
    closing.close(office, ON, by=who(office), at=AT + DAY)
    post(office, bank_the_cash(on=ON + DAY), key="b", source=CLERK)
    unguard(office)
    assert findings(office) == []
    named = found_after(office, change)
    assert any(re.match(found, line) for line in named), named
