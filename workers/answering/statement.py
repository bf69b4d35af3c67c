"""A farmer's statement, for chat."""

from bot.dialogue.effects_money import FindStatement
from bot.dialogue.events_money import StatementFound
from ledger.reports.periods import Period
from ledger.reports.statements import statement
from papers.statement import statement_phrase
from papers.wording import names_of
from workers.answering.desk import Desk
from workers.register import person_of


def find(desk: Desk, request: FindStatement) -> StatementFound:
    """What happened between two days, with the balance before and after.

    Raises:
        LedgerError: nobody has the code, or the period is none.
    """
    farmer = desk.register().farmer(request.farmer)
    found = statement(desk.tx, request.farmer, Period(request.first, request.last))
    told = statement_phrase(found, names_of(desk.tx))
    return StatementFound(person_of(farmer), request.first, request.last, told)
