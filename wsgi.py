"""Introduces strangers: the door to the queue, the office to the books. For gunicorn.

`wsgi:app` is the door and `wsgi:office` the owner's pages, two programs of which neither loads the
other. Nothing is set up before it is asked for, and so after gunicorn has forked: connections are
never shared between processes.
"""

import os
from functools import partial
from typing import Any

from flask import Flask

from bot import crashes, logs
from ledger.db import engine_for
from ledger.settings import Settings, SettingsError

POOL: dict[str, Any] = {
    "pool_size": 4,
    "max_overflow": 4,
    "pool_timeout": 5,
    "hide_parameters": True,
}
"""Connections of one process. A full pool is waited for 5 seconds: Twilio waits 15."""


def door() -> Flask:
    """The webhook."""
    from bot.app import create_app  # noqa: PLC0415 - the office does without
    from bot.webhook import Door  # noqa: PLC0415
    from workers import queues  # noqa: PLC0415
    from workers.clock import now  # noqa: PLC0415

    settings = _begin()
    redis = queues.connect(settings.redis_url)
    return create_app(
        Door(
            settings=settings,
            engine=engine_for(settings.database_url, **POOL),
            on_inbound=partial(queues.nudge_turns, redis),
            clock=now,
        ),
        is_redis_up=partial(queues.is_up, redis),
    )


def pages() -> Flask:
    """The owner's pages."""
    from dashboard.app import create_office  # noqa: PLC0415 - the door does without
    from dashboard.office import Office  # noqa: PLC0415

    settings = _begin()
    if not settings.session_key:
        raise SettingsError("not set: MALAR_SESSION_KEY")
    return create_office(
        Office(
            engine=engine_for(settings.database_url, **POOL),
            session_key=settings.session_key,
            redis_url=settings.redis_url,
            url=settings.office_url,
            is_practice=settings.environment == "demo",
        )
    )


def __getattr__(name: str) -> Flask:
    """`app` and `office`, made when gunicorn asks for them."""
    if name == "app":
        return door()
    if name == "office":
        return pages()
    raise AttributeError(name)


def _begin() -> Settings:
    settings = Settings.from_env(os.environ)
    logs.start()
    crashes.start(settings)
    return settings
