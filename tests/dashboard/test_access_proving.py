"""Who is let in: a password, a code, and how often somebody may be wrong."""

from datetime import timedelta
from time import perf_counter

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Connection

from dashboard.access import credentials, events, factors, proving, recovery
from dashboard.access.credentials import LOCKED_FOR, TRIES
from dashboard.access.events import AccessEvent
from dashboard.access.proving import Factor, Refused, check_factor, check_password, prove
from ledger.people import Party
from ledger.register.people import deactivate
from tests.books.people import person
from tests.books.shop import open_shop
from tests.dashboard.access_desk import AT, PASSWORD, SECRET, code_at, given_access, whats

STEP = factors.STEP


@pytest.fixture
def owner(tx: Connection) -> Party:
    return given_access(tx, person(tx, "A01"), has_factor=True)


@pytest.fixture
def clerk(tx: Connection) -> Party:
    return given_access(tx, person(tx, "S01"))


def test_the_right_password_says_who_it_is(tx: Connection, clerk: Party) -> None:
    assert check_password(tx, " s01 ", PASSWORD, at=AT) == clerk


def test_a_stranger_hears_one_word_whatever_is_wrong(tx: Connection, clerk: Party) -> None:
    open_shop(tx)
    given_access(tx, gone := person(tx, "S03"))
    deactivate(tx, gone.party_id, by=person(tx, "A01"), at=AT)
    person(tx, "S04")
    credentials.write(tx, clerk.party_id, locked_until=AT + timedelta(minutes=1))
    for code in ("S01", "S03", "S04", "F012", "S99", "S01\0"):
        assert check_password(tx, code, PASSWORD, at=AT) is Refused.WRONG
    assert check_password(tx, "S01", "another one of mine", at=AT) is Refused.WRONG


def test_a_code_that_nobody_has_takes_as_long_as_a_wrong_password(
    tx: Connection, clerk: Party
) -> None:
    def quickest(code: str) -> float:
        def once() -> float:
            began = perf_counter()
            check_password(tx, code, "wrong", at=AT)
            return perf_counter() - began

        return min(once() for _ in range(4))

    known, unknown = quickest(clerk.code), quickest("S99")
    assert 0.4 < known / unknown < 2.5  # a hash left out would make it ten times


def test_ten_wrong_passwords_lock_and_after_a_while_it_opens_again(
    tx: Connection, clerk: Party
) -> None:
    for tried in range(TRIES):
        assert not credentials.credential(tx, clerk.party_id).is_locked(AT), tried
        assert check_password(tx, "S01", "wrong", at=AT) is Refused.WRONG
    assert check_password(tx, "S01", PASSWORD, at=AT) is Refused.WRONG
    assert whats(tx, clerk) == [AccessEvent.WRONG_PASSWORD] * TRIES + [AccessEvent.LOCKED]
    almost = AT + LOCKED_FOR - timedelta(seconds=1)
    assert check_password(tx, "S01", PASSWORD, at=almost) is Refused.WRONG
    assert check_password(tx, "S01", PASSWORD, at=AT + LOCKED_FOR) == clerk


def test_nine_wrong_ones_and_a_right_one_count_for_nothing(tx: Connection, clerk: Party) -> None:
    for _ in range(2):
        credentials.write(tx, clerk.party_id, failures=TRIES - 2)
        assert check_password(tx, "S01", "wrong", at=AT) is Refused.WRONG
        assert check_password(tx, "S01", PASSWORD, at=AT) == clerk


def test_whoever_knows_the_password_cannot_try_codes_for_ever(tx: Connection, owner: Party) -> None:
    credentials.write(tx, owner.party_id, failures=TRIES - 3)
    for _ in range(3):
        assert check_password(tx, "A01", PASSWORD, at=AT) == owner
        assert check_factor(tx, owner, "000000", at=AT) is Refused.WRONG
    assert check_password(tx, "A01", PASSWORD, at=AT) is Refused.WRONG
    assert check_factor(tx, owner, code_at(AT), at=AT) is Refused.LOCKED


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_a_code_counts_though_clocks_differ_by_a_step(
    tx: Connection, owner: Party, steps: int
) -> None:
    assert check_factor(tx, owner, code_at(AT + steps * STEP), at=AT) is Factor.TOTP


@pytest.mark.parametrize("steps", [-2, 2])
def test_a_code_of_further_away_does_not(tx: Connection, owner: Party, steps: int) -> None:
    assert check_factor(tx, owner, code_at(AT + steps * STEP), at=AT) is Refused.WRONG


def test_a_code_counts_once_and_none_of_before_it(tx: Connection, owner: Party) -> None:
    assert check_factor(tx, owner, code_at(AT), at=AT) is Factor.TOTP
    assert check_factor(tx, owner, code_at(AT), at=AT) is Refused.WRONG
    assert check_factor(tx, owner, code_at(AT - STEP), at=AT) is Refused.WRONG
    assert check_factor(tx, owner, code_at(AT + STEP), at=AT + STEP) is Factor.TOTP


@pytest.mark.parametrize("code", ["", "12345", "1234567", "௧௨௩௪௫௬", "abcdef", "-12345", "1e5000"])
def test_what_is_no_code_is_wrong(tx: Connection, owner: Party, code: str) -> None:
    assert check_factor(tx, owner, code, at=AT) is Refused.WRONG


def test_a_code_may_be_typed_in_two_groups(tx: Connection, owner: Party) -> None:
    code = code_at(AT)
    assert check_factor(tx, owner, f"{code[:3]} {code[3:]}", at=AT) is Factor.TOTP


def test_who_has_no_second_factor_proves_nothing_by_a_code(tx: Connection, clerk: Party) -> None:
    assert check_factor(tx, clerk, code_at(AT), at=AT) is Refused.WRONG


def test_a_recovery_code_counts_once_however_it_is_typed(tx: Connection, owner: Party) -> None:
    first, second, *_ = recovery.renew(tx, owner, at=AT)
    assert check_factor(tx, owner, first.lower().replace("-", " "), at=AT) is Factor.RECOVERY
    assert check_factor(tx, owner, first, at=AT) is Refused.WRONG
    assert credentials.recovery_left(tx, owner.party_id) == recovery.CODES - 1
    assert check_factor(tx, owner, second, at=AT) is Factor.RECOVERY
    assert check_factor(tx, owner, second[:-1] + "0", at=AT) is Refused.WRONG


def test_new_recovery_codes_make_the_old_ones_worthless(tx: Connection, owner: Party) -> None:
    old = recovery.renew(tx, owner, at=AT)
    recovery.renew(tx, owner, at=AT)
    assert check_factor(tx, owner, old[0], at=AT) is Refused.WRONG


def test_nobody_uses_the_recovery_code_of_another(tx: Connection, owner: Party) -> None:
    other = given_access(tx, person(tx, "A02"), has_factor=True)
    codes = recovery.renew(tx, owner, at=AT)
    assert check_factor(tx, other, codes[0], at=AT) is Refused.WRONG


def test_proving_oneself_again_takes_the_code_of_whoever_has_a_factor(
    tx: Connection, owner: Party, clerk: Party
) -> None:
    assert prove(tx, clerk, PASSWORD, None, at=AT) is None
    assert prove(tx, clerk, "wrong", None, at=AT) is Refused.WRONG
    assert prove(tx, owner, PASSWORD, None, at=AT) is Refused.WRONG
    assert prove(tx, owner, "wrong", code_at(AT), at=AT) is Refused.WRONG
    assert prove(tx, owner, PASSWORD, code_at(AT), at=AT) is None


def test_proving_oneself_again_locks_as_well(tx: Connection, owner: Party) -> None:
    credentials.write(tx, owner.party_id, failures=TRIES - 2)
    for password in (PASSWORD, "wrong"):
        assert prove(tx, owner, password, "000000", at=AT) is Refused.WRONG
    assert prove(tx, owner, PASSWORD, code_at(AT), at=AT) is Refused.LOCKED


def test_a_password_hashed_with_less_work_is_hashed_again(tx: Connection, clerk: Party) -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1).hash(PASSWORD)
    credentials.write(tx, clerk.party_id, password_hash=weak)
    assert check_password(tx, "S01", PASSWORD, at=AT) == clerk
    renewed = credentials.credential(tx, clerk.party_id).password_hash
    assert renewed
    assert "m=32768" in renewed
    assert check_password(tx, "S01", PASSWORD, at=AT) == clerk


def test_a_factor_counts_from_its_first_right_code_on(tx: Connection, owner: Party) -> None:
    new = factors.start(tx, owner)
    assert new != SECRET
    assert factors.confirm(tx, owner, code_at(AT), at=AT) is None
    assert check_factor(tx, owner, code_at(AT), at=AT) is Factor.TOTP
    shown = factors.confirm(tx, owner, code_at(AT, new), at=AT)
    assert shown
    assert len(set(shown)) == recovery.CODES
    assert check_factor(tx, owner, code_at(AT, new), at=AT) is Refused.WRONG
    later = AT + STEP
    assert check_factor(tx, owner, code_at(later), at=later) is Refused.WRONG
    assert check_factor(tx, owner, code_at(later, new), at=later) is Factor.TOTP
    assert factors.confirm(tx, owner, code_at(AT, new), at=AT) is None


def test_an_admin_cannot_do_without_his_factor_and_a_clerk_can(
    tx: Connection, owner: Party, clerk: Party
) -> None:
    assert not factors.remove(tx, owner, at=AT)
    assert proving.has_factor(tx, owner)
    factors.confirm(tx, clerk, code_at(AT, factors.start(tx, clerk)), at=AT)
    assert proving.has_factor(tx, clerk)
    assert factors.remove(tx, clerk, at=AT)
    assert not proving.has_factor(tx, clerk)
    assert credentials.recovery_left(tx, clerk.party_id) == 0


def test_the_authenticator_reads_shop_and_code_from_the_picture(owner: Party) -> None:
    address = factors.address_of(SECRET, owner, "மலர் பூக்கடை & Sons")
    assert address.startswith("otpauth://totp/")
    assert f"secret={SECRET}" in address
    assert "A01" in address
    picture = factors.picture_of(address)
    assert picture.startswith("<svg")
    assert "style=" not in picture
    assert "<script" not in picture


def test_no_secret_stands_in_what_is_remembered(tx: Connection, owner: Party) -> None:
    check_password(tx, "A01", "my other password", at=AT)
    check_factor(tx, owner, "123456", at=AT)
    told = repr(events.latest(tx, owner.party_id))
    assert "my other" not in told
    assert "123456" not in told
