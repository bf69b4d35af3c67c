"""What is to be done later: one thread keeps the time, a few hands do the work."""

import logging
import sched
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

log = logging.getLogger(__name__)

HANDS = 8


class Timetable:
    """Runs tasks after a delay. Tasks due at once may run side by side, in any order."""

    def __init__(self) -> None:
        self._plan = sched.scheduler(time.monotonic)
        self._hands = ThreadPoolExecutor(HANDS, thread_name_prefix="courier")
        self._more = threading.Event()
        threading.Thread(target=self._keep_time, name="timetable", daemon=True).start()

    def later(self, seconds: float, task: Callable[[], object]) -> None:
        """Do the task after that many seconds."""
        self._plan.enter(seconds, 0, self._start, (task,))
        self._more.set()

    def _start(self, task: Callable[[], object]) -> None:
        self._hands.submit(task).add_done_callback(_report)

    def _keep_time(self) -> None:
        while True:
            pause = self._plan.run(blocking=False)
            self._more.wait(pause)
            self._more.clear()


def _report(done: Future[object]) -> None:
    if not done.cancelled() and (error := done.exception()):
        log.error("a delivery crashed", exc_info=error)
