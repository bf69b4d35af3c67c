"""Sends, seen from Twilio's client: what is accepted, refused, delivered."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import pytest

from bot.delivery_errors import Fault
from bot.messages import Approval
from bot.whatsapp import Filled, Free, Permanent
from tests.simulator.stage import CALLBACK, SELVI, SETTINGS, Stage, eventually

TO = f"whatsapp:{SELVI}"
RECEIPT = {
    "friendly_name": "receipt",
    "language": "en",
    "variables": {"1": "Malli", "2": "₹10.00"},
    "types": {"twilio/text": {"body": "The shop received your {{1}} and owes you {{2}} for it."}},
}
YES_NO = {
    "friendly_name": "yes_no",
    "language": "en",
    "variables": {"1": "Right?", "2": "104"},
    "types": {
        "twilio/quick-reply": {
            "body": "{{1}}",
            "actions": [{"id": "1", "title": "Yes"}, {"id": "undo {{2}}", "title": "Undo"}],
        }
    },
}


def test_a_send_is_accepted_delivered_and_read(played: Stage) -> None:
    played.say("hello")
    sid, status = played.twilio.send(TO, Free("*Vanakkam*\nமுருகன்"), CALLBACK)
    assert (sid[:2], len(sid), status) == ("SM", 34, "queued")
    eventually(lambda: played.status_of_last() == "read")
    assert played.phone()[-1]["text"] == "*Vanakkam*\nமுருகன்"
    assert played.door.statuses == ["sent", "delivered", "read"]


def test_the_answer_has_every_field_of_twilios_resource(played: Stage) -> None:
    answer = played.post_message(Body="hello")
    assert answer.status_code == 201
    row = answer.json()
    assert set(row) == {
        *("account_sid", "api_version", "body", "date_created", "date_sent", "date_updated"),
        *("direction", "error_code", "error_message", "from", "messaging_service_sid"),
        *("num_media", "num_segments", "price", "price_unit", "sid", "status"),
        *("subresource_uris", "to", "uri"),
    }
    answered_at = parsedate_to_datetime(answer.headers["Date"])
    assert abs(parsedate_to_datetime(row["date_created"]) - answered_at) < timedelta(seconds=5)
    assert (row["direction"], row["from"]) == ("outbound-api", SETTINGS.whatsapp_sender)


def test_what_was_sent_is_listed_newest_first(played: Stage) -> None:
    for number in range(60):
        played.twilio.send(TO, Free(f"number {number}"), CALLBACK)
    played.twilio.send("whatsapp:+919000000012", Free("to somebody else"), CALLBACK)
    listed = played.twilio.sent_to(TO, datetime(2026, 1, 1, tzinfo=UTC))
    assert [message.body for message in listed] == [f"number {n}" for n in range(59, 9, -1)]


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({"To": ""}, 21604),
        ({"To": "whatsapp:91900"}, 21211),
        ({"To": "+919000000101"}, 21910),
        ({"From": ""}, 21603),
        ({"From": "whatsapp:+911111111111"}, 63007),
        ({"Body": ""}, 21619),
        ({"Body": "ம" * 1601}, 21617),
        ({"ContentSid": "HX" + "0" * 32}, 21655),
        ({"StatusCallback": "not a url"}, 21609),
    ],
)
def test_a_wrong_send_is_refused_with_twilios_code(
    played: Stage, form: dict[str, str], code: int
) -> None:
    answer = played.post_message(**{"Body": "hello", **form})
    assert answer.status_code == 400
    assert answer.json() == {
        "code": code,
        "message": answer.json()["message"],
        "more_info": f"https://www.twilio.com/docs/errors/{code}",
        "status": 400,
    }
    assert played.phone() == []


def test_content_variables_that_are_no_json_object_of_texts_are_refused(played: Stage) -> None:
    sid = played.twilio.register(RECEIPT)
    for wrong in ("[1]", '{"1": 5}', "malli"):
        answer = played.post_message(ContentSid=sid, ContentVariables=wrong)
        assert answer.json()["code"] == 21656


def test_a_wrong_token_is_refused(played: Stage) -> None:
    answer = played.post_message(token="another", Body="hello")  # noqa: S106 - a test's own
    assert (answer.status_code, answer.json()["code"]) == (401, 20003)


def test_free_text_needs_a_message_of_the_last_24_hours(played: Stage) -> None:
    played.twilio.send(TO, Free("too early"), CALLBACK)
    eventually(lambda: played.door.statuses == ["undelivered"])
    assert played.door.knocks[-1].form["ErrorCode"] == "63016"
    played.say("hello")
    played.let_pass(hours=23.99)
    played.twilio.send(TO, Free("in time"), CALLBACK)
    eventually(lambda: played.status_of_last() == "read")
    played.let_pass(hours=0.02)
    played.twilio.send(TO, Free("too late"), CALLBACK)
    eventually(lambda: played.status_of_last() == "undelivered")


def test_an_approved_template_needs_no_window_and_a_bare_text_with_buttons_does(
    played: Stage,
) -> None:
    receipt, yes_no = approved(played, RECEIPT), approved(played, YES_NO)
    played.twilio.send(TO, Filled(receipt, {"1": "Malli 5.500 kg", "2": "₹4,441.25"}), CALLBACK)
    eventually(lambda: played.status_of_last() == "read")
    assert played.phone()[-1]["text"] == (
        "The shop received your Malli 5.500 kg and owes you ₹4,441.25 for it."
    )
    assert played.phone()[-1]["is_template"]
    played.twilio.send(TO, Filled(yes_no, {"1": "Right?", "2": "7"}), CALLBACK)
    eventually(lambda: played.status_of_last() == "undelivered")


def approved(played: Stage, content: Mapping[str, Any]) -> str:
    """The content's sid, once WhatsApp was asked about it."""
    sid = played.twilio.register(content)
    assert played.twilio.submit(sid, str(content["friendly_name"]), "UTILITY") == "received"
    return sid


def test_a_template_that_nobody_submitted_does_not_arrive(played: Stage) -> None:
    sid = played.twilio.register(RECEIPT)
    assert played.twilio.approvals() == {sid: (Approval.UNSUBMITTED, None)}
    played.twilio.send(TO, Filled(sid, {"1": "Malli 5.500 kg", "2": "₹4,441.25"}), CALLBACK)
    eventually(lambda: played.status_of_last() == "undelivered")


def test_whatsapp_is_asked_once_by_a_name_that_it_takes(played: Stage) -> None:
    sid = approved(played, RECEIPT)
    assert played.twilio.approvals() == {sid: (Approval.APPROVED, None)}
    for name, category in (("receipt", "UTILITY"), ("Receipt 1", "UTILITY"), ("receipt", "NEWS")):
        with pytest.raises(Permanent):
            played.twilio.submit(sid, name, category)
    with pytest.raises(Permanent):
        played.twilio.submit("HX" + "0" * 32, "receipt", "UTILITY")


def test_a_variable_left_out_shows_its_sample(played: Stage) -> None:
    sid = played.twilio.register(RECEIPT)
    played.twilio.send(TO, Filled(sid, {"1": "Pichi"}), CALLBACK)
    assert "owes you ₹10.00" in str(played.phone()[-1]["text"])


def test_an_empty_value_or_a_text_that_grows_too_long_does_not_arrive(played: Stage) -> None:
    sid = approved(played, RECEIPT)
    for value in ("", "மல்லி" * 250):
        played.twilio.send(TO, Filled(sid, {"1": value}), CALLBACK)
        eventually(lambda: played.status_of_last() == "undelivered")
        assert played.phone()[-1]["error_code"] == 63021


def test_a_registered_content_is_found_by_its_name(played: Stage) -> None:
    sid = played.twilio.register(RECEIPT)
    assert played.twilio.contents() == {"receipt": sid}


def test_content_that_whatsapp_would_not_take_is_refused(played: Stage) -> None:
    four = [{"id": str(n), "title": "Yes"} for n in range(4)]
    long_title = [{"id": "1", "title": "Yes, that is quite right"}]
    for actions in (four, long_title, []):
        types = {"twilio/quick-reply": {"body": "{{1}}", "actions": actions}}
        with pytest.raises(Permanent):
            played.twilio.register({**YES_NO, "types": types})


def test_somebody_who_blocked_the_shop_gets_nothing(played: Stage) -> None:
    played.say("hello")
    played.block()
    played.twilio.send(TO, Free("are you there?"), CALLBACK)
    eventually(lambda: played.status_of_last() == "undelivered")
    assert played.phone()[-1]["error_code"] == 63014


def test_another_account_is_not_found(played: Stage) -> None:
    wrong = SETTINGS.twilio_account_sid.replace("5", "6")
    answer = played.get_as_us(f"/2010-04-01/Accounts/{wrong}/Messages.json")
    assert (answer.status_code, answer.json()["code"]) == (404, 20404)


def test_a_refusal_reaches_the_outbox_as_what_it_is(played: Stage) -> None:
    with pytest.raises(Permanent) as refused:
        played.twilio.send("whatsapp:+12", Free("hello"), CALLBACK)
    assert (refused.value.code, refused.value.fault) == (21211, Fault.PERSON)
