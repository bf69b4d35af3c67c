"""What goes wrong next: pranks that are ordered beforehand and used up one by one."""

import threading
from collections import defaultdict, deque
from dataclasses import dataclass
from enum import StrEnum


class Mode(StrEnum):
    """The ways in which the simulator misbehaves.

    The API, on a send: SLOW answers late; DROP accepts and cuts the line without an answer;
    THROTTLE answers 429 with Retry-After, not carried out; FAULT answers 500, not carried out;
    FAULT_AFTER accepts and then answers 500; REFUSE answers 400 with a code.
    Delivery: UNDELIVERABLE accepts, then fails with a code.
    A person's message: DUPLICATE comes twice at once; REORDER is held until `count` are held,
    and they come in reverse; LATE comes after a while.
    Statuses: STATUS_LATE, STATUS_DUPLICATE, STATUS_REORDER likewise, for one message's statuses.
    """

    SLOW = "slow"
    DROP = "drop"
    THROTTLE = "throttle"
    FAULT = "fault"
    FAULT_AFTER = "fault-after"
    REFUSE = "refuse"
    UNDELIVERABLE = "undeliverable"
    DUPLICATE = "duplicate"
    REORDER = "reorder"
    LATE = "late"
    STATUS_LATE = "status-late"
    STATUS_DUPLICATE = "status-duplicate"
    STATUS_REORDER = "status-reorder"


@dataclass(frozen=True, slots=True)
class Prank:
    """One misbehaviour to come.

    Attributes:
        seconds: how late, or what `Retry-After` says.
        code: Twilio's error code for REFUSE and UNDELIVERABLE.
        phone: only for this person; None for anyone.
    """

    mode: Mode
    seconds: float = 1.0
    code: int = 21610
    phone: str | None = None


class Mischief:
    """The pranks that are still to come."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pranks: defaultdict[Mode, deque[Prank]] = defaultdict(deque)

    def order(self, prank: Prank, count: int = 1) -> None:
        """Let it happen that many times, from now on."""
        with self._lock:
            self._pranks[prank.mode].extend([prank] * count)

    def take(self, mode: Mode, phone: str | None = None) -> Prank | None:
        """The next prank of a mode for a person, used up by this."""
        with self._lock:
            waiting = self._pranks[mode]
            for place, prank in enumerate(waiting):
                if prank.phone is None or prank.phone == phone:
                    del waiting[place]
                    return prank
        return None

    def is_more(self, mode: Mode) -> bool:
        """Whether another prank of the mode waits."""
        return bool(self._pranks[mode])

    def forget(self) -> None:
        """Behave again."""
        with self._lock:
            self._pranks.clear()
