"""Our side of Twilio's API, against the simulator: what a failure means, and what is registered."""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from bot.contents import note_approvals, register_templates, registered, submit_templates
from bot.delivery_errors import Fault
from bot.messages import Approval, message_template
from bot.outgoing import content_sid
from bot.whatsapp import Ambiguous, Filled, Free, Permanent, Retryable, SendError, Twilio
from locales.languages import formal
from locales.templates import templates
from tests.simulator.stage import CALLBACK, SELVI, SETTINGS, Stage, stage
from workers.clock import now

TO = f"whatsapp:{SELVI}"
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def played() -> Iterator[Stage]:
    with stage() as made:
        made.say("hi")
        yield made


def test_a_text_is_handed_over_and_listed(played: Stage) -> None:
    sid, status = played.twilio.send(TO, Free("மல்லி *5.5* கிலோ"), CALLBACK)
    assert (len(sid), status) == (34, "queued")
    (listed,) = played.twilio.sent_to(TO, LONG_AGO)
    assert (listed.provider_sid, listed.body) == (sid, "மல்லி *5.5* கிலோ")
    assert played.twilio.sent_to(TO, now() + timedelta(minutes=1)) == []


@pytest.mark.parametrize(
    ("mode", "given", "expected"),
    [
        ("throttle", {}, Retryable(Fault.LATER, 20429)),
        ("fault", {}, Ambiguous(Fault.AMBIGUOUS, 20500)),
        ("fault-after", {}, Ambiguous(Fault.AMBIGUOUS, 20500)),
        ("drop", {}, Ambiguous(Fault.AMBIGUOUS)),
        ("refuse", {"code": 63018}, Retryable(Fault.LATER, 63018)),
        ("refuse", {"code": 63024}, Permanent(Fault.PERSON, 63024)),
        ("refuse", {"code": 63016}, Permanent(Fault.WINDOW, 63016)),
        ("refuse", {"code": 99999}, Permanent(Fault.CONTENT, 99999)),
    ],
)
def test_what_failed_is_sorted_by_what_follows_from_it(
    played: Stage, mode: str, given: dict[str, int], expected: SendError
) -> None:
    played.misbehave(mode, **given)
    with pytest.raises(SendError) as failed:
        played.twilio.send(TO, Free("x"), CALLBACK)
    assert type(failed.value) is type(expected)
    assert (failed.value.fault, failed.value.code) == (expected.fault, expected.code)


def test_a_wrong_token_stops_the_channel(played: Stage) -> None:
    settings = replace(SETTINGS, twilio_api_base=played.base, twilio_auth_token="other")  # noqa: S106 - wrong on purpose
    with pytest.raises(Permanent) as failed:
        Twilio(settings).send(TO, Free("x"), CALLBACK)
    assert failed.value.fault is Fault.CHANNEL


def test_where_nobody_listens_nothing_was_sent() -> None:
    nowhere = Twilio(replace(SETTINGS, twilio_api_base="http://127.0.0.1:1"))
    with pytest.raises(Retryable):
        nowhere.send(TO, Free("x"), CALLBACK)
    with pytest.raises(Retryable):
        nowhere.sent_to(TO, LONG_AGO)


def test_an_answer_that_takes_too_long_is_not_waited_for(played: Stage) -> None:
    impatient = Twilio(replace(SETTINGS, twilio_api_base=played.base), timeouts=(1, 0.2))
    played.misbehave("slow", seconds=3)
    begun = time.monotonic()
    with pytest.raises(Ambiguous):
        impatient.send(TO, Free("x"), CALLBACK)
    assert time.monotonic() - begun < 2


def test_every_template_is_registered_once_and_can_be_sent(
    played: Stage, messages_engine: Engine
) -> None:
    with messages_engine.begin() as tx:
        register_templates(tx, played.twilio, templates(), at=now())
        first = dict(rows_of(tx))
        register_templates(tx, played.twilio, templates(), at=now())
        assert dict(rows_of(tx)) == first
    assert set(played.twilio.contents().values()) == set(first.values())
    assert len(first) == len(templates())
    values = {"1": "Right?\n1 Yes 2 No"}
    played.twilio.send(TO, Filled(first["yes_no", "en"], values), CALLBACK)
    (listed,) = played.twilio.sent_to(TO, LONG_AGO)
    assert listed.body == values["1"]


def test_twilio_is_told_real_languages_only(played: Stage, messages_engine: Engine) -> None:
    with messages_engine.begin() as tx:
        register_templates(tx, played.twilio, templates(), at=now())
        for (_, language), sid in rows_of(tx):
            content = played.get_as_us(f"/v1/Content/{sid}").json()
            assert content["language"] == formal(language)


def test_a_changed_template_is_registered_anew(played: Stage, messages_engine: Engine) -> None:
    (of,) = [each for each in templates() if (each.key, each.language) == ("lot_receipt", "en")]
    changed = replace(of, body=f"{of.body} Thank you.")
    with messages_engine.begin() as tx:
        register_templates(tx, played.twilio, [of], at=now())
        ((_, before),) = rows_of(tx)
        register_templates(tx, played.twilio, [changed], at=now())
        assert len(dict(rows_of(tx))) == 1
        assert [sid for _, sid in rows_of(tx) if sid != before]


def test_the_old_wording_is_sent_until_the_new_one_is_approved(
    played: Stage, messages_engine: Engine
) -> None:
    (of,) = [each for each in templates() if (each.key, each.language) == ("lot_receipt", "en")]
    changed = replace(of, body=f"{of.body} Thank you.")
    with messages_engine.begin() as tx:
        submit_templates(tx, played.twilio, [of], at=now())
        assert content_sid(tx, of) is None, "WhatsApp has not answered yet"
        note_approvals(tx, played.twilio.approvals(), at=now())
        before = content_sid(tx, of)
        assert before is not None
        submit_templates(tx, played.twilio, [changed], at=now())
        assert content_sid(tx, changed) == before
        note_approvals(tx, played.twilio.approvals(), at=now())
        assert content_sid(tx, changed) not in {None, before}


def test_an_old_wording_with_other_variables_is_not_sent(
    played: Stage, messages_engine: Engine
) -> None:
    (of,) = [each for each in templates() if (each.key, each.language) == ("lot_receipt", "en")]
    with messages_engine.begin() as tx:
        submit_templates(tx, played.twilio, [of], at=now())
        note_approvals(tx, played.twilio.approvals(), at=now())
        assert content_sid(tx, replace(of, variables=("other", *of.variables[1:]))) is None


def test_what_whatsapp_rejects_says_why_and_is_not_sent(
    played: Stage, messages_engine: Engine
) -> None:
    (of,) = [each for each in templates() if (each.key, each.language) == ("lot_receipt", "en")]
    bad = replace(of, body="{{1}} {{2}} {{3}} {{4}} {{5}}")
    with messages_engine.begin() as tx:
        submit_templates(tx, played.twilio, [bad], at=now())
        note_approvals(tx, played.twilio.approvals(), at=now())
        (one,) = registered(tx, [bad])
        assert (one.approval, bool(one.rejection)) == (Approval.REJECTED, True)
        assert content_sid(tx, bad) is None
        submit_templates(tx, played.twilio, [bad], at=now())


def test_what_twilio_has_no_more_is_forgotten(played: Stage, messages_engine: Engine) -> None:
    with messages_engine.begin() as tx:
        gone = {"key": "lot_receipt", "language": "en", "content_sid": "HX" + "0" * 32}
        tx.execute(sa.insert(message_template).values(gone))
        register_templates(tx, played.twilio, [], at=now())
        assert rows_of(tx) == []


def rows_of(tx: sa.Connection) -> list[tuple[tuple[str, str], str]]:
    rows = tx.execute(sa.select(message_template))
    return [((row.key, row.language), row.content_sid) for row in rows]
