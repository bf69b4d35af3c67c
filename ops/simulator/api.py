"""Twilio's HTTP resources: who may call them, and what goes wrong on a send."""

import hmac
import socket
import time
from dataclasses import replace
from http import HTTPStatus

from flask import Blueprint, Response, jsonify, request

from ops.simulator.accepting import Acceptance
from ops.simulator.config import SimulatorConfig
from ops.simulator.content import Content, Contents
from ops.simulator.errors import TwilioError, not_found, server_error, too_many_requests
from ops.simulator.exchange import Exchange
from ops.simulator.mischief import Mischief, Mode
from ops.simulator.resources import approval_json, content_json, message_json, one_page, page_of

MESSAGES = "/2010-04-01/Accounts/<account>/Messages"


def messages_api(
    config: SimulatorConfig, exchange: Exchange, mischief: Mischief, acceptance: Acceptance
) -> Blueprint:
    """The Message resource: send, list, look up."""
    api = Blueprint("messages", __name__)
    api.before_request(lambda: authenticate(config))

    @api.post(f"{MESSAGES}.json")
    def create() -> tuple[Response, int]:
        phone = request.form.get("To")
        refuse_if_ordered(mischief, phone)
        if prank := mischief.take(Mode.SLOW, phone):
            time.sleep(prank.seconds)
        message = acceptance.accept(request.form)
        if mischief.take(Mode.FAULT_AFTER, phone):
            raise server_error()
        if mischief.take(Mode.DROP, phone):
            cut_the_line()
        return jsonify(message_json(message, config)), HTTPStatus.CREATED

    @api.get(f"{MESSAGES}.json")
    def newest_first() -> Response:
        asked = {key: request.args[name] for name, key in FILTERS.items() if name in request.args}
        rows = [message_json(message, config) for message in reversed(exchange.messages())]
        found = [row for row in rows if asked.items() <= row.items()]
        return jsonify(page_of(found, "messages", request.path, request.args))

    @api.get(f"{MESSAGES}/<sid>.json")
    def one(sid: str) -> Response:
        message = exchange.message(sid)
        if message is None:
            raise not_found(request.path)
        return jsonify(message_json(message, config))

    return api


def content_api(config: SimulatorConfig, contents: Contents) -> Blueprint:
    """The Content resource: register, list, look up, submit for approval."""
    api = Blueprint("content", __name__, url_prefix="/v1")
    api.before_request(lambda: authenticate(config))

    @api.post("/Content")
    def create() -> tuple[Response, int]:
        content = contents.register(request.get_json(silent=True))
        return jsonify(content_json(content, config)), HTTPStatus.CREATED

    @api.get("/Content")
    def all_of_them() -> Response:
        rows = [content_json(content, config) for content in contents.all()]
        return jsonify(contents=rows, meta=one_page(request.url))

    @api.get("/ContentAndApprovals")
    def all_with_approvals() -> Response:
        rows = [
            content_json(content, config)
            | {"approval_requests": approval_json(contents.approval(content.sid), content)}
            for content in contents.all()
        ]
        return jsonify(contents=rows, meta=one_page(request.url))

    @api.get("/Content/<sid>")
    def one(sid: str) -> Response:
        return jsonify(content_json(known(sid), config))

    @api.post("/Content/<sid>/ApprovalRequests/whatsapp")
    def submit(sid: str) -> tuple[Response, int]:
        content = known(sid)
        answer = contents.submit(sid, request.get_json(silent=True))
        received = replace(answer, status="received", rejection_reason="")
        return jsonify(approval_json(received, content)), HTTPStatus.CREATED

    def known(sid: str) -> Content:
        content = contents.find(sid)
        if content is None:
            raise not_found(request.path)
        return content

    return api


FILTERS = {"To": "to", "From": "from"}
"""What a list can be asked for, and the field it is compared with."""


def authenticate(config: SimulatorConfig) -> None:
    """Let in only who knows the account and its token.

    Raises:
        TwilioError: he does not (401), or asks for another account (404).
    """
    given = request.authorization
    typed = f"{given.username}:{given.password}" if given else ""
    expected = f"{config.account_sid}:{config.auth_token}"
    if not hmac.compare_digest(typed.encode(), expected.encode()):
        raise TwilioError(401, 20003, "Authentication Error - invalid username")
    account = (request.view_args or {}).pop("account", config.account_sid)
    if account != config.account_sid:
        raise not_found(request.path)


def refuse_if_ordered(mischief: Mischief, phone: str | None) -> None:
    """Play the pranks in which a send is certainly not carried out.

    Raises:
        TwilioError: one was ordered.
    """
    if prank := mischief.take(Mode.THROTTLE, phone):
        raise too_many_requests(round(prank.seconds))
    if mischief.take(Mode.FAULT, phone):
        raise server_error()
    if prank := mischief.take(Mode.REFUSE, phone):
        raise TwilioError(400, prank.code, "The request was refused.")


def cut_the_line() -> None:
    """Close the caller's connection before an answer: he cannot know whether we accepted."""
    line = request.environ.get("gunicorn.socket") or request.environ["werkzeug.socket"]
    line.shutdown(socket.SHUT_RDWR)
