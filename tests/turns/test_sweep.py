"""What the sweep finds, and what it does itself where nobody else does."""

from datetime import timedelta

import pytest

from bot import outgoing
from bot.delivery_errors import Fault
from bot.messages import Approval, shard_of
from bot.outgoing import DELAYS
from bot.whatsapp import Retryable
from locales.templates import template
from tests.turns.test_outbox import TOO_MANY, heard_now, put
from tests.turns.world import SELVI, House, register
from workers import sweep
from workers.queues import connect


def test_the_sweep_takes_turns_itself_where_redis_does_not_hear_it(house: House) -> None:
    alone = House(house.engine, connect("redis://127.0.0.1:1"))
    alone.hear(SELVI, "murugan malli 5.5")
    sweep.find_waiting_messages(alone.place)
    assert alone.rows() == [], "it is only just here"
    alone.now += timedelta(seconds=2)
    sweep.find_waiting_messages(alone.place)
    assert len(alone.rows()) == 1


def test_the_sweep_takes_turns_itself_where_a_queue_has_no_worker(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    house.hear(SELVI, "murugan malli 5.5")
    house.now += sweep.UNHEARD
    sweep.find_waiting_messages(house.place)
    assert (house.rows(), house.redis.llen(f"rq:queue:turns-{shard_of(SELVI)}")) == ([], 1)
    house.now += timedelta(seconds=1)
    sweep.find_waiting_messages(house.place)
    assert len(house.rows()) == 1
    assert [each.msg for each in caplog.records if each.levelname == "ERROR"] == [
        "Messages waited too long for their turn"
    ]


def test_the_sweep_sends_itself_where_the_outbox_has_no_worker(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    heard_now(house, SELVI)
    put(house, "written")
    house.now += sweep.UNHEARD - timedelta(seconds=1)
    sweep.find_due_messages(house.place)
    assert (house.carrier.sent, house.redis.llen("rq:queue:outbox")) == ([], 1)
    house.now += timedelta(seconds=1)
    sweep.find_due_messages(house.place)
    assert house.carrier.sent == [(SELVI, "written")]
    assert [each.msg for each in caplog.records if each.levelname == "ERROR"] == [
        "Messages waited too long to be sent"
    ]


def test_what_waits_behind_another_message_is_not_forgotten(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    heard_now(house, SELVI)
    put(house, "first")
    put(house, "second")
    house.carrier.faults.extend([TOO_MANY] * 4)
    for seconds in DELAYS[:4]:
        house.send()
        house.now += timedelta(seconds=seconds)
    house.now -= timedelta(seconds=1)
    assert not house.ask(lambda tx: outgoing.has_work(tx, now=house.now))
    sweep.find_due_messages(house.place)
    assert not [each for each in caplog.records if each.levelname == "ERROR"]


def test_a_template_that_whatsapp_pauses_is_not_sent_any_more(house: House) -> None:
    with house.engine.begin() as tx:
        register(tx)
    of = template("lot_receipt", "ta")
    for approval, sid in ((Approval.PAUSED, None), (Approval.APPROVED, "HXlot_receiptta")):
        house.carrier.approved = {"HXlot_receiptta": (approval, None)}
        sweep.follow_approvals(house.place)
        assert house.ask(lambda tx: outgoing.content_sid(tx, of)) == sid


def test_where_twilio_does_not_say_the_approvals_stay(house: House) -> None:
    with house.engine.begin() as tx:
        register(tx)
    house.carrier.look_up_fault = Retryable(Fault.LATER)
    sweep.follow_approvals(house.place)
    of = template("lot_receipt", "ta")
    assert house.ask(lambda tx: outgoing.content_sid(tx, of)) == "HXlot_receiptta"
