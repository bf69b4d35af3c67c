"""How old lent cash is: what comes back is taken to pay off the oldest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Lent:
    """A posting on a farmer's advance account.

    Attributes:
        amount_paise: lent when positive, come back when negative.
        reverses: the entry that it takes back.
        replaces: the entry that it puts right.
    """

    entry_id: int
    on: date
    amount_paise: int
    reverses: int | None
    replaces: int | None


def still_out(moves: Sequence[Lent]) -> list[tuple[Lent, date, int]]:
    """What of each lent sum is still out, oldest first: the posting, since when, paise.

    An entry that was taken back counts as never written, and so does its mirror; one that puts
    another right is as old as that one.

    Args:
        moves: every posting on one farmer's account, in order.
    """
    taken_back = {move.reverses for move in moves}
    begun: dict[int, date] = {}
    for move in moves:
        begun[move.entry_id] = begun.get(move.replaces or 0, move.on)
    standing = [m for m in moves if m.reverses is None and m.entry_id not in taken_back]
    come_back = -sum(move.amount_paise for move in standing if move.amount_paise < 0)
    out = []
    lent = [move for move in standing if move.amount_paise > 0]
    for move in sorted(lent, key=lambda m: (begun[m.entry_id], m.entry_id)):
        paid_off = min(come_back, move.amount_paise)
        come_back -= paid_off
        if paid_off < move.amount_paise:
            out.append((move, begun[move.entry_id], move.amount_paise - paid_off))
    return out
