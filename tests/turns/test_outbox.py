from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot import outgoing
from bot.delivery_errors import Fault
from bot.messages import WINDOW, outbound_message
from bot.outgoing import DELAYS, LOOK_UP_AFTER, LOOK_UPS, STUCK_AFTER, Kind, Outgoing
from bot.whatsapp import Ambiguous, Filled, Free, Listed, Permanent, Retryable
from locales.templates import templates
from tests.turns.world import MURUGAN, OWNER, SELVI, House, register
from workers import sweep
from workers.queues import connect

TOO_MANY = Retryable(Fault.LATER, 20429)
SILENCE = Ambiguous(Fault.AMBIGUOUS)
CLOSED = Permanent(Fault.WINDOW, 63016)
RECEIPT = {"1": "Malli", "2": "₹1.00", "3": "₹0.05", "4": "₹0.95", "5": "₹0.95"}


def put(house: House, text: str, to: str = SELVI, **more: Any) -> int:  # noqa: ANN401 - columns
    kind = more.pop("kind", Kind.REPLY)
    message = Outgoing(to, None, kind, "ta", text, **more)
    with house.engine.begin() as tx:
        return outgoing.put_outbound(tx, message, inbound_id=None, line=None, at=house.now)


def put_receipt(house: House, to: str = MURUGAN) -> int:
    more = {"kind": Kind.NOTICE, "template_key": "lot_receipt", "variables": RECEIPT}
    return put(house, "receipt", to, **more)


def heard_now(house: House, *who: str) -> None:
    """Open WhatsApp's window for somebody."""
    for sender in who:
        house.hear(sender, "hi")


def state(house: House, outbound_id: int) -> sa.Row[Any]:
    (row,) = [row for row in house.rows() if row.id == outbound_id]
    return row


def test_what_is_handed_over_says_so(house: House) -> None:
    heard_now(house, SELVI)
    put(house, "written")
    assert house.send() == [(SELVI, "written")]
    (row,) = house.rows()
    assert (row.state, row.delivery, row.attempts) == ("handed_over", "queued", 1)
    (callback,) = house.carrier.callbacks
    assert callback == f"https://shop.example/whatsapp/status?m={row.public_id}&n=1"
    assert house.send() == []


def test_replies_go_before_notices_and_nobodys_order_is_changed(house: House) -> None:
    heard_now(house, SELVI, MURUGAN, OWNER)
    put(house, "n1", MURUGAN, kind=Kind.NOTICE)
    put(house, "n2", MURUGAN, kind=Kind.NOTICE)
    put(house, "r1", SELVI)
    put(house, "r2", OWNER)
    put(house, "r3", SELVI)
    assert [text for _, text in house.send()] == ["r1", "r2", "r3", "n1", "n2"]


def test_a_later_reply_waits_behind_one_that_is_tried_again(house: House) -> None:
    heard_now(house, SELVI, OWNER)
    put(house, "first")
    put(house, "second")
    put(house, "other", OWNER)
    house.carrier.faults.append(TOO_MANY)
    assert house.send() == [(OWNER, "other")]
    house.now += timedelta(seconds=DELAYS[0])
    assert [text for _, text in house.send()] == ["first", "second"]


def test_what_is_never_taken_is_given_up_with_a_reason(house: House) -> None:
    heard_now(house, SELVI)
    one = put(house, "written")
    house.carrier.faults.extend([TOO_MANY] * 99)
    for seconds in (*DELAYS, 0):
        assert state(house, one).state == "due"
        house.send()
        house.now += timedelta(seconds=seconds)
    row = state(house, one)
    assert (row.state, row.attempts, row.error_code) == ("failed", len(DELAYS) + 1, 20429)
    assert row.fault == Fault.LATER


def test_a_send_without_an_answer_is_looked_up_and_adopted(house: House) -> None:
    heard_now(house, SELVI)
    one = put(house, "written")
    house.carrier.faults.append(SILENCE)
    assert house.send() == []
    assert state(house, one).state == "unknown"
    assert house.send() == [], "not before Twilio can know"
    house.carrier.listed = [
        Listed("SMx", "sent", "something else"),
        Listed("SMfailed", "failed", "written"),
        Listed("SMy", "sent", "written"),
    ]
    house.now += LOOK_UP_AFTER
    assert house.send() == []
    row = state(house, one)
    assert (row.state, row.provider_sid) == ("handed_over", "SMy")


def test_a_send_that_twilio_does_not_list_is_sent_once_more_and_never_again(house: House) -> None:
    heard_now(house, SELVI)
    one = put(house, "written")
    house.carrier.faults.append(SILENCE)
    house.send()
    house.now += LOOK_UP_AFTER
    assert house.send() == [(SELVI, "written")]
    assert state(house, one).state == "handed_over"

    two = put(house, "again")
    house.carrier.faults.extend([SILENCE, SILENCE])
    for _ in range(4):
        house.send()
        house.now += LOOK_UP_AFTER
    row = state(house, two)
    assert (row.state, row.attempts) == ("failed", 2)
    assert row.fault == Fault.AMBIGUOUS


def test_of_two_same_texts_each_adopts_its_own(house: House) -> None:
    heard_now(house, SELVI)
    put(house, "same")
    put(house, "same")
    house.carrier.faults.append(SILENCE)
    house.send()
    (_, second) = house.rows()
    house.carrier.listed = [Listed(second.provider_sid, "sent", "same")]
    house.now += LOOK_UP_AFTER
    assert house.send() == [(SELVI, "same")], "the listed one belongs to the other row"


def test_a_message_that_already_bears_its_name_at_twilio_is_adopted(house: House) -> None:
    heard_now(house, SELVI)
    one = put(house, "written")
    house.carrier.faults.append(SILENCE)
    house.send()
    house.ask(lambda tx: tx.execute(sa.update(outbound_message).values(provider_sid="SMy")))
    house.carrier.listed = [Listed("SMy", "sent", "written")]
    house.now += LOOK_UP_AFTER
    assert house.send() == []
    assert state(house, one).state == "handed_over"


def test_a_slow_send_that_comes_through_after_all_is_recorded(house: House) -> None:
    heard_now(house, SELVI)
    put(house, "written")
    slow = house.ask(lambda tx: outgoing.claim_due(tx, now=house.now))
    house.now += STUCK_AFTER + timedelta(seconds=1)
    sweep.find_stuck_messages(house.place)
    house.ask(lambda tx: outgoing.record_handed_over(tx, slow, "SMy", "queued", at=house.now))
    house.now += LOOK_UP_AFTER
    assert house.send() == []


def test_nothing_is_resent_while_twilio_does_not_answer_the_look_up(house: House) -> None:
    heard_now(house, SELVI)
    one = put(house, "written")
    house.carrier.faults.append(SILENCE)
    house.send()
    house.now += LOOK_UP_AFTER
    house.carrier.look_up_fault = SILENCE
    assert house.send() == []
    assert state(house, one).state == "unknown"


def test_what_twilio_refuses_to_look_up_is_given_up_in_the_end(house: House) -> None:
    heard_now(house, SELVI)
    one = put(house, "written")
    house.carrier.faults.append(SILENCE)
    house.send()
    house.carrier.look_up_fault = Permanent(Fault.CHANNEL, 20003)
    for minutes in (0.5, 0.5, 1, 2, 4):
        house.now += timedelta(minutes=minutes)
        assert house.send() == []
    house.now += timedelta(minutes=8, seconds=-1)
    house.send()
    assert (state(house, one).state, state(house, one).look_ups) == ("unknown", LOOK_UPS)
    house.now += timedelta(seconds=1)
    assert house.send() == []
    assert (state(house, one).state, state(house, one).fault) == ("failed", Fault.AMBIGUOUS)


def test_a_template_that_is_gone_is_looked_up_no_longer_than_anything_else(house: House) -> None:
    house.ask(register)
    one = put_receipt(house)
    house.carrier.faults.append(SILENCE)
    house.send()
    house.ask(lambda tx: tx.execute(sa.update(outbound_message).values(template_key="gone")))
    for _ in range(LOOK_UPS):
        house.now += timedelta(hours=1)
        with pytest.raises(KeyError):
            house.send()
    house.now += timedelta(hours=1)
    assert house.send() == []
    assert (state(house, one).state, state(house, one).fault) == ("failed", Fault.AMBIGUOUS)


def test_a_template_that_was_perhaps_sent_is_recognised(house: House) -> None:
    house.ask(register)
    one = put_receipt(house)
    house.carrier.faults.append(SILENCE)
    house.send()
    (of,) = [each for each in templates() if (each.key, each.language) == ("lot_receipt", "ta")]
    body = of.body
    for number, value in RECEIPT.items():
        body = body.replace(f"{{{{{number}}}}}", value)
    house.carrier.listed = [Listed("SMt", "sent", body)]
    house.now += LOOK_UP_AFTER
    assert house.send() == []
    assert state(house, one).provider_sid == "SMt"


def test_a_worker_that_died_while_sending_leaves_a_question_and_no_second_message(
    house: House,
) -> None:
    heard_now(house, SELVI)
    one = put(house, "written")
    with house.engine.begin() as tx:
        outgoing.claim_due(tx, now=house.now)
    house.now += STUCK_AFTER
    sweep.find_stuck_messages(house.place)
    assert state(house, one).state == "sending", "perhaps it is only slow"
    house.now += timedelta(seconds=1)
    sweep.find_stuck_messages(house.place)
    assert state(house, one).state == "unknown"
    assert house.send() == [], "it is not listed yet, and its send may be alive"
    house.now += LOOK_UP_AFTER
    house.carrier.listed = [Listed("SMy", "delivered", "written")]
    assert house.send() == []
    assert state(house, one).state == "handed_over"


def test_inside_the_window_a_notice_is_free_text_and_outside_a_template(house: House) -> None:
    house.ask(register)
    heard_now(house, MURUGAN)
    put_receipt(house)
    house.now += WINDOW - timedelta(seconds=1)
    house.send()
    assert house.carrier.contents == [Free("receipt")]
    put_receipt(house)
    house.now += timedelta(seconds=1)
    house.send()
    assert house.carrier.contents[1] == Filled("HXlot_receiptta", RECEIPT)


def test_the_window_is_the_persons_whatever_address_he_wrote_from(house: House) -> None:
    house.says("whatsapp:+910000000000", "balance", ExternalUserId=MURUGAN)
    with house.engine.begin() as tx:
        (party_id,) = tx.execute(sa.text("SELECT party_id FROM party WHERE code = 'F012'")).one()
        message = Outgoing(MURUGAN, party_id, Kind.NOTICE, "ta", "receipt")
        outgoing.put_outbound(tx, message, inbound_id=None, line=None, at=house.now)
    assert house.send() == [(MURUGAN, "receipt")]


@pytest.mark.parametrize("template_key", [None, "lot_receipt"])
def test_what_cannot_be_said_outside_the_window_fails_with_a_reason(
    house: House, template_key: str | None
) -> None:
    one = put(house, "x", MURUGAN, kind=Kind.NOTICE, template_key=template_key)
    assert house.send() == []
    row = state(house, one)
    assert row.state == "failed"
    assert row.fault == (Fault.TEMPLATE if template_key else Fault.WINDOW)


def test_a_window_that_closed_meanwhile_switches_to_the_template_once(house: House) -> None:
    house.ask(register)
    heard_now(house, MURUGAN)
    one = put_receipt(house)
    house.carrier.faults.append(CLOSED)
    house.send()
    assert house.carrier.contents == [Filled("HXlot_receiptta", RECEIPT)]

    two = put_receipt(house)
    house.carrier.faults.extend([CLOSED, CLOSED])
    house.send()
    assert (state(house, one).state, state(house, two).state) == ("handed_over", "failed")


def test_buttons_hang_under_a_reply_where_they_are_registered(house: House) -> None:
    heard_now(house, SELVI)
    more: dict[str, Any] = {"buttons": "yes_no", "button_variables": {"1": "Right?"}}
    put(house, "Right?", **more)
    house.send()
    house.ask(register)
    put(house, "Right?", **more)
    put(house, "x" * 1025, buttons="yes_no", button_variables={"1": "x" * 1025})
    house.send()
    assert house.carrier.contents == [
        Free("Right?"),
        Filled("HXyes_nota", {"1": "Right?"}),
        Free("x" * 1025),
    ]


def test_buttons_that_twilio_has_forgotten_are_left_out(house: House) -> None:
    house.ask(register)
    heard_now(house, SELVI)
    put(house, "Right?", buttons="yes_no", button_variables={"1": "Right?"})
    house.carrier.faults.append(Permanent(Fault.CONTENT, 21655))
    house.send()
    assert house.carrier.contents == [Free("Right?")]


def test_what_is_refused_for_good_is_not_tried_again(house: House) -> None:
    heard_now(house, SELVI)
    one = put(house, "x")
    house.carrier.faults.append(Permanent(Fault.PERSON, 63024))
    house.send()
    house.now += timedelta(hours=1)
    assert house.send() == []
    assert state(house, one).error_code == 63024


def test_one_person_gets_no_more_than_whatsapp_allows_and_others_do_not_wait(
    house: House,
) -> None:
    heard_now(house, SELVI, OWNER)
    for number in range(32):
        put(house, str(number))
    put(house, "other", OWNER)
    assert [text for _, text in house.send()] == [*map(str, range(30)), "other"]
    (waiting, behind) = [row for row in house.rows() if row.state == "due"]
    assert waiting.due_at > house.now
    assert (waiting.attempts, behind.attempts) == (0, 0)


def test_without_redis_everything_is_sent(house: House) -> None:
    alone = House(house.engine, connect("redis://127.0.0.1:1"))
    heard_now(alone, SELVI)
    put(alone, "written")
    sweep.find_due_messages(alone.place)
    assert alone.carrier.sent == [(SELVI, "written")]


def test_every_column_of_the_outbox_is_the_databases(house: House) -> None:
    names = sa.inspect(house.engine).get_columns("outbound_message")
    assert [each["name"] for each in names] == [each.name for each in outbound_message.c]
