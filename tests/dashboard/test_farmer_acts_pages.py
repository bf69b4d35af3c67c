"""What is written about farmers by the pages: who they are, what is agreed, numbers, their word."""

import pytest
from sqlalchemy import text

from ledger import approvals, consents, history
from ledger.accounts import of_farmer
from ledger.notices import notice_table
from ledger.people import Cycle, NewParty, Notices, add_party
from ledger.roles import PartyRole
from tests.dashboard.conftest import Here
from tests.dashboard.farmer_desk import NEW, found, numbers, refused, send, who


@pytest.fixture(scope="module")
def kept(shared: Here) -> Here:
    """A shop in which each test writes about farmers of its own."""
    with shared.engine.begin() as tx:
        for code, name, village in (("F041", "Raman", "Usilai"), ("F042", "Velu", "Usilai")):
            new = NewParty(code=code, role=PartyRole.FARMER, name_en=name, village_en=village)
            add_party(tx, new)
    return shared


def test_the_list_shows_one_village_or_those_who_left(kept: Here) -> None:
    browser = kept.client("A01")
    assert found(browser, village="Melur") == ["F031"]
    send(browser, "/farmers/F042/leave", reason="moved away")
    assert found(browser, village="Usilai") == ["F041"]
    assert found(browser, state="left") == ["F042"]
    assert found(browser, state="every", village="Usilai") == ["F041", "F042"]
    assert found(browser, state="left", q="murugan") == []


def test_a_farmer_is_written_in_with_his_accounts_and_his_first_number(kept: Here) -> None:
    browser = kept.client("A01")
    assert 'value="F043"' in browser.get("/farmers/new").text
    page = send(browser, "/farmers/new", **NEW)
    assert "Kannan (F032) is in the list." in page
    added = who(kept, "F032")
    assert (added.cycle, added.notices, added.commission_bp) == (Cycle.MONTHLY, Notices.DAILY, 450)
    assert (added.recovery_cap_paise, added.advance_limit_paise) == (1_000_00, None)
    assert numbers(kept, "F032") == ["+919000000077"]
    with kept.engine.begin() as tx:
        (change, *_rest) = history.changes(tx, code="F032")
        known = tx.execute(text("SELECT code FROM account")).scalars().all()
    assert change.actor_id == who(kept, "A01").party_id
    assert {each.code for each in of_farmer("F032")} <= set(known)


def test_a_namesake_of_the_same_village_is_written_in_only_when_he_is_another(kept: Here) -> None:
    browser = kept.client("A01")
    twin = {**NEW, "name_en": "murugan", "name_ta": "", "village_en": "",
            "village_ta": "மேலூர்", "code": "F233", "phone": ""}  # fmt: skip
    assert "is there already: F031" in refused(browser, "/farmers/new", **twin)
    page = send(browser, "/farmers/new", **twin, is_another="1")
    assert "murugan (F233) is in the list" in page
    elsewhere = {**twin, "code": "F234", "village_ta": "", "village_en": "Theni"}
    send(browser, "/farmers/new", **elsewhere)


def test_terms_change_and_the_history_says_who_what_and_from_what(kept: Here) -> None:
    browser = kept.client("A01")
    said = {**NEW, "name_en": "Murugan", "name_ta": "முருகன்", "village_en": "Nilakottai",
            "village_ta": "நிலக்கோட்டை"}  # fmt: skip
    page = send(browser, "/farmers/F012/edit", **said)
    assert "Changed." in page
    assert "Commission: – → 4.5 %" in page
    assert "Settled: Weekly → Monthly" in page
    assert "Most taken for advances: – → ₹1,000.00" in page
    assert "Meenakshi (A01)" in page
    assert who(kept, "F012").commission_bp == 450
    form = browser.get("/farmers/F012/edit").text
    assert 'value="4.5"' in form
    assert 'value="1000"' in form


def test_a_further_name_is_added_unless_malar_reads_something_else_in_it(kept: Here) -> None:
    browser = kept.client("A01")
    assert "Added" in send(browser, "/farmers/F012/names", alias="Kuttiyappan")
    assert who(kept, "F012").aliases == ("Kuttiyappan",)
    assert found(browser, q="kutti") == ["F012"]
    assert "reads a flower's name" in refused(browser, "/farmers/F012/names", alias="malli")
    assert "Malar reads a number" in refused(browser, "/farmers/F012/names", alias="5 kilo")
    assert "something else already" in refused(browser, "/farmers/F012/names", alias="cancel")
    assert "Removed" in send(browser, "/farmers/F012/names/remove", alias="Kuttiyappan")
    assert who(kept, "F012").aliases == ()


def test_his_word_on_notices_and_consent_is_written_down_with_who_heard_it(kept: Here) -> None:
    browser, party_id = kept.client("A01"), who(kept, "F012").party_id
    assert "no notices go out any more" in send(browser, "/farmers/F012/consent", said="stopped")
    with kept.engine.begin() as tx:
        assert consents.is_stopped(tx, party_id)
    page = send(browser, "/farmers/F012/consent", said="given")
    assert "Last word Agreed" in page
    with kept.engine.begin() as tx:
        assert not consents.is_stopped(tx, party_id)
        heard = tx.execute(text("SELECT via, recorded_by FROM consent_event")).all()
    assert heard == [("counter", who(kept, "A01").party_id)] * 2
    assert "choose from what" in refused(browser, "/farmers/F012/consent", said="shown")


def test_the_first_number_is_written_by_one_person(kept: Here) -> None:
    browser = kept.client("A01")
    wrong = refused(browser, "/farmers/F041/number", number="98")
    assert "a phone has ten digits" in wrong
    send(browser, "/farmers/F041/number", number="9000000079")
    assert numbers(kept, "F041") == ["+919000000079"]


def test_a_number_changes_by_two_people_and_both_numbers_are_told(kept: Here) -> None:
    first, second = kept.client("A01"), kept.client("A02")
    wanted = {"old": "+919000000012", "number": "9000000088"}
    assert "Please fill this in." in refused(first, "/farmers/F012/number", **wanted)
    page = send(first, "/farmers/F012/number", **wanted, reason="lost his phone")
    assert "another owner" in page
    assert numbers(kept, "F012") == ["+919000000012"]
    with kept.engine.begin() as tx:
        (ask,) = approvals.open_asks(tx)
    assert ask.reason == "lost his phone"
    assert first.post(f"/asks/{ask.ask_id}/grant", data={"key": "g"}).status_code == 422
    send(second, f"/asks/{ask.ask_id}/grant")
    assert numbers(kept, "F012") == ["+919000000088"]
    with kept.engine.begin() as tx:
        told = tx.execute(notice_table.select()).mappings().all()
    identity = [each["subject"] for each in told if each["kind"] == "identity"]
    assert identity == [{"added": "+919000000088", "removed": "+919000000012"}]


def test_a_farmer_leaves_when_nothing_is_outstanding_and_comes_back(kept: Here) -> None:
    browser = kept.client("A01")
    why = refused(browser, "/farmers/F015/leave", reason="old")
    assert "F015 cannot leave yet: ₹0.00 are owed to him and his advance is ₹2,000.00" in why
    assert "Please fill this in." in refused(browser, "/farmers/F031/leave", reason="")
    assert "Left" in send(browser, "/farmers/F031/leave", reason="moved to Chennai")
    assert not who(kept, "F031").is_active
    page = send(browser, "/farmers/F031/return", reason="came back")
    assert "Here: No → Yes came back" in page
    assert "Here: Yes → No moved to Chennai" in page
    assert who(kept, "F031").is_active


def test_what_is_agreed_is_changed_only_by_who_has_just_proved_himself(kept: Here) -> None:
    browser = kept.client("A01", is_fresh=False)
    for address in ("/farmers/new", "/farmers/F031/edit", "/farmers/F031/number",
                    "/farmers/F031/leave", "/farmers/F031/consent"):  # fmt: skip
        answer = browser.post(address, data={**NEW, "reason": "mine"})
        assert answer.status_code == 200
        assert 'name="proof_password"' in answer.text
    assert who(kept, "F031").commission_bp is None
