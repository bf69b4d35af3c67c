"""The programs that Malar consists of, and how each is started."""

import sys

from ops.environment import HOST
from ops.supervisor import Program
from workers.queues import QUEUES

WORKERS = (*QUEUES, "sweep")

_GUNICORN = (sys.executable, "-m", "gunicorn", "--no-control-socket", "--log-level=warning")

_DOOR = (
    "--worker-class=gevent",
    "--workers=2",
    "--worker-connections=510",
    "--keep-alive=75",
    "--backlog=2048",
    "--timeout=30",
    "--graceful-timeout=5",
    "--max-requests=50000",
    "--max-requests-jitter=5000",
)
"""Two workers of many connections: 1,000 people who write at their own pace are answered in
15 ms (95th percentile); plain workers would each be held by one slow phone."""

_OFFICE = ("--worker-class=gthread", "--workers=1", "--threads=8", "--graceful-timeout=1")


def door_program(bind: str) -> Program:
    """The webhook."""
    return Program("door", (*_GUNICORN, *_DOOR, "--bind", bind, "wsgi:app"), stage=1)


def office_program(port: int) -> Program:
    """The owner's pages: on this machine only, whatever the door does."""
    bind = f"{HOST}:{port}"
    return Program("office", (*_GUNICORN, *_OFFICE, "--bind", bind, "wsgi:office"), stage=1)


def worker_program(name: str) -> Program:
    """One of the workers."""
    return Program(name, (sys.executable, "-m", "workers", name), stage=2)


def simulator_program() -> Program:
    """The stand-in for Twilio; last to stop, since the outbox sends to it."""
    return Program("simulator", (sys.executable, "-m", "ops.simulator"), stage=3)
