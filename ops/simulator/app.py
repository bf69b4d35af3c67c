"""Puts the simulator together."""

from flask import Flask, Response, jsonify
from werkzeug.exceptions import HTTPException

from ops.simulator.accepting import Acceptance
from ops.simulator.api import content_api, messages_api
from ops.simulator.config import SimulatorConfig
from ops.simulator.content import Contents
from ops.simulator.control import control
from ops.simulator.courier import Courier
from ops.simulator.errors import TwilioError
from ops.simulator.exchange import Exchange
from ops.simulator.journal import Book
from ops.simulator.mischief import Mischief
from ops.simulator.page import page
from ops.simulator.timetable import Timetable

LOOPBACK_NAMES = ["127.0.0.1", "localhost"]


def create_simulator(config: SimulatorConfig) -> Flask:
    """The stand-in for Twilio and the phones, answering on loopback names only."""
    app = Flask(__name__, static_folder=None)
    app.config["TRUSTED_HOSTS"] = LOOPBACK_NAMES
    book = Book(config.database_url)
    exchange, mischief, contents = Exchange(book.last_heard()), Mischief(), Contents()
    courier = Courier(config, exchange, mischief, Timetable())
    acceptance = Acceptance(config, exchange, contents, mischief, courier)
    app.register_blueprint(messages_api(config, exchange, mischief, acceptance))
    app.register_blueprint(content_api(config, contents))
    app.register_blueprint(control(exchange, courier, mischief))
    app.register_blueprint(page(exchange, book))
    app.register_error_handler(TwilioError, _refused)
    app.register_error_handler(HTTPException, _http_error)
    return app


def _refused(error: TwilioError) -> tuple[Response, int, dict[str, str]]:
    headers = {} if error.retry_after is None else {"Retry-After": str(error.retry_after)}
    return jsonify(error.as_json()), error.status, headers


def _http_error(error: HTTPException) -> tuple[Response, int]:
    status = error.code or 500
    known = TwilioError(status, 20000 + status % 1000, error.description or error.name)
    return jsonify(known.as_json()), status
