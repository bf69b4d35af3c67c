"""Redis's copy of a conversation, stamped with the message that it follows.

The truth is the copy on the inbox row (`bot.messages.conversation_after`). This one saves reading
it, and is used only where its stamp is that row's number; it may vanish, or be old, at any time.
"""

import json
import logging

from redis import Redis, RedisError

KEEP_SECONDS = 24 * 60 * 60
"""Longer than anything in a conversation waits."""


def load(redis: Redis, sender: str, *, follows: int) -> str | None:
    """The copy of a sender's conversation; None unless it follows exactly that message."""
    try:
        saved = redis.get(_key(sender))
    except RedisError:
        _log.warning("Redis did not give a conversation", extra={"inbound_id": follows})
        return None
    if not isinstance(saved, bytes):
        return None
    copy = json.loads(saved)
    conversation: str = copy["conversation"]
    return conversation if copy["follows"] == follows else None


def save(redis: Redis, sender: str, conversation: str, *, follows: int) -> None:
    """Keep a copy of a conversation as it stands after a message."""
    copy = json.dumps({"follows": follows, "conversation": conversation})
    try:
        redis.set(_key(sender), copy, ex=KEEP_SECONDS)
    except RedisError:
        _log.warning("Redis did not keep a conversation", extra={"inbound_id": follows})


_log = logging.getLogger(__name__)


def _key(sender: str) -> str:
    return f"malar:conversation:{sender}"
