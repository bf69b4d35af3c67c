"""How fast we may speak: WhatsApp counts what one sender sends, and what one person gets.

Source: https://developers.facebook.com/docs/whatsapp/cloud-api/overview (throughput, pair rate)
"""

import logging
import time
from datetime import timedelta

from limits import RateLimitItem, RateLimitItemPerMinute, RateLimitItemPerSecond
from limits.storage import RedisStorage
from limits.strategies import MovingWindowRateLimiter
from redis import Redis, RedisError

OF_US = RateLimitItemPerSecond(80)
"""What WhatsApp takes from one sender."""

OF_ONE_PERSON = RateLimitItemPerMinute(30, 3)
"""WhatsApp allows one message in 6 seconds to one person, and bursts of up to 45 on credit; 30 in
3 minutes is the same pace with a burst that a clerk at the scale needs, well inside the credit."""


class Throttle:
    """Counts in Redis, so that all sending processes share it; without Redis nobody is held up."""

    def __init__(self, redis: Redis) -> None:
        pool = redis.connection_pool
        self._limiter = MovingWindowRateLimiter(RedisStorage("redis://", connection_pool=pool))

    def wait_before(self, recipient: str) -> timedelta | None:
        """How long to wait before a message to somebody; None counts it as sent now."""
        limits = ((OF_US, "us"), (OF_ONE_PERSON, recipient))
        try:
            for item, who in limits:
                if not self._limiter.test(item, who):
                    return self._until_free(item, who)
            for item, who in limits:
                self._limiter.hit(item, who)
        except RedisError:
            _log.warning("Redis does not count; sending without a throttle")
        return None

    def _until_free(self, item: RateLimitItem, who: str) -> timedelta:
        stats = self._limiter.get_window_stats(item, who)
        return timedelta(seconds=max(stats.reset_time - time.time(), 0.05))


_log = logging.getLogger(__name__)
