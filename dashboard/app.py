"""The Flask app of the office: the owner's pages.

There is no sign-in yet, so it answers this machine only: whoever calls from elsewhere, or by a
name that is not this machine's, is refused (`docs/decisions/0020-*`).
"""

from collections.abc import Callable
from datetime import UTC, datetime
from ipaddress import ip_address

from flask import Flask, Response, abort, request
from sqlalchemy import Engine

from dashboard.views import office_pages


def _now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - the edge of a web app reads the clock


def create_office(engine: Engine, *, clock: Callable[[], datetime] = _now) -> Flask:
    """The office as a WSGI app.

    Args:
        engine: reads; its role needs no other right.
        clock: tells the moment, aware.
    """
    app = Flask("dashboard")
    app.config["TRUSTED_HOSTS"] = ["127.0.0.1", "localhost"]
    app.before_request(_refuse_strangers)
    app.register_blueprint(office_pages(engine, clock))
    app.after_request(_guarded)
    return app


POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""No script at all: the page is read, not operated."""

HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def _refuse_strangers() -> None:
    """403 for a caller from another machine."""
    caller = request.remote_addr
    if not caller or not ip_address(caller).is_loopback:
        abort(403)


def _guarded(response: Response) -> Response:
    response.headers.update(HEADERS)
    if response.mimetype == "text/html":
        response.headers["Cache-Control"] = "no-store"
    return response
