"""Admins give and take access; the person sets his own password by a code."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from dashboard.access import codes, credentials, factors, keeping, proving, sessions
from dashboard.access.credentials import TRIES
from dashboard.access.events import AccessEvent
from dashboard.access.keeping import NoPagesError, OwnAccessError
from dashboard.access.passwords import Weakness
from dashboard.access.proving import Refused, check_factor, check_password
from ledger import people
from ledger.db import OWNER, READER
from ledger.people import Party
from ledger.policy import NotAllowedError
from tests.books.people import person
from tests.books.shop import all_at_once, open_shop
from tests.dashboard.access_desk import AT, PASSWORD, code_at, given_access, signed_in, whats
from tests.databases import connected

NEW = "nine green parrots"


@pytest.fixture
def owner(tx: Connection) -> Party:
    return given_access(tx, person(tx, "A01"), has_factor=True)


@pytest.fixture
def clerk(tx: Connection) -> Party:
    return person(tx, "S01")


def test_a_clerk_sets_his_first_password_by_a_code(
    tx: Connection, owner: Party, clerk: Party
) -> None:
    given = codes.give(tx, clerk, by=owner, at=AT)
    assert given.expires_at == AT + codes.FIRST
    typed = given.code.lower().replace("-", " ")
    assert codes.redeem(tx, "s01", typed, NEW, at=AT) == clerk
    assert check_password(tx, "S01", NEW, at=AT) == clerk
    assert whats(tx, clerk) == [AccessEvent.CODE_GIVEN, AccessEvent.PASSWORD_SET]


def test_a_code_is_good_once(tx: Connection, owner: Party, clerk: Party) -> None:
    given = codes.give(tx, clerk, by=owner, at=AT)
    codes.redeem(tx, "S01", given.code, NEW, at=AT)
    assert codes.redeem(tx, "S01", given.code, PASSWORD, at=AT) is Refused.WRONG


def test_a_code_ends_with_its_time_and_a_reset_sooner(
    tx: Connection, owner: Party, clerk: Party
) -> None:
    first = codes.give(tx, clerk, by=owner, at=AT)
    assert codes.redeem(tx, "S01", first.code, NEW, at=first.expires_at) is Refused.WRONG
    given_access(tx, clerk)
    again = codes.give(tx, clerk, by=owner, at=AT)
    assert again.expires_at == AT + codes.AGAIN
    almost = again.expires_at - timedelta(seconds=1)
    assert codes.redeem(tx, "S01", again.code, NEW, at=almost) == clerk


def test_a_newer_code_makes_the_older_one_worthless(
    tx: Connection, owner: Party, clerk: Party
) -> None:
    older = codes.give(tx, clerk, by=owner, at=AT)
    newer = codes.give(tx, clerk, by=owner, at=AT)
    assert codes.redeem(tx, "S01", older.code, NEW, at=AT) is Refused.WRONG
    assert codes.redeem(tx, "S01", newer.code, NEW, at=AT) == clerk


def test_a_weak_password_is_told_to_whoever_has_the_code_and_the_code_stays_good(
    tx: Connection, owner: Party, clerk: Party
) -> None:
    given = codes.give(tx, clerk, by=owner, at=AT)
    assert codes.redeem(tx, "S01", "AAAAA-AAAAA", "short", at=AT) is Refused.WRONG
    assert codes.redeem(tx, "S01", given.code, "short", at=AT) is Weakness.TOO_SHORT
    assert codes.redeem(tx, "S01", given.code, NEW, at=AT) == clerk


def test_a_code_belongs_to_one_person(tx: Connection, owner: Party, clerk: Party) -> None:
    person(tx, "S02")
    given = codes.give(tx, clerk, by=owner, at=AT)
    for code in ("S02", "S99", "A01"):
        assert codes.redeem(tx, code, given.code, NEW, at=AT) is Refused.WRONG


def test_guessing_a_code_locks(tx: Connection, owner: Party, clerk: Party) -> None:
    given = codes.give(tx, clerk, by=owner, at=AT)
    for _ in range(TRIES):
        assert codes.redeem(tx, "S01", "AAAAA-AAAAA", NEW, at=AT) is Refused.WRONG
    assert codes.redeem(tx, "S01", given.code, NEW, at=AT) is Refused.WRONG
    again = codes.give(tx, clerk, by=owner, at=AT)
    assert codes.redeem(tx, "S01", again.code, NEW, at=AT) == clerk


def test_a_new_password_ends_all_sessions_and_the_factor_is_still_asked(tx: Connection) -> None:
    owner, other = (given_access(tx, person(tx, code), has_factor=True) for code in ("A01", "A02"))
    token = signed_in(tx, owner)
    given = codes.give(tx, owner, by=other, at=AT)
    assert codes.redeem(tx, "A01", given.code, NEW, at=AT) == owner
    assert sessions.session_of(tx, token, at=AT) is None
    assert proving.has_factor(tx, owner)


def test_nobody_gives_himself_a_code_and_no_clerk_gives_one(
    tx: Connection, owner: Party, clerk: Party
) -> None:
    with pytest.raises(OwnAccessError):
        codes.give(tx, owner, by=owner, at=AT)
    with pytest.raises(NotAllowedError):
        codes.give(tx, owner, by=clerk, at=AT)


def test_pages_are_not_for_farmers(tx: Connection, owner: Party) -> None:
    open_shop(tx)
    with pytest.raises(NoPagesError):
        codes.give(tx, people.farmer(tx, "F012"), by=owner, at=AT)


def test_the_only_admin_helps_himself_at_the_computer_until_there_is_another(
    tx: Connection, owner: Party
) -> None:
    codes.give(tx, owner, by=owner, at=AT, is_alone=True)
    person(tx, "A02")
    codes.give(tx, owner, by=owner, at=AT, is_alone=True)
    given_access(tx, person(tx, "A02"))
    with pytest.raises(OwnAccessError):
        codes.give(tx, owner, by=owner, at=AT, is_alone=True)


def test_the_first_admin_gets_his_code_from_the_computer_while_nobody_has_access(
    tx: Connection, clerk: Party
) -> None:
    owner = person(tx, "A01")
    with pytest.raises(codes.NotFirstError):
        codes.give_first(tx, clerk, at=AT)
    codes.give_first(tx, owner, at=AT)
    given = codes.give_first(tx, owner, at=AT)
    assert codes.redeem(tx, "A01", given.code, NEW, at=AT) == owner
    with pytest.raises(codes.NotFirstError):
        codes.give_first(tx, owner, at=AT)


def test_whoever_is_locked_out_stays_out_until_he_is_let_in_again(
    tx: Connection, owner: Party, clerk: Party
) -> None:
    given_access(tx, clerk)
    token = signed_in(tx, clerk)
    keeping.lock_out(tx, clerk, by=owner, at=AT)
    assert sessions.session_of(tx, token, at=AT) is None
    later = AT + timedelta(days=30)
    assert check_password(tx, "S01", PASSWORD, at=later) is Refused.WRONG
    given = codes.give(tx, clerk, by=owner, at=later)
    assert codes.redeem(tx, "S01", given.code, NEW, at=later) is Refused.WRONG
    keeping.unlock(tx, clerk, by=owner, at=later)
    assert codes.redeem(tx, "S01", given.code, NEW, at=later) == clerk


def test_a_lost_factor_is_taken_away_by_another_admin_and_a_new_one_is_needed(
    tx: Connection, owner: Party
) -> None:
    other = given_access(tx, person(tx, "A02"))
    token = signed_in(tx, owner)
    with pytest.raises(OwnAccessError):
        keeping.reset_factor(tx, owner, by=owner, at=AT)
    keeping.reset_factor(tx, owner, by=other, at=AT)
    assert sessions.session_of(tx, token, at=AT) is None
    assert check_factor(tx, owner, code_at(AT), at=AT) is Refused.WRONG
    assert not proving.has_factor(tx, owner)
    assert factors.needs_factor(owner)
    assert whats(tx, owner)[-1] is AccessEvent.FACTOR_RESET


def test_a_changed_password_needs_the_old_one_and_ends_the_other_sessions(
    tx: Connection, clerk: Party
) -> None:
    given_access(tx, clerk)
    here, there = (sessions.session_of(tx, signed_in(tx, clerk), at=AT) for _ in range(2))
    assert here
    assert there
    assert codes.change_password(tx, here, "wrong", NEW, at=AT) is Refused.WRONG
    assert codes.change_password(tx, here, PASSWORD, PASSWORD, at=AT) is Weakness.SAME
    assert codes.change_password(tx, here, PASSWORD, NEW, at=AT) is None
    assert sessions.sessions_of(tx, clerk.party_id, at=AT) == [here]
    assert check_password(tx, "S01", NEW, at=AT) == clerk


SECRETS = ("credential", "recovery_code", "one_time_code", "web_session")


@pytest.fixture
def reader(database_url: str) -> Iterator[Engine]:
    with connected(database_url, READER) as engine:
        yield engine


@pytest.mark.parametrize("table", SECRETS)
def test_whoever_may_only_read_cannot_read_what_proves_people(reader: Engine, table: str) -> None:
    with reader.connect() as tx, pytest.raises(DBAPIError, match="permission denied"):
        tx.execute(text(f"SELECT FROM {table}"))


def test_whoever_may_only_read_sees_what_happened(reader: Engine) -> None:
    with reader.connect() as tx:
        assert tx.execute(text("SELECT * FROM access_event")).all() == []


def test_not_even_the_owner_of_the_tables_changes_what_happened(database_url: str) -> None:
    with connected(database_url, OWNER) as engine, engine.connect() as tx:
        tx.execute(text("INSERT INTO access_event (what, at) VALUES ('signed_in', now())"))
        for change in ("UPDATE access_event SET at = now()", "DELETE FROM access_event"):
            with pytest.raises(DBAPIError, match="access_event"), tx.begin_nested():
                tx.execute(text(change))
        tx.rollback()


def test_wrong_ones_tried_at_the_same_time_are_all_counted(fresh_database: str) -> None:
    with connected(fresh_database) as engine:
        with engine.begin() as tx:
            clerk = given_access(tx, person(tx, "S01"))

        def wrong() -> object:
            with engine.begin() as tx:
                return check_password(tx, "S01", "wrong", at=AT)

        assert set(all_at_once([wrong] * 4)) == {Refused.WRONG}
        with engine.begin() as tx:
            assert credentials.credential(tx, clerk.party_id).failures == 4
