"""The smallest Twilio that can be sent to and asked what it took, on a port of its own."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from urllib.parse import parse_qs, urlsplit

from workers.clock import now


@dataclass
class TwilioStub:
    """What was taken, oldest first: each a Message resource of Twilio's."""

    taken: list[dict[str, object]] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)
    url: str = ""

    def take(self, form: dict[str, str]) -> dict[str, object]:
        with self.lock:
            message: dict[str, object] = {
                "sid": f"SM{len(self.taken):032x}",
                "to": form["To"],
                "from": form["From"],
                "body": form.get("Body", ""),
                "status": "queued",
                "date_created": format_datetime(now()),
            }
            self.taken.append(message)
            return message

    def sent_to(self, address: str) -> list[str]:
        with self.lock:
            return [str(each["body"]) for each in self.taken if each["to"] == address]

    def listed(self, address: str) -> list[dict[str, object]]:
        with self.lock:
            return [each for each in reversed(self.taken) if each["to"] == address]


@contextmanager
def twilio_stub() -> Iterator[TwilioStub]:
    stub = TwilioStub()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(stub))
    stub.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield stub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(stub: TwilioStub) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {key: values[0] for key, values in parse_qs(body).items()}
            self._answer(201, stub.take(form))

        def do_GET(self) -> None:
            query = parse_qs(urlsplit(self.path).query)
            self._answer(200, {"messages": stub.listed(query["To"][0]), "next_page_uri": None})

        def log_message(self, *_: object) -> None:
            """Tests are quiet."""

        def _answer(self, status: int, content: dict[str, object]) -> None:
            body = json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    return Handler
