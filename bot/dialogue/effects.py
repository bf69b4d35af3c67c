"""Everything a conversation can ask for.

Replies (`Say`, `Tell`) leave the turn as outbox rows. Requests (`Find…`, `Price…`, `Post…`) are
each answered by exactly one event within the same turn.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from locales.facts import Fact


@dataclass(frozen=True, slots=True)
class Say:
    """A reply to the person who wrote.

    Attributes:
        phrase: the phrase's key in the catalogs.
        facts: what it mentions.
        buttons: key of the buttons under it (`yes_no`, `undo`), each with a typed equivalent
            in the text; None for plain text.
    """

    phrase: str
    facts: Mapping[str, Fact] = field(default_factory=dict)
    buttons: str | None = None


@dataclass(frozen=True, slots=True)
class Tell:
    """A notice to somebody else, in his language.

    Attributes:
        party: his code.
        template: the message template that carries it outside WhatsApp's 24-hour window; its
            variables are `facts` under the template's own names.
    """

    party: str
    phrase: str
    template: str
    facts: Mapping[str, Fact] = field(default_factory=dict)
