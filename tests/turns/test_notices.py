"""Notices: every kind in both languages, who is told and who is not, nobody twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from bot.messages import outbound_message
from bot.outgoing import Kind
from bot.whatsapp import Filled
from ledger.advances import request
from ledger.consents import VERSION, ConsentEvent, Via, consent, record, stop
from ledger.entering import Doing
from ledger.goods import NewFlower, add_flower
from ledger.notices import NoticeKind, Withheld, note, notice_table
from ledger.people import Notices, party_table
from ledger.rates import set_rate
from ledger.terms import set_term
from locales.languages import LANGUAGES
from locales.phrases import render
from locales.template_rules import BODY_MAX, fault_of_value
from locales.templates import template
from tests.books.people import through
from tests.turns import story
from tests.turns.test_outbox import heard_now
from tests.turns.test_turn import as_owner
from tests.turns.world import MURUGAN, OWNER, SELVI, House, register
from workers import chores, notices
from workers.queues import connect

EVENING = timedelta(hours=14)


@pytest.fixture
def told(house_engine: Engine, redis_url: str, language: str) -> House:
    """A shop in which everything happened, and everybody was told."""
    with house_engine.begin() as tx:
        story.open_shop(tx, language)
    house = House(house_engine, connect(redis_url))
    story.play(house)
    notices.word_all(house.place)
    return house


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_notice_reads_as_its_page_shows(
    told: House, language: str, pytestconfig: pytest.Config
) -> None:
    page = Path(__file__).with_name(f"told.{language}.txt")
    rows = [row for row in noted(told) if row.outbound_id is not None]
    assert {row.kind for row in rows} == set(NoticeKind)
    as_it_is = "\n".join(map(as_told, rows))
    if pytestconfig.getoption("--rewrite-transcripts", default=False):
        page.write_text(as_it_is, encoding="utf-8")
    assert page.read_text(encoding="utf-8") == as_it_is


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_notice_can_leave_as_its_template(told: House, language: str) -> None:
    for row in noted(told):
        if row.outbound_id is not None:
            assert [fault_of_value(value) for value in row.variables.values()] == [
                None for _ in template(row.template_key, language).variables
            ], row.kind
            assert len(filled(row)) <= BODY_MAX, row.kind


@pytest.mark.parametrize("language", ["en"])
def test_a_persons_notices_leave_in_the_order_in_which_they_were_noted(told: House) -> None:
    rows = [row for row in noted(told) if row.outbound_id is not None]
    assert len(rows) > 30
    assert [row.outbound_id for row in rows] == sorted(row.outbound_id for row in rows)


@pytest.mark.parametrize("language", ["en"])
def test_who_wants_no_notices_hears_the_answer_to_what_he_asked(told: House) -> None:
    with told.engine.begin() as tx:
        his = sa.select(notice_table).where(notice_table.c.kind == NoticeKind.ANSWER)
        subject = tx.execute(his).one().subject
        tx.execute(sa.update(party_table).values({"notices": Notices.NONE}))
        for kind in (NoticeKind.SETTLEMENT_READY, NoticeKind.ANSWER):
            note(tx, key=f"{kind}:2", party_id=murugan(tx), kind=kind, subject=subject)
    before = len(told.rows())
    notices.word_all(told.place)
    assert [row.template_key for row in told.rows()[before:]] == ["answer"]


@pytest.mark.parametrize("language", ["en"])
def test_both_numbers_hear_that_a_number_was_changed(told: House) -> None:
    (row,) = [row for row in noted(told) if row.kind == NoticeKind.IDENTITY]
    same = [each.recipient for each in told.rows() if each.body == row.body]
    assert same == ["whatsapp:+919800000099", "whatsapp:+919800000013"]


@pytest.mark.parametrize("language", ["en"])
def test_the_shop_introduces_itself_once_to_farmers_and_before_anything_else(told: House) -> None:
    cards = [row for row in told.rows() if row.template_key == "privacy"]
    assert sorted(row.recipient[-4:] for row in cards) == ["0012", "0099"]
    for card in cards:
        assert card.body == render("notice.privacy", {}, "en")
        his = [row.id for row in told.rows() if row.party_id == card.party_id]
        assert card.id == min(his)
        with told.engine.begin() as tx:
            assert consent(tx, card.party_id).shown == VERSION


def test_a_farmer_who_writes_first_is_answered_and_then_introduced_to(house: House) -> None:
    as_owner(house, "ALTER TABLE consent_event DISABLE TRIGGER USER; DELETE FROM consent_event")
    answer, card = house.says(MURUGAN, "balance")
    assert card == (MURUGAN, render("notice.privacy", {}, "ta"))
    assert answer != card
    assert len(house.says(MURUGAN, "balance")) == 1
    assert len(house.says(SELVI, "menu")) == 1


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"notices": Notices.DAILY}, Withheld.IN_DIGEST),
        ({"notices": Notices.SETTLEMENTS}, Withheld.CHOICE),
        ({"notices": Notices.NONE}, Withheld.CHOICE),
        ({"is_active": False}, Withheld.INACTIVE),
    ],
)
def test_who_does_not_want_to_hear_of_a_lot_is_not_told(
    house: House, change: dict[str, Any], why: Withheld
) -> None:
    with house.engine.begin() as tx:
        entry = a_lot(tx, house)
        tx.execute(sa.update(party_table).where(party_table.c.code == "F012").values(change))
    assert withheld(house) == [why]
    assert entry > 0


def test_who_said_stop_is_not_told_and_is_answered_all_the_same(house: House) -> None:
    with house.engine.begin() as tx:
        stop(tx, murugan(tx), house.now, Via("whatsapp"))
        a_lot(tx, house)
    assert withheld(house) == [Withheld.STOPPED]
    assert len(house.says(MURUGAN, "balance")) == 1


def test_consent_taken_back_at_the_counter_counts_like_stop(house: House) -> None:
    with house.engine.begin() as tx:
        record(tx, murugan(tx), ConsentEvent.WITHDRAWN, house.now, Via("counter"))
        a_lot(tx, house)
    assert withheld(house) == [Withheld.STOPPED]


def test_where_the_shop_does_not_know_where_to_write_the_row_says_so(house: House) -> None:
    with house.engine.begin() as tx:
        a_lot(tx, house)
        tx.execute(sa.text("DELETE FROM identity"))
    assert withheld(house) == [Withheld.NO_ADDRESS]


def test_who_asks_for_an_advance_himself_was_answered_by_the_reply(house: House) -> None:
    with house.engine.begin() as tx:
        a_wish(tx, house, "F012")
    assert withheld(house) == [Withheld.ANSWERED]


def test_a_notice_that_cannot_be_worded_says_so_and_holds_nobody_up(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    with house.engine.begin() as tx:
        note(
            tx,
            key="bad",
            party_id=murugan(tx),
            kind=NoticeKind.LOTS,
            subject={"entries": [999]},
        )
        a_lot(tx, house)
    assert withheld(house) == [Withheld.UNFIT]
    assert len(house.rows()) == 1
    assert [each.msg for each in caplog.records] == ["A notice cannot be worded"]


def test_a_lot_stands_though_its_notice_cannot_be_worded(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    house.says(SELVI, "murugan malli 5.5")
    as_owner(house, "ALTER TABLE outbound_message ADD CHECK (kind <> 'notice')")
    ((to, _),) = house.says(SELVI, "1")
    assert to == SELVI
    assert [each.msg for each in caplog.records] == ["A notice was left unworded"]
    (row,) = noted(house)
    assert row.worded_at is None
    as_owner(house, "ALTER TABLE outbound_message DROP CONSTRAINT outbound_message_kind_check1")
    notices.word_all(house.place)
    assert house.rows()[-1].recipient == MURUGAN


def test_reasons_not_to_tell_are_all_tested_above() -> None:
    source = Path(__file__).read_text(encoding="utf-8")
    a_shops_past = {Withheld.HISTORY}
    assert [
        why for why in set(Withheld) - a_shops_past if f"Withheld.{why.name}" not in source
    ] == []


def test_a_receipt_follows_its_reply_in_the_same_turn(house: House) -> None:
    house.says(SELVI, "murugan malli 5.5\nmurugan malli 7")
    house.hear(SELVI, "1")
    house.take_turns()
    *_, reply, receipt = house.rows()
    assert (reply.kind, receipt.kind) == (Kind.REPLY, Kind.NOTICE)
    (row,) = noted(house)
    assert (row.outbound_id, row.subject) == (receipt.id, {"entries": [1, 2]})


def test_what_is_noted_elsewhere_is_told_once_however_many_look(house: House) -> None:
    with house.engine.begin() as tx:
        for kilos in range(1, 11):
            a_lot(tx, house, kilos)
    beside = House(house.engine, house.redis)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(notices.word_all, [house.place, beside.place]))
    notices.word_all(house.place)
    assert [row.id for row in house.rows()] == [row.outbound_id for row in noted(house)]
    assert len(house.rows()) == 10


def test_a_daily_farmer_hears_at_once_of_what_comes_after_his_digest(house: House) -> None:
    with house.engine.begin() as tx:
        wants_daily = sa.update(party_table).where(party_table.c.code == "F012")
        tx.execute(wants_daily.values(notices=Notices.DAILY))
        a_lot(tx, house, 1)
    notices.word_all(house.place)
    house.now += EVENING
    chores.send_digests(house.place, house.now.date())
    chores.send_digests(house.place, house.now.date())
    notices.word_all(house.place)
    with house.engine.begin() as tx:
        a_lot(tx, house, 2)
    notices.word_all(house.place)
    assert [(row.kind, row.withheld) for row in noted(house)] == [
        ("lots", "in_digest"),
        ("day_digest", None),
        ("lots", None),
    ]


def test_rates_that_move_together_are_told_in_one_message(house: House) -> None:
    with house.engine.begin() as tx:
        add_flower(tx, NewFlower(code="mullai", name_en="Mullai", unit="kg"))
        set_term(tx, "rate_notices", 1, at=house.now, by=None)
    for at in (house.now, house.now + timedelta(hours=1)):
        with house.engine.begin() as tx:
            owner = story.who(tx, "A01").party_id
            for flower in ("malli", "mullai"):
                key = f"{flower}{at}"
                set_rate(tx, flower, 900_00, at=at, by=owner, key=key)
    notices.word_all(house.place)
    assert [row.recipient for row in house.rows()] == [SELVI, SELVI]
    assert all("Malli" in row.body and "Mullai" in row.body for row in house.rows())
    assert [row.outbound_id for row in noted(house)] == [1, 1, 2, 2]


def test_who_brought_nothing_gets_no_digest(house: House) -> None:
    with house.engine.begin() as tx:
        wants_daily = sa.update(party_table).where(party_table.c.code == "F012")
        tx.execute(wants_daily.values(notices=Notices.DAILY))
    chores.send_digests(house.place, house.now.date())
    assert noted(house) == []


def test_nobody_is_woken_for_what_can_wait(house: House) -> None:
    house.now += timedelta(hours=18)
    with house.engine.begin() as tx:
        owner = story.who(tx, "A01")
        root = {"on": "2026-07-14", "root": "9f86"}
        note(tx, key="r", party_id=owner.party_id, kind=NoticeKind.DAY_ROOT, subject=root)
        a_lot(tx, house)
    notices.word_all(house.place)
    assert [row.recipient for row in house.rows()] == [MURUGAN]
    house.now += timedelta(hours=5)
    notices.word_all(house.place)
    assert [row.recipient for row in house.rows()] == [MURUGAN, OWNER]


def test_inside_the_window_a_notice_has_its_buttons_outside_it_is_a_template(
    house: House,
) -> None:
    with house.engine.begin() as tx:
        register(tx)
        a_wish(tx, house, "S01")
        a_wish(tx, house, "S01", rupees=200)
    notices.word_all(house.place)
    first, second = [row for row in house.rows() if row.recipient == OWNER]
    with house.engine.begin() as tx:
        late = sa.update(outbound_message).where(outbound_message.c.id == second.id)
        tx.execute(late.values(due_at=house.now + timedelta(days=2)))
    heard_now(house, OWNER)
    house.send()
    house.now += timedelta(days=2)
    house.send()
    inside, outside = [
        content
        for content, (to, _) in zip(house.carrier.contents, house.carrier.sent, strict=True)
        if to == OWNER
    ]
    assert inside == Filled("HXdecide_advanceta", {"1": first.body, "2": "1"})
    assert outside == Filled("HXadvance_to_approveta", second.variables)


def a_lot(tx: sa.Connection, house: House, kilos: int = 1) -> int:
    """A lot of Murugan's, of which he is noted to be told."""
    (entry,) = story.weigh(tx, kilos, at=house.now)
    return entry


def a_wish(tx: sa.Connection, house: House, by: str, *, rupees: int = 100) -> None:
    """Somebody asks for an advance for Murugan."""
    who = story.who(tx, by)
    source = through(who, "whatsapp")
    wish = Doing(by=who, at=house.now, key=f"wish:{rupees}", source=source, reason="seed")
    request(tx, "F012", rupees * 100, wish)


def murugan(tx: sa.Connection) -> int:
    return story.who(tx, "F012").party_id


def withheld(house: House) -> list[str]:
    """Word everything; why who was not told."""
    notices.word_all(house.place)
    return [row.withheld for row in noted(house) if row.withheld is not None]


def noted(house: House) -> list[sa.Row[Any]]:
    """Every notice with the message that tells it."""
    with house.engine.begin() as tx:
        message = outbound_message.c
        return list(
            tx.execute(
                sa.select(
                    notice_table,
                    message.recipient,
                    message.language,
                    message.body,
                    message.template_key,
                    message.variables,
                )
                .outerjoin(outbound_message, message.id == notice_table.c.outbound_id)
                .order_by(notice_table.c.notice_id)
            )
        )


def as_told(row: sa.Row[Any]) -> str:
    """A notice as its page shows it: inside WhatsApp's window, and outside it."""
    return f"# {row.kind}, to …{row.recipient[-4:]}\n{row.body}\n~ {filled(row)}\n"


def filled(row: sa.Row[Any]) -> str:
    return template(row.template_key, row.language).filled(row.variables)
