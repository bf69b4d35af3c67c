"""Replies in words, addressed: what the dialogue says, as messages to be sent."""

from dataclasses import dataclass

from bot.dialogue.effects import Say
from bot.outgoing import Kind, Outgoing
from ledger.people import Party
from locales.phrases import render
from locales.templates import button_variables, template


@dataclass(frozen=True, slots=True)
class Reply:
    """Something to be said, in the language that the speaker had at that point of the turn."""

    said: Say
    language: str


def worded(reply: Reply, speaker: Party, address: str) -> Outgoing:
    """The message that carries a reply.

    Args:
        reply: what is said.
        speaker: who wrote.
        address: from where.
    """
    said, language = reply.said, reply.language
    body = render(said.phrase, said.facts, language)
    buttons = template(said.buttons, language) if said.buttons else None
    return Outgoing(
        recipient=address,
        party_id=speaker.party_id,
        kind=Kind.REPLY,
        language=language,
        body=body,
        buttons=said.buttons,
        button_variables=button_variables(buttons, body, said.facts) if buttons else {},
        paper=said.paper,
        lots=said.lots,
    )
