"""Days in which everything happens of which somebody is told: a notice of every kind."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from ledger import advances, corrections, trade
from ledger.accounts import Till
from ledger.approvals import grant
from ledger.dating import business_date
from ledger.goods import NewFlower, add_flower
from ledger.journal import post
from ledger.money_moves import write_off
from ledger.notices import NoticeKind, note
from ledger.payouts import pay
from ledger.people import NewParty, Notices, Party, add_party, party
from ledger.rates import set_rate
from ledger.register.identities import IdentityChange, ask_for_change, change_identity
from ledger.roles import PartyRole
from ledger.settlement_run import settle_everyone
from ledger.settlements import answer, approve, close_question, draft, open_questions, void
from ledger.terms import set_term
from tests.books.people import doing, entering, through
from tests.books.shop import AT, ON, lot
from tests.turns.world import House
from workers import chores

PHONES = {
    "A01": "+919800000002",
    "A02": "+919800000003",
    "S01": "+919800000001",
    "F012": "+919800000012",
    "F013": "+919800000013",
}
NAMES = {
    "A01": ("Meenakshi", "மீனாட்சி"),
    "A02": ("Kannan", "கண்ணன்"),
    "S01": ("Selvi", "செல்வி"),
    "F012": ("Murugan", "முருகன்"),
    "F013": ("Selvam", "செல்வம்"),
}
ROLES = {"A": PartyRole.ADMIN, "S": PartyRole.STAFF, "F": PartyRole.FARMER}
DAY = timedelta(days=1)


def open_shop(tx: Connection, language: str) -> None:
    """Two owners, a clerk, a farmer who wants everything and one who wants a digest."""
    for code, (name_en, name_ta) in NAMES.items():
        wants = Notices.DAILY if code == "F013" else Notices.EVERY_LOT
        person = NewParty(
            code=code,
            role=ROLES[code[0]],
            name_en=name_en,
            name_ta=name_ta,
            language=language,
            notices=wants,
        )
        add_party(tx, person, [PHONES[code]])
    add_flower(tx, NewFlower(code="malli", name_en="Malli", name_ta="மல்லி", unit="kg"))


def who(tx: Connection, code: str) -> Party:
    found = party(tx, code)
    assert found is not None
    return found


def weigh(tx: Connection, *kilos: int, farmer: str = "F012", at: datetime = AT) -> list[int]:
    """Selvi writes lots of one message, at ₹850.00 a kilogram; he is noted to be told."""
    entries = []
    for kilo in kilos:
        sold = replace(lot(kilo * 1000, 850_00, farmer=farmer, at=at), on=business_date(at))
        key = f"wa:{farmer}:{kilos}:{kilo}"
        source = through(who(tx, "S01"), "whatsapp")
        entries.append(post(tx, trade.sale(sold), key=key, source=source, sale=sold).entry_id)
    note(
        tx,
        key=f"entry:{entries[0]}:{farmer}",
        party_id=who(tx, farmer).party_id,
        kind=NoticeKind.LOTS,
        subject={"entries": entries},
    )
    return entries


def play(house: House) -> None:
    """All of it, up to the week after."""
    house.now = AT
    for part in (flowers, lending, settling, number_and_board):
        with house.engine.begin() as tx:
            part(tx)
    chores.send_digests(house.place, ON)
    house.now = AT + 4 * DAY
    chores.tell_of_late_payments(house.place, ON + 4 * DAY)
    chores.remind_of_pay_dates(house.place, ON + 4 * DAY)
    with house.engine.begin() as tx:
        weigh(tx, 4)
        owner = who(tx, "A01")
    run: dict[str, Any] = {"approve": False, "by": owner, "at": house.now, "source": through(owner)}
    settle_everyone(house.engine, ON + DAY, everyone=True, **run)
    with house.engine.begin() as tx:
        root = {"on": ON.isoformat(), "root": "9f86d081884c7d65" * 4}
        task = {"task": "forget_me", "farmer": "F012"}
        note(tx, key="task", party_id=owner.party_id, kind=NoticeKind.TASK, subject=task)
        note(tx, key="root", party_id=owner.party_id, kind=NoticeKind.DAY_ROOT, subject=root)


def flowers(tx: Connection) -> None:
    """Lots, one undone by its writer, one put right and one taken back by the owner."""
    undone, wrong, twice = weigh(tx, 5)[0], *weigh(tx, 10, 12)
    weigh(tx, 7, farmer="F013")
    clerk, owner = who(tx, "S01"), who(tx, "A01")
    why = "scale not zeroed"
    corrections.reverse_entry(tx, undone, doing(clerk, "undo", why))
    corrections.correct_lot(tx, wrong, doing(owner, "right", why), quantity_milli=9000)
    corrections.reverse_entry(tx, twice, doing(owner, "back", why))


def lending(tx: Connection) -> None:
    """An advance asked for, allowed, paid, brought back in part; another refused."""
    farmer, owner = who(tx, "F012"), who(tx, "A01")
    at_counter = doing(who(tx, "S01"), "1", "school fees")
    wanted = advances.request(tx, "F012", 2000_00, at_counter)
    advances.approve(tx, wanted.advance_id, by=owner, at=AT)
    advances.disburse(tx, wanted.advance_id, entering(owner, "disburse"), till=Till.CASH)
    advances.repay(tx, "F012", 500_00, entering(owner, "repay"), till=Till.UPI)
    write_off(tx, 200_00, entering(owner, "off", "a bad harvest"), farmer="F012")
    other = advances.request(tx, "F012", 9000_00, doing(farmer, "wish:2", "a bullock"))
    advances.reject(tx, other.advance_id, by=owner, at=AT, reason="the last one is still open")
    pay(tx, "F012", 1000_00, entering(owner, "pay:1"), till=Till.BANK)


def settling(tx: Connection) -> None:
    """A settlement that is asked about and paid in part, and one that is taken back."""
    farmer, owner = who(tx, "F012"), who(tx, "A01")
    by: dict[str, Any] = {"by": owner, "at": AT}
    ready = draft(tx, "F012", ON, **by)
    approve(tx, ready.settlement_id, **by, source=through(owner))
    asked: dict[str, Any] = {"by": farmer, "accepted": False, "words": "one bag is missing"}
    answer(tx, ready.settlement_id, at=AT, **asked)
    (question,) = open_questions(tx)
    close_question(tx, question.question_id, words="it is in the next slip", **by)
    pay(tx, "F012", 2000_00, entering(owner, "pay:2"), till=Till.CASH)
    wrong = draft(tx, "F013", ON, **by)
    approve(tx, wrong.settlement_id, **by, source=through(owner))
    void(tx, wrong.settlement_id, reason="wrong week", **by, source=through(owner))


def number_and_board(tx: Connection) -> None:
    """A farmer's number changes by two people, and the board moves."""
    owner, other = who(tx, "A01"), who(tx, "A02")
    change = IdentityChange("F013", added="+919800000099", removed=PHONES["F013"])
    ask = ask_for_change(tx, change, by=owner, at=AT, reason="lost his phone", key="number")
    grant(tx, ask.ask_id, by=other, at=AT)
    change_identity(tx, change, by=owner, at=AT, ask=ask.ask_id)
    set_term(tx, "rate_notices", 1, at=AT, by=owner.party_id)
    set_rate(tx, "malli", 900_00, at=AT, by=owner.party_id, key="rate")
