"""Four weeks of the demo shop's sixty farmers, day by day.

Every fact is typed on somebody's phone or at the owner's desk; which, is thrown by dice that fall
the same way every time.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from ledger.board import MARKET_ZONE
from ledger.queries import Owed, owed_to_all
from tests.month.shop import PlayedShop

FIRST = date(2026, 10, 26)
"""A Monday."""

WEEKS = 4
LOTS_A_DAY = 12
EVERY_SEVENTH_IS_WET = 7
PAID_A_WEEK = 12
FARMERS = tuple(f"F{number:03}" for number in range(1, 61))
BOARD = {"malli": 800, "mullai": 520, "pichi": 460, "sampangi": 180}
OWNER, PARTNER, CLERK, SECOND = "A01", "A02", "S01", "S02"

LENDING, PAYING, MENDING = {1, 4}, {2}, {3, 5}
"""Days of the week."""


@dataclass
class Month:
    """The play, and what came of it.

    Attributes:
        lots: the numbers of the lots' entries, without the flower whose rate is put right.
        told: what farmers and the shop were told of settlements.
    """

    shop: PlayedShop
    throw: Random = field(default_factory=lambda: Random(7))  # noqa: S311 - a played shop
    lots: list[int] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def plays(self) -> None:
        """All four weeks, each settled on the Monday after it."""
        for number in range(7 * WEEKS):
            self._day(FIRST + timedelta(days=number))
        self._opens(FIRST + timedelta(weeks=WEEKS))
        self._settles(FIRST + timedelta(weeks=WEEKS))

    def _day(self, day: date) -> None:
        self._opens(day)
        if day > FIRST and day.weekday() == 0:
            self._settles(day)
        self._weighs()
        if day.weekday() in LENDING:
            self._lends()
        if day.weekday() in PAYING:
            self._pays_and_is_repaid()
        if day.weekday() in MENDING:
            self._puts_right()
        rupees = str(self.throw.randint(40, 60) * 1000)
        self.shop.types("money", "buyers", rupees, "--by", OWNER)
        self._closes(day)

    def _opens(self, day: date) -> None:
        self.shop.at = datetime.combine(day, time(4, 30), MARKET_ZONE)
        for flower, rupees in BOARD.items():
            rate = rupees + 10 * self.throw.randint(-5, 5)
            assert_said(self.shop.says(OWNER, f"rate {flower} {rate}"), str(rate))
        self.shop.at = datetime.combine(day, time(5, 15), MARKET_ZONE)

    def _weighs(self) -> None:
        """Lots by a clerk who is asked nothing, and one by a clerk who says yes."""
        for number in range(LOTS_A_DAY):
            farmer, flower = self.throw.choice(FARMERS), self.throw.choice(sorted(BOARD))
            kilos = f"{self.throw.randint(2, 14)}.{self.throw.choice(['25', '5', '75'])}"
            quality = " ஈரம்" if number % EVERY_SEVENTH_IS_WET == 0 else ""
            said = self.shop.says(CLERK, f"{farmer} {flower} {kilos}{quality}")
            if flower != "malli":
                self.lots.append(entry_in(said))
        assert_said(self.shop.says(SECOND, "முருகன் மல்லி 3.25"), "1 ஆம்")
        entry_in(self.shop.says(SECOND, "1"))

    def _lends(self) -> None:
        """Two farmers ask, the owner answers, the clerk pays; a third gets a little at once."""
        lent, refused, little = self.throw.sample(FARMERS, 3)
        self.shop.says(lent, "advance 3000")
        first = number_in(self.shop.says(lent, "1"))
        self.shop.says(refused, "முன்பணம் 2000 வேண்டும்")
        second = number_in(self.shop.says(refused, "1"))
        assert_said(self.shop.says(OWNER, f"approve {first}"), f"advance {first}")
        assert_said(self.shop.says(OWNER, f"reject {second} no cash"), f"advance {second}")
        self.shop.types("advance", "pay", str(first), "--by", CLERK)
        self.shop.says(CLERK, f"{little} advance 500 cash for medicine")
        entry_in(self.shop.says(CLERK, "1"))

    def _pays_and_is_repaid(self) -> None:
        """An advance comes back in part, somebody is paid on account, the shop has expenses."""
        indebted = next(code for code, owed in self._owed() if owed.advance_paise > 100_00)
        self.shop.says(CLERK, f"{indebted} repaid 100")
        entry_in(self.shop.says(CLERK, "1"))
        paid = next(
            code
            for code, owed in self._owed()
            if owed.payable_paise > 500_00 and owed.settled_paise == 0
        )
        self.shop.says(CLERK, f"pay {paid} 150 cash")
        entry_in(self.shop.says(CLERK, "1"))
        self.shop.types("money", "spend", "350", "--for", "tea and bags", "--by", OWNER)
        self.shop.types("money", "move", "500", "--till", "cash", "--to", "bank", "--by", OWNER)

    def _owed(self) -> Iterator[tuple[str, Owed]]:
        with self.shop.place.engine.begin() as tx:
            return iter(owed_to_all(tx).items())

    def _puts_right(self) -> None:
        """A lot undone by its clerk, a weight and a rate corrected, an entry taken back.

        The oldest lot of the month is corrected too: its week may be settled and paid, then two
        people are needed, and its day is closed.
        """
        undone = self.lots[-2]
        assert_said(self.shop.says(CLERK, f"undo {undone}"), str(undone))
        why = ("--reason", "the scale was not at zero", "--by", OWNER)
        self.shop.types("correct", "lot", str(self.lots[-5]), "--weight", "4.5", *why)
        oldest = ("correct", "lot", str(self.lots.pop(0)), "--weight", "1.25", *why)
        self.shop.types_for_two(*oldest, second=PARTNER)
        self.shop.types("reverse", str(self.lots[-7]), *why)
        self.shop.types("correct", "rate", "malli", "790", "--from", "04:00", *why)
        self.told += self.shop.tells()

    def _settles(self, day: date) -> None:
        """The week is drafted and approved, one taken back and approved again, farmers answer,
        some are paid, one in parts."""
        cut_off = str(day - timedelta(days=1))
        self.shop.types("settlement", "run", "--cut-off", cut_off, "--by", OWNER)
        approved = self.shop.types("settlement", "approve", "--all", "--by", OWNER)
        numbers = re.findall(r"(SET-\S+): (F\d+).*?₹([\d,.]+) to pay", approved)
        self.told += self.shop.tells()
        (voided, whose, _), (_, happy, _), (_, asking, _) = numbers[0], numbers[1], numbers[2]
        self.shop.types("settlement", "void", voided, "--reason", "a bag missing", "--by", OWNER)
        self.shop.types("settlement", "draft", whose, "--cut-off", cut_off, "--by", OWNER)
        self.shop.types("settlement", "approve", "--all", "--by", OWNER)
        self.told += self.shop.tells()
        assert_said(self.shop.says(happy, "accept"), "SET-")
        self.shop.says(asking, "சந்தேகம்")
        assert_said(self.shop.says(asking, "எடை 6 கிலோ இருந்தது"), "SET-")
        for number, _, rupees in numbers[1:PAID_A_WEEK]:
            if not rupees.startswith("0."):
                self.shop.types("settlement", "pay", number, rupees, "--till", "upi", "--by", OWNER)
        self.shop.types("pay", whose, "1", "--by", OWNER)
        self.told += self.shop.tells()

    def _closes(self, day: date) -> None:
        self.shop.at = datetime.combine(day, time(21, 0), MARKET_ZONE)
        self.shop.types("day", "close", str(day), "--by", OWNER)
        self.shop.types("seal")
        self.told += self.shop.tells()


def entry_in(said: list[str]) -> int:
    """The number of the entry that an answer says is written."""
    found = re.search(r"(?:ntry|பதிவு) (\d+)", said[0])
    assert found is not None, said
    return int(found.group(1))


def number_in(said: list[str]) -> int:
    """The number of the advance that an answer names."""
    found = re.search(r"(?:dvance|முன்பணம்) (\d+)", said[0])
    assert found is not None, said
    return int(found.group(1))


def assert_said(said: list[str], words: str) -> None:
    """Go on only where the first message holds these words."""
    assert words in said[0], said
