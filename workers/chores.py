"""The shop's regular jobs: settlement drafts, the day's close, digests, promised pay dates.

Each writes what is to be done or told and nothing else; its notices leave as all notices do.
"""

from datetime import date, time, timedelta

from ledger import people, queries
from ledger.closing import close_by_itself
from ledger.cycles import cycle_ends
from ledger.journal import Source
from ledger.notices import NoticeKind, note
from ledger.people import Notices
from ledger.roles import PartyRole
from ledger.seals import seal_all
from ledger.settlement_run import settle_everyone
from ledger.settlements import unpaid
from workers.place import Place
from workers.regular import Daily

SCHEDULE = Source(None, "schedule")
"""Nobody in particular does it."""


def draft_settlements(place: Place, on: date) -> None:
    """Draft for everybody whose cycle ended with the day before, if anybody's did."""
    cut_off, engine = on - timedelta(days=1), place.engine
    with engine.begin() as tx:
        farmers = people.parties(tx, PartyRole.FARMER)
    if any(cycle_ends(farmer.cycle, cut_off) for farmer in farmers):
        at = place.clock()
        settle_everyone(engine, cut_off, approve=False, by=None, at=at, source=SCHEDULE)


def close_day(place: Place, on: date) -> None:
    """Close the day before, where the shop's terms say so."""
    seal_entries(place)
    with place.engine.begin() as tx:
        close_by_itself(tx, on - timedelta(days=1), at=place.clock())


def seal_entries(place: Place) -> None:
    """Seal what was written since the last time."""
    seal_all(place.engine)


def send_digests(place: Place, on: date) -> None:
    """Tell farmers who want one message a day what came of theirs."""
    with place.engine.begin() as tx:
        for farmer in people.parties(tx, PartyRole.FARMER):
            if farmer.is_active and farmer.notices is Notices.DAILY:
                lots = [lot for lot in queries.lots_on(tx, on, farmer.code) if not lot.is_reversed]
                if lots:
                    note(
                        tx,
                        key=f"digest:{on.isoformat()}:{farmer.party_id}",
                        party_id=farmer.party_id,
                        kind=NoticeKind.DAY_DIGEST,
                        subject={
                            "on": on.isoformat(),
                            "entries": [lot.entry_id for lot in lots],
                        },
                    )


def remind_of_pay_dates(place: Place, on: date) -> None:
    """Tell the owner in the evening what is promised for tomorrow, and what is late already."""
    tomorrow = on + timedelta(days=1)
    with place.engine.begin() as tx:
        promised = [settlement.settlement_id for settlement in unpaid(tx, tomorrow)]
        for admin in people.parties(tx, PartyRole.ADMIN) if promised else ():
            note(
                tx,
                key=f"pay_dates:{tomorrow.isoformat()}:{admin.party_id}",
                party_id=admin.party_id,
                kind=NoticeKind.PAY_DATE,
                subject={"on": tomorrow.isoformat(), "settlements": promised},
            )


def tell_of_late_payments(place: Place, on: date) -> None:
    """Tell a farmer, once, that his money was promised for a day that is over."""
    with place.engine.begin() as tx:
        for settlement in unpaid(tx, on - timedelta(days=1)):
            farmer = people.party(tx, settlement.farmer)
            if farmer is not None:
                note(
                    tx,
                    key=f"settlement:{settlement.settlement_id}:late",
                    party_id=farmer.party_id,
                    kind=NoticeKind.PAY_DATE,
                    subject={"settlement": settlement.settlement_id},
                )


A_WHILE = timedelta(hours=16)
"""How long a message about a day is news."""

MONTHS = timedelta(days=62)
"""As far back as the shop's own books are put in order."""

CHORES = (
    Daily("draft settlements", time(0, 15), draft_settlements, MONTHS),
    Daily("close the day", time(0, 45), close_day, MONTHS),
    Daily("late payments", time(9), tell_of_late_payments, A_WHILE),
    Daily("pay dates", time(18, 30), remind_of_pay_dates, A_WHILE),
    Daily("digests", time(19), send_digests, A_WHILE),
)
