"""Every misbehaviour that can be ordered, seen from both sides."""

import time

import pytest

from bot.whatsapp import Ambiguous, Free, Permanent, Retryable
from tests.simulator.stage import CALLBACK, Stage, eventually
from tests.simulator.test_sending import TO


@pytest.fixture(autouse=True)
def _open_window(played: Stage) -> None:
    played.say("hello")


def sent(played: Stage) -> list[object]:
    return [m["text"] for m in played.phone() if m["direction"] == "out"]


def test_429_is_not_carried_out_and_says_when_to_come_back(played: Stage) -> None:
    played.misbehave("throttle", seconds=7, count=2)
    answer = played.post_message(Body="hello")
    assert (answer.status_code, answer.json()["code"]) == (429, 20429)
    assert answer.headers["Retry-After"] == "7"
    with pytest.raises(Retryable):
        played.twilio.send(TO, Free("hello"), CALLBACK)
    assert sent(played) == []
    played.twilio.send(TO, Free("the third"), CALLBACK)
    assert sent(played) == ["the third"]


def test_500_before_accepting_leaves_nothing(played: Stage) -> None:
    played.misbehave("fault")
    with pytest.raises(Ambiguous):
        played.twilio.send(TO, Free("hello"), CALLBACK)
    assert sent(played) == []


@pytest.mark.parametrize("mode", ["fault-after", "drop"])
def test_an_accepted_send_whose_answer_is_lost_arrives_all_the_same(
    played: Stage, mode: str
) -> None:
    played.misbehave(mode)
    with pytest.raises(Ambiguous):
        played.twilio.send(TO, Free("hello"), CALLBACK)
    assert sent(played) == ["hello"]
    eventually(lambda: "delivered" in played.door.statuses)


def test_a_refusal_has_the_code_that_was_ordered(played: Stage) -> None:
    played.misbehave("refuse", code=21610)
    with pytest.raises(Permanent) as refused:
        played.twilio.send(TO, Free("hello"), CALLBACK)
    assert refused.value.code == 21610


def test_a_failed_delivery_reports_the_code_that_was_ordered(played: Stage) -> None:
    played.misbehave("undeliverable", code=63018)
    played.twilio.send(TO, Free("hello"), CALLBACK)
    eventually(lambda: played.door.statuses == ["undelivered"])
    assert played.door.knocks[-1].form["ErrorCode"] == "63018"


def test_a_slow_answer_is_slow(played: Stage) -> None:
    played.misbehave("slow", seconds=0.3)
    began = time.monotonic()
    played.twilio.send(TO, Free("hello"), CALLBACK)
    assert time.monotonic() - began >= 0.3


def test_a_duplicate_comes_twice_under_one_name(played: Stage) -> None:
    played.misbehave("duplicate")
    said = played.say("murugan malli 5.5")
    eventually(lambda: len(played.door.knocks) == 3)
    assert [k.form["MessageSid"] for k in played.door.knocks[1:]] == [said["sid"]] * 2


def test_reordered_messages_come_last_first(played: Stage) -> None:
    played.misbehave("reorder", count=3)
    assert [played.say(text)["status"] for text in ("one", "two", "three")] == [
        *("receiving", "receiving", "received"),
    ]
    assert [k.form["Body"] for k in played.door.knocks[1:]] == ["three", "two", "one"]


def test_a_late_message_is_overtaken(played: Stage) -> None:
    played.misbehave("late", seconds=0.2)
    played.say("first")
    played.say("second")
    eventually(lambda: len(played.door.knocks) == 3)
    assert [k.form["Body"] for k in played.door.knocks[1:]] == ["second", "first"]


def test_statuses_come_late_twice_or_the_wrong_way_round(played: Stage) -> None:
    played.misbehave("status-reorder")
    played.misbehave("status-duplicate")
    played.misbehave("status-late", seconds=0.2)
    played.twilio.send(TO, Free("hello"), CALLBACK)
    eventually(lambda: played.status_of_last() == "read")
    assert played.door.statuses == []
    eventually(lambda: len(played.door.statuses) == 6)
    assert played.door.statuses == ["read"] * 2 + ["delivered"] * 2 + ["sent"] * 2


def test_a_prank_for_one_person_spares_the_others(played: Stage) -> None:
    played.misbehave("throttle", phone="+919000000012")
    played.twilio.send(TO, Free("hello"), CALLBACK)
    with pytest.raises(Retryable):
        played.twilio.send("whatsapp:+919000000012", Free("hello"), CALLBACK)


def test_it_behaves_again_when_told_to(played: Stage) -> None:
    played.misbehave("fault", count=5)
    played.behave()
    played.twilio.send(TO, Free("hello"), CALLBACK)
    assert sent(played) == ["hello"]


def test_an_unknown_mode_is_refused_by_name(played: Stage) -> None:
    answer = played.post_json("/simulator/misbehave", {"mode": "explode"})
    assert answer.status_code == 400
    assert "slow" in answer.json()["message"]
