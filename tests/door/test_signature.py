"""The behaviours of Twilio's signature that decide who is let in."""

import pytest

from tests.door.conftest import Knocker
from tests.door.forms import BASE, signature, text_form

INBOUND = "/whatsapp/inbound"
URL = BASE + INBOUND
SHA256 = {"X-Twilio-Webhooks-Signature-Settings": "key=webhooks_1,algorithm=HMAC_SHA256"}


def test_the_primary_token_opens(knocker: Knocker) -> None:
    form = text_form("hi")
    assert (
        knocker.post(INBOUND, form, {"X-Twilio-Signature": signature(URL, form)}).status_code == 200
    )


def test_the_secondary_token_opens_while_a_rotation_lasts(knocker: Knocker) -> None:
    form = text_form("hi")
    made = signature(URL, form, "secondary-token")
    assert knocker.post(INBOUND, form, {"X-Twilio-Signature": made}).status_code == 200


def test_a_shared_key_opens_with_sha256(knocker: Knocker) -> None:
    form = text_form("hi")
    made = signature(URL, form, "shared-key", "sha256")
    assert knocker.post(INBOUND, form, {"X-Twilio-Signature": made, **SHA256}).status_code == 200


def test_the_query_is_part_of_what_is_signed(knocker: Knocker) -> None:
    form = text_form("hi")
    path = f"{INBOUND}?a=%E0%AE%AE&b=2"
    made = {"X-Twilio-Signature": signature(BASE + path, form)}
    assert knocker.post(path, form, made).status_code == 200
    assert knocker.post(INBOUND, text_form("hi"), made).status_code == 403


def test_a_port_that_twilio_adds_changes_nothing(knocker: Knocker) -> None:
    form = text_form("hi")
    made = signature(f"https://shop.example:443{INBOUND}", form)
    assert knocker.post(INBOUND, form, {"X-Twilio-Signature": made}).status_code == 200


def test_a_repeated_value_changes_nothing(knocker: Knocker) -> None:
    form = text_form("hi")
    made = {"X-Twilio-Signature": signature(URL, form)}
    twice = {**form, "NumMedia": ["0", "0"]}
    assert knocker.client.post(INBOUND, data=twice, headers=made).status_code == 200


@pytest.mark.parametrize(
    ("url", "changed"),
    [
        ("http://shop.example/whatsapp/inbound", {}),
        ("https://shop.example/whatsapp/inbound/", {}),
        ("https://shop.example/whatsapp/inbound#rc=2", {}),
        ("https://other.example/whatsapp/inbound", {}),
        (URL, {"Body": "murugan malli 55"}),
        (URL, {"Body": "murugan malli 5.5"}),
        (URL, {"Extra": "1"}),
        (URL, {"From": "whatsapp:+919999999999"}),
    ],
)
def test_a_signature_over_anything_else_is_refused(
    knocker: Knocker, url: str, changed: dict[str, str]
) -> None:
    form = text_form(" murugan malli 5.5 ")
    headers = {"X-Twilio-Signature": signature(url, form)}
    assert knocker.post(INBOUND, {**form, **changed}, headers).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Twilio-Signature": ""},
        {"X-Twilio-Signature": "nonsense"},
        {"X-Twilio-Signature": "x" * 28},
    ],
)
def test_a_missing_or_made_up_signature_is_refused(
    knocker: Knocker, headers: dict[str, str]
) -> None:
    response = knocker.post(INBOUND, text_form("hi"), headers)
    assert (response.status_code, response.text) == (403, "403 Forbidden\n")


@pytest.mark.parametrize(
    ("secret", "algorithm", "settings"),
    [
        ("shared-key", "sha1", {}),
        ("primary-token", "sha256", SHA256),
        ("shared-key", "sha256", {}),
        ("primary-token", "sha1", SHA256),
        (
            "primary-token",
            "sha1",
            {"X-Twilio-Webhooks-Signature-Settings": "key=k,algorithm=HMAC_MD5"},
        ),
        ("wrong", "sha1", {}),
        ("", "sha1", {}),
    ],
)
def test_every_secret_opens_only_by_its_own_algorithm(
    knocker: Knocker, secret: str, algorithm: str, settings: dict[str, str]
) -> None:
    form = text_form("hi")
    made = signature(URL, form, secret, algorithm)
    assert knocker.post(INBOUND, form, {"X-Twilio-Signature": made, **settings}).status_code == 403


def test_what_a_client_says_about_the_host_is_not_believed(knocker: Knocker) -> None:
    form = text_form("hi")
    headers = {
        "X-Twilio-Signature": signature(f"https://evil.example{INBOUND}", form),
        "Host": "evil.example",
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Proto": "https",
    }
    assert knocker.post(INBOUND, form, headers).status_code == 403


@pytest.mark.parametrize("query", [b"\xff", b"a=\xe0\xae", b"%ff", b"\x00"])
def test_bytes_that_are_no_text_are_refused_like_any_stranger(
    knocker: Knocker, query: bytes
) -> None:
    environ = {"QUERY_STRING": query.decode("latin-1")}
    for headers in ({}, {"X-Twilio-Signature": "\xff" * 28}):
        response = knocker.client.post(
            INBOUND, data=text_form("hi"), headers=headers, environ_overrides=environ
        )
        assert response.status_code == 403


def test_every_kind_of_refusal_is_logged_once_a_minute_and_without_data(
    knocker: Knocker, caplog: pytest.LogCaptureFixture
) -> None:
    form = text_form("murugan malli 5.5")
    for _ in range(3):
        knocker.post(INBOUND, form, {})
        knocker.post("/whatsapp/status", form, {})
        knocker.post(INBOUND, {**form, "AccountSid": "AC" + "1" * 32})
        knocker.post(INBOUND, {**form, "To": "whatsapp:+910000000000"})
    said = [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]
    assert said == [
        "Refused a webhook that Twilio did not sign for PUBLIC_BASE_URL and our key",
        "Refused a webhook of another account than TWILIO_ACCOUNT_SID",
        "Refused a message that is to another number than WHATSAPP_SENDER",
    ]
