from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from redis import Redis

from bot.app import BODY_MAX, create_app
from bot.messages import inbound_message, shard_of
from bot.webhook import Door
from ledger.db import engine_for
from tests.door.conftest import NOW, Knocker
from tests.door.forms import SENDER, SETTINGS, signed, tap_form, text_form
from workers import queues

INBOUND = "/whatsapp/inbound"
FALLBACK = "/whatsapp/inbound/fallback"


def taken(knocker: Knocker) -> list[sa.Row[tuple[object, ...]]]:
    with knocker.engine.begin() as tx:
        return list(tx.execute(sa.select(inbound_message).order_by(inbound_message.c.id)))


def test_a_message_is_in_the_inbox_before_twilio_hears_that_it_was_taken(knocker: Knocker) -> None:
    form = text_form("முருகன் மல்லி 5.5")
    response = knocker.post(INBOUND, form)
    assert response.status_code == 200
    assert response.content_type == "text/xml; charset=utf-8"
    assert response.text == '<?xml version="1.0" encoding="UTF-8"?><Response/>'
    (row,) = taken(knocker)
    assert (row.message_sid, row.sender, row.recipient) == (
        form["MessageSid"],
        form["From"],
        SENDER,
    )
    assert row.body == "முருகன் மல்லி 5.5"
    assert row.form == form
    assert row.received_at == NOW
    assert row.handled_at is None
    assert knocker.nudged == [shard_of(form["From"])]


def test_the_fallback_address_is_the_same_inbox(knocker: Knocker) -> None:
    form = text_form("hi")
    assert knocker.post(INBOUND, form).status_code == 200
    again = {**form, "ErrorCode": "11200", "ErrorUrl": "https://shop.example/whatsapp/inbound"}
    assert knocker.post(FALLBACK, again).status_code == 200
    assert len(taken(knocker)) == 1
    assert knocker.post(FALLBACK, text_form("only here")).status_code == 200
    assert len(taken(knocker)) == 2


def test_fifty_copies_at_once_are_one_message(knocker: Knocker) -> None:
    form = text_form("murugan malli 5.5")
    paths = [INBOUND, FALLBACK] * 25
    with ThreadPoolExecutor(8) as pool:
        codes = list(pool.map(lambda path: knocker.post(path, form).status_code, paths))
    assert codes == [200] * 50
    assert len(taken(knocker)) == 1
    assert len(knocker.nudged) == 1


def test_a_tapped_button_says_its_payload(knocker: Knocker) -> None:
    knocker.post(INBOUND, tap_form("undo 104", "ரத்து செய்"))
    (row,) = taken(knocker)
    assert row.body == "undo 104"
    assert row.external_user_id == "whatsapp:IN.1349876543210"
    assert row.form["ButtonText"] == "ரத்து செய்"


def test_a_sender_without_a_phone_number_is_taken(knocker: Knocker) -> None:
    form = text_form("hi", sender="whatsapp:IN.1349876543210")
    assert knocker.post(INBOUND, form).status_code == 200
    assert [row.sender for row in taken(knocker)] == ["whatsapp:IN.1349876543210"]


def test_the_shape_of_a_messaging_service_is_taken(knocker: Knocker) -> None:
    form = text_form("hi", MessagingServiceSid="MG" + "1" * 32)
    assert knocker.post(INBOUND, form).status_code == 200


def test_a_nul_and_empty_values_are_taken(knocker: Knocker) -> None:
    form = text_form("a\x00b", Latitude="")
    assert knocker.post(INBOUND, form).status_code == 200
    (row,) = taken(knocker)
    assert row.body == "ab"
    assert row.form["Latitude"] == ""


def test_pictures_are_counted(knocker: Knocker) -> None:
    media = {"MediaUrl0": "https://api.twilio.com/x", "MediaContentType0": "image/jpeg"}
    knocker.post(INBOUND, text_form("", NumMedia="1", **media))
    assert [row.media_count for row in taken(knocker)] == [1]


@pytest.mark.parametrize(
    ("field", "value"),
    [("AccountSid", "AC" + "1" * 32), ("To", "whatsapp:+910000000000")],
)
def test_what_is_for_somebody_else_is_refused_though_signed(
    knocker: Knocker, field: str, value: str
) -> None:
    form = {**text_form("hi"), field: value}
    assert knocker.post(INBOUND, form).status_code == 403
    assert taken(knocker) == []
    assert knocker.nudged == []


@pytest.mark.parametrize("missing", ["MessageSid", "From"])
def test_a_message_without_its_name_or_sender_is_no_message(knocker: Knocker, missing: str) -> None:
    form = text_form("hi")
    del form[missing]
    assert knocker.post(INBOUND, form).status_code == 400
    assert taken(knocker) == []


def test_a_huge_body_is_refused_unread(knocker: Knocker) -> None:
    response = knocker.post(INBOUND, text_form("x" * BODY_MAX))
    assert response.status_code == 413
    assert taken(knocker) == []


def test_only_posts_come_through_this_door(knocker: Knocker) -> None:
    assert knocker.client.get(INBOUND).status_code == 405
    assert knocker.client.get("/nothing").text == "404 Not Found\n"


def test_a_message_is_taken_while_redis_is_down(knocker: Knocker) -> None:
    gone = Redis.from_url("redis://127.0.0.1:1")
    door = Door(
        SETTINGS, knocker.engine, lambda shard: queues.nudge_turns(gone, shard), lambda: NOW
    )
    client = create_app(door, is_redis_up=lambda: queues.is_up(gone)).test_client()
    form = text_form("murugan malli 5.5")
    response = client.post(INBOUND, data=form, headers=signed(INBOUND, form))
    assert response.status_code == 200
    assert len(taken(knocker)) == 1
    assert client.get("/health").json == {"postgres": "up", "redis": "down"}


def test_without_postgres_nothing_is_taken_and_twilio_is_told_so() -> None:
    engine = engine_for("postgresql://nobody@127.0.0.1:1/nothing")
    nudged: list[int] = []
    door = Door(SETTINGS, engine, nudged.append, lambda: NOW)
    client = create_app(door, is_redis_up=lambda: True).test_client()
    form = text_form("hi")
    response = client.post(INBOUND, data=form, headers=signed(INBOUND, form))
    assert response.status_code == 503
    assert response.text == "503 Service Unavailable\n"
    assert nudged == []
    health = client.get("/health")
    assert (health.status_code, health.json) == (503, {"postgres": "down", "redis": "up"})


def test_one_senders_messages_are_numbered_in_the_order_of_their_arrival(knocker: Knocker) -> None:
    for text in "abcdefgh":
        knocker.post(INBOUND, text_form(text))
    assert "".join(row.body for row in taken(knocker)) == "abcdefgh"


def test_no_answer_may_be_kept_or_framed(knocker: Knocker) -> None:
    headers = knocker.client.get("/health").headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
