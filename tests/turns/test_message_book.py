"""The message book: what came in and went out, newest first, found by what one knows of it."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection

from bot import message_story
from bot.deliveries import DeliveryReport, record_delivery
from bot.delivery_errors import Fault
from bot.message_book import Bookmark, Sought, counts, messages, oldest_waiting
from bot.message_lines import Direction, Line, Reached
from bot.message_story import StepKind
from bot.messages import Handled, inbound_message, mark_handled, outbound_message
from bot.outgoing import Kind
from bot.whatsapp import Permanent, Retryable
from ledger import people
from ledger.board import MARKET_ZONE
from ledger.db import READER, engine_for
from ops.embedded import Servers
from tests.databases import clone
from tests.turns.test_outbox import put
from tests.turns.world import MURUGAN, SELVI, STRANGER, House, house_in


@pytest.fixture(scope="module")
def played(template_url: str, test_servers: Servers) -> Iterator[House]:
    """Three farmers' worth of messages, in every state."""
    with clone(template_url, "book") as url:
        engine = engine_for(url)
        house = house_in(engine, test_servers.redis_url.replace("db=0", "db=9"))
        play(house)
        yield house
        engine.dispose()


def play(house: House) -> None:
    """A morning: read, delivered, sent, refused, waiting; a stranger; one never answered."""
    heard(house, SELVI, "rate malli 850", "answered")
    heard(house, STRANGER, "hello 100%", "stranger")
    heard(house, MURUGAN, "கணக்கு", "answered")
    for text, statuses in (
        ("read it", ("sent", "delivered", "read")),
        ("delivered it", ("sent", "delivered")),
        ("sent it", ("sent",)),
    ):
        number = sent(house, text)
        for status in statuses:
            house.now += timedelta(seconds=5)
            report(house, number, status)
    house.carrier.faults.append(Permanent(Fault.PERSON, 63024))
    sent(house, "refused it", to=MURUGAN, kind=Kind.NOTICE)
    house.carrier.faults.append(Retryable(Fault.LATER, 20429))
    sent(house, "waits", to=MURUGAN, kind=Kind.NOTICE)
    heard(house, MURUGAN, "never answered", "dead")
    heard(house, MURUGAN, "just now", None)


def heard(house: House, sender: str, text: str, outcome: str | None) -> int:
    house.now += timedelta(minutes=1)
    number = house.hear(sender, text)
    with house.engine.begin() as tx:
        party = people.party_at(tx, sender)
        if outcome is not None:
            party_id = None if party is None else party.party_id
            mark_handled(tx, number, Handled(party_id, None, outcome), at=house.now)
    return number


def sent(house: House, text: str, to: str = SELVI, kind: Kind = Kind.REPLY) -> int:
    house.now += timedelta(minutes=1)
    number = put(house, text, to, kind=kind)
    with house.engine.begin() as tx:
        party = people.party_at(tx, to)
        assert party is not None
        is_it = outbound_message.c.id == number
        tx.execute(sa.update(outbound_message).where(is_it).values(party_id=party.party_id))
    house.send()
    return number


def report(house: House, number: int, status: str) -> None:
    (row,) = [row for row in house.rows() if row.id == number]
    said = DeliveryReport(row.provider_sid, status, None, row.public_id, row.attempts)
    with house.engine.begin() as tx:
        record_delivery(tx, said, at=house.now)


@pytest.fixture
def book(played: House) -> Iterator[Connection]:
    """Read with a reader's rights: the book writes nothing."""
    engine = engine_for(played.engine.url.render_as_string(hide_password=False), role=READER)
    with engine.connect() as tx:
        yield tx
    engine.dispose()


def texts(book: Connection, sought: Sought) -> list[str]:
    lines, more = messages(book, sought)
    assert more is None
    return [line.body for line in lines]


ALL = [
    *("just now", "never answered", "waits", "refused it", "sent it", "delivered it", "read it"),
    *("கணக்கு", "hello 100%", "rate malli 850"),
]


def test_the_newest_stands_first(book: Connection) -> None:
    assert texts(book, Sought()) == ALL


@pytest.mark.parametrize("size", [1, 3, 9, 10])
def test_page_by_page_every_message_comes_once(book: Connection, size: int) -> None:
    found, after, pages = [], None, 0
    while True:
        lines, after = messages(book, Sought(), after=after, limit=size)
        found += [line.body for line in lines]
        pages += 1
        if after is None:
            break
        after = Bookmark.read(str(after))
        assert after is not None
    assert found == ALL
    assert pages == -(-len(ALL) // size)


def test_messages_of_one_moment_come_once_each(house: House) -> None:
    for number in range(4):
        house.hear(MURUGAN, f"in {number}")
        put(house, f"out {number}", MURUGAN)
    with house.engine.connect() as tx:
        found, after = messages(tx, Sought(), limit=3)
        while after is not None:
            more, after = messages(tx, Sought(), after=after, limit=3)
            found += more
    bodies = [line.body for line in found]
    assert sorted(bodies) == sorted({*bodies})
    assert len(bodies) == 8
    for newer, older in pairwise(found):
        assert (newer.at, newer.direction, newer.message_id) > (
            older.at,
            older.direction,
            older.message_id,
        )


@pytest.mark.parametrize(
    "written", ["", "x", "1-2", "1-up-3", "9999999999999999999999-in-1", "1-in-x", "1-in-2-3"]
)
def test_a_bookmark_that_somebody_made_up_is_none(written: str) -> None:
    assert Bookmark.read(written) is None


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        (Sought(reached=Reached.FAILED), ["never answered", "refused it"]),
        (Sought(reached=Reached.WAITING), ["just now", "waits"]),
        (Sought(reached=Reached.SENT), ["sent it"]),
        (Sought(reached=Reached.DELIVERED), ["delivered it"]),
        (Sought(reached=Reached.READ), ["read it"]),
        (Sought(reached=Reached.ANSWERED), ["கணக்கு", "hello 100%", "rate malli 850"]),
        (Sought(direction=Direction.OUT, reached=Reached.FAILED), ["refused it"]),
        (Sought(kind=Kind.NOTICE), ["waits", "refused it"]),
        (Sought(contains="MALLI"), ["rate malli 850"]),
        (Sought(contains="கணக்கு"), ["கணக்கு"]),
        (Sought(contains="%"), ["hello 100%"]),
        (Sought(contains="_"), []),
    ],
)
def test_what_is_sought_is_found(book: Connection, sought: Sought, found: list[str]) -> None:
    assert texts(book, sought) == found


def test_somebodys_messages_are_those_to_him_and_from_him(book: Connection) -> None:
    murugan = people.farmer(book, "F012")
    mine = texts(book, Sought(party_id=murugan.party_id))
    assert mine == ["never answered", "waits", "refused it", "கணக்கு"]


def test_a_day_is_the_markets(house: House) -> None:
    for at in ("2026-07-14 23:59:59.999999", "2026-07-15 00:00"):
        house.now = datetime.fromisoformat(at).replace(tzinfo=MARKET_ZONE)
        house.hear(MURUGAN, at)
    day = date(2026, 7, 14)
    with house.engine.connect() as tx:
        for first, last, found in (
            (day, day, ["2026-07-14 23:59:59.999999"]),
            (day + timedelta(days=1), None, ["2026-07-15 00:00"]),
            (None, day - timedelta(days=1), []),
        ):
            assert texts(tx, Sought(first=first, last=last)) == found


def test_the_counts_are_the_lists(book: Connection) -> None:
    for reached, number in counts(book).items():
        sought = Sought(direction=Direction.OUT, reached=reached)
        assert number == len(texts(book, sought)) == 1
    for direction, text in ((Direction.OUT, "waits"), (Direction.IN, "just now")):
        waiting = oldest_waiting(book, direction)
        assert waiting is not None
        assert waiting.body == text


def test_the_way_of_a_message_that_was_read_is_told_step_by_step(book: Connection) -> None:
    told = message_story.sent(book, line(book, "read it").message_id)
    assert told is not None
    assert [step.kind for step in told.steps] == [
        StepKind.WRITTEN,
        StepKind.HANDED_OVER,
        StepKind.SENT,
        StepKind.DELIVERED,
        StepKind.READ,
    ]
    moments = [step.at for step in told.steps if step.at is not None]
    assert moments == sorted(moments)
    assert len(moments) == len(told.steps)


def test_a_refused_one_says_why_and_a_waiting_one_when(book: Connection) -> None:
    refused = message_story.sent(book, line(book, "refused it").message_id)
    assert refused is not None
    assert (refused.line.fault, refused.line.code) == (Fault.PERSON, 63024)
    assert [step.kind for step in refused.steps] == [
        *(StepKind.WRITTEN, StepKind.TRIED, StepKind.GIVEN_UP)
    ]
    waits = message_story.sent(book, line(book, "waits").message_id)
    assert waits is not None
    assert waits.steps[-1].kind is StepKind.NEXT_TRY
    assert waits.steps[-1].code == 20429


def test_what_whatsapp_refused_after_taking_it_stands_in_its_way(house: House) -> None:
    house.hear(SELVI, "hi")
    number = sent(house, "taken, then refused")
    (row,) = house.rows()
    late = DeliveryReport(row.provider_sid, "undelivered", 63024, row.public_id, row.attempts)
    with house.engine.begin() as tx:
        record_delivery(tx, late, at=house.now)
    told = house.ask(lambda tx: message_story.sent(tx, number))
    assert [(step.kind, step.code) for step in told.steps][-2:] == [
        (StepKind.REFUSED, 63024),
        (StepKind.GIVEN_UP, 63024),
    ]


def test_what_came_in_shows_what_was_answered(house: House) -> None:
    house.says(MURUGAN, "balance")
    (row,) = house.rows(inbound_message)
    told = house.ask(lambda tx: message_story.came(tx, row.id))
    assert told.line.body == "balance"
    assert (told.line.reached, told.is_strangers) == (Reached.ANSWERED, False)
    assert [each.message_id for each in told.answers] == [out.id for out in house.rows()]
    answer = house.ask(lambda tx: message_story.sent(tx, told.answers[0].message_id))
    assert answer.answers == row.id


def test_there_is_no_story_of_a_message_that_never_was(book: Connection) -> None:
    assert message_story.sent(book, 99_999) is None
    assert message_story.came(book, 99_999) is None


def line(book: Connection, text: str) -> Line:
    (found,), _ = messages(book, Sought(contains=text))
    return found
