"""A simulator that listens, and a door that writes down who knocked."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import requests
from flask import Flask, Response, request
from werkzeug.datastructures import Headers, MultiDict
from werkzeug.serving import make_server

from bot.whatsapp import Twilio, is_signed
from ledger.settings import Settings
from ops.simulator.app import create_simulator
from ops.simulator.config import Pace, SimulatorConfig

SETTINGS = Settings(
    database_url="postgresql://nowhere/",
    redis_url="redis://nowhere/",
    public_base_url="https://malar.example",
    twilio_account_sid="AC" + "5" * 32,
    whatsapp_sender="whatsapp:+914522580000",
    twilio_auth_token="a-token",  # noqa: S106 - a test's own
    link_key="a-key",
)
SELVI = "+919000000101"
CALLBACK = "https://malar.example/whatsapp/status?m=6e1c&a=1"


@dataclass
class Knock:
    """One request at the door."""

    url: str
    form: MultiDict[str, str]
    headers: Headers

    @property
    def path(self) -> str:
        return self.url.removeprefix("https://malar.example").partition("?")[0]

    def is_signed(self, settings: Settings = SETTINGS) -> bool:
        """What Twilio's own package says of the signature."""
        return is_signed(settings, self.url, self.form, self.headers)


@dataclass
class RecordingDoor:
    """The door: writes down every knock and answers as it is told."""

    knocks: list[Knock] = field(default_factory=list)
    answers: dict[str, int] = field(default_factory=dict)
    papers: dict[str, Response] = field(default_factory=dict)

    def app(self) -> Flask:
        app = Flask("door")

        @app.post("/<path:path>")
        def take(path: str) -> Response:
            url = f"https://malar.example{request.full_path.rstrip('?')}"
            self.knocks.append(Knock(url, request.form, request.headers))
            return Response("<Response/>", self.answers.get(f"/{path}", 200), mimetype="text/xml")

        @app.get("/papers/<token>")
        def fetch(token: str) -> Response:
            return self.papers[f"/papers/{token}"]

        return app

    def at(self, path: str) -> list[Knock]:
        return [knock for knock in self.knocks if knock.path == path]

    @property
    def statuses(self) -> list[str]:
        return [knock.form["MessageStatus"] for knock in self.at("/whatsapp/status")]


class Stage:
    """The simulator from outside: as Twilio's client, and by its control API."""

    def __init__(self, base: str, door: RecordingDoor) -> None:
        self.base = base
        self.door = door
        self.twilio = Twilio(replace(SETTINGS, twilio_api_base=base))

    def say(self, text: str = "", number: str = SELVI, **given: str) -> dict[str, object]:
        answer = self.post_json(f"/simulator/phones/{number}/say", {"text": text, **given})
        assert answer.status_code == 201
        return dict(answer.json())

    def misbehave(self, mode: str, **given: object) -> None:
        assert self.post_json("/simulator/misbehave", {"mode": mode, **given}).ok

    def behave(self) -> None:
        assert requests.delete(f"{self.base}/simulator/misbehave", timeout=5).ok

    def let_pass(self, hours: float) -> None:
        assert self.post_json("/simulator/clock", {"hours": hours}).ok

    def block(self, number: str = SELVI) -> None:
        assert self.post_json(f"/simulator/phones/{number}/block", {}).ok

    def phone(self, number: str = SELVI) -> list[dict[str, object]]:
        return list(self.get_as_us(f"/simulator/phones/{number}/messages").json())

    def status_of_last(self, number: str = SELVI) -> object:
        return self.phone(number)[-1]["status"]

    def post_message(self, token: str = "a-token", **form: str) -> requests.Response:  # noqa: S107 - a test's own
        """Twilio's own request, without its client."""
        return requests.post(
            f"{self.base}/2010-04-01/Accounts/{SETTINGS.twilio_account_sid}/Messages.json",
            data={"From": SETTINGS.whatsapp_sender, "To": f"whatsapp:{SELVI}", **form},
            auth=(SETTINGS.twilio_account_sid, token),
            timeout=5,
        )

    def post_json(self, path: str, given: Mapping[str, Any]) -> requests.Response:
        return requests.post(self.base + path, json=dict(given), timeout=20)

    def post_form(self, path: str, form: dict[str, str]) -> requests.Response:
        return requests.post(self.base + path, data=form, timeout=5)

    def get_as_us(self, path: str, host: str | None = None) -> requests.Response:
        account = (SETTINGS.twilio_account_sid, SETTINGS.twilio_auth_token)
        headers = {"Host": host} if host else {}
        return requests.get(self.base + path, auth=account, headers=headers, timeout=5)


def eventually(is_so: Callable[[], object], seconds: float = 5) -> None:
    """Wait until something holds; fails when it does not come to hold in time."""
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, "it did not come to hold in time"
        time.sleep(0.01)


POLL_SECONDS = 0.01


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """The app behind a port of its own, many threads."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(POLL_SECONDS,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    server.server_close()
    thread.join()


@contextmanager
def stage(**given: Any) -> Iterator[Stage]:  # noqa: ANN401 - fields of the config
    """A simulator and a door that know each other."""
    door = RecordingDoor()
    with serving(door.app()) as door_url:
        config = SimulatorConfig(
            **{"door_url": door_url, **given},
            public_base_url=SETTINGS.public_base_url,
            account_sid=SETTINGS.twilio_account_sid,
            auth_token=SETTINGS.twilio_auth_token,
            sender=SETTINGS.whatsapp_sender,
            pace=Pace(sent=0.01, delivered=0.05, read=0.1),
        )
        with serving(create_simulator(config)) as base:
            yield Stage(base, door)
