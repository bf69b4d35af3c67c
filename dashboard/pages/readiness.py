"""Is the shop ready? What is known of it now; the checks that prove it are not built yet."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.message_book import counts, oldest_waiting
from bot.message_lines import Direction, Line, Reached
from dashboard.desk import Answer, Desk
from dashboard.room import Room
from ledger import closing, queries, run_book, seals
from ledger.chain import Seal
from ledger.closing import ClosedDay
from ledger.policy import Act
from ledger.run_book import Run

room = Room("readiness")

STUCK = timedelta(minutes=5)
"""A message that waits longer to go out, or for its answer, is stuck."""

STALE = timedelta(hours=30)
"""The book is sealed every night; a seal older than a day and a morning was missed."""


class Look(StrEnum):
    """How something stands."""

    WELL = "ok"
    LOOK = "wait"
    WRONG = "bad"
    UNKNOWN = "off"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known now.

    Attributes:
        balance_paise: of all accounts together; anything but nought is wrong.
        unsealed: entries that no seal holds yet.
        failed: messages given up and not sent again.
        going: the message that has waited longest to go out.
        coming: likewise for its answer, of those that came in.
    """

    balance_paise: int
    seal: Seal | None
    unsealed: int
    closed: ClosedDay | None
    run: Run | None
    failed: int
    going: Line | None
    coming: Line | None

    def looks(self, at: datetime) -> dict[str, Look]:
        """How each stands at a moment."""
        is_sealed = self.seal is not None and at - self.seal.sealed_at < STALE
        return {
            "balance": Look.WRONG if self.balance_paise else Look.WELL,
            "seal": Look.WELL if is_sealed else Look.LOOK,
            "closed": Look.UNKNOWN if self.closed is None else Look.WELL,
            "run": _of_run(self.run),
            "failed": Look.LOOK if self.failed else Look.WELL,
            "going": _of_waiting(self.going, at),
            "coming": _of_waiting(self.coming, at),
            "audit": Look.UNKNOWN,
        }


@room.get("/readiness", Act.SEE_REPORTS)
def all_(desk: Desk) -> Answer:
    """What is known now, and what is not."""
    tx = desk.tx
    known = Known(
        balance_paise=sum(queries.trial_balance(tx).values()),
        seal=seals.last_seal(tx),
        unsealed=seals.unsealed(tx),
        closed=next(iter(closing.closed_days(tx, 1)), None),
        run=run_book.latest_run(tx),
        failed=counts(tx)[Reached.FAILED],
        going=oldest_waiting(tx, Direction.OUT),
        coming=oldest_waiting(tx, Direction.IN),
    )
    return desk.page("readiness/all.html", known=known, looks=known.looks(desk.at))


def _of_run(run: Run | None) -> Look:
    if run is None:
        return Look.UNKNOWN
    if run.faults:
        return Look.WRONG
    return Look.LOOK if run.failed or run.finished_at is None else Look.WELL


def _of_waiting(line: Line | None, at: datetime) -> Look:
    return Look.WELL if line is None or at - line.at < STUCK else Look.LOOK
