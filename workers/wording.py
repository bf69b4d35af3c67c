"""Replies and notices in words, addressed: what the dialogue says, as messages to be sent."""

from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa

from bot.dialogue.effects import Say, Tell
from bot.outgoing import Kind, Outgoing
from ledger.people import Party, addresses_of, party
from locales.phrases import render
from locales.templates import button_variables, template, variables_of


@dataclass(frozen=True, slots=True)
class Reply:
    """Something to be said, in the language that the speaker had at that point of the turn."""

    what: Say | Tell
    language: str


def worded(tx: sa.Connection, reply: Reply, speaker: Party, address: str) -> Iterator[Outgoing]:
    """The message that carries a reply; none where a notice is for somebody without an address.

    Args:
        tx: the turn's transaction.
        reply: what is said.
        speaker: who wrote.
        address: from where.
    """
    match reply.what:
        case Say() as said:
            yield _answer(said, reply.language, speaker, address)
        case Tell() as told:
            person = party(tx, told.party)
            addresses = addresses_of(tx, person.party_id) if person else []
            if person and addresses:
                yield _notice(told, person, addresses[0])


def _answer(said: Say, language: str, speaker: Party, address: str) -> Outgoing:
    body = render(said.phrase, said.facts, language)
    buttons = template(said.buttons, language) if said.buttons else None
    return Outgoing(
        recipient=address,
        party_id=speaker.party_id,
        kind=Kind.REPLY,
        language=language,
        body=body,
        buttons=said.buttons,
        variables=button_variables(buttons, body, said.facts) if buttons else {},
    )


def _notice(told: Tell, person: Party, address: str) -> Outgoing:
    language = person.language
    return Outgoing(
        recipient=address,
        party_id=person.party_id,
        kind=Kind.NOTICE,
        language=language,
        body=render(told.phrase, told.facts, language),
        template_key=told.template,
        variables=variables_of(template(told.template, language), told.facts, language),
    )
