"""One signed POST to the door, the way Twilio makes it."""

import http.client
import secrets
from collections.abc import Mapping
from contextlib import closing
from urllib.parse import urlencode, urlsplit

from ops.simulator.config import SimulatorConfig
from ops.simulator.signing import signature_headers

TOTAL_SECONDS = 15
"""Twilio's limit for a webhook, retries included."""


class Unreachable(OSError):  # noqa: N818 - a state of the world, in trade words
    """No connection to the door."""


class NoAnswer(OSError):  # noqa: N818 - likewise
    """The door took the call, and did not answer in time or broke it off."""


class Door:
    """The shop's webhooks. Signed is the public URL; called is the one on this machine."""

    def __init__(self, config: SimulatorConfig) -> None:
        self._config = config
        door = urlsplit(config.door_url)
        self._host, self._port = door.hostname or "127.0.0.1", door.port or 80

    def knock(self, url: str, params: Mapping[str, str], token: str | None = None) -> int:
        """Post the form to a public URL of ours; returns the HTTP status.

        Args:
            url: the one that Twilio was given.
            params: the form.
            token: of this webhook; a retry repeats it.

        Raises:
            Unreachable: no connection.
            NoAnswer: a connection, but no answer in time.
        """
        split = urlsplit(url)
        path = url.partition("#")[0].removeprefix(self._config.public_base_url)
        if path == url:  # a callback to another address than the public one
            path = split.path + (f"?{split.query}" if split.query else "")
        headers = {
            "Content-Type": "application/x-www-form-urlencoded; charset=utf-8",
            "User-Agent": "TwilioProxy/1.1",
            "I-Twilio-Idempotency-Token": token or secrets.token_hex(16),
            **signature_headers(
                url,
                params,
                auth_token=self._config.auth_token,
                shared_key=self._config.shared_key,
            ),
        }
        connection = http.client.HTTPConnection(self._host, self._port, timeout=TOTAL_SECONDS)
        with closing(connection):
            try:
                connection.connect()
            except OSError as error:
                raise Unreachable(f"{path}: {error}") from error
            try:
                connection.request("POST", path, urlencode(params), headers)
                return connection.getresponse().status
            except (OSError, http.client.HTTPException) as error:
                raise NoAnswer(f"{path}: {error}") from error
