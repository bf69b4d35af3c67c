"""What a message carries besides its text: fetched from where the shop says, as Twilio does.

Source: https://www.twilio.com/docs/whatsapp/guidance-whatsapp-media-messages
"""

import http.client
from contextlib import closing
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import urlsplit

from ops.simulator.config import SimulatorConfig

MEGABYTE = 1024 * 1024
LARGEST = {
    "image/png": 5 * MEGABYTE,
    "image/jpeg": 5 * MEGABYTE,
    "application/pdf": 16 * MEGABYTE,
}
"""What WhatsApp takes of what this shop could send, and how much of it."""

SECONDS = 10


class NotFetchedError(Exception):
    """Nothing was there, or nothing that WhatsApp takes."""


@dataclass(frozen=True, slots=True)
class Media:
    """A picture or a document."""

    content_type: str
    content: bytes = field(repr=False)


def fetch(config: SimulatorConfig, url: str) -> Media:
    """Get what a message carries; the shop's public address is the door on this machine.

    Raises:
        NotFetchedError: it is not there, too large, or of another kind.
    """
    split = urlsplit(url)
    is_ours = url.startswith(f"{config.public_base_url}/")
    door = urlsplit(config.door_url) if is_ours else split
    path = split.path + (f"?{split.query}" if split.query else "")
    connection = http.client.HTTPConnection(door.netloc, timeout=SECONDS)
    with closing(connection):
        try:
            connection.request("GET", path, headers={"User-Agent": "TwilioProxy/1.1"})
            answer = connection.getresponse()
            kind = answer.headers.get_content_type()
            largest = LARGEST.get(kind, 0)
            content = answer.read(largest + 1)
        except (OSError, http.client.HTTPException) as error:
            raise NotFetchedError(url) from error
    if answer.status != HTTPStatus.OK or not 0 < len(content) <= largest:
        raise NotFetchedError(url)
    return Media(kind, content)
