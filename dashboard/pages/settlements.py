"""Settlements: what waits for a yes, what is to be paid, what farmers ask; each with its slip."""

import re
from collections.abc import Mapping
from datetime import date, timedelta

from bot.refusals import reason_of
from dashboard.desk import Answer, Desk
from dashboard.forms import FieldError
from dashboard.pages.shown_slip import shown_slip
from dashboard.pages.tills import rupees, tills
from dashboard.pages.whose import farmer_typed
from dashboard.room import Room
from ledger import payouts, people, settlements
from ledger.accounts import Till
from ledger.errors import LedgerError
from ledger.policy import Act
from ledger.settlements import NothingToSettleError, Settlement, UnknownSettlementError
from ledger.settlements.piles import Height, Pile, heights, payments_of, pile_of, steps_of
from locales.facts import Money
from locales.languages import FORMAL
from papers.making import patti_of
from papers.slip_page import slip_pdf, slip_png

room = Room("settlements")

SHOWN = 50
"""Settlements on one page of the list."""

REFUSALS_SHOWN = 3
"""When many are approved at once; the others are counted."""

EVERY = "all"

PAPERS = {"pdf": (slip_pdf, "application/pdf"), "png": (slip_png, "image/png")}


@room.get("/settlements", Act.DRAFT_SETTLEMENT)
def all_(desk: Desk) -> Answer:
    """One pile of settlements, and before it the questions that wait."""
    high = heights(desk.tx)
    pile = _pile(desk, high)
    page = _number(desk, "page") or 1
    found = pile_of(
        desk.tx,
        None if pile == EVERY else Pile(pile),
        farmer=(_asked(desk, "farmer", r"\w{1,16}") or "").upper() or None,
        month=_month(desk),
        most=SHOWN + 1,
        after=(page - 1) * SHOWN,
    )
    return desk.page(
        "settlements/all.html",
        pile=pile,
        piles=(*Pile, EVERY),
        high=high,
        found=found[:SHOWN],
        page=page,
        has_more=len(found) > SHOWN,
        questions=settlements.open_questions(desk.tx),
        parties={party.code: party for party in people.parties(desk.tx)},
        yesterday=desk.on - timedelta(days=1),
    )


@room.get("/settlements/<int:settlement_id>", Act.DRAFT_SETTLEMENT)
def one(desk: Desk, settlement_id: int) -> Answer:
    """A settlement's slip as it is printed, what became of it, and what can be done about it."""
    found = _found(desk, settlement_id)
    parties = people.parties(desk.tx)
    open_ = settlements.open_questions(desk.tx)
    return desk.page(
        "settlements/one.html",
        it=found,
        farmer=people.farmer(desk.tx, found.farmer),
        slip=shown_slip(desk.tx, settlement_id),
        steps=steps_of(desk.tx, settlement_id),
        payments=payments_of(desk.tx, settlement_id),
        questions=[each for each in open_ if each.settlement_id == settlement_id],
        of_id={party.party_id: party for party in parties},
        tills=tills(desk),
        left=rupees(found.unpaid_paise),
        languages=FORMAL,
    )


@room.get("/settlements/<int:settlement_id>/slip/<language>/<form>", Act.DRAFT_SETTLEMENT)
def paper(desk: Desk, settlement_id: int, language: str, form: str) -> Answer:
    """The slip as a file to print or to send."""
    if language not in FORMAL or form not in PAPERS:
        desk.missing()
    found = _found(desk, settlement_id)
    try:
        patti = patti_of(desk.tx, settlement_id)
    except NothingToSettleError:
        desk.missing()
    drawn, content_type = PAPERS[form]
    name = found.number or f"draft-{settlement_id}"
    return desk.file(drawn(patti, language), content_type, f"{name}-{language}.{form}")


@room.post("/settlements/draft", Act.DRAFT_SETTLEMENT, shows=all_)
def draft(desk: Desk) -> Answer:
    """Reckon what one farmer is owed up to a day; nothing is posted."""
    farmer = farmer_typed(desk).code
    cut_off = desk.form.day("cut_off")
    drafted = settlements.draft(desk.tx, farmer, cut_off, by=desk.by, at=desk.at)
    which = drafted.settlement_id
    return desk.done("settlements.drafted", "settlements.one", settlement_id=which)


@room.post("/settlements/<int:settlement_id>/submit", Act.DRAFT_SETTLEMENT, shows=one)
def submit(desk: Desk, settlement_id: int) -> Answer:
    """Lay a draft before the owner."""
    settlements.submit(desk.tx, settlement_id, by=desk.by, at=desk.at, source=desk.source)
    return desk.done("settlements.submitted", "settlements.one", settlement_id=settlement_id)


@room.post(
    "/settlements/<int:settlement_id>/approve", Act.APPROVE_SETTLEMENT, shows=one, is_fresh=True
)
def approve(desk: Desk, settlement_id: int) -> Answer:
    """Post it as he saw it, number it, tell the farmer."""
    seen = desk.form.number("seen", most=10**15)
    done = settlements.approve(desk.tx, settlement_id, by=desk.by, at=desk.at, source=desk.source)
    _check_seen(done, seen)
    return desk.done(
        "settlements.approved",
        "settlements.one",
        facts={"number": done.number or "", "net": Money(done.net_paise)},
        settlement_id=settlement_id,
    )


@room.post("/settlements/approve", Act.APPROVE_SETTLEMENT, shows=all_, is_fresh=True)
def approve_many(desk: Desk) -> Answer:
    """Approve the drafts that are checked, each by itself; one refused keeps no other back."""
    chosen = [each for each in desk.form.fields.getlist("which") if re.fullmatch(SEEN, each)]
    if not chosen:
        raise FieldError("which", "settlements.none_chosen")
    done, refused = 0, []
    for each in chosen[:SHOWN]:
        settlement_id, seen = map(int, each.split(":"))
        try:
            with desk.office.engine.begin() as tx:
                approved = settlements.approve(
                    tx, settlement_id, by=desk.by, at=desk.at, source=desk.source
                )
                _check_seen(approved, seen)
            done += 1
        except FieldError as error:
            refused.append(error.why)
        except LedgerError as error:
            refused.append(reason_of(error))
    for why in refused[:REFUSALS_SHOWN]:
        desk.told("settlements.left", {"why": why})
    if len(refused) > REFUSALS_SHOWN:
        desk.told("settlements.left_more", {"n": len(refused) - REFUSALS_SHOWN})
    return desk.done("settlements.approved_many", "settlements.all", facts={"n": done})


SEEN = r"\d{1,15}:\d{1,15}"
"""A draft and the net that stood on the page."""


@room.post("/settlements/<int:settlement_id>/pay", Act.APPROVE_SETTLEMENT, shows=one, is_fresh=True)
def pay(desk: Desk, settlement_id: int) -> Answer:
    """Pay a settlement, wholly or in part."""
    found = settlements.settlement_of(desk.tx, settlement_id)
    paise = desk.form.money("amount")
    payouts.pay(
        desk.tx,
        found.farmer,
        paise,
        desk.entering(),
        till=Till(desk.form.choice("till", list(Till))),
        settlement_id=settlement_id,
    )
    return desk.done(
        "settlements.paid",
        "settlements.one",
        facts={"amount": Money(paise)},
        settlement_id=settlement_id,
    )


@room.post("/settlements/<int:settlement_id>/void", Act.DRAFT_SETTLEMENT, shows=one, is_fresh=True)
def void(desk: Desk, settlement_id: int) -> Answer:
    """Take a settlement back, with a reason."""
    settlements.void(
        desk.tx,
        settlement_id,
        reason=desk.form.text("reason", most=200),
        by=desk.by,
        at=desk.at,
        source=desk.source,
        ask=desk.ask,
    )
    return desk.done("settlements.voided", "settlements.one", settlement_id=settlement_id)


@room.get("/settlements/questions/<int:question_id>", Act.DRAFT_SETTLEMENT)
def question(desk: Desk, question_id: int) -> Answer:
    """What a farmer asks, and a place for the answer."""
    asked = {each.question_id: each for each in settlements.open_questions(desk.tx)}
    if question_id not in asked:
        desk.missing()
    farmer = people.farmer(desk.tx, asked[question_id].farmer)
    return desk.page("settlements/question.html", asked=asked[question_id], farmer=farmer)


@room.post("/settlements/questions/<int:question_id>/answer", Act.DRAFT_SETTLEMENT, shows=question)
def answer(desk: Desk, question_id: int) -> Answer:
    """Answer the farmer; the words go to him, and his question is open no longer."""
    words = " ".join(desk.form.text("words", most=300).split())
    closed = settlements.close_question(desk.tx, question_id, by=desk.by, words=words, at=desk.at)
    which = closed.settlement_id
    return desk.done("settlements.answered", "settlements.one", settlement_id=which)


def _found(desk: Desk, settlement_id: int) -> Settlement:
    try:
        return settlements.settlement_of(desk.tx, settlement_id)
    except UnknownSettlementError:
        desk.missing()


def _check_seen(found: Settlement, seen_paise: int) -> None:
    """Who approves has seen what he approves: it may have been drafted anew meanwhile.

    Looked at once it is approved, when nobody else can draft it; what differs is rolled back.
    """
    if found.net_paise != seen_paise:
        facts = {"before": Money(seen_paise), "after": Money(found.net_paise)}
        raise FieldError("seen", "refused_draft_changed", facts)


def _pile(desk: Desk, high: Mapping[Pile, Height]) -> str:
    """The pile that was asked for, else the first that has work in it."""
    asked = desk.args.fields.get("pile", "")
    if asked in {*Pile, EVERY}:
        return asked
    return next((pile for pile in (Pile.WAITING, Pile.TO_PAY) if high[pile].count), EVERY)


def _month(desk: Desk) -> date | None:
    """The month that was chosen, as browsers name it: 2026-11."""
    asked = _asked(desk, "month", r"20\d\d-(0[1-9]|1[0-2])")
    return None if asked is None else date.fromisoformat(f"{asked}-01")


def _number(desk: Desk, name: str) -> int | None:
    asked = _asked(desk, name, r"[1-9]\d{0,5}")
    return None if asked is None else int(asked)


def _asked(desk: Desk, name: str, form: str) -> str | None:
    """What the address names, where it can be used; a filter is never refused."""
    asked = desk.args.fields.get(name, "").strip()
    return asked if re.fullmatch(form, asked, re.ASCII) else None
