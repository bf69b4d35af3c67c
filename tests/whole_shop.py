"""A shop in which everything that has a page happened once; for whoever walks all pages.

`fill_whole` gives what the addresses of pages are filled with. Every page of every room must have
something to show here: a room that shows a new kind of thing adds one.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from bot import outgoing
from bot.delivery_errors import Fault
from bot.messages import Handled, Inbound, mark_handled, record_inbound
from bot.outgoing import Kind, Outgoing
from dashboard.access import factors, keeping, sessions
from ledger import (
    advances,
    consents,
    goods,
    money_moves,
    payouts,
    people,
    rates,
    settlements,
)
from ledger.accounts import Till
from ledger.board import MARKET_ZONE
from ledger.entering import Doing, Entering
from ledger.fee_kinds import add_fee
from ledger.fees import Basis, NewFee
from ledger.goods import NewFlower
from ledger.journal import Source
from ledger.lot_entry import write_lots
from ledger.people import NewParty, Party
from ledger.register.identities import IdentityChange, ask_for_change
from ledger.register.people import add_aliases, deactivate
from ledger.register.words import put_word
from ledger.roles import PartyRole
from ledger.settlement_run import order_run
from ledger.terms import change_term
from tests.books import shop
from tests.dashboard.access_desk import given_access

PEOPLE = (
    ("A01", PartyRole.ADMIN, "Meenakshi", "மீனாட்சி", "", "", "+919000000201"),
    ("A02", PartyRole.ADMIN, "Chandran", "சந்திரன்", "", "", "+919000000202"),
    ("A03", PartyRole.ADMIN, "Ravi", "ரவி", "", "", "+919000000203"),
    ("S01", PartyRole.STAFF, "Selvi", "செல்வி", "", "", "+919000000101"),
    ("S02", PartyRole.STAFF, "Kavitha", "கவிதா", "", "", "+919000000102"),
    ("F012", PartyRole.FARMER, "Murugan", "முருகன்", "Nilakottai", "நிலக்கோட்டை", "+919000000012"),
    ("F015", PartyRole.FARMER, "Lakshmi", "லட்சுமி", "Periyakulam", "பெரியகுளம்", "+919000000015"),
    ("F031", PartyRole.FARMER, "Srinivasan", "ஸ்ரீனிவாசன்", "Melur", "மேலூர்", "+919000000031"),
    ("F044", PartyRole.FARMER, "Pandi", "பாண்டி", "Usilampatti", "உசிலம்பட்டி", "+919000000044"),
)  # fmt: skip


@dataclass(slots=True)
class Whole:
    """What is in the shop.

    Attributes:
        ids: by the name that addresses give it, what there is under it; the first one shows most.
    """

    at: datetime
    evil: str
    ids: dict[str, list[Any]] = field(default_factory=dict)

    def keep(self, name: str, value: object) -> None:
        self.ids.setdefault(name, []).append(value)


def fill_whole(tx: Connection, at: datetime, evil: str = "") -> Whole:
    """Fill an empty shop.

    Args:
        tx: the transaction.
        at: the moment that is now.
        evil: stands behind every name, reason and message.
    """
    whole = Whole(at, evil)
    _lists(tx, whole)
    owner, clerk = _who(tx, "A01"), _who(tx, "S01")
    _lots(tx, whole, clerk)
    _advances(tx, whole, owner, clerk)
    _settlements(tx, whole, owner)
    _money(tx, whole, owner)
    _messages(tx, whole)
    _asks(tx, whole, owner)
    _devices(tx, whole, owner)
    _fees(tx, whole, owner)
    return whole


def _who(tx: Connection, code: str) -> Party:
    found = people.party(tx, code)
    assert found is not None
    return found


def _lists(tx: Connection, whole: Whole) -> None:
    for code, role, name_en, name_ta, village_en, village_ta, phone in PEOPLE:
        new = NewParty(
            code=code,
            role=role,
            name_en=name_en + whole.evil,
            name_ta=name_ta + whole.evil,
            village_en=village_en and village_en + whole.evil,
            village_ta=village_ta and village_ta + whole.evil,
            language="ta" if role is PartyRole.FARMER else "en",
        )
        people.add_party(tx, new, [f"whatsapp:{phone}"])
        whole.keep("party_id", _who(tx, code).party_id)
    whole.ids["code"] = ["F012", "S01", "F015", "F031", "malli"]
    whole.ids["farmers.code"] = ["F012", "F015", "F044", "F050"]
    _left(tx, whole)
    names = (("malli", "Malli", "மல்லிகை", "kg"), ("arali", "Arali", "அரளி", "kg"))
    for code, name_en, name_ta, unit in names:
        new_flower = NewFlower(
            code=code,
            name_en=name_en + whole.evil,
            name_ta=name_ta + whole.evil,
            unit=unit,
            aliases=(f"{name_en} poo{whole.evil}",),
        )
        goods.add_flower(tx, new_flower)
        whole.keep("flower", code)
    for hours, paise in ((30, 780_00), (26, 820_00), (1, 850_00)):
        moment = whole.at - timedelta(hours=hours)
        rates.set_rate(tx, "malli", paise, at=moment, by=None, key=f"rate:{hours}")
    whole.ids["slot"] = [slot.code for slot in goods.time_slots(tx)]
    whole.ids["quality"] = list(goods.adjustment_kinds(tx))
    whole.ids["term"] = ["commission_bp", "lone_admin_may", "pay_days"]
    put_word(tx, f"vettu{whole.evil}", f"paid{whole.evil}")


def _left(tx: Connection, whole: Whole) -> None:
    """Murugan is called otherwise too; a farmer and a clerk have left."""
    owner = _who(tx, "A01")
    add_aliases(tx, _who(tx, "F012").party_id, ["Murugaiyan"], by=owner, at=whole.at)
    for code, role in (("F050", PartyRole.FARMER), ("S03", PartyRole.STAFF)):
        name = NewParty(code=code, role=role, name_en="Muthu" + whole.evil)
        gone = people.add_party(tx, name)
        why = f"moved away{whole.evil}"
        deactivate(tx, gone.party_id, by=owner, at=whole.at, reason=why)


def _entering(whole: Whole, by: Party, key: str, at: datetime | None = None) -> Entering:
    moment = at or whole.at
    return Entering(
        by=by,
        at=moment,
        key=key,
        source=Source(by.party_id, "web"),
        reason=f"for the school{whole.evil}",
        on=moment.astimezone(MARKET_ZONE).date(),
    )


def _lots(tx: Connection, whole: Whole, clerk: Party) -> None:
    """Yesterday's lots and today's, by Selvi."""
    lots = (
        ("F012", 5_500, 1), ("F012", 2_000, 1), ("F015", 3_250, 1), ("F031", 8_000, 1),
        ("F012", 4_750, 0), ("F015", 1_250, 0), ("F044", 6_000, 0), ("F044", 40_000, 1),
    )  # fmt: skip
    for place, (farmer, milli, days) in enumerate(lots):
        at = whole.at - timedelta(days=days, minutes=60 - place)
        on = at.astimezone(MARKET_ZONE).date()
        sold = replace(shop.lot(milli, 850_00, farmer=farmer, at=at), on=on)
        (posted,) = write_lots(tx, {f"lot:{place}": sold}, _entering(whole, clerk, "", at))
        if days == 0:
            whole.keep("entry_id", posted.entry_id)


def _advances(tx: Connection, whole: Whole, owner: Party, clerk: Party) -> None:
    """One paid out, one approved, one refused, one that waits."""

    def doing(key: str) -> Doing:
        return Doing(
            by=clerk,
            at=whole.at,
            key=key,
            source=Source(clerk.party_id, "web"),
            reason=f"for the school{whole.evil}",
        )

    waits = advances.request(tx, "F012", 1_500_00, doing("waits"))
    allowed = advances.request(tx, "F015", 2_500_00, doing("allowed"))
    advances.approve(tx, allowed.advance_id, by=owner, at=whole.at)
    refused = advances.request(tx, "F031", 900_00, doing("refused"))
    why = f"too much already{whole.evil}"
    advances.reject(tx, refused.advance_id, by=owner, at=whole.at, reason=why)
    paid = advances.give(tx, "F031", 1_000_00, _entering(whole, owner, "paid"), till=Till.CASH)
    for each in (waits, allowed, refused, paid):
        whole.keep("advance_id", each.advance_id)
    lots = whole.ids["entry_id"]
    for page in ("lots", "corrections.lot", "corrections.put_lot_right"):
        whole.ids[f"{page}.entry_id"] = lots
    for page in ("advance", "put_advance_right"):
        whole.ids[f"corrections.{page}.entry_id"] = [paid.entry_id]
    whole.ids["entry_id"] = [lots[0], paid.entry_id, *lots[1:]]


def _fees(tx: Connection, whole: Whole, owner: Party) -> None:
    cess = NewFee(
        code="cess",
        name_en=f"Cess{whole.evil}",
        name_ta=f"செஸ்{whole.evil}",
        basis=Basis.PERCENT,
        amount=150,
        account="fee:cess",
    )
    whole.keep("fee", add_fee(tx, cess, by=owner).code)
    change_term(tx, "pay_days", 3, by=owner, at=whole.at)


def _settlements(tx: Connection, whole: Whole, owner: Party) -> None:
    """A draft, one submitted, one approved and asked about, one paid in part; and a run."""
    yesterday = whole.at.astimezone(MARKET_ZONE).date() - timedelta(days=1)
    source = Source(owner.party_id, "web")
    steps: dict[str, Any] = {"by": owner, "at": whole.at, "source": source}
    of = {
        farmer: settlements.draft(tx, farmer, yesterday, by=owner, at=whole.at).settlement_id
        for farmer in ("F015", "F031", "F012", "F044")
    }
    settlements.submit(tx, of["F031"], **steps)
    asked = settlements.approve(tx, of["F012"], **steps)
    farmer = _who(tx, "F012")
    words = f"why only so much?{whole.evil}"
    settlements.answer(tx, asked.settlement_id, by=farmer, accepted=False, words=words, at=whole.at)
    settlements.approve(tx, of["F044"], **steps)
    part = _entering(whole, owner, "part")
    payouts.pay(tx, "F044", 500_00, part, till=Till.CASH, settlement_id=of["F044"])
    for each in ("F012", "F015", "F031", "F044"):
        whole.keep("settlement_id", of[each])
    for question in settlements.open_questions(tx):
        whole.keep("question_id", question.question_id)
    run = order_run(tx, yesterday, approve=False, everyone=True, by=owner, at=whole.at)
    whole.keep("run_id", run.run_id)


def _money(tx: Connection, whole: Whole, owner: Party) -> None:
    entering = _entering(whole, owner, "buyers")
    money_moves.take_buyers_money(tx, 20_000_00, entering, till=Till.CASH)
    money_moves.spend(tx, 350_00, _entering(whole, owner, "tea"), till=Till.CASH)


def _messages(tx: Connection, whole: Whole) -> None:
    """Murugan asks; we answer; a notice to him fails; a stranger writes."""
    murugan = _who(tx, "F012")
    for place, sender in enumerate(("whatsapp:+919000000012", "whatsapp:+919111111234")):
        body = f"balance{whole.evil}"
        message = Inbound(f"SM{place}", sender, None, "whatsapp:+91", body, 0, {"Body": body})
        number = record_inbound(tx, message, lambda: whole.at - timedelta(minutes=5))
        assert number is not None
        whose = people.party_at(tx, sender)
        done = Handled(None if whose is None else whose.party_id, None, "answered")
        mark_handled(tx, number, done, at=whole.at)
        whole.keep("inbound_id", number)
    for kind in (Kind.NOTICE, Kind.REPLY):
        words = f"மல்லி 5.500 கிலோ{whole.evil}"
        out = Outgoing("whatsapp:+919000000012", murugan.party_id, kind, "ta", words)
        number = outgoing.put_outbound(tx, out, inbound_id=None, line=None, at=whole.at)
        whole.keep("message_id", number)
        if kind is Kind.NOTICE:
            row = outgoing.claim_due(tx, now=whole.at)
            assert row is not None
            outgoing.fail(tx, row, Fault.PERSON, 63024)
    consents.stop(tx, murugan.party_id, whole.at, consents.Via("counter"))


def _asks(tx: Connection, whole: Whole, owner: Party) -> None:
    asked = ask_for_change(
        tx,
        IdentityChange("F012", added="+919000000099"),
        by=_who(tx, "A02"),
        at=whole.at,
        reason=f"a new phone{whole.evil}",
        key="ask:phone",
    )
    whole.keep("ask_id", asked.ask_id)
    mine = ask_for_change(
        tx,
        IdentityChange("F015", added="+919000000098"),
        by=owner,
        at=whole.at,
        reason=f"a second phone{whole.evil}",
        key="ask:mine",
    )
    whole.keep("ask_id", mine.ask_id)


def _devices(tx: Connection, whole: Whole, owner: Party) -> None:
    """Who has a password, and what else; the owner is signed in on her phone too.

    A03 has just begun with an authenticator, and so has S01; S02 has one and is locked out.
    """
    for code, has_factor in (("A01", True), ("A02", True), ("A03", False), ("S01", False),
                             ("S02", True)):  # fmt: skip
        given_access(tx, _who(tx, code), has_factor=has_factor)
    for code in ("A03", "S01"):
        factors.start(tx, _who(tx, code))
    keeping.lock_out(tx, _who(tx, "S02"), by=owner, at=whole.at)
    sessions.begin(tx, owner, is_whole=True, agent=f"Firefox{whole.evil}", at=whole.at)
    for each in sessions.sessions_of(tx, owner.party_id, at=whole.at):
        whole.keep("session_id", each.session_id)
