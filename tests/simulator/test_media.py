"""Pictures and documents that the shop sends: fetched from its door, shown on the phone."""

import pytest
from flask import Response

from bot.whatsapp import Free
from tests.simulator.stage import CALLBACK, SELVI, SETTINGS, Stage, eventually

SLIP = f"{SETTINGS.public_base_url}/papers/token"
PNG, PDF = b"\x89PNG a slip", b"%PDF a statement"


def send(played: Stage, media_url: str = SLIP) -> None:
    played.twilio.send(f"whatsapp:{SELVI}", Free("the slip", media_url), CALLBACK)


@pytest.mark.parametrize(("kind", "content"), [("image/png", PNG), ("application/pdf", PDF)])
def test_what_a_message_carries_is_fetched_and_shown(
    played: Stage, kind: str, content: bytes
) -> None:
    played.door.papers["/papers/token"] = Response(content, content_type=kind)
    played.say("details")
    send(played)
    shown = played.phone()[-1]
    assert (shown["text"], shown["media_type"]) == ("the slip", kind)
    seen = played.get_as_us(str(shown["media_url"]))
    assert (seen.content, seen.headers["Content-Type"]) == (content, kind)
    eventually(lambda: played.status_of_last() == "read")


@pytest.mark.parametrize(
    "paper",
    [
        Response(b"gone", status=410),
        Response(PNG, content_type="text/html"),
        Response(b"", content_type="image/png"),
        Response(b"x" * (5 * 1024 * 1024 + 1), content_type="image/png"),
    ],
    ids=["gone", "another kind", "empty", "too large"],
)
def test_what_cannot_be_fetched_is_not_delivered(played: Stage, paper: Response) -> None:
    played.door.papers["/papers/token"] = paper
    played.say("details")
    send(played)
    eventually(lambda: played.status_of_last() == "undelivered")
    assert played.phone()[-1]["error_code"] == 63019
    assert played.phone()[-1]["media_url"] is None


def test_a_media_url_is_an_address(played: Stage) -> None:
    refused = played.post_message(Body="x", MediaUrl="file:///etc/passwd")
    assert (refused.status_code, refused.json()["code"]) == (400, 21620)


def test_a_text_carries_nothing(played: Stage) -> None:
    played.say("hi")
    played.twilio.send(f"whatsapp:{SELVI}", Free("hello"), CALLBACK)
    shown = played.phone()[-1]
    assert (shown["media_type"], shown["media_url"]) == (None, None)
    assert played.get_as_us("/simulator/media/SMnone").status_code == 404
