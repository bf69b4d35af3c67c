"""The Twilio of the bench: takes every message at once and notes when it came."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from queue import Queue
from threading import Thread
from urllib.parse import parse_qs


@dataclass(frozen=True, slots=True)
class Arrival:
    """A message handed over, and the moment by `time.perf_counter`."""

    to: str
    at: float


@dataclass(slots=True)
class Listener:
    """What was handed over, in order."""

    url: str
    arrivals: Queue[Arrival] = field(default_factory=Queue)


@contextmanager
def listening() -> Iterator[Listener]:
    """A listener on a free port of this machine while the block lasts."""
    listener = Listener("")
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(listener))
    listener.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield listener
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(listener: Listener) -> type[BaseHTTPRequestHandler]:
    numbers = count()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            at = time.perf_counter()
            to = parse_qs(body)["To"][0]
            taken = {"sid": f"SM{next(numbers):032x}", "status": "queued", "to": to}
            self._answer(json.dumps(taken).encode())
            listener.arrivals.put(Arrival(to, at))

        def log_message(self, *_: object) -> None:
            """The bench prints its own."""

        def _answer(self, body: bytes) -> None:
            self.send_response(201)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    return Handler
