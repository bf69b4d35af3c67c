"""Settlements are drafted, approved, paid, questioned and taken back on their pages."""

import re
from datetime import timedelta
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection
from werkzeug.test import TestResponse

from dashboard.pages.settlements import SHOWN
from ledger import approvals, people, queries, settlements
from ledger.accounts import Till
from ledger.journal import reverse
from ledger.payouts import pay
from ledger.people import NewParty, Party
from ledger.roles import PartyRole
from ledger.settlements import Settlement, SettlementState
from ledger.settlements.piles import Pile, heights, pile_of
from locales.phrases import money, render
from papers.making import patti_of
from papers.slip import slip_text
from tests.books import shop
from tests.books.people import entering
from tests.books.trading import CLI
from tests.dashboard.conftest import NOW, Here, bare, words_of

LANGUAGES = ("en", "ta", "tanglish")


def who(tx: Connection, code: str = "A01") -> Party:
    found = people.party(tx, code)
    assert found is not None
    return found


def drafted(here: Here, farmer: str = "F012") -> Settlement:
    with here.engine.begin() as tx:
        return settlements.draft(tx, farmer, shop.ON, by=who(tx), at=NOW)


def approved(here: Here, farmer: str = "F012") -> Settlement:
    which = drafted(here, farmer).settlement_id
    with here.engine.begin() as tx:
        return settlements.approve(tx, which, by=who(tx), at=NOW, source=CLI)


def standing(here: Here, it: Settlement) -> Settlement:
    with here.engine.begin() as tx:
        return settlements.settlement_of(tx, it.settlement_id)


def send(browser: FlaskClient, path: str, key: str = "k1", **fields: str) -> TestResponse:
    return browser.post(path, data={"key": key, **fields})


def page_of(it: Settlement) -> str:
    return f"/settlements/{it.settlement_id}"


@pytest.fixture
def brought(own: Here) -> Here:
    """Lakshmi brought flowers, too."""
    with own.engine.begin() as tx:
        shop.sell(tx, "lot:4", shop.lot(50_000, 100_00, farmer="F015"))
    return own


def test_a_farmer_is_drafted_and_his_draft_is_approved_as_it_was_seen(own: Here) -> None:
    owner = own.client("A01")
    answer = send(owner, "/settlements/draft", farmer="f012", cut_off="2026-11-24")
    (it,) = own_settlements(own)
    assert answer.location == page_of(it)
    page = words_of(owner.get(page_of(it)))
    assert money(it.net_paise) in page
    assert "Draft: not approved yet" in page or "Draft" in page
    stale = send(owner, f"{page_of(it)}/approve", seen=str(it.net_paise - 1))
    assert stale.status_code == 422
    assert standing(own, it).state is SettlementState.DRAFT
    done = send(owner, f"{page_of(it)}/approve", seen=str(it.net_paise))
    assert done.status_code == 303
    assert standing(own, it).number == "SET-2026-11-001"
    again = send(owner, f"{page_of(it)}/approve", seen=str(it.net_paise))
    assert (again.status_code, "already" in bare(again.text)) == (422, True)


def own_settlements(here: Here) -> list[Settlement]:
    with here.engine.begin() as tx:
        return settlements.settlements(tx)


def test_the_page_says_what_the_slip_says(own: Here) -> None:
    it = approved(own)
    for language in ("en", "ta"):
        assert_page_and_slip_agree(own, it, language)


def assert_page_and_slip_agree(own: Here, it: Settlement, language: str) -> None:
    page = words_of(own.client("A01").get(f"{page_of(it)}?lang={language}"))
    with own.engine.begin() as tx:
        patti = patti_of(tx, it.settlement_id)
    figures = re.findall(r"₹[\d,.]+", slip_text(patti, language))
    assert len(figures) > 4
    for figure in figures:
        assert figure in page
    for line in slip_text(patti, language).splitlines():
        if "SET-2026-11-001" in line or (it.code or "-") in line:
            assert line.strip("*") in page


def test_a_slip_is_a_file_in_either_language(own: Here) -> None:
    it, clerk = approved(own), own.client("S01")
    for form, begins in (("pdf", b"%PDF"), ("png", b"\x89PNG")):
        for language in ("en", "ta"):
            answer = clerk.get(f"{page_of(it)}/slip/{language}/{form}")
            assert answer.data.startswith(begins)
            name = answer.headers["Content-Disposition"]
            assert f"SET-2026-11-001-{language}.{form}" in name
        assert clerk.get(f"{page_of(it)}/slip/fr/{form}").status_code == 404


def test_a_settlement_is_paid_in_parts_and_a_double_click_pays_once(own: Here) -> None:
    it, owner = approved(own), own.client("A01")
    for _ in range(2):
        first = send(owner, f"{page_of(it)}/pay", "p1", amount="1000", till="cash")
        assert first.status_code == 303
    assert standing(own, it).paid_paise == 1000_00
    rest = it.net_paise - 1000_00
    assert f'value="{rest // 100}.{rest % 100:02}"' in owner.get(page_of(it)).text
    too_much = send(owner, f"{page_of(it)}/pay", "p2", amount="9,00,000", till="bank")
    assert too_much.status_code == 422
    assert 'value="9,00,000"' in too_much.text
    send(owner, f"{page_of(it)}/pay", "p3", amount=f"{rest / 100:.2f}", till="upi")
    assert standing(own, it).state is SettlementState.PAID
    page = words_of(owner.get(page_of(it)))
    assert "₹1,000.00 · Cash · 24-11-2026" in page
    assert "Write the payment" not in page


def test_a_payment_dated_far_back_asks_for_a_second_person(own: Here) -> None:
    it, owner = approved(own), own.client("A01")
    asked = {"amount": "100", "till": "cash", "on": "2026-11-20"}
    silent = send(owner, f"{page_of(it)}/pay", "b1", **asked)
    assert silent.status_code == 422
    send(owner, f"{page_of(it)}/pay", "b1", **asked, reason="the slip was lost")
    with own.engine.begin() as tx:
        assert tx.exec_driver_sql("SELECT count(*) FROM ask").scalar_one() == 1
    assert standing(own, it).paid_paise == 0


def test_a_settlement_is_taken_back_with_a_reason(own: Here) -> None:
    it, owner = approved(own), own.client("A01")
    assert send(owner, f"{page_of(it)}/void").status_code == 422
    assert send(owner, f"{page_of(it)}/void", reason="wrong week").status_code == 303
    assert standing(own, it).state is SettlementState.VOID
    page = words_of(owner.get(page_of(it)))
    assert "wrong week" in page
    with own.engine.begin() as tx:
        assert queries.owed_to(tx, "F012").settled_paise == 0


def test_a_paid_settlement_says_that_its_payment_comes_first(own: Here) -> None:
    it = approved(own)
    with own.engine.begin() as tx:
        pay(tx, "F012", it.net_paise, entering(who(tx), "paid"), till=Till.CASH)
    owner = own.client("A01")
    assert "Take the payment back first" in words_of(owner.get(page_of(it)))
    refused = send(owner, f"{page_of(it)}/void", reason="wrong week")
    assert (refused.status_code, standing(own, it).state) == (422, SettlementState.PAID)


def test_many_are_approved_each_by_itself(brought: Here) -> None:
    one, other = drafted(brought), drafted(brought, "F015")
    owner = brought.client("A01")
    chosen = [f"{it.settlement_id}:{it.net_paise}" for it in (one, other)]
    chosen[0] += "0"
    done = owner.post("/settlements/approve", data={"key": "m", "which": chosen})
    assert done.status_code == 303
    assert [standing(brought, it).state for it in (one, other)] == ["draft", "approved"]
    page = words_of(owner.get("/settlements"))
    assert "1 settlement is approved." in page
    assert "One was left:" in page
    nothing = owner.post("/settlements/approve", data={"key": "m2"})
    assert (nothing.status_code, "Choose at least one" in nothing.text) == (422, True)


def test_staff_draft_and_lay_before_the_owner_and_nothing_more(own: Here) -> None:
    clerk = own.client("S01")
    send(clerk, "/settlements/draft", farmer="F012", cut_off="2026-11-24")
    (it,) = own_settlements(own)
    assert send(clerk, f"{page_of(it)}/submit").status_code == 303
    assert standing(own, it).state is SettlementState.PENDING
    page = words_of(clerk.get(page_of(it)))
    assert "Approve" not in page
    for act in ("approve", "pay"):
        assert send(clerk, f"{page_of(it)}/{act}", seen=str(it.net_paise)).status_code == 403
    done = approved(own)
    assert send(clerk, f"{page_of(done)}/void", reason="no").status_code == 403
    assert standing(own, done).state is SettlementState.APPROVED


def test_money_is_touched_only_by_whoever_has_just_proved_himself(own: Here) -> None:
    it = drafted(own)
    owner = own.client("A01", is_fresh=False)
    asked = send(owner, f"{page_of(it)}/approve", seen=str(it.net_paise))
    assert "Is it you?" in asked.text
    assert standing(own, it).state is SettlementState.DRAFT


def test_a_farmers_question_is_a_task_until_it_is_answered(own: Here) -> None:
    it = approved(own)
    with own.engine.begin() as tx:
        farmer = who(tx, "F012")
        settlements.answer(
            tx, it.settlement_id, by=farmer, accepted=False, words="why <5> %", at=NOW
        )
        (asked,) = settlements.open_questions(tx)
    clerk = own.client("S01")
    assert "why <5> %" in words_of(clerk.get("/settlements"))
    where = f"/settlements/questions/{asked.question_id}"
    assert "why <5> %" in words_of(clerk.get(where))
    assert send(clerk, f"{where}/answer").status_code == 422
    assert send(clerk, f"{where}/answer", words="as\nalways").status_code == 303
    with own.engine.begin() as tx:
        assert settlements.open_questions(tx) == []
    assert "as always" in words_of(clerk.get(page_of(it)))
    assert clerk.get(where).status_code == 404
    assert send(clerk, f"{where}/answer", words="twice").status_code in (404, 422)


def test_piles_are_what_is_to_be_done_with_them(brought: Here) -> None:
    waits, stands = drafted(brought, "F015"), approved(brought)
    with brought.engine.begin() as tx:
        high = heights(tx)
        assert (high[Pile.WAITING].count, high[Pile.WAITING].paise) == (1, waits.net_paise)
        assert (high[Pile.TO_PAY].count, high[Pile.TO_PAY].paise) == (1, stands.net_paise)
        for pile, found in ((Pile.WAITING, [waits]), (Pile.TO_PAY, [stands]), (Pile.PAID, [])):
            ids = [each.settlement_id for each in pile_of(tx, pile, most=9)]
            assert ids == [each.settlement_id for each in found]
        december = shop.ON + timedelta(days=10)
        assert pile_of(tx, None, month=december, most=9) == []
        assert len(pile_of(tx, None, month=shop.ON, most=9)) == 2
        assert [it.farmer for it in pile_of(tx, None, farmer="F015", most=9)] == ["F015"]
        assert len(pile_of(tx, None, most=9, after=1)) == 1
    owner = brought.client("A01")
    assert "Lakshmi (F015)" in words_of(owner.get("/settlements"))
    assert "SET-2026-11-001" in words_of(owner.get("/settlements?pile=to_pay&month=2026-11"))
    assert "SET-2026-11-001" not in words_of(owner.get("/settlements?pile=all&farmer=F031"))
    for odd in ("pile=x", "month=2026-13", "page=0", "page=x", "farmer=%27"):
        assert owner.get(f"/settlements?{odd}").status_code == 200


def test_what_is_unknown_is_missing(as_admin: FlaskClient) -> None:
    assert as_admin.get("/settlements/999").status_code == 404
    assert as_admin.get("/settlements/questions/999").status_code == 404
    assert send(as_admin, "/settlements/999/approve", seen="1").status_code in (404, 422)
    assert send(as_admin, "/settlements/draft", farmer="F999", cut_off="x").status_code == 422


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_step_and_state_is_worded(language: str) -> None:
    for state in SettlementState:
        assert render(f"settlements.state.{state}", {}, language)
    steps = ("drafted", "submitted", "approved", "accepted", "questioned", "answered", "voided")
    for step in steps:
        assert render(f"settlements.step.{step}", {}, language)


def test_a_long_pile_has_pages_that_keep_the_choice(own: Here) -> None:
    with own.engine.begin() as tx:
        for number in range(SHOWN + 1):
            code = f"G{number:02}"
            people.add_party(tx, NewParty(code=code, role=PartyRole.FARMER, name_en="Kavin"))
            shop.sell(tx, code, shop.lot(farmer=code))
            settlements.draft(tx, code, shop.ON, by=who(tx), at=NOW)
    owner = own.client("A01")
    first = owner.get("/settlements?pile=waiting&month=2026-11").text
    assert ("(G50)" in first, "(G00)" in first) == (True, False)
    (older,) = re.findall(r'rel="next" href="([^"]+)"', first)
    assert "month=2026-11" in older
    assert "(G00)" in owner.get(unescape(older)).text


def test_taking_back_what_was_ever_paid_takes_a_second_person(own: Here) -> None:
    it, owner = approved(own), own.client("A01")
    with own.engine.begin() as tx:
        (part,) = pay(tx, "F012", 100_00, entering(who(tx), "paid"), till=Till.CASH)
        reverse(tx, part.entry_id, on=shop.ON, reason="wrong", key="back", source=CLI)
    assert "taken back" in words_of(owner.get(page_of(it)))
    send(owner, f"{page_of(it)}/void", reason="wrong week")
    assert standing(own, it).state is SettlementState.APPROVED
    with own.engine.begin() as tx:
        (ask,) = approvals.open_asks(tx)
        approvals.grant(tx, ask.ask_id, by=who(tx, "A02"), at=NOW)
    send(owner, f"{page_of(it)}/void", reason="wrong week", ask=str(ask.ask_id))
    assert standing(own, it).state is SettlementState.VOID
