"""A failed message is sent once more: the same words, once, and only while they still fit."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot import outgoing, resending
from bot.delivery_errors import Fault
from bot.failures import failed_since
from bot.messages import WINDOW, outbound_message
from bot.outgoing import Kind
from bot.resending import (
    NoAddressError,
    NotFailedError,
    OvertakenError,
    StoppedError,
    UnknownMessageError,
    WindowClosedError,
    send_again,
)
from bot.whatsapp import Filled, Permanent
from ledger import people
from ledger.consents import Via, stop
from ledger.notices import NoticeKind, mark_told, next_unworded, note, told_by
from ledger.people import identity_table
from ledger.policy import NotAllowedError
from tests.turns.test_outbox import heard_now, state
from tests.turns.world import MURUGAN, House, register

REFUSED = Permanent(Fault.PERSON, 63024)
LATER = timedelta(minutes=10)
RECEIPT = {"1": "Malli", "2": "₹1.00", "3": "₹0.05", "4": "₹0.95", "5": "₹0.95"}


def put(house: House, kind: Kind = Kind.NOTICE, **more: Any) -> int:  # noqa: ANN401 - columns
    """A message to Murugan that WhatsApp refuses."""
    murugan = house.ask(lambda tx: people.party_at(tx, MURUGAN))
    message = outgoing.Outgoing(MURUGAN, murugan.party_id, kind, "ta", "மல்லி 5.500 கிலோ", **more)
    house.carrier.faults.append(REFUSED)
    with house.engine.begin() as tx:
        number = outgoing.put_outbound(tx, message, inbound_id=None, line=None, at=house.now)
    house.send()
    assert state(house, number).state == "failed"
    return number


def again(house: House, outbound_id: int, by: str = "A01") -> int:
    house.now += LATER
    with house.engine.begin() as tx:
        who = people.party(tx, by)
        assert who is not None
        return send_again(tx, outbound_id, by=who, at=house.now)


@pytest.fixture
def refused(house: House) -> int:
    """A notice to Murugan, who wrote a minute ago, that failed."""
    heard_now(house, MURUGAN)
    house.now += timedelta(minutes=1)
    return put(house)


def test_the_same_words_go_out_once_more_and_the_copy_names_its_original(
    house: House, refused: int
) -> None:
    copy = again(house, refused)
    assert house.send() == [(MURUGAN, "மல்லி 5.500 கிலோ")]
    row = state(house, copy)
    assert (row.again_of, row.kind, row.created_at) == (refused, "notice", house.now)
    assert row.again_by == house.ask(lambda tx: people.party(tx, "A01")).party_id
    assert (state(house, refused).state, row.state) == ("failed", "handed_over")


def test_what_was_sent_again_failed_no_more(house: House, refused: int) -> None:
    begun = house.now - timedelta(hours=1)
    assert len(house.ask(lambda tx: failed_since(tx, begun))) == 1
    house.carrier.faults.append(REFUSED)
    again(house, refused)
    assert house.ask(lambda tx: failed_since(tx, begun)) == []
    house.send()
    (copy,) = house.ask(lambda tx: failed_since(tx, begun))
    assert copy.created_at == house.now


def test_two_presses_send_one_message(house: House, refused: int) -> None:
    first = again(house, refused)
    assert again(house, refused) == first
    assert len(house.send()) == 1
    assert again(house, refused) == first
    assert house.send() == []


def test_two_who_press_at_once_send_one_message(house: House, refused: int) -> None:
    with ThreadPoolExecutor(2) as pool:
        copies = set(pool.map(lambda _: again(house, refused), range(2)))
    assert len(copies) == 1
    assert len(house.send()) == 1


def test_a_copy_that_failed_too_is_itself_sent_again(house: House, refused: int) -> None:
    house.carrier.faults.append(REFUSED)
    first = again(house, refused)
    assert house.send() == []
    second = again(house, first)
    assert (state(house, second).again_of, len(house.send())) == (first, 1)


def test_outside_the_window_it_leaves_as_its_template(house: House) -> None:
    with house.engine.begin() as tx:
        register(tx)
    number = put(house, template_key="lot_receipt", variables=RECEIPT)
    again(house, number)
    assert len(house.send()) == 1
    assert isinstance(house.carrier.contents[-1], Filled)
    assert house.carrier.contents[-1].variables == RECEIPT


def test_without_a_template_it_waits_for_the_person_to_write(house: House, refused: int) -> None:
    house.now += WINDOW
    with pytest.raises(WindowClosedError):
        again(house, refused)
    heard_now(house, MURUGAN)
    assert again(house, refused)


def test_only_what_was_given_up_is_sent_again(house: House) -> None:
    heard_now(house, MURUGAN)
    with house.engine.begin() as tx:
        message = outgoing.Outgoing(MURUGAN, None, Kind.NOTICE, "ta", "வணக்கம்")
        number = outgoing.put_outbound(tx, message, inbound_id=None, line=None, at=house.now)
    for _ in ("due", "handed over"):
        with pytest.raises(NotFailedError):
            again(house, number)
        house.send()
    with pytest.raises(UnknownMessageError):
        again(house, number + 1)


def test_who_stopped_notices_is_sent_none_again(house: House, refused: int) -> None:
    with house.engine.begin() as tx:
        murugan = people.farmer(tx, "F012")
        stop(tx, murugan.party_id, house.now, Via("whatsapp"))
    with pytest.raises(StoppedError):
        again(house, refused)


def test_an_answer_is_repeated_only_while_it_is_the_last_word(house: House) -> None:
    heard_now(house, MURUGAN)
    house.now += timedelta(minutes=1)
    number = put(house, Kind.REPLY)
    house.now += timedelta(minutes=1)
    heard_now(house, MURUGAN)
    with pytest.raises(OvertakenError):
        again(house, number)


def test_an_answer_nobody_followed_is_repeated(house: House) -> None:
    heard_now(house, MURUGAN)
    house.now += timedelta(minutes=1)
    again(house, put(house, Kind.REPLY))
    assert len(house.send()) == 1


def test_it_goes_to_the_number_by_which_he_is_known_now(house: House, refused: int) -> None:
    with house.engine.begin() as tx:
        murugan = people.farmer(tx, "F012")
        tx.execute(sa.text("SET ROLE malar_owner"))
        tx.execute(sa.delete(identity_table).where(identity_table.c.address == MURUGAN[9:]))
        tx.execute(sa.text("RESET ROLE"))
    with pytest.raises(NoAddressError):
        again(house, refused)
    with house.engine.begin() as tx:
        people.add_address(tx, murugan.party_id, "whatsapp:+919800000099")
    heard_now(house, "whatsapp:+919800000099")
    again(house, refused)
    assert house.send() == [("whatsapp:+919800000099", "மல்லி 5.500 கிலோ")]


def test_the_notice_is_told_by_the_copy(house: House, refused: int) -> None:
    with house.engine.begin() as tx:
        murugan = people.farmer(tx, "F012")
        note(tx, key="task:1", party_id=murugan.party_id, kind=NoticeKind.TASK, subject={
            "farmer": "F012", "task": "my_data"
        })  # fmt: skip
        noted = next_unworded(tx)
        assert noted is not None
        mark_told(tx, noted, refused, at=house.now)
    copy = again(house, refused)
    (told,) = house.ask(lambda tx: told_by(tx, [copy]))
    assert told.notice_id == noted.notice_id
    assert house.ask(lambda tx: told_by(tx, [refused])) == []


def test_a_farmer_sends_nothing_again(house: House, refused: int) -> None:
    with pytest.raises(NotAllowedError):
        again(house, refused, by="F012")


def test_whatever_is_repeated_is_a_column_of_the_message() -> None:
    columns = outbound_message.c
    own = {"id", "public_id", "inbound_id", "line", "recipient", "needs_template", "state"}
    own |= {"attempts", "resends", "due_at", "created_at", "claimed_at", "handed_over_at"}
    own |= {"provider_sid", "delivery", "delivery_rank", "fault", "error_code", "look_ups"}
    own |= {"again_of", "again_by"}
    assert {column.name for column in columns} - own == set(resending.REPEATED)
