"""Money: what stands where, what farmers are to be paid, each kind of movement, the last ones.

A kind of movement is a row of `MOVES`; its form, its page and its guard follow from the row.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from dashboard.desk import Answer, Desk
from dashboard.pages.tills import rupees, tills
from dashboard.pages.whose import farmer_typed, farmer_typed_if_any
from dashboard.room import Room
from ledger import money_moves, payouts, people
from ledger.accounts import FEES, Till
from ledger.movements import KINDS, WITH_FARMERS, movements
from ledger.policy import Act
from ledger.settlements.piles import Pile, pile_of
from ledger.standing import standing
from locales.facts import Money
from locales.phrases import render
from papers.wording import kind_of, names_of

room = Room("money")

SHOWN = 20
DUE_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Move:
    """A kind of movement.

    Attributes:
        name: the last word of its address, and of its phrases.
        act: what it takes to enter it.
        fields: what its form asks for beside the sum, the till and the day.
        write: enters it; of what was sent only its own fields are still to be read.
        has_till: whether money passes a till.
        is_reason_needed: why, or what for, is obligatory.
    """

    name: str
    act: Act
    fields: tuple[str, ...]
    write: Callable[[Desk, int], object]
    has_till: bool = True
    is_reason_needed: bool = False


def _pay(desk: Desk, paise: int) -> None:
    farmer = farmer_typed(desk)
    payouts.pay(desk.tx, farmer.code, paise, desk.entering(), till=_till(desk))


def _take(desk: Desk, paise: int) -> None:
    money_moves.take_buyers_money(desk.tx, paise, desk.entering(), till=_till(desk))


def _move(desk: Desk, paise: int) -> None:
    money_moves.move(desk.tx, paise, desk.entering(), till=_till(desk), to=_till(desk, "to"))


def _hand_on(desk: Desk, paise: int) -> None:
    fee = desk.form.choice("fee", [fee.code for fee in FEES])
    money_moves.hand_on_fee(desk.tx, fee, paise, desk.entering(), till=_till(desk))


def _write_off(desk: Desk, paise: int) -> None:
    debtor = farmer_typed_if_any(desk, "debtor")
    code = None if debtor is None else debtor.code
    money_moves.write_off(desk.tx, paise, desk.entering(), farmer=code)


def _spend(desk: Desk, paise: int) -> None:
    money_moves.spend(desk.tx, paise, desk.entering(), till=_till(desk))


def _put_in(desk: Desk, paise: int) -> None:
    money_moves.put_in_capital(desk.tx, paise, desk.entering(), till=_till(desk))


def _draw(desk: Desk, paise: int) -> None:
    money_moves.draw(desk.tx, paise, desk.entering(), till=_till(desk))


MOVES = (
    Move("farmer", Act.ENTER_PAYMENTS, ("farmer",), _pay),
    Move("buyers", Act.MOVE_MONEY, (), _take),
    Move("transfer", Act.MOVE_MONEY, ("to",), _move),
    Move("expense", Act.MOVE_MONEY, (), _spend, is_reason_needed=True),
    Move("fee", Act.MOVE_MONEY, ("fee",), _hand_on),
    Move(
        "writeoff", Act.MOVE_MONEY, ("debtor",), _write_off, has_till=False, is_reason_needed=True
    ),
    Move("capital", Act.MOVE_MONEY, (), _put_in),
    Move("drawings", Act.MOVE_MONEY, (), _draw),
)


@room.get("/money", Act.ENTER_PAYMENTS)
def all_(desk: Desk) -> Answer:
    """What stands where, what is to be paid, and the last movements."""
    asked = desk.args.fields.get("before", "")
    before = int(asked) if re.fullmatch(r"[1-9]\d{0,14}", asked, re.ASCII) else None
    kinds = KINDS if desk.may(Act.MOVE_MONEY) else WITH_FARMERS
    found = movements(desk.tx, SHOWN + 1, before=before, kinds=kinds)
    shown = found[:SHOWN]
    return desk.page(
        "money/all.html",
        stands=standing(desk.tx),
        moves=[move for move in MOVES if desk.may(move.act)],
        due=pile_of(desk.tx, Pile.TO_PAY, most=DUE_SHOWN),
        rows=shown,
        older=shown[-1].entry_id if len(found) > SHOWN else None,
        is_first=before is None,
        names=names_of(desk.tx),
        parties={party.code: party for party in people.parties(desk.tx)},
        kind_of=kind_of,
    )


def _open(move: Move) -> None:
    """The form of a kind of movement, and where it is sent."""

    def shown(desk: Desk) -> Answer:
        stands = standing(desk.tx)
        farmer = desk.args.fields.get("farmer", "")[:16]
        return desk.page(
            "money/move.html",
            move=move,
            stands=stands,
            tills=tills(desk),
            fees=[(code, _of_fee(desk, code, paise)) for code, paise in stands.fees.items()],
            farmer=farmer,
            amount=_sum_asked(desk),
            on=_day_asked(desk),
        )

    def entered(desk: Desk) -> Answer:
        paise = desk.form.money("amount")
        if move.is_reason_needed:
            desk.form.text("reason", most=200)
        move.write(desk, paise)
        return desk.done(f"money.done.{move.name}", "money.all", facts={"amount": Money(paise)})

    shown.__name__, entered.__name__ = move.name, f"enter_{move.name}"
    room.get(f"/money/{move.name}", move.act)(shown)
    room.post(f"/money/{move.name}", move.act, shows=shown, is_fresh=True)(entered)


def _till(desk: Desk, name: str = "till") -> Till:
    return Till(desk.form.choice(name, list(Till)))


def _of_fee(desk: Desk, code: str, paise: int) -> str:
    name = render(f"account.{code}", {}, desk.language)
    return f"{name} · {render('fact', {'fact': Money(paise)}, desk.language)}"


def _sum_asked(desk: Desk) -> str:
    """A sum that a link brings along, in paise."""
    asked = desk.args.fields.get("paise", "")
    return rupees(int(asked)) if re.fullmatch(r"[1-9]\d{0,12}", asked, re.ASCII) else ""


def _day_asked(desk: Desk) -> date:
    """The day that a link brings along, where a second person said yes to it."""
    asked = desk.args.fields.get("on", "")
    try:
        return date.fromisoformat(asked)
    except ValueError:
        return desk.on


for each in MOVES:
    _open(each)
