"""How long somebody stays signed in, and who ends it."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection, select
from sqlalchemy.exc import DBAPIError

from dashboard.access import sessions
from dashboard.access.events import AccessEvent
from dashboard.access.sessions import ABSOLUTE, AGENT, IDLE, PROOF, is_fresh, session_of
from dashboard.access.tables import access_event_table, web_session_table
from ledger.people import Party
from ledger.policy import NotAllowedError
from ledger.register.people import deactivate
from tests.books.people import person
from tests.dashboard.access_desk import AT, BROWSER, signed_in, whats

SECOND = timedelta(seconds=1)


@pytest.fixture
def clerk(tx: Connection) -> Party:
    return person(tx, "S01")


@pytest.fixture
def owner(tx: Connection) -> Party:
    return person(tx, "A01")


def test_a_token_says_who_it_is_and_only_its_hash_is_kept(tx: Connection, clerk: Party) -> None:
    token = signed_in(tx, clerk)
    session = session_of(tx, token, at=AT)
    assert session
    assert (session.party, session.is_whole, session.agent) == (clerk, True, BROWSER)
    assert len(token) >= 43
    kept = tx.execute(select(web_session_table)).one()
    assert token.encode() not in repr(kept).encode()
    assert whats(tx, clerk) == [AccessEvent.SIGNED_IN]


@pytest.mark.parametrize("token", ["", "x", "ஒன்று", "a" * 5000])
def test_what_is_no_token_is_nobody(tx: Connection, token: str) -> None:
    assert session_of(tx, token, at=AT) is None


def test_it_ends_after_half_an_hour_without_a_click(tx: Connection, clerk: Party) -> None:
    token = signed_in(tx, clerk)
    assert session_of(tx, token, at=AT + IDLE - SECOND)
    assert session_of(tx, token, at=AT + 2 * (IDLE - SECOND))
    assert session_of(tx, token, at=AT + 2 * (IDLE - SECOND) + IDLE) is None


def test_it_ends_after_twelve_hours_with_ever_so_many_clicks(tx: Connection, clerk: Party) -> None:
    token = signed_in(tx, clerk)
    at = AT
    while at + IDLE / 2 < AT + ABSOLUTE:
        at += IDLE / 2
        assert session_of(tx, token, at=at)
    assert session_of(tx, token, at=AT + ABSOLUTE) is None
    assert sessions.sessions_of(tx, clerk.party_id, at=AT + ABSOLUTE) == []


def test_a_click_is_noted_once_a_minute(tx: Connection, clerk: Party) -> None:
    token = signed_in(tx, clerk)
    for seconds, noted in ((59, 0), (60, 60), (119, 60), (120, 120)):
        session_of(tx, token, at=AT + timedelta(seconds=seconds))
        (session,) = sessions.sessions_of(tx, clerk.party_id, at=AT + timedelta(seconds=seconds))
        assert session.seen_at == AT + timedelta(seconds=noted)


def test_half_a_sign_in_is_over_soon(tx: Connection, owner: Party) -> None:
    token = sessions.begin(tx, owner, is_whole=False, agent="", at=AT)
    session = session_of(tx, token, at=AT + PROOF - SECOND)
    assert session
    assert not session.is_whole
    assert not is_fresh(session, AT)
    assert session_of(tx, token, at=AT + PROOF) is None


def test_a_proof_is_fresh_for_ten_minutes(tx: Connection, clerk: Party) -> None:
    session = session_of(tx, signed_in(tx, clerk), at=AT)
    assert session
    assert is_fresh(session, AT + PROOF - SECOND)
    assert not is_fresh(session, AT + PROOF)


def test_a_renewed_session_has_another_token_and_the_old_one_is_nobodys(
    tx: Connection, owner: Party
) -> None:
    first = sessions.begin(tx, owner, is_whole=False, agent=BROWSER, at=AT)
    half = session_of(tx, first, at=AT)
    assert half
    later = AT + timedelta(minutes=2)
    second = sessions.renew(tx, half, is_whole=True, is_proved=True, at=later)
    assert session_of(tx, first, at=later) is None
    whole = session_of(tx, second, at=later)
    assert whole
    assert (whole.session_id, whole.is_whole, whole.started_at) == (half.session_id, True, AT)
    assert whole.proved_at == later
    third = sessions.renew(tx, whole, is_whole=True, is_proved=True, at=later)
    assert session_of(tx, second, at=later) is None
    assert session_of(tx, third, at=later)
    assert whats(tx, owner) == [AccessEvent.SIGNED_IN, AccessEvent.PROVED]


def test_whoever_leaves_the_shop_is_out_with_his_next_click(
    tx: Connection, clerk: Party, owner: Party
) -> None:
    token = signed_in(tx, clerk)
    deactivate(tx, clerk.party_id, by=owner, at=AT)
    assert session_of(tx, token, at=AT) is None


def test_signing_out_ends_the_token_for_good(tx: Connection, clerk: Party) -> None:
    token, other = signed_in(tx, clerk), signed_in(tx, clerk)
    session = session_of(tx, token, at=AT)
    assert session
    sessions.end(tx, session.session_id, by=clerk, at=AT)
    assert session_of(tx, token, at=AT) is None
    assert session_of(tx, other, at=AT)
    assert whats(tx, clerk)[-1] is AccessEvent.SIGNED_OUT


def test_all_but_the_present_one_are_ended(tx: Connection, clerk: Party) -> None:
    tokens = [signed_in(tx, clerk) for _ in range(3)]
    here = session_of(tx, tokens[0], at=AT)
    assert here
    sessions.end_all(tx, clerk.party_id, by=clerk, at=AT, leaving=here.session_id)
    assert [bool(session_of(tx, token, at=AT)) for token in tokens] == [True, False, False]


def test_an_admin_ends_the_sessions_of_others_and_a_clerk_only_his_own(
    tx: Connection, clerk: Party, owner: Party
) -> None:
    tokens = signed_in(tx, clerk), signed_in(tx, owner)
    his, hers = (session_of(tx, token, at=AT) for token in tokens)
    assert his
    assert hers
    with pytest.raises(NotAllowedError):
        sessions.end(tx, hers.session_id, by=clerk, at=AT)
    with pytest.raises(NotAllowedError):
        sessions.end_all(tx, owner.party_id, by=clerk, at=AT)
    sessions.end(tx, his.session_id, by=owner, at=AT)
    assert session_of(tx, tokens[0], at=AT) is None
    assert session_of(tx, tokens[1], at=AT)


def test_what_a_browser_calls_itself_is_cut_and_plain(tx: Connection, clerk: Party) -> None:
    sessions.begin(tx, clerk, is_whole=True, agent="M\r\n\0" + "x" * 5000, at=AT)
    (session,) = sessions.sessions_of(tx, clerk.party_id, at=AT)
    assert session.agent == "M" + "x" * (AGENT - 1)


@pytest.mark.parametrize(
    "change", ["UPDATE access_event SET at = now()", "DELETE FROM access_event"]
)
def test_what_happened_to_an_access_stands(tx: Connection, clerk: Party, change: str) -> None:
    signed_in(tx, clerk)
    assert tx.execute(select(access_event_table)).one()
    with pytest.raises(DBAPIError, match="permission denied"):
        tx.exec_driver_sql(change)
