"""The door over a database of its own, the clock at a moment, the nudges written down."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from bot.app import create_app
from bot.webhook import Door
from ledger.db import engine_for
from tests.door.forms import SETTINGS, encoded, signed

NOW = datetime(2026, 7, 14, 0, 10, tzinfo=UTC)


class Knocker:
    """Somebody at the door: Twilio, or somebody who says so."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.nudged: list[int] = []
        settings = replace(
            SETTINGS,
            twilio_auth_token_secondary="secondary-token",  # noqa: S106 - a test's own
            twilio_shared_key="shared-key",
        )
        door = Door(settings, engine, self.nudged.append, clock=lambda: NOW)
        self.client = create_app(door, is_redis_up=lambda: True).test_client()

    def post(
        self, path: str, form: dict[str, str], headers: dict[str, str] | None = None
    ) -> TestResponse:
        """Post a form, signed as Twilio signs it unless other headers are given."""
        return self.client.post(
            path,
            data=encoded(form),
            headers=signed(path, form) if headers is None else headers,
            content_type="application/x-www-form-urlencoded",
        )


@pytest.fixture
def messages_engine(fresh_database: str) -> Iterator[Engine]:
    engine = engine_for(fresh_database)
    yield engine
    engine.dispose()


@pytest.fixture
def knocker(messages_engine: Engine) -> Knocker:
    return Knocker(messages_engine)
