"""Access by command: what the transcript does not show."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from dashboard.access import codes, credentials, passwords
from dashboard.access.proving import Factor, check_factor, check_password
from ledger.register.people import known_party
from ops.cli import main
from ops.commands.here import Here
from ops.demo_shop.access import PASSWORD, give_access
from tests.books.people import person
from tests.dashboard.access_desk import SECRET, code_at, given_access
from tests.databases import clone, connected

NOW = datetime(2026, 11, 24, 0, 10, tzinfo=UTC)


@dataclass(frozen=True)
class Shop:
    """A shop with an owner and a clerk, and its command line."""

    engine: Engine
    typed: Callable[..., tuple[int, str]]


@pytest.fixture
def shop(
    template_url: str, redis_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Iterator[Shop]:
    with clone(template_url, "access") as url, connected(url) as engine:
        with engine.begin() as tx:
            person(tx, "A01")
            person(tx, "S01")

        def typed(*words: str, **environ: str) -> tuple[int, str]:
            here = Here(tmp_path, {"DATABASE_URL": url, "REDIS_URL": redis_url} | environ)
            with pytest.raises(SystemExit) as ended:
                main(["access", *words], Here(here.home, here.environ, lambda: NOW))
            said = capsys.readouterr()
            return int(ended.value.code or 0), (said.out + said.err).strip()

        yield Shop(engine, typed)


def test_the_code_that_is_shown_sets_a_password(shop: Shop) -> None:
    status, said = shop.typed("give", "a01", "--first")
    assert status == 0
    with shop.engine.begin() as tx:
        owner = known_party(tx, "A01")
        assert codes.redeem(tx, "A01", said.split()[0], PASSWORD, at=NOW) == owner
    assert shop.typed("give", "A01", "--first") == (
        2,
        "malar: somebody has access to the pages already: say who gives it with --by",
    )
    assert shop.typed("give", "A01", "--by", "A01", "--alone")[0] == 0
    assert shop.typed("give", "S01")[0] == 2


def test_the_only_owner_takes_away_the_factor_that_he_lost(shop: Shop) -> None:
    with shop.engine.begin() as tx:
        owner = given_access(tx, person(tx, "A01"), has_factor=True)
    assert shop.typed("reset-factor", "A01", "--by", "A01")[0] == 2
    assert shop.typed("reset-factor", "A01", "--by", "A01", "--alone")[0] == 0
    with shop.engine.begin() as tx:
        assert credentials.credential(tx, owner.party_id).totp_secret is None


def test_the_code_of_a_practice_shop_is_shown_and_no_other(shop: Shop) -> None:
    with shop.engine.begin() as tx:
        given_access(tx, person(tx, "A01"), has_factor=True)
    assert shop.typed("code", "A01", MALAR_ENVIRONMENT="demo") == (0, code_at(NOW, SECRET))
    status, said = shop.typed("code", "A01", MALAR_ENVIRONMENT="production")
    assert (status, code_at(NOW, SECRET) in said) == (2, False)
    assert shop.typed("code", "S01") == (2, "malar: S01 has no second factor")


def test_the_practice_shops_people_come_in_and_keep_what_they_have(shop: Shop) -> None:
    with shop.engine.begin() as tx:
        give_access(tx, NOW)
        owner, clerk = known_party(tx, "A01"), known_party(tx, "S01")
        assert check_password(tx, "S01", PASSWORD, at=NOW) == clerk
        assert check_password(tx, "A01", PASSWORD, at=NOW) == owner
        assert passwords.weakness(PASSWORD, codes.known_of(tx, owner)) is None
        first = credentials.credential(tx, owner.party_id)
        give_access(tx, NOW)
        assert credentials.credential(tx, owner.party_id) == first
        assert first.totp_secret
        later = NOW.replace(hour=3)
        assert check_factor(tx, owner, code_at(later, first.totp_secret), at=later) is Factor.TOTP
