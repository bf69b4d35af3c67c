from itertools import permutations
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from bot import outgoing
from bot.delivery_errors import Fault
from bot.messages import delivery_event, outbound_message
from bot.outgoing import Kind, Outgoing
from tests.door.conftest import NOW, Knocker
from tests.door.forms import status_form

SID = "SM" + "5" * 32


def sending(engine: Engine, template: str | None = None) -> sa.Row[Any]:
    """A message that a worker has claimed and not yet recorded."""
    message = Outgoing("whatsapp:+919842012345", None, Kind.NOTICE, "ta", "x", None, template)
    with engine.begin() as tx:
        outgoing.put_outbound(tx, message, inbound_id=None, line=None, at=NOW)
        row = outgoing.claim_due(tx, now=NOW)
    assert row is not None
    return row


def report(knocker: Knocker, row: sa.Row[Any], status: str, sid: str = SID, **more: str) -> int:
    path = f"/whatsapp/status?m={row.public_id}&n={row.attempts}"
    return knocker.post(path, status_form(sid, status, **more)).status_code


def now_of(engine: Engine) -> sa.Row[Any]:
    with engine.begin() as tx:
        return tx.execute(sa.select(outbound_message)).one()


@pytest.mark.parametrize("order", list(permutations(["queued", "sent", "delivered", "read"])))
def test_callbacks_in_any_order_end_at_the_furthest(
    knocker: Knocker, order: tuple[str, ...]
) -> None:
    row = sending(knocker.engine)
    for status in order:
        assert report(knocker, row, status) == 200
    assert (now_of(knocker.engine).delivery, now_of(knocker.engine).state) == (
        "read",
        "handed_over",
    )


def test_a_callback_before_our_own_commit_finds_its_message(knocker: Knocker) -> None:
    row = sending(knocker.engine)
    report(knocker, row, "delivered")
    with knocker.engine.begin() as tx:
        outgoing.record_handed_over(tx, row, SID, "queued", at=NOW)
    after = now_of(knocker.engine)
    assert (after.delivery, after.provider_sid) == ("delivered", SID)


def test_a_late_word_of_delivery_beats_one_of_failure(knocker: Knocker) -> None:
    row = sending(knocker.engine)
    report(knocker, row, "undelivered", ErrorCode="63003")
    assert now_of(knocker.engine).state == "failed"
    report(knocker, row, "delivered")
    after = now_of(knocker.engine)
    assert (after.state, after.delivery, after.fault) == ("handed_over", "delivered", None)


def test_a_failure_says_why(knocker: Knocker) -> None:
    row = sending(knocker.engine)
    report(knocker, row, "failed", ErrorCode="63024")
    after = now_of(knocker.engine)
    assert (after.state, after.fault, after.error_code) == ("failed", Fault.PERSON, 63024)


def test_a_closed_window_reported_late_switches_to_the_template_once(knocker: Knocker) -> None:
    row = sending(knocker.engine, template="lot_receipt")
    for _ in range(2):
        report(knocker, row, "failed", ErrorCode="63016")
    after = now_of(knocker.engine)
    assert (after.state, after.needs_template, after.provider_sid) == ("due", True, None)
    with knocker.engine.begin() as tx:
        again = outgoing.claim_due(tx, now=NOW)
    assert again is not None
    report(knocker, again, "failed", sid="SM" + "6" * 32, ErrorCode="63016")
    assert now_of(knocker.engine).state == "failed"


def test_what_was_too_much_is_sent_again_later(knocker: Knocker) -> None:
    row = sending(knocker.engine)
    report(knocker, row, "failed", ErrorCode="63018")
    after = now_of(knocker.engine)
    assert after.state == "due"
    assert after.due_at > NOW
    report(knocker, row, "failed", ErrorCode="63018")
    report(knocker, row, "sent")
    assert now_of(knocker.engine).state == "due", "a repeat and a straggler change nothing"


def test_a_callback_about_an_earlier_attempt_is_only_history(knocker: Knocker) -> None:
    first = sending(knocker.engine)
    with knocker.engine.begin() as tx:
        outgoing.retry_or_fail(tx, first, 20429, at=NOW)
    later = now_of(knocker.engine).due_at
    with knocker.engine.begin() as tx:
        second = outgoing.claim_due(tx, now=later)
    assert second is not None
    report(knocker, first, "failed", ErrorCode="63024")
    after = now_of(knocker.engine)
    assert (after.state, after.delivery) == ("sending", None)


def test_callbacks_without_our_name_are_matched_by_twilios(knocker: Knocker) -> None:
    row = sending(knocker.engine)
    with knocker.engine.begin() as tx:
        outgoing.record_handed_over(tx, row, SID, "queued", at=NOW)
    knocker.post("/whatsapp/status", status_form(SID, "delivered"))
    assert now_of(knocker.engine).delivery == "delivered"


def test_a_callback_about_nothing_of_ours_is_kept_and_harmless(knocker: Knocker) -> None:
    for path in ("/whatsapp/status", "/whatsapp/status?m=nonsense&n=x"):
        for _ in range(2):
            assert knocker.post(path, status_form(SID, "delivered")).status_code == 200
    with knocker.engine.begin() as tx:
        (event,) = tx.execute(sa.select(delivery_event))
    assert (event.outbound_id, event.provider_sid) == (None, SID)


def test_a_status_that_nobody_has_heard_of_is_history(knocker: Knocker) -> None:
    row = sending(knocker.engine)
    assert report(knocker, row, "pondering") == 200
    assert now_of(knocker.engine).state == "sending"


def test_an_unsigned_callback_is_refused(knocker: Knocker) -> None:
    row = sending(knocker.engine)
    form = status_form(SID, "delivered")
    path = f"/whatsapp/status?m={row.public_id}&n=1"
    assert knocker.post(path, form, {}).status_code == 403
    assert now_of(knocker.engine).delivery is None


def test_a_callback_without_a_status_is_none(knocker: Knocker) -> None:
    form = status_form(SID, "delivered")
    del form["MessageStatus"]
    assert knocker.post("/whatsapp/status", form).status_code == 400


def test_a_callback_while_the_send_still_waits_for_its_answer_settles_it(knocker: Knocker) -> None:
    row = sending(knocker.engine)
    report(knocker, row, "sent")
    with knocker.engine.begin() as tx:
        outgoing.put_aside(tx, row, at=NOW)
    after = now_of(knocker.engine)
    assert (after.state, after.provider_sid) == ("handed_over", SID)


def test_an_answer_that_comes_after_the_next_attempt_began_is_not_its_answer(
    knocker: Knocker,
) -> None:
    first = sending(knocker.engine)
    with knocker.engine.begin() as tx:
        outgoing.retry_or_fail(tx, first, 20429, at=NOW)
    later = now_of(knocker.engine).due_at
    with knocker.engine.begin() as tx:
        outgoing.claim_due(tx, now=later)
        outgoing.record_handed_over(tx, first, SID, "queued", at=later)
        outgoing.fail(tx, first, Fault.PERSON)
    assert now_of(knocker.engine).state == "sending"


@pytest.mark.parametrize("status", ["sent", "failed"])
def test_twilios_word_about_a_message_that_was_given_up_is_taken(
    knocker: Knocker, status: str
) -> None:
    row = sending(knocker.engine)
    with knocker.engine.begin() as tx:
        outgoing.fail(tx, row, Fault.AMBIGUOUS)
    assert report(knocker, row, status, ErrorCode="63018") == 200
    after = now_of(knocker.engine)
    assert (after.state, after.fault) == ("due" if status == "failed" else "handed_over", None)
