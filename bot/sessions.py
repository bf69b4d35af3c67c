"""Redis's copy of a conversation, stamped with the message that it follows.

The truth is the copy on the inbox row (`bot.messages.conversation_after`). This one saves reading
it, and is used only where its stamp is that row's MessageSid, which no other database knows; it may
vanish, be old, or be garbage at any time.
"""

import json
import logging

from redis import Redis, RedisError

KEEP_SECONDS = 24 * 60 * 60
"""Longer than anything in a conversation waits."""


def load(redis: Redis, sender: str, *, follows: str) -> str | None:
    """The copy of a sender's conversation; None unless it follows exactly that message."""
    try:
        saved = redis.get(_key(sender))
        if saved is None:
            return None
        copy = json.loads(saved)
        conversation: str = copy["conversation"]
        is_it = copy["follows"] == follows and isinstance(json.loads(conversation), dict)
    except RedisError:
        _log.warning("Redis did not give a conversation")
    except (KeyError, TypeError, ValueError, RecursionError):
        _log.warning("Redis gave something that is no conversation")
    else:
        return conversation if is_it else None
    return None


def save(redis: Redis, sender: str, conversation: str, *, follows: str) -> None:
    """Keep a copy of a conversation as it stands after a message."""
    copy = json.dumps({"follows": follows, "conversation": conversation})
    try:
        redis.set(_key(sender), copy, ex=KEEP_SECONDS)
    except RedisError:
        _log.warning("Redis did not keep a conversation")


_log = logging.getLogger(__name__)


def _key(sender: str) -> str:
    return f"malar:conversation:{sender}"
