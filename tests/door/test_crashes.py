"""No crash report and no log line carries a name, a number, a text or an amount."""

import json
import logging
from dataclasses import replace

import sentry_sdk
from sentry_sdk.envelope import Envelope
from sentry_sdk.transport import Transport

from bot import crashes
from bot.logs import JsonLines
from tests.door.forms import SETTINGS

CANARIES = ["+919842012345", "Murugan", "முருகன்", "malli 5.5", "4675.00"]


class Caught(Transport):
    """Keeps what would have gone over the network."""

    def __init__(self) -> None:
        super().__init__()
        self.reports: list[str] = []

    def capture_envelope(self, envelope: Envelope) -> None:
        self.reports.append(envelope.serialize().decode())


def break_off(told: list[str]) -> None:
    """Fail with people's data in a local, in the message and in the cause."""
    try:
        dict[str, str]()[str(told)]
    except KeyError as error:
        raise ValueError(*told) from error


def test_a_crash_report_says_where_and_what_kind_and_nothing_else() -> None:
    caught = Caught()
    settings = replace(SETTINGS, sentry_dsn="https://k@example.invalid/1", release="r1")
    crashes.start(settings, caught)
    number, name, *_, text, _amount = CANARIES
    try:
        sentry_sdk.set_user({"id": number, "username": name})
        sentry_sdk.set_tag("text", text)
        sentry_sdk.set_context("person", {"name": name})
        sentry_sdk.add_breadcrumb(message=text)
        try:
            break_off(CANARIES)
        except ValueError:
            logging.getLogger("workers.test").exception(
                "Turn of %s broke off", name, extra={"inbound_id": 7, "body": text}
            )
    finally:
        sentry_sdk.init()
    (report,) = caught.reports
    told = json.loads(report.splitlines()[-1])
    assert [each["type"] for each in told["exception"]["values"]] == ["KeyError", "ValueError"]
    frames = told["exception"]["values"][-1]["stacktrace"]["frames"]
    assert frames[-1]["function"] == "break_off"
    assert told["extra"] == {"inbound_id": 7}
    assert told["logentry"] == {"message": "Turn of %s broke off"}
    assert told["release"] == "r1"
    assert not leaks(told)


def test_a_log_line_has_its_sentence_and_its_ids() -> None:
    logger = logging.getLogger("workers.test")
    _number, name, *_, text, _amount = CANARIES
    extra = {"inbound_id": 7, "body": text}
    try:
        break_off(CANARIES)
    except ValueError as error:
        caught = (type(error), error, error.__traceback__)
    record = logger.makeRecord(
        "workers.test", logging.ERROR, "f", 1, "Turn of %s broke off", (name,), caught, extra=extra
    )
    told = json.loads(JsonLines().format(record))
    assert told["says"] == "Turn of %s broke off"
    assert told["inbound_id"] == 7
    assert [each.split()[0] for each in told["error"]] == ["ValueError", "KeyError"]
    assert not leaks(told)


def test_a_librarys_line_says_only_where_it_was_written() -> None:
    record = logging.LogRecord(
        "twilio.http", logging.ERROR, "/x/client.py", 7, CANARIES[1], (), None
    )
    told = json.loads(JsonLines().format(record))
    assert told["says"] == "client:7"
    assert not leaks(told)


def leaks(told: object) -> list[str]:
    line = json.dumps(told, ensure_ascii=False)
    return [canary for canary in CANARIES if canary in line]
