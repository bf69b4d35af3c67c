"""Goods that went to a farmer, and money that came from him."""

from itertools import pairwise

import regex

from bot.language.parts import Farmer, stands_for
from bot.language.wants.message import Message

TO_HIM = regex.compile(r"(?:க்கு|ற்கு|ku)$", regex.IGNORECASE)


def goes_out(message: Message) -> bool:
    """Whether the goods of a message may have been given or sold to the farmer it names."""
    if message.says("sold"):
        return True
    is_to_him = any(TO_HIM.search(farmer.text) for farmer in message.farmers)
    return message.says("gave") and (is_to_him or _leads(message, "gave", "towards"))


def is_paid_by_him(message: Message) -> bool:
    """Whether the money of a message may have come from the farmer: `paid by murugan 2000`."""
    return _leads(message, "paid_by")


def _leads(message: Message, *concepts: str) -> bool:
    """Whether a word for one of these stands right before a farmer."""
    return any(
        stands_for(before, *concepts) and isinstance(part, Farmer)
        for line in message.lines
        for before, part in pairwise(line)
    )
