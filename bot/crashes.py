"""Crash reports to Sentry, with nothing in them by which anybody or any amount could be known.

A report is built anew from what is allowed, so that what a later version of the library adds stays
out by itself: the kind of error, the code it passed through, the sentence logged, and ids.
"""

from typing import Any

import sentry_sdk
from sentry_sdk.transport import Transport
from sentry_sdk.types import Event, Hint

from bot.logs import IDS, is_ours
from ledger.settings import Settings


def start(settings: Settings, transport: Transport | None = None) -> None:
    """Report crashes of this process from now on; without a DSN nowhere.

    Args:
        settings: where to, and what is running.
        transport: a stand-in for the network, for tests.
    """
    sentry_sdk.init(
        dsn=settings.sentry_dsn,
        environment=settings.environment,
        release=settings.release,
        transport=transport,
        before_send=scrubbed,
        include_local_variables=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
    )


def scrubbed(event: Event, _hint: Hint) -> Event:
    """The report with only what is allowed in it."""
    told: dict[str, Any] = {key: event[key] for key in KEPT if key in event}  # type: ignore[literal-required] # keys of our own
    if "exception" in event:
        values = event["exception"].get("values", ())
        told["exception"] = {"values": [_exception(each) for each in values]}
    sentence = event.get("logentry", {}).get("message")
    if sentence is not None and is_ours(event.get("logger", "")):
        told["logentry"] = {"message": sentence}
    extra = event.get("extra", {})
    told["extra"] = {key: value for key, value in extra.items() if key in IDS}
    return told  # type: ignore[return-value] # an Event of fewer keys


KEPT = (
    "event_id",
    "timestamp",
    "level",
    "logger",
    "platform",
    "release",
    "environment",
    "sdk",
    "modules",
)

KEPT_OF_FRAME = ("filename", "abs_path", "function", "module", "lineno", "in_app", "context_line")


def _exception(value: dict[str, Any]) -> dict[str, Any]:
    """Its kind and its way through the code; its message may quote a person's data."""
    frames = (value.get("stacktrace") or {}).get("frames", ())
    kept = [{key: frame[key] for key in KEPT_OF_FRAME if key in frame} for frame in frames]
    return {
        "type": value.get("type"),
        "module": value.get("module"),
        "stacktrace": {"frames": kept},
    }
