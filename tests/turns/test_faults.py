"""What the house promises while everything around it breaks, shown with real processes."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from redis import Redis

from bot.messages import shard_of
from tests.door.forms import text_form
from tests.turns.city import WORKERS, City, city, until
from tests.turns.world import MURUGAN, SELVI
from workers.steps import Reached

pytestmark = pytest.mark.slow


@pytest.fixture
def fast_city() -> Iterator[City]:
    with city(is_fast=True) as built:
        yield built


@pytest.fixture
def careful_city() -> Iterator[City]:
    with city(is_fast=False) as built:
        yield built


def lot(kilos: int) -> dict[str, str]:
    return text_form(f"murugan malli {kilos}", sender=SELVI)


def say(text: str) -> dict[str, str]:
    return text_form(text, sender=SELVI)


def wrote(built: City) -> None:
    """Both have written lately, so that both can be answered in free words."""
    for sender in (SELVI, MURUGAN):
        assert built.post(text_form("balance", sender=sender)) == 200


def test_one_lot_fifty_times_at_once_is_one_entry(fast_city: City) -> None:
    fast_city.start_door()
    fast_city.start(*WORKERS)
    assert fast_city.post_at_once([lot(5)] * 50) == [200] * 50
    fast_city.settles()
    assert fast_city.lots() == [5000]
    assert len(fast_city.replies()) == 1


def test_one_yes_fifty_times_at_once_is_one_entry(careful_city: City) -> None:
    careful_city.start_door()
    careful_city.start(*WORKERS)
    careful_city.post(lot(5))
    assert careful_city.post_at_once([say("1")] * 50) == [200] * 50
    careful_city.settles()
    assert careful_city.lots() == [5000]
    assert len(careful_city.replies()) == 2


def test_twenty_lots_at_once_are_written_in_the_order_in_which_they_arrived(
    fast_city: City,
) -> None:
    fast_city.start_door()
    fast_city.start(*WORKERS)
    forms = [lot(kilos) for kilos in range(1, 21)]
    assert fast_city.post_at_once(forms) == [200] * 20
    fast_city.settles()
    assert fast_city.lots() == arrived(fast_city)
    assert sorted(fast_city.lots()) == [1000 * kilos for kilos in range(1, 21)]


def test_twenty_lots_at_once_are_one_draft_and_one_yes(careful_city: City) -> None:
    careful_city.start_door()
    careful_city.start(*WORKERS)
    careful_city.post_at_once([lot(kilos) for kilos in range(1, 21)])
    careful_city.post(say("1"))
    careful_city.settles()
    assert careful_city.lots() == arrived(careful_city)
    assert len(careful_city.lots()) == 20


def test_redis_emptied_in_the_middle_of_a_confirmation_loses_nothing(careful_city: City) -> None:
    careful_city.start_door()
    careful_city.start(*WORKERS)
    careful_city.post(lot(5))
    careful_city.settles()
    Redis.from_url(careful_city.servers.redis_url).flushall()
    careful_city.post(say("1"))
    careful_city.settles()
    assert careful_city.lots() == [5000]
    careful_city.post(say("1"))
    careful_city.settles()
    assert careful_city.lots() == [5000]
    asked, written, again = careful_city.twilio.sent_to(SELVI)
    assert len({asked, written, again}) == 3


def test_a_worker_killed_between_any_two_steps_loses_nothing_and_doubles_nothing(
    fast_city: City,
) -> None:
    fast_city.start_door()
    fast_city.start(*WORKERS)
    wrote(fast_city)
    fast_city.settles()
    told = len(fast_city.twilio.taken)
    for number, point in enumerate(Reached, start=1):
        killed_at(fast_city, point, lot(number))
        fast_city.settles()
        assert fast_city.lots() == [1000 * each for each in range(1, number + 1)], point
        new = [each["to"] for each in fast_city.twilio.taken[told:]]
        assert sorted(map(str, new)) == [SELVI, MURUGAN], point
        told += 2


def test_work_goes_on_while_redis_is_dead_and_after_it_is_back(fast_city: City) -> None:
    fast_city.start_door()
    fast_city.start(*WORKERS)
    fast_city.post(lot(1))
    fast_city.settles()
    fast_city.kill_redis()
    assert [fast_city.post(lot(kilos)) for kilos in (2, 3)] == [200, 200]
    fast_city.settles()
    assert fast_city.lots() == [1000, 2000, 3000]
    assert len(fast_city.twilio.sent_to(SELVI)) == 3
    fast_city.revive_servers()
    fast_city.post(lot(4))
    fast_city.settles()
    assert fast_city.lots() == [1000, 2000, 3000, 4000]


def test_postgres_killed_under_a_flood_keeps_all_that_was_taken_and_nothing_twice(
    fast_city: City,
) -> None:
    fast_city.start_door()
    fast_city.start(*WORKERS)
    forms = [lot(kilos) for kilos in range(1, 21)]
    with ThreadPoolExecutor(len(forms)) as pool:
        answers = [pool.submit(fast_city.post, form) for form in forms]
        fast_city.kill_postgres()
        codes = [each.result() for each in answers]
    assert set(codes) <= {200, 503}
    fast_city.revive_servers()
    for form, code in zip(forms, codes, strict=True):
        if code == 503:
            until(lambda form=form: fast_city.post(form, "/whatsapp/inbound/fallback") == 200)  # type: ignore[misc]
    fast_city.settles()
    assert sorted(fast_city.lots()) == [1000 * kilos for kilos in range(1, 21)]


def killed_at(built: City, point: Reached, form: dict[str, str]) -> None:
    """A message comes, its worker is killed at a point, and a new one is started."""
    victim = f"turns-{shard_of(SELVI)}" if point.startswith("turn") else "outbox"
    built.kill(victim)
    built.start(victim, dies_at=point)
    assert built.post(form) == 200
    built.dies(victim)
    built.an_hour_passes_for_sends()
    built.start(victim)


def arrived(built: City) -> list[int]:
    """The weights as their messages were numbered."""
    return [int(row.body.split()[-1]) * 1000 for row in built.inbox() if "malli" in row.body]
