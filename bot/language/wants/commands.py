"""Short commands about what the shop showed: approve, reject, accept, ask, details; stop and start.

A button sends them and people type them. They stand alone or with the number of what they are
about; any other word makes them none, so that `approve 12 illa` approves nothing.
"""

from bot.language.parts import Break, Farmer, Figure, Part, SlipNumber, Word
from bot.language.wants.message import Message

PAYING = ("pay", "till.cash", "till.bank", "till.upi")
"""Money goes from hand to hand, or the till is named that it goes through."""

COMMANDING = (
    *("approve", "reject", "accept", "doubt", "details", "approvals", "stop", "start"),
    *("advance", "repay", "back", "settle", "settlement", "my_data", "forget_me"),
    *PAYING,
)
"""Words that want something else done than a lot written."""

POLITE = frozenset({"noise", "undo.tail", "honorific", "thanks", "greeting", "me", "yes", "and"})
ABOUT = frozenset({"advance", "settlement", "want", "give_me"})


def is_commanding(message: Message) -> bool:
    """Whether a word wants something done: it is no part of a lot, and answers no question.

    Giving is left out: a farmer gives flowers as the shop gives money.
    """
    words = (part.concepts for part in message.parts if isinstance(part, Word))
    return any(not said.isdisjoint(COMMANDING) and "gave" not in said for said in words)


def approves(message: Message) -> bool:
    """`approve 12`, `ஒப்புதல் 12`."""
    return _commands(message, "approve")


def rejects(message: Message) -> bool:
    """`reject 12`; the reason behind it was cut off before."""
    return _commands(message, "reject")


def asks_what_waits(message: Message) -> bool:
    """`approvals`: what waits for a decision."""
    return _stands_alone(message, "approvals", "approve", "ask", "question", *ABOUT)


def accepts(message: Message) -> bool:
    """A farmer accepts a settlement: `accept SET-2026-11-001`, சம்மதம்."""
    return _commands(message, "accept")


def questions(message: Message) -> bool:
    """A farmer doubts a settlement; what he asks was cut off before."""
    return _commands(message, "doubt")


def asks_details(message: Message) -> bool:
    """`details 17`: the slip itself; details of a farmer or a period are a statement."""
    return _commands(message, "details") and not message.farmers and message.period is None


def stops(message: Message) -> bool:
    """Nothing but a wish for no more notices."""
    return _stands_alone(message, "stop")


def starts(message: Message) -> bool:
    """Nothing but a wish for notices again."""
    return _stands_alone(message, "start")


def asks_own_data(message: Message) -> bool:
    """What the shop keeps about him."""
    return _stands_alone(message, "my_data", "ask", "question")


def asks_to_be_forgotten(message: Message) -> bool:
    """That it be kept no longer."""
    return _stands_alone(message, "forget_me")


def _stands_alone(message: Message, concept: str, *also: str) -> bool:
    """Whether it says this, and beside it only politeness and words that belong to it."""
    allowed = POLITE | {concept, *also}
    return message.says(concept) and all(_is_word(part, allowed) for part in message.parts)


def _commands(message: Message, concept: str) -> bool:
    """Whether it says this of something: a number, a slip, a farmer, or what is open."""
    return message.says(concept) and all(
        isinstance(part, (Figure, SlipNumber, Farmer)) or _is_word(part, POLITE | ABOUT | {concept})
        for part in message.parts
    )


def _is_word(part: Part, allowed: frozenset[str]) -> bool:
    return isinstance(part, Break) or (
        isinstance(part, Word) and not part.concepts.isdisjoint(allowed)
    )
