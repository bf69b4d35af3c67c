"""Goods that went to somebody instead of coming from him: bought, murugan ku malli kuduthachu."""

from itertools import pairwise

import regex

from bot.language.message import Message
from bot.language.parts import Farmer, stands_for

TO_HIM = regex.compile(r"(?:க்கு|ற்கு|ku)$", regex.IGNORECASE)


def goes_out(message: Message) -> bool:
    """Whether the goods of a message may have been given or sold to the farmer it names."""
    if message.says("sold"):
        return True
    is_to_him = any(TO_HIM.search(farmer.text) for farmer in message.farmers)
    is_led = any(
        stands_for(before, "gave", "towards") and isinstance(part, Farmer)
        for line in message.lines
        for before, part in pairwise(line)
    )
    return message.says("gave") and (is_to_him or is_led)
