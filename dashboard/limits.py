"""How often somebody may call: counted in Redis, in this process while Redis is away."""

import hashlib

from flask import Flask, request, session
from flask_limiter import Limiter

EVERYBODY = "1000 per minute"
"""Of one visitor, whatever he asks for."""

TIGHT = "10 per minute; 60 per hour"
"""Of one caller, where a password or a code is tried."""


def limiter_for(app: Flask, redis_url: str | None) -> Limiter:
    """The limits of all pages."""
    return Limiter(
        visitor,
        app=app,
        application_limits=[EVERYBODY],
        storage_uri=_store(redis_url),
        in_memory_fallback_enabled=redis_url is not None,
        strategy="moving-window",
        key_prefix="office",
        headers_enabled=False,
    )


def _store(redis_url: str | None) -> str:
    """How the limiter calls a Redis; one behind a socket has another name there."""
    if redis_url is None:
        return "memory://"
    return f"redis+{redis_url}" if redis_url.startswith("unix:") else redis_url


def visitor() -> str:
    """Who calls: by his cookie, which cannot be made up, else by where he calls from."""
    token = session.get("token")
    return hashlib.sha256(token.encode()).hexdigest()[:32] if token else caller()


def caller() -> str:
    """Where somebody calls from; for what is tried without or before a cookie."""
    return request.remote_addr or "nowhere"
