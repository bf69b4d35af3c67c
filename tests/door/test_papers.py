"""Papers at the door: a signed link opens its file for a time, and nothing else does."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from bot.app import create_app
from bot.papers_door import keep, kept
from bot.webhook import Door
from papers.links import BadLinkError, ExpiredLinkError, read, sign
from tests.databases import connected
from tests.door.forms import SETTINGS

NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)
UNTIL = NOW + timedelta(hours=72)
KEY = SETTINGS.link_key
SLIP = b"\x89PNG a slip"


@pytest.fixture
def engine(fresh_database: str) -> Iterator[Engine]:
    with connected(fresh_database) as found:
        yield found


def client_at(engine: Engine, now: datetime) -> FlaskClient:
    door = Door(SETTINGS, engine, on_inbound=lambda _shard: None, clock=lambda: now)
    return create_app(door, is_redis_up=lambda: True).test_client()


def kept_slip(engine: Engine, *, until: datetime = UNTIL, at: datetime = NOW) -> int:
    with engine.begin() as tx:
        return keep(tx, SLIP, "image/png", at=at, until=until)


def test_a_link_opens_its_file_and_no_cache_keeps_it(engine: Engine) -> None:
    link = sign(KEY, kept_slip(engine), UNTIL)
    answer = client_at(engine, NOW).get(f"/papers/{link}")
    assert (answer.status_code, answer.data, answer.content_type) == (200, SLIP, "image/png")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"] == 'inline; filename="malar.png"'


def test_twilio_may_look_at_the_head_first(engine: Engine) -> None:
    link = sign(KEY, kept_slip(engine), UNTIL)
    answer = client_at(engine, NOW).head(f"/papers/{link}")
    assert (answer.status_code, answer.data) == (200, b"")
    assert answer.content_length == len(SLIP)


def test_a_link_is_good_until_its_last_second(engine: Engine) -> None:
    link = sign(KEY, kept_slip(engine), UNTIL)
    assert client_at(engine, UNTIL).get(f"/papers/{link}").status_code == 200
    late = client_at(engine, UNTIL + timedelta(seconds=1)).get(f"/papers/{link}")
    assert late.status_code == 410
    assert SLIP not in late.data


def test_a_changed_link_or_one_of_another_key_opens_nothing(engine: Engine) -> None:
    link = sign(KEY, kept_slip(engine), UNTIL)
    client = client_at(engine, NOW)
    changed = [link[:-1] + ("A" if link[-1] != "A" else "B"), link.replace(".", ""), "x", link[1:]]
    for wrong in (*changed, sign("another", 1, UNTIL)):
        assert client.get(f"/papers/{wrong}").status_code == 404


def test_no_link_of_one_file_can_be_turned_into_one_of_another(engine: Engine) -> None:
    first = sign(KEY, kept_slip(engine), UNTIL)
    payload, dot, _ = sign("guessed", 2, UNTIL).rpartition(".")
    _, _, signature = first.rpartition(".")
    with pytest.raises(BadLinkError):
        read(KEY, payload + dot + signature, NOW)


def test_a_link_says_nothing_about_anybody() -> None:
    assert len(sign(KEY, 12345, UNTIL)) < 60
    assert read(KEY, sign(KEY, 12345, UNTIL), NOW) == 12345
    with pytest.raises(ExpiredLinkError):
        read(KEY, sign(KEY, 12345, NOW), NOW + timedelta(seconds=1))


def test_the_same_file_is_kept_once_and_for_the_longest_link(engine: Engine) -> None:
    first = kept_slip(engine, until=UNTIL)
    assert kept_slip(engine, until=NOW + timedelta(hours=1)) == first
    later = UNTIL - timedelta(hours=1)
    with engine.begin() as tx:
        keep(tx, b"another", "image/png", at=later, until=later + timedelta(hours=72))
        assert kept(tx, first) is not None


def test_a_file_that_nobody_needs_any_more_is_dropped(engine: Engine) -> None:
    first = kept_slip(engine)
    after = UNTIL + timedelta(seconds=1)
    with engine.begin() as tx:
        keep(tx, b"another", "application/pdf", at=after, until=after + timedelta(hours=72))
        assert kept(tx, first) is None
    renewed = sign(KEY, first, after + timedelta(hours=1))
    assert client_at(engine, after).get(f"/papers/{renewed}").status_code == 410
