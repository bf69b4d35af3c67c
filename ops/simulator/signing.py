"""Twilio's signature, computed here on purpose without Twilio's own package: a second opinion.

Source: https://www.twilio.com/docs/usage/webhooks/webhooks-security.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping

SHARED_KEY_NAME = "webhooks_sharedkey_simulator"


def signature(key: str, url: str, params: Mapping[str, str], algorithm: str = "sha1") -> str:
    """The keyed digest of the URL, without its fragment, and every parameter in order of name."""
    text = url.partition("#")[0] + "".join(name + params[name] for name in sorted(params))
    digest = hmac.new(key.encode(), text.encode(), getattr(hashlib, algorithm)).digest()
    return base64.b64encode(digest).decode("ascii")


def signature_headers(
    url: str, params: Mapping[str, str], *, auth_token: str, shared_key: str | None = None
) -> dict[str, str]:
    """The headers that sign a webhook: by the auth token, or by a shared key where one is set."""
    if shared_key is None:
        return {"X-Twilio-Signature": signature(auth_token, url, params)}
    return {
        "X-Twilio-Signature": signature(shared_key, url, params, "sha256"),
        "X-Twilio-Webhooks-Signature-Settings": f"key={SHARED_KEY_NAME},algorithm=HMAC_SHA256",
    }
