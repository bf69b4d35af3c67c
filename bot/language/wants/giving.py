"""Money that changes hands, as it is said: an advance given or asked for, paid back, a payment."""

from bot.language.wants.commands import PAYING
from bot.language.wants.message import Message

NO_REQUEST = ("ask", "repay", "back", "undo", "balance", "statement", "settle", "settlement")
"""Beside a sum lent, what asks for none."""

WANTING = ("want", "give_me")
HANDING = (*PAYING, "gave", "put")
"""What tells that an advance is given, though its sum is not said."""


def settles(message: Message) -> bool:
    """An account is to be closed: கணக்கு முடி, `settle murugan`."""
    is_asked = message.asks or message.says("no", *PAYING)
    return _closes(message) and not message.flowers and not is_asked


def asks_settlement(message: Message) -> bool:
    """What became of a settlement, or its slip."""
    is_named = (message.says("settlement") or _closes(message)) and not message.flowers
    return is_named and not (message.says(*PAYING) and message.figures)


def _closes(message: Message) -> bool:
    return message.says("settle") or (message.says("statement") and message.says("finish"))


def asks_advance(message: Message) -> bool:
    """How much is lent: a question, or the bare word."""
    if message.says("repay") and message.says("how_much"):
        return True
    if not message.says("advance") or message.flowers:
        return False
    if message.figures:
        return message.asks and not message.says("want")
    if message.says("how_much") and not message.says("give_me"):
        return True
    if message.says("want", "give_me"):
        return message.says("balance", "see")
    return message.asks or not message.says(*HANDING)


def asks_for_sum(message: Message) -> bool:
    """`advance 5000?` from a farmer is a request, however politely he asks."""
    is_asked = not message.says(*NO_REQUEST, "approve", "reject")
    is_wanted = message.says("advance") and not message.flowers and message.says(*WANTING)
    return (advances(message) or is_wanted) and bool(message.figures) and is_asked


def requests_advance(message: Message) -> bool:
    """An advance that somebody wants; `give murugan an advance` is one given."""
    is_wanted = message.says("want") or (message.says("give_me") and not message.farmers)
    return advances(message) and is_wanted


def advances(message: Message) -> bool:
    """Whether money is lent."""
    return message.says("advance") and not message.flowers and not message.says("no", "wrong")


def repays(message: Message) -> bool:
    """Money lent that came back."""
    is_back = message.says("back") and message.says("advance", "gives")
    is_paid_off = message.says("advance") and message.says("pays_off")
    is_asked = message.asks or message.says("no", "wrong", "want")
    is_said = message.says("repay") or is_back or is_paid_off
    return is_said and not message.flowers and not is_asked


def pays(message: Message) -> bool:
    """Other money that goes to somebody."""
    if message.says("no", "wrong") or message.flowers or message.has_weight:
        return False
    is_sum = any(figure.is_money for figure in message.figures)
    is_given = is_sum or (bool(message.figures) and message.says("give_me", "towards"))
    is_money = message.says(*PAYING) or (bool(message.farmers) and is_given)
    return is_money and (bool(message.figures) or (bool(message.farmers) and not message.asks))
