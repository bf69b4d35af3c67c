"""The rate board: what it says, and putting rates on it, all of a message's or none."""

from bot.dialogue.effects import FindRates, SetRates
from bot.dialogue.events import RateChange, RatesDoubted, RatesFound, RateShown, RatesSet, Refused
from ledger import rates
from ledger.board import is_far_from
from ledger.terms import terms
from locales.facts import Money, Phrase
from workers.answering.desk import Desk
from workers.register import flower_of


def find(desk: Desk, request: FindRates) -> RatesFound:
    """The board; a flower that was asked for is shown even where it has no rate today."""
    known = desk.register().flowers
    board = {rate.flower: rate for rate in rates.board(desk.tx, desk.now)}
    wanted = request.flowers or tuple(code for code in known if code in board)
    shown = []
    for code in wanted:
        rate = board.get(code)
        paise, since = (rate.rate_paise, rate.in_force_from) if rate else (None, None)
        shown.append(RateShown(flower_of(known[code]), paise, since))
    return RatesFound(tuple(shown))


def put_up(desk: Desk, request: SetRates) -> RatesSet | RatesDoubted | Refused:
    """Set the rates, unless one is absurd, or far from the board's without a yes."""
    limits = terms(desk.tx, desk.now)
    known = desk.register().flowers
    changes = []
    for rate in request.rates:
        flower = flower_of(known[rate.flower])
        if not 0 < rate.rate_paise <= limits.rate_max_paise:
            facts = {"rate": Money(rate.rate_paise), "limit": Money(limits.rate_max_paise)}
            return Refused(Phrase("refused_board_rate", {"flower": flower.name, **facts}))
        before = rates.in_force(desk.tx, rate.flower, desk.now)
        paise = None if before is None else before.rate_paise
        changes.append(RateChange(flower, paise, rate.rate_paise))
    bp = limits.rate_deviation_bp
    if not request.is_confirmed and any(_is_far(change, deviation_bp=bp) for change in changes):
        return RatesDoubted(tuple(changes))
    put = [
        rates.NewRate(rate.flower, rate.rate_paise, desk.now, key=f"wa:{request.sid}:{number}")
        for number, rate in enumerate(request.rates, start=1)
    ]
    rates.set_rates(desk.tx, put, by=desk.speaker.party_id)
    return RatesSet(tuple(changes))


def _is_far(change: RateChange, *, deviation_bp: int) -> bool:
    if change.before_paise is None:
        return False
    return is_far_from(change.before_paise, change.after_paise, deviation_bp=deviation_bp)
