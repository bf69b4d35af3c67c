"""The Flask app of the office: every room's pages, behind one guard.

Which page needs which right is in the rooms; how a page is served is `dashboard.serving`'s.
"""

from collections.abc import Iterable
from functools import partial
from ipaddress import ip_address
from pathlib import Path

from flask import Flask, abort, current_app, redirect, request, url_for
from flask_limiter import Limiter
from flask_wtf import CSRFProtect
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from werkzeug.exceptions import HTTPException, MethodNotAllowed, SecurityError
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter, ValidationError

from dashboard import files
from dashboard.desk import page
from dashboard.filling import filter_of, form_to, turned
from dashboard.limits import caller, limiter_for
from dashboard.navigation import ways
from dashboard.office import Office
from dashboard.room import KNOWN, Answer, Page, Room, known_pages
from dashboard.rooms import ROOMS
from dashboard.safety import YEAR, guard_answers
from dashboard.serving import serve
from dashboard.wording import ASKED

FORM_MAX = 64 * 1024
"""Bytes of what is sent; the largest form is far below."""

BIGGEST = 2**63 - 1
"""Of the books' own numbers."""

FAULTS = {
    400: "expired",
    403: "forbidden",
    404: "missing",
    405: "missing",
    413: "too_long",
    429: "too_often",
}
"""Which words stand for an error of HTTP; any other is ours."""


class Number(IntegerConverter):
    """A number in an address; there is nothing under one that the books cannot hold."""

    def to_python(self, value: str) -> int:
        """The number, where the books can hold it."""
        number: int = super().to_python(value)
        if number > BIGGEST:
            raise ValidationError
        return number


def create_office(office: Office, rooms: Iterable[Room] = ROOMS) -> Flask:
    """The office as a WSGI app."""
    app = Flask("dashboard")
    app.config.update(
        SECRET_KEY=office.session_key,
        SESSION_COOKIE_NAME="__Host-malar" if office.is_encrypted else "malar",
        SESSION_COOKIE_SECURE=office.is_encrypted,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SEND_FILE_MAX_AGE_DEFAULT=YEAR,
        MAX_CONTENT_LENGTH=FORM_MAX,
        MAX_FORM_MEMORY_SIZE=FORM_MAX,
        WTF_CSRF_TIME_LIMIT=None,
        TRUSTED_HOSTS=_hosts(office),
    )
    if office.url is not None:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1)  # type: ignore[method-assign]
    else:
        app.before_request(_refuse_strangers)
    CSRFProtect(app)
    limiter = limiter_for(app, office.redis_url)
    guard_answers(app, office)
    app.jinja_env.globals.update(
        form_to=form_to,
        filter_of=filter_of,
        turned=turned,
        static=partial(files.address, Path(app.static_folder or "")),
        ways=ways,
        is_practice=office.is_practice,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.url_map.converters["int"] = Number
    pages = [each for room in rooms for each in room]
    for each in pages:
        _open(app, office, limiter, each)
    app.extensions[KNOWN] = {each.endpoint: each for each in pages}
    app.register_error_handler(HTTPException, _fault)
    for away in (OperationalError, PoolTimeoutError):
        app.register_error_handler(away, _closed)
    return app


def _hosts(office: Office) -> list[str]:
    """The names by which the office is called; by any other it does not answer."""
    here = ["127.0.0.1", "localhost"]
    return here if office.url is None else [*here, office.url.split("//", 1)[1].split(":", 1)[0]]


def _refuse_strangers() -> None:
    """403 for a caller from another machine, while no address for the outside was given."""
    if not request.remote_addr or not ip_address(request.remote_addr).is_loopback:
        abort(403)


def _open(app: Flask, office: Office, limiter: Limiter, each: Page) -> None:
    def view(**args: object) -> Answer:
        return serve(office, each, **args)

    view.__name__ = each.endpoint  # the limiter counts under it
    view.__qualname__ = each.endpoint
    limited = view if each.limit is None else limiter.limit(each.limit, key_func=caller)(view)
    app.add_url_rule(
        each.rule,
        each.endpoint,
        limited,
        methods=[each.method],
        provide_automatic_options=False,
    )


def _fault(error: HTTPException) -> Answer:
    """An error of HTTP, in words of the reader's."""
    if isinstance(error, MethodNotAllowed) and (shown := _shown_by()) is not None:
        return redirect(shown, 303)
    status = error.code or 500
    is_bare = request.endpoint == "static" or isinstance(error, SecurityError)
    if is_bare or status < 400:  # noqa: PLR2004 - a redirect is no fault
        return Answer(error.description, status)
    return page(None, "fault.html", status=status, fault=FAULTS.get(status, "ours"))


def _shown_by() -> str | None:
    """The page of a form, for whoever asks for the address to which it is sent.

    A page that said what was wrong stands at that address: loaded again, or in another language.
    """
    if request.method != "GET":
        return None
    pages = known_pages()
    adapter = current_app.create_url_adapter(request)
    sent_to, args = adapter.match(method="POST") if adapter is not None else ("", {})
    sent = pages.get(sent_to)
    if sent is None or sent.shows is None:
        return None
    shown = (each.endpoint for each in pages.values() if each.view is sent.shows)
    return url_for(next(shown), **args, lang=request.args.get(ASKED))


def _closed(_error: OperationalError | PoolTimeoutError) -> Answer:
    """The books cannot be asked just now; nothing was written."""
    return page(None, "fault.html", status=503, fault="closed")
