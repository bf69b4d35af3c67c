"""What comes to the door: signed as Twilio signs it, with what Twilio sends, as often."""

from dataclasses import replace

import pytest
from werkzeug.datastructures import MultiDict

from bot.whatsapp import Filled, Free, inbound
from tests.simulator.stage import CALLBACK, SELVI, SETTINGS, Stage, eventually, stage
from tests.simulator.test_sending import TO, YES_NO


def test_a_message_comes_signed_with_everything_that_twilio_sends(played: Stage) -> None:
    said = played.say("முருகன் மல்லி ௫.௫", profile="Selvi")
    [knock] = played.door.at("/whatsapp/inbound")
    assert knock.is_signed()
    assert said["status"] == "received"
    assert dict(knock.form) == {
        "MessageSid": said["sid"],
        "SmsSid": said["sid"],
        "SmsMessageSid": said["sid"],
        "AccountSid": SETTINGS.twilio_account_sid,
        "From": "whatsapp:+919000000101",
        "To": SETTINGS.whatsapp_sender,
        "Body": "முருகன் மல்லி ௫.௫",
        "NumMedia": "0",
        "NumSegments": "1",
        "SmsStatus": "received",
        "ApiVersion": "2010-04-01",
        "MessageType": "text",
        "ReferralNumMedia": "0",
        "ProfileName": "Selvi",
        "WaId": "919000000101",
        "ChannelMetadata": '{"type": "whatsapp", "data": {"context": {}}}',
    }


def test_a_changed_form_or_another_token_is_not_what_was_signed(played: Stage) -> None:
    played.say("murugan malli 5.5")
    [knock] = played.door.knocks
    assert not knock.is_signed(replace(SETTINGS, twilio_auth_token="other"))  # noqa: S106 - a test's own
    changed = MultiDict({**dict(knock.form), "Body": "murugan malli 55"})
    assert not replace(knock, form=changed).is_signed()


def test_with_a_shared_key_the_signature_is_sha256() -> None:
    with stage(shared_key="the-key") as played:
        played.say("hello")
        [knock] = played.door.knocks
    assert knock.is_signed(replace(SETTINGS, twilio_shared_key="the-key"))
    assert not knock.is_signed()


def test_a_quoted_message_is_named_with_whose_it_is(played: Stage) -> None:
    own = played.say("murugan malli 5.5")
    ours = played.post_message(Body="Written. Entry 1.").json()["sid"]
    for sid in (own["sid"], ours):
        played.say("6 kg", quoted=str(sid))
    _, *quotes = [knock.form for knock in played.door.at("/whatsapp/inbound")]
    named = [
        (form["OriginalRepliedMessageSid"], form["OriginalRepliedMessageSender"]) for form in quotes
    ]
    assert named == [(own["sid"], quotes[0]["From"]), (ours, SETTINGS.whatsapp_sender)]
    assert all("ButtonPayload" not in form for form in quotes)
    assert [each["quoted"] for each in played.phone()] == [None, None, own["sid"], ours]


def test_a_messaging_service_stands_on_every_webhook() -> None:
    service = "MG" + "7" * 32
    with stage(messaging_service_sid=service) as played:
        played.say("hello")
        assert played.door.knocks[0].form["MessagingServiceSid"] == service
        answer = played.post_message(Body="hello", MessagingServiceSid=service)
        assert answer.json()["status"] == "accepted"


def test_a_tap_carries_the_buttons_id_and_the_message_it_stood_under(played: Stage) -> None:
    played.say("hello")
    content = played.twilio.register(YES_NO)
    older, _ = played.twilio.send(TO, Filled(content, {"1": "Right?", "2": "7"}), CALLBACK)
    newer, _ = played.twilio.send(TO, Filled(content, {"1": "Right?", "2": "8"}), CALLBACK)
    played.say(button="Yes")
    played.say(button="1", sid=older)
    played.say(button="undo 8")
    taps = [knock.form for knock in played.door.at("/whatsapp/inbound")[1:]]
    assert [tap["OriginalRepliedMessageSid"] for tap in taps] == [newer, older, newer]
    assert [tap["ButtonPayload"] for tap in taps] == ["1", "1", "undo 8"]
    assert (taps[0]["Body"], taps[0]["ButtonText"], taps[0]["MessageType"]) == (
        *("Yes", "Yes", "interactive"),
    )
    taken = inbound(taps[2])
    assert taken is not None
    assert taken.body == "undo 8"


def test_a_picture_comes_with_its_address(played: Stage) -> None:
    played.say(media_type="image/jpeg")
    form = played.door.knocks[0].form
    assert (form["NumMedia"], form["MessageType"], form["Body"]) == ("1", "image", "")
    assert form["MediaContentType0"] == "image/jpeg"
    assert form["MediaUrl0"].startswith("https://api.twilio.com/2010-04-01/Accounts/AC")


def test_somebody_whose_number_whatsapp_hides_comes_by_another_name(played: Stage) -> None:
    played.say("hello", number="IN.13491208655302741918")
    form = played.door.knocks[0].form
    assert form["From"] == form["ExternalUserId"] == "whatsapp:IN.13491208655302741918"
    assert "WaId" not in form


def test_a_door_that_fails_gets_the_message_once_more_at_the_fallback(played: Stage) -> None:
    played.door.answers["/whatsapp/inbound"] = 503
    said = played.say("hello")
    assert [knock.path for knock in played.door.knocks] == [
        "/whatsapp/inbound",
        "/whatsapp/inbound/fallback",
    ]
    fallback = played.door.knocks[1]
    assert fallback.is_signed()
    assert fallback.form["MessageSid"] == said["sid"]
    assert fallback.form["ErrorCode"] == "11200"
    assert fallback.form["ErrorUrl"] == "https://malar.example/whatsapp/inbound"
    assert said["status"] == "received"


def test_a_message_that_no_door_takes_shows_on_the_phone_as_not_taken(played: Stage) -> None:
    played.door.answers = {"/whatsapp/inbound": 503, "/whatsapp/inbound/fallback": 503}
    said = played.say("hello")
    assert (said["status"], said["error_code"]) == ("failed", 11200)


def test_a_door_that_is_away_is_tried_and_given_up() -> None:
    with stage(door_url="http://127.0.0.1:9") as played:
        assert played.say("hello")["status"] == "failed"


def test_statuses_come_signed_over_the_whole_callback_address(played: Stage) -> None:
    played.say("hello")
    sid, _ = played.twilio.send(TO, Free("hello"), CALLBACK)
    eventually(lambda: len(played.door.statuses) == 3)
    for knock in played.door.at("/whatsapp/status"):
        assert knock.url == CALLBACK
        assert knock.is_signed()
        assert knock.form["MessageSid"] == sid
        assert knock.form["ChannelToAddress"] == SELVI[:-4] + "XXXX"
    assert played.door.at("/whatsapp/status")[1].form["EventType"] == "DELIVERED"


@pytest.mark.parametrize("path", ["/simulator/phones/+91900/say", "/simulator/misbehave"])
def test_a_form_of_another_site_moves_no_hand(played: Stage, path: str) -> None:
    answer = played.post_form(path, {"text": "hello"})
    assert answer.status_code == 415
    assert played.door.knocks == []


def test_it_answers_to_names_of_this_machine_only(played: Stage) -> None:
    assert played.get_as_us("/simulator/phones/+91900/messages").status_code == 200
    answer = played.get_as_us("/simulator/phones/+91900/messages", host="evil.example")
    assert answer.status_code == 400
