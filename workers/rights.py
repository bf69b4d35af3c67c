"""Who may ask the books what by chat: `ledger.policy` for the requests of the dialogue."""

from collections.abc import Mapping

from bot.dialogue import effects as asked
from bot.dialogue import effects_money as of_money
from bot.dialogue.effects import Request
from bot.dialogue.sums import Purpose
from ledger.people import Party
from ledger.policy import Act, may

ANYBODY = frozenset(
    {
        asked.FindRates,
        asked.SwitchLanguage,
        of_money.FindOpenQuestion,
        of_money.SwitchNotices,
    }
)
"""What needs no right: the board, and how somebody himself is spoken to."""

NEEDS: Mapping[type, Act] = {
    asked.PriceLots: Act.ENTER_LOTS,
    asked.PostLots: Act.ENTER_LOTS,
    asked.FindEntry: Act.REVERSE_OWN_TODAY,
    asked.ReverseEntry: Act.REVERSE_OWN_TODAY,
    asked.WeighCorrection: Act.REVERSE_OWN_TODAY,
    asked.CorrectLot: Act.REVERSE_OWN_TODAY,
    asked.SetRates: Act.SET_RATES,
    asked.SwitchFastMode: Act.ENTER_LOTS,
    of_money.FindPending: Act.DECIDE_ADVANCE,
    of_money.DecideAdvance: Act.DECIDE_ADVANCE,
    of_money.DraftSettlement: Act.DRAFT_SETTLEMENT,
    of_money.ApproveSettlement: Act.APPROVE_SETTLEMENT,
    of_money.AnswerSettlement: Act.ANSWER_SETTLEMENT,
    of_money.OpenTask: Act.SEE_OWN_MONEY,
}
"""The act that a request is."""

OF_A_FARMER = (
    asked.FindBalance
    | asked.FindLots
    | of_money.FindAdvances
    | of_money.FindSettlement
    | of_money.FindStatement
    | of_money.FindSlip
)
"""What a farmer may ask about himself, and the shop about anybody."""

MOVES: Mapping[Purpose, Act] = {
    Purpose.ADVANCE: Act.REQUEST_ADVANCE,
    Purpose.PAYMENT: Act.ENTER_PAYMENTS,
    Purpose.REPAYMENT: Act.ENTER_PAYMENTS,
    Purpose.WISH: Act.ASK_ADVANCE,
}
"""What moving a sum is; how much, the books decide."""


def is_allowed(speaker: Party, request: Request) -> bool:
    """Whether the speaker's role allows the request."""
    match request:
        case of_money.WeighSum() | of_money.MoveSum():
            is_his = request.sum.purpose is Purpose.WISH and request.sum.farmer != speaker.code
            return may(speaker.role, MOVES[request.sum.purpose]) and not is_his
        case _ if isinstance(request, OF_A_FARMER):
            is_own = request.farmer == speaker.code and may(speaker.role, Act.SEE_OWN_MONEY)
            return is_own or may(speaker.role, Act.SEE_ANY_FARMER)
        case _:
            kind = type(request)
            return kind in ANYBODY or (kind in NEEDS and may(speaker.role, NEEDS[kind]))
