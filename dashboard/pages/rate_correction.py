"""A wrong rate of the board is put right for every lot that took it: looked at, then written."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from dashboard.desk import Answer, Desk
from dashboard.forms import FieldError
from dashboard.pages.corrections import REASON_MAX
from dashboard.room import Room
from ledger import goods, people
from ledger.board import MARKET_ZONE
from ledger.correction_looks import LotLook, look_at_rate
from ledger.corrections import RightRate, correct_rate
from ledger.policy import Act
from papers.wording import names_of

room = Room("corrections")

LOOK, WRITE = "look", "write"
LOTS_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Looked:
    """What the right rate comes to, waiting for a yes.

    Attributes:
        has_changed: it comes to something else than what was shown before.
    """

    right: RightRate
    looks: Sequence[LotLook]
    has_changed: bool

    @property
    def differences(self) -> Counter[str]:
        """What each farmer would have more, in paise, by code."""
        found: Counter[str] = Counter()
        for look in self.looks:
            found.update(look.differences)
        return found

    @property
    def needs_second(self) -> bool:
        """Whether another owner must say yes."""
        return any(look.needs_second for look in self.looks)

    @property
    def seen(self) -> str:
        """What was shown, in short: a yes is a yes to exactly this."""
        span = (self.right.since, self.right.until)
        told = (self.right.flower, self.right.rate_paise, *(each.isoformat() for each in span))
        lots = (len(self.looks), self.differences.total())
        return "|".join(map(str, (*told, *lots)))


@room.get("/corrections/rate", Act.CORRECT)
def rate(desk: Desk, *, looked: Looked | None = None) -> Answer:
    """Which rate was wrong, and when; then the lots, and what each farmer would have more."""
    return desk.page(
        "corrections/rate.html",
        looked=looked,
        shown=[] if looked is None else looked.looks[:LOTS_SHOWN],
        flowers={each.code: each for each in goods.flowers(desk.tx)},
        parties={party.code: party for party in people.parties(desk.tx)},
        names=names_of(desk.tx),
    )


@room.post("/corrections/rate", Act.CORRECT, shows=rate, is_fresh=True)
def put_rate_right(desk: Desk) -> Answer:
    """Look at what it would come to, or write what was looked at."""
    right = _right(desk)
    desk.form.text("reason", most=REASON_MAX)
    is_write = desk.form.choice("step", (LOOK, WRITE), is_needed=False) == WRITE
    looked = Looked(right, look_at_rate(desk.tx, right, at=desk.at), has_changed=False)
    if not is_write or desk.form.text("seen", is_needed=False) != looked.seen:
        return rate(desk, looked=Looked(right, looked.looks, has_changed=is_write))
    corrected = correct_rate(desk.tx, right, desk.doing())
    return desk.done("corrections.done.rate", "corrections.start", facts={"n": len(corrected)})


def _right(desk: Desk) -> RightRate:
    """What should have stood on the board; without an end, until the day's.

    Raises:
        FieldError: a field holds nothing that can be used, or the span ends before it begins.
    """
    form = desk.form
    flower = form.choice("flower", [each.code for each in goods.flowers(desk.tx)])
    on, begins = form.day("on"), form.time("since").replace(tzinfo=None)
    ends = form.time("until", is_needed=False)
    since = datetime.combine(on, begins, MARKET_ZONE)
    until = datetime.combine(on, ends.replace(tzinfo=None) if ends else begins.min, MARKET_ZONE)
    if ends is None:
        until += timedelta(days=1)
    if until <= since:
        raise FieldError("until", "corrections.ends_before")
    return RightRate(flower, form.money("rate"), since, until)
