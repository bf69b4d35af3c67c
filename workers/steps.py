"""Named points between the steps of a turn and of a send, at which a test can kill the worker.

Armed only by an environment variable, which nothing but `tests/turns` sets: the process then ends
by SIGKILL exactly there, as a power cut would end it.
"""

import os
import signal
from enum import StrEnum


class Reached(StrEnum):
    """A point that a worker has come to."""

    TURN_CLAIMED = "turn claimed"
    TURN_UNDERSTOOD = "turn understood"
    TURN_ANSWERED = "turn answered"
    TURN_WRITTEN = "turn written"
    TURN_COMMITTED = "turn committed"
    TURN_SAVED = "turn saved"
    SEND_CLAIMED = "send claimed"
    SEND_TAKEN = "send taken"
    SEND_RECORDED = "send recorded"


DEADLY = "MALAR_TEST_DIES_AT"


def reached(point: Reached) -> None:
    """Go on, unless a test wants to see what happens if not."""
    if os.environ.get(DEADLY) == point:
        os.kill(os.getpid(), signal.SIGKILL)
