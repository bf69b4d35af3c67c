"""What a nudge starts, by the names that `workers.queues` gives."""

from workers import outbox, turn
from workers.place import place


def drain(shard: int) -> None:
    """Take the turns of a shard of the inbox."""
    turn.drain(place(), shard)


def send() -> None:
    """Send what is due."""
    outbox.drain(place())
