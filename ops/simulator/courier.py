"""Carries messages and statuses to the door, as often as Twilio would.

A webhook that cannot connect is tried once more, then the fallback URL is called with the reason.
A status callback is tried twice and then forgotten. Nothing promises an order.
"""

import secrets
import threading
from functools import partial

from ops.simulator.config import SimulatorConfig
from ops.simulator.door import Door, NoAnswer, Unreachable
from ops.simulator.exchange import Direction, Exchange, Message
from ops.simulator.forms import Form, Quote, Tap, inbound_form, status_form
from ops.simulator.mischief import Mischief, Mode
from ops.simulator.timetable import Timetable

INBOUND_PATH = "/whatsapp/inbound"
FALLBACK_PATH = "/whatsapp/inbound/fallback"
RETRIEVAL_FAILURE = 11200
"""Twilio's code for a webhook that could not be fetched."""


class Courier:
    """Between the phones and the door."""

    def __init__(
        self, config: SimulatorConfig, exchange: Exchange, mischief: Mischief, timetable: Timetable
    ) -> None:
        self._config = config
        self._exchange = exchange
        self._mischief = mischief
        self._timetable = timetable
        self._door = Door(config)
        self._held: list[tuple[Message, Form]] = []
        self._holding = threading.Lock()

    def bring(self, message: Message, *, profile: str, tapped: Tap | None = None) -> Message:
        """Bring a person's message to the door, pranks permitting.

        Args:
            message: his message.
            profile: the name that he gave himself.
            tapped: the button, when he tapped instead of typing.

        Returns:
            The message with its new status: `received`, `failed`, or still `receiving` when it is
            held back.
        """
        quote = self._quote(message, message.quoted) if message.quoted else None
        form = inbound_form(self._config, message, profile, tapped, quote)
        if self._mischief.take(Mode.REORDER, message.phone):
            return self._hold(message, form)
        if prank := self._mischief.take(Mode.LATE, message.phone):
            self._timetable.later(prank.seconds, partial(self._hand_over, message, form))
            return message
        if self._mischief.take(Mode.DUPLICATE, message.phone):
            self._timetable.later(0, partial(self._hand_over, message, form))
        return self._hand_over(message, form)

    def _quote(self, message: Message, sid: str) -> Quote:
        """What is quoted; a message from before this exchange was there counts as the shop's."""
        known = self._exchange.message(sid)
        is_his = known is not None and known.direction is Direction.INBOUND
        return Quote(sid, message.phone if is_his else self._config.sender)

    def deliver(self, message: Message, callback_url: str | None, fault: int | None) -> None:
        """Let an accepted message reach its phone step by step, and report each step.

        Args:
            message: the accepted one.
            callback_url: where each step is reported; None for nowhere.
            fault: Twilio's code when it will not arrive.
        """
        pace = self._config.pace
        steps = [(pace.sent, "sent"), (pace.delivered, "delivered"), (pace.read, "read")]
        if fault is not None:
            steps = [(pace.sent, "undelivered")]
        self._timetable.later(pace.sent, partial(self._go_on, message.sid, steps, fault))
        if callback_url is None:
            return
        order = [status for _, status in steps]
        if self._mischief.take(Mode.STATUS_REORDER, message.phone):
            order.reverse()
        late = self._mischief.take(Mode.STATUS_LATE, message.phone)
        times = 2 if self._mischief.take(Mode.STATUS_DUPLICATE, message.phone) else 1
        for (seconds, _), status in zip(steps, order, strict=True):
            form = status_form(self._config, message, status, fault)
            for _ in range(times):
                self._timetable.later(
                    seconds + (late.seconds if late else 0),
                    partial(self._is_taken, callback_url, form),
                )

    def _go_on(self, sid: str, steps: list[tuple[float, str]], fault: int | None) -> None:
        (now, status), *rest = steps
        self._exchange.mark(sid, status, fault)
        if rest:
            self._timetable.later(rest[0][0] - now, partial(self._go_on, sid, rest, fault))

    def _hold(self, message: Message, form: Form) -> Message:
        with self._holding:
            self._held.append((message, form))
            if self._mischief.is_more(Mode.REORDER):
                return message
            newest, *earlier = reversed(self._held)
            self._held = []
        taken = self._hand_over(*newest)
        for each in earlier:
            self._hand_over(*each)
        return taken

    def _hand_over(self, message: Message, form: Form) -> Message:
        base = self._config.public_base_url
        if self._is_taken(base + INBOUND_PATH, form):
            return self._exchange.mark(message.sid, "received")
        fault = {"ErrorCode": str(RETRIEVAL_FAILURE), "ErrorUrl": base + INBOUND_PATH}
        if self._is_taken(base + FALLBACK_PATH, form | fault):
            return self._exchange.mark(message.sid, "received")
        return self._exchange.mark(message.sid, "failed", RETRIEVAL_FAILURE)

    def _is_taken(self, url: str, form: Form) -> bool:
        token = secrets.token_hex(16)
        for _ in range(2):
            try:
                return self._door.knock(url, form, token) < 400  # noqa: PLR2004 - HTTP's line
            except Unreachable:
                continue
            except NoAnswer:
                break
        return False
