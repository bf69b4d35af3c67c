"""Consent: events that nobody changes, of which the last word counts."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, delete, select, update
from sqlalchemy.exc import DBAPIError

from ledger.consents import (
    VERSION,
    Consent,
    ConsentEvent,
    Via,
    consent,
    consent_event_table,
    is_stopped,
    record,
    start,
    stop,
)
from ledger.people import NewParty, add_party
from ledger.roles import PartyRole

AT = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
CHAT = Via("whatsapp")


@pytest.fixture
def farmer(tx: Connection) -> int:
    new = NewParty(code="F900", role=PartyRole.FARMER, name_en="Raman", language="ta")
    return add_party(tx, new).party_id


def test_who_never_said_anything_may_be_told(tx: Connection, farmer: int) -> None:
    assert consent(tx, farmer) == Consent()
    assert not is_stopped(tx, farmer)


def test_stop_counts_at_once_and_start_takes_it_back(tx: Connection, farmer: int) -> None:
    stop(tx, farmer, AT, CHAT)
    assert is_stopped(tx, farmer)
    start(tx, farmer, AT + timedelta(days=1), CHAT)
    assert not is_stopped(tx, farmer)


def test_consent_withdrawn_at_the_counter_stops_as_well(tx: Connection, farmer: int) -> None:
    record(tx, farmer, ConsentEvent.GIVEN, AT, Via("counter", recorded_by=farmer))
    record(tx, farmer, ConsentEvent.WITHDRAWN, AT, Via("counter", recorded_by=farmer))
    assert is_stopped(tx, farmer)


def test_being_shown_the_notice_again_starts_nothing(tx: Connection, farmer: int) -> None:
    stop(tx, farmer, AT, CHAT)
    record(tx, farmer, ConsentEvent.SHOWN, AT, CHAT)
    assert consent(tx, farmer) == Consent(VERSION, ConsentEvent.STOPPED, AT)


def test_an_event_keeps_its_version_and_the_language_that_was_read(
    tx: Connection, farmer: int
) -> None:
    record(tx, farmer, ConsentEvent.GIVEN, AT, Via("counter", recorded_by=farmer))
    (event,) = tx.execute(select(consent_event_table)).all()
    assert (event.version, event.language, event.via, event.recorded_by, event.at) == (
        VERSION,
        "ta",
        "counter",
        farmer,
        AT,
    )


def test_nobody_elses_word_counts(tx: Connection, farmer: int) -> None:
    other = NewParty(code="F901", role=PartyRole.FARMER, name_en="Kumar")
    stop(tx, add_party(tx, other).party_id, AT, CHAT)
    assert not is_stopped(tx, farmer)


@pytest.mark.parametrize(
    "change", [update(consent_event_table).values(what="started"), delete(consent_event_table)]
)
def test_an_event_is_never_changed(tx: Connection, farmer: int, change: object) -> None:
    stop(tx, farmer, AT, CHAT)
    with pytest.raises(DBAPIError), tx.begin_nested():
        tx.execute(change)  # type: ignore[call-overload] # an update or a delete
    assert is_stopped(tx, farmer)
