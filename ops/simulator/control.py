"""The hands on the phones: what a test, the page or `malar say` makes people do."""

from datetime import timedelta
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, abort, jsonify, request

from ops.simulator.courier import Courier
from ops.simulator.exchange import Direction, Exchange, Message
from ops.simulator.forms import Tap
from ops.simulator.mischief import Mischief, Mode, Prank

PHONE = "/simulator/phones/<number>"


def control(exchange: Exchange, courier: Courier, mischief: Mischief) -> Blueprint:
    """What people do. Bodies are JSON objects, so that no other site's form can send one."""
    hands = Blueprint("control", __name__)

    @hands.post(f"{PHONE}/say")
    def say(number: str) -> tuple[Response, int]:
        given, phone = _given(), address_of(number)
        tapped = _tap(exchange, phone, given) if given.get("button") else None
        text = tapped.button.title if tapped else str(given.get("text", ""))
        quoted = given.get("quoted")
        message = exchange.say(phone, text, given.get("media_type"), quoted=quoted)
        message = courier.bring(message, profile=given.get("profile", number), tapped=tapped)
        return jsonify(bubble(message)), HTTPStatus.CREATED

    @hands.get(f"{PHONE}/messages")
    def messages(number: str) -> Response:
        after = request.args.get("after", 0, type=int)
        return jsonify([bubble(m) for m in exchange.messages_of(address_of(number), after)])

    @hands.post(f"{PHONE}/block")
    def block(number: str) -> tuple[str, int]:
        exchange.block(address_of(number), is_blocked=bool(_given().get("is_blocked", True)))
        return "", HTTPStatus.NO_CONTENT

    @hands.post("/simulator/misbehave")
    def misbehave() -> tuple[str, int]:
        given = _given()
        try:
            mode = Mode(given.get("mode", ""))
        except ValueError:
            abort(HTTPStatus.BAD_REQUEST, f"mode is one of {', '.join(Mode)}")
        number = given.get("phone")
        prank = Prank(
            mode,
            seconds=given.get("seconds", 1),
            code=given.get("code", 21610),
            phone=address_of(number) if number else None,
        )
        mischief.order(prank, count=given.get("count", 1))
        return "", HTTPStatus.NO_CONTENT

    @hands.delete("/simulator/misbehave")
    def behave() -> tuple[str, int]:
        mischief.forget()
        return "", HTTPStatus.NO_CONTENT

    @hands.post("/simulator/clock")
    def let_time_pass() -> Response:
        now = exchange.move_clock(timedelta(hours=_given().get("hours", 0)))
        return jsonify(now=now.isoformat())

    return hands


def address_of(number: str) -> str:
    """A phone number or a business-scoped id as Twilio writes it."""
    return number if number.startswith("whatsapp:") else f"whatsapp:{number}"


def bubble(message: Message) -> dict[str, object]:
    """A message as the control API and the page show it."""
    return {
        "seq": message.seq,
        "change": message.change,
        "sid": message.sid,
        "phone": message.phone.removeprefix("whatsapp:"),
        "direction": "in" if message.direction is Direction.INBOUND else "out",
        "text": message.body,
        "buttons": [{"id": b.id, "title": b.title} for b in message.buttons],
        "media_type": message.media_type,
        "media_url": f"/simulator/media/{message.sid}" if message.media else None,
        "status": message.status,
        "error_code": message.error_code,
        "is_template": message.is_template,
        "quoted": message.quoted,
        "at": message.created_at.isoformat(),
    }


def _given() -> dict[str, Any]:
    given = request.get_json()
    if not isinstance(given, dict):
        abort(HTTPStatus.BAD_REQUEST, "a JSON object is expected")
    return given


def _tap(exchange: Exchange, phone: str, given: dict[str, Any]) -> Tap:
    """The button of the message with that sid, or of the newest message that has it."""
    wanted, sid = given["button"], given.get("sid")
    taps = (
        Tap(button, message)
        for message in reversed(exchange.messages_of(phone))
        for button in message.buttons
        if wanted in {button.id, button.title} and sid in {None, message.sid}
    )
    found = next(taps, None)
    if found is None:
        abort(HTTPStatus.NOT_FOUND, f"no message on this phone has the button {wanted}")
    return found
