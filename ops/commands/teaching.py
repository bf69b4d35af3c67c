"""What is taught is refused where Malar reads it as something else already."""

from collections.abc import Callable, Iterable

from sqlalchemy import Connection

from bot.language.shop import Shop
from bot.language.teaching import Untaught
from bot.shop_book import shop_at
from ops.commands.here import Here
from ops.refusal import Refusal

Rule = Callable[[str, Shop], Untaught | None]


class UntaughtError(Refusal):
    """A word or a name that the bot cannot be taught."""

    def __init__(self, said: str, why: Untaught) -> None:
        super().__init__(f"{said}: {why}")


def require_free(tx: Connection, here: Here, names: Iterable[str], why_not: Rule) -> None:
    """Go on only with names that take no meaning away.

    They are refused and not warned about: a warning scrolls away, and a clerk who types `paid`
    next week would pay nobody.

    Raises:
        UntaughtError: one of them means something else already.
    """
    shop = shop_at(tx, here.clock())
    for name in names:
        if why := why_not(name, shop):
            raise UntaughtError(name, why)
