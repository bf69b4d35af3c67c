"""The Flask app of the door: the webhook, papers, a health page and plain error pages."""

import logging
from collections.abc import Callable

import sqlalchemy as sa
from flask import Flask, Response, jsonify
from werkzeug.exceptions import HTTPException

from bot.papers_door import papers_door
from bot.webhook import Door, webhook


def create_app(door: Door, *, is_redis_up: Callable[[], bool]) -> Flask:
    """The door as a WSGI app.

    Args:
        door: what the webhook needs.
        is_redis_up: asked by the health page; must not raise.
    """
    app = Flask("bot", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = BODY_MAX
    app.register_blueprint(webhook(door))
    app.register_blueprint(papers_door(door))

    @app.get("/health")
    def health() -> tuple[Response, int]:
        """200 while messages can be taken, which needs Postgres alone."""
        has_postgres = _is_up(door.engine)
        words = {True: "up", False: "down"}
        state = {"postgres": words[has_postgres], "redis": words[is_redis_up()]}
        return jsonify(state), 200 if has_postgres else 503

    app.register_error_handler(HTTPException, _plain)
    app.register_error_handler(sa.exc.SQLAlchemyError, _without_postgres)
    app.after_request(_guarded)
    return app


BODY_MAX = 64 * 1024
"""Bytes; the largest webhook of Twilio is a few thousand."""

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
}

_log = logging.getLogger(__name__)


def _is_up(engine: sa.Engine) -> bool:
    try:
        with engine.connect() as tx:
            tx.execute(sa.select(1))
    except sa.exc.SQLAlchemyError:
        return False
    return True


def _plain(error: HTTPException) -> Response:
    """An error in one line, without a page and without its cause."""
    return Response(f"{error.code} {error.name}\n", error.code, content_type="text/plain")


def _without_postgres(_error: sa.exc.SQLAlchemyError) -> Response:
    """Not taken: Twilio tries the fallback address, and counts it as an error."""
    _log.exception("Postgres did not take it")
    return Response("503 Service Unavailable\n", 503, content_type="text/plain")


def _guarded(response: Response) -> Response:
    response.headers.update(HEADERS)
    return response
