"""A farmer's statement, for chat."""

from bot.dialogue.effects_money import FindStatement
from bot.dialogue.events_money import StatementFound
from locales.facts import Day, Phrase
from workers.answering.desk import Desk
from workers.register import person_of


def find(desk: Desk, request: FindStatement) -> StatementFound:
    """What happened between two days, with the balance before and after."""
    farmer = desk.register().farmer(request.farmer)
    heading = Phrase("statement_heading", {"first": Day(request.first), "last": Day(request.last)})
    return StatementFound(person_of(farmer), request.first, request.last, heading)
