from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.pool import NullPool

from bot import sessions
from bot.delivery_errors import Fault
from bot.dialogue.saving import VERSION
from bot.messages import Handled, inbound_message, lock_shard, mark_handled
from bot.outgoing import Kind
from bot.whatsapp import Permanent
from ledger.db import OWNER as OWNER_ROLE
from ledger.db import engine_for
from ledger.people import NewParty, add_address, add_party, party
from ledger.queries import latest_entries, lots_on
from ledger.roles import PartyRole
from locales.phrases import render
from tests.databases import clone, connected
from tests.turns.city import until
from tests.turns.world import MORNING, MURUGAN, OWNER, SELVI, STRANGER, House, house_in
from workers.queues import connect
from workers.turn import ATTEMPTS, RETRY_AFTER, _give_up_or_wait

LOT = "murugan malli 5.5"


def entries(house: House) -> int:
    return len(house.ask(lambda tx: latest_entries(tx, 100)))


def test_a_lot_is_asked_about_and_written_by_a_yes(house: House) -> None:
    ((to, asked),) = house.says(SELVI, LOT)
    assert to == SELVI
    assert "₹4,675.00" in asked
    assert entries(house) == 0
    house.says(SELVI, "1")
    assert entries(house) == 1


def test_a_turn_leaves_the_conversation_on_its_row_and_in_redis(house: House) -> None:
    house.says(SELVI, LOT)
    (row,) = house.rows(inbound_message)
    assert (row.outcome, row.handled_at, row.attempts) == ("answered", MORNING, 0)
    assert row.conversation["is_pending"]
    assert sessions.load(house.redis, SELVI, follows=row.message_sid) is not None


def test_when_redis_forgets_the_row_remembers(house: House) -> None:
    house.says(SELVI, LOT)
    house.redis.flushdb()
    house.says(SELVI, "1")
    assert entries(house) == 1


def test_an_old_conversation_in_redis_is_not_believed(house: House) -> None:
    house.says(SELVI, LOT)
    old = house.redis.get(f"malar:conversation:{SELVI}")
    assert isinstance(old, bytes)
    house.says(SELVI, "1")
    house.redis.set(f"malar:conversation:{SELVI}", old)
    ((_, text),) = house.says(SELVI, "2")
    assert text == render("no_to_nothing", {}, "ta"), "what is written cannot be dropped any more"


@pytest.mark.parametrize(
    "garbage",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"null",
        b"[]",
        b'"text"',
        b"{}",
        b'{"follows": "FOLLOWS", "conversation": null}',
        b'{"follows": "FOLLOWS", "conversation": "{"}',
        b'{"follows": "FOLLOWS", "conversation": "null"}',
        b"[" * 100_000,
    ],
)
def test_garbage_in_redis_is_not_believed(house: House, garbage: bytes) -> None:
    house.says(SELVI, LOT)
    (row,) = house.rows(inbound_message)
    copy = garbage.replace(b"FOLLOWS", row.message_sid.encode())
    house.redis.set(f"malar:conversation:{SELVI}", copy)
    house.says(SELVI, "1")
    assert entries(house) == 1


def test_a_key_of_another_kind_in_redis_is_not_believed(house: House) -> None:
    house.says(SELVI, LOT)
    house.redis.delete(f"malar:conversation:{SELVI}")
    house.redis.lpush(f"malar:conversation:{SELVI}", "text")
    house.says(SELVI, "1")
    assert entries(house) == 1


def test_what_garbage_says_is_not_logged(house: House, caplog: pytest.LogCaptureFixture) -> None:
    house.redis.set(f"malar:conversation:{SELVI}", "5.5 malli of murugan")
    assert sessions.load(house.redis, SELVI, follows="SM1") is None
    (record,) = caplog.records
    assert (record.getMessage(), record.exc_info) == (
        "Redis gave something that is no conversation",
        None,
    )


def test_two_shops_on_one_redis_do_not_take_each_others_conversations(
    house: House, template_url: str
) -> None:
    house.says(SELVI, LOT)
    with clone(template_url, "beside") as url, connected(url) as engine:
        beside = house_in(engine, "redis://127.0.0.1:1")
        beside.says(SELVI, "menu")
        twin = House(engine, house.redis)
        (one, other) = (each.rows(inbound_message)[0] for each in (house, beside))
        assert one.id == other.id
        twin.hear(SELVI, "1")
        twin.take_turns()
        assert entries(beside) == 0


def test_messages_have_their_turns_in_the_order_in_which_they_came(fast_house: House) -> None:
    for kilos in range(1, 21):
        fast_house.hear(SELVI, f"murugan malli {kilos}")
    fast_house.take_turns()
    lots = fast_house.ask(lambda tx: lots_on(tx, MORNING.date()))
    assert [lot.quantity_milli for lot in lots] == [1000 * kilos for kilos in range(1, 21)]


def test_twenty_lots_at_once_are_one_draft_and_one_yes(house: House) -> None:
    for kilos in range(1, 21):
        house.hear(SELVI, f"murugan malli {kilos}")
    house.hear(SELVI, "1")
    house.take_turns()
    lots = house.ask(lambda tx: lots_on(tx, MORNING.date()))
    assert [lot.quantity_milli for lot in lots] == [1000 * kilos for kilos in range(1, 21)]


def test_a_lots_key_names_the_message_that_stated_it(house: House) -> None:
    house.says(SELVI, f"{LOT}\nmurugan malli 7")
    house.says(SELVI, "1")
    (stated, _) = house.rows(inbound_message)
    found = house.ask(lambda tx: [entry.key for entry in latest_entries(tx, 9)])
    assert sorted(found) == [f"wa:{stated.message_sid}:{line}" for line in (1, 2)]


def test_the_farmer_is_told_of_his_lot_by_a_notice(house: House) -> None:
    with house.engine.begin() as tx:
        farmer = party(tx, "F012")
    assert farmer is not None
    house.hear(SELVI, LOT)
    house.hear(SELVI, "1")
    house.take_turns()
    (notice,) = [row for row in house.rows() if row.kind == Kind.NOTICE]
    assert (notice.recipient, notice.party_id) == (MURUGAN, farmer.party_id)
    assert notice.template_key == "lot_receipt"
    assert notice.variables["2"] == "₹4,675.00"


def test_a_stranger_is_answered_once_a_day(house: House) -> None:
    assert len(house.says(STRANGER, "hi")) == 1
    assert house.says(STRANGER, LOT) == []
    house.now += timedelta(hours=25)
    assert len(house.says(STRANGER, "hello?")) == 1
    assert entries(house) == 0
    assert {row.outcome for row in house.rows(inbound_message)} == {"stranger"}


def test_twenty_messages_of_a_stranger_at_once_are_answered_once(house: House) -> None:
    for number in range(20):
        house.hear(STRANGER, str(number))
    beside = House(house.engine, house.redis)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(House.take_turns, [house, beside]))
    assert len(house.send()) == 1
    assert len(house.rows(inbound_message)) == 20
    assert {row.outcome for row in house.rows(inbound_message)} == {"stranger"}


def test_a_stranger_whose_answer_did_not_arrive_is_not_answered_again_that_day(
    house: House,
) -> None:
    house.carrier.faults.append(Permanent(Fault.PERSON, 63024))
    assert house.says(STRANGER, "hi") == []
    assert [row.state for row in house.rows()] == ["failed"]
    assert house.says(STRANGER, "hi?") == []
    assert len(house.rows()) == 1


def test_who_was_a_stranger_can_be_written_into_the_register(house: House) -> None:
    house.says(STRANGER, "hi")
    new = NewParty(code="F013", role=PartyRole.FARMER, name_en="Raman", language="en")
    house.ask(lambda tx: add_party(tx, new, [STRANGER]))
    answer, card = house.says(STRANGER, "balance")
    assert "₹0.00" in answer[1]
    assert card[1] == render("notice.privacy", {}, "en")


def test_a_person_behind_whatsapps_own_name_is_known(house: House) -> None:
    user_id = "whatsapp:IN.1349876543210"
    with house.engine.begin() as tx:
        farmer = party(tx, "F012")
        assert farmer is not None
        add_address(tx, farmer.party_id, user_id)
    ((to, _),) = house.says(user_id, "balance")
    assert to == user_id
    ((to, _),) = house.says("whatsapp:+910000000000", "balance", ExternalUserId=user_id)
    assert to == "whatsapp:+910000000000"


def test_somebody_who_left_the_shop_is_a_stranger(house: House) -> None:
    house.ask(lambda tx: tx.execute(sa.text("UPDATE party SET is_active = false")))
    house.says(SELVI, LOT)
    assert {row.outcome for row in house.rows(inbound_message)} == {"stranger"}


@pytest.mark.parametrize("form", [{"NumMedia": "1"}, {"Latitude": "9.9", "Longitude": "78.1"}])
def test_what_is_not_text_is_answered_and_writes_nothing(
    house: House, form: dict[str, str]
) -> None:
    house.says(SELVI, LOT)
    assert len(house.says(SELVI, "", **form)) == 1
    assert entries(house) == 0


def test_names_that_change_are_seen_by_the_next_message(house: House) -> None:
    house.says(SELVI, LOT)
    new = NewParty(code="F020", role=PartyRole.FARMER, name_en="Kandasamy")
    house.ask(lambda tx: add_party(tx, new))
    ((_, text),) = house.says(SELVI, "kandasamy malli 3")
    assert "F020" in text


def test_names_in_an_unfinished_transaction_are_not_seen(house: House) -> None:
    with house.engine.connect() as tx:
        add_party(tx, NewParty(code="F020", role=PartyRole.FARMER, name_en="Kandasamy"))
        ((_, text),) = house.says(SELVI, "kandasamy malli 3")
        assert "F020" not in text
        tx.commit()
    ((_, text),) = house.says(SELVI, "kandasamy malli 3")
    assert "F020" in text


def test_a_message_that_cannot_be_handled_is_given_up_and_the_person_is_told(house: House) -> None:
    house.says(SELVI, LOT)
    break_turns_of(house, "poison")
    house.hear(SELVI, "poison")
    house.hear(SELVI, "1")
    house.hear(OWNER, "rates")
    for attempt in range(1, ATTEMPTS + 1):
        house.take_turns()
        state = {row.body: (row.attempts, row.outcome) for row in house.rows(inbound_message)}
        assert state["poison"] == (attempt, "dead" if attempt == ATTEMPTS else None)
        assert state["rates"] == (0, "answered"), "nobody else waits for it"
        if attempt < ATTEMPTS:
            assert state["1"] == (0, None), "his own later message waits behind it"
        house.now += RETRY_AFTER
    house.take_turns()
    assert entries(house) == 1, "the draft outlived the message that was given up"
    told = [text for to, text in house.send() if to == SELVI]
    assert render("not_written_repeat", {}, "ta") in told
    (row,) = [row for row in house.rows(inbound_message) if row.body == "poison"]
    assert row.failure


def test_nobody_is_locked_out_by_what_is_pending(house: House) -> None:
    house.says(SELVI, LOT)
    pending = inbound_message.c.conversation
    damaged = sa.func.jsonb_set(pending, ["state", "lines"], sa.literal_column("'7'::jsonb"))
    house.ask(lambda tx: tx.execute(sa.update(inbound_message).values(conversation=damaged)))
    house.redis.flushdb()
    for text in ("1", "2"):
        house.hear(SELVI, text)
        for _ in range(ATTEMPTS):
            house.take_turns()
            house.now += RETRY_AFTER
    assert [row.outcome for row in house.rows(inbound_message)] == ["answered", "dead", "dead"]
    house.send()
    assert [text for _, text in house.says(SELVI, "1")] == [render("draft_lost", {}, "ta")]
    house.says(SELVI, LOT)
    house.says(SELVI, "1")
    assert entries(house) == 1


def test_a_damaged_conversation_costs_the_draft_and_nothing_else(house: House) -> None:
    house.says(SELVI, LOT)
    damaged = {"version": VERSION, "is_pending": True, "state": {"is": "Unheard"}}
    house.ask(lambda tx: tx.execute(sa.update(inbound_message).values(conversation=damaged)))
    house.redis.flushdb()
    assert [text for _, text in house.says(SELVI, "1")] == [render("draft_lost", {}, "ta")]


def test_a_message_that_somebody_else_answered_meanwhile_is_not_given_up(house: House) -> None:
    inbound_id = house.hear(SELVI, LOT)
    house.ask(lambda tx: tx.execute(sa.update(inbound_message).values(attempts=ATTEMPTS - 1)))
    (row,) = house.rows(inbound_message)
    with house.engine.begin() as tx, ThreadPoolExecutor(1) as pool:
        lock_shard(tx, row.shard)
        broken = pool.submit(_give_up_or_wait, house.place, row, ValueError())
        until(lambda: house.rows(inbound_message)[0].attempts == ATTEMPTS)
        mark_handled(tx, inbound_id, Handled(None, None, "answered"), at=house.now)
        tx.commit()
        broken.result()
    (after,) = house.rows(inbound_message)
    assert (after.outcome, house.rows()) == ("answered", [])


def test_a_turn_that_breaks_off_writes_nothing_and_succeeds_later(house: House) -> None:
    house.says(SELVI, LOT)
    break_turns_of(house, "1")
    house.hear(SELVI, "1")
    house.take_turns()
    assert entries(house) == 0
    assert house.send() == []
    mend_turns(house)
    house.now += RETRY_AFTER
    house.take_turns()
    assert entries(house) == 1
    assert len([to for to, _ in house.send() if to == SELVI]) == 1


def test_two_workers_on_one_shard_take_each_turn_once_and_in_order(fast_house: House) -> None:
    for kilos in range(1, 21):
        fast_house.hear(SELVI, f"murugan malli {kilos}")
    beside = House(fast_house.engine, fast_house.redis)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(House.take_turns, [fast_house, beside]))
    lots = fast_house.ask(lambda tx: lots_on(tx, MORNING.date()))
    assert [lot.quantity_milli for lot in lots] == [1000 * kilos for kilos in range(1, 21)]
    assert len([row for row in fast_house.rows() if row.kind == Kind.REPLY]) == 20


def test_a_conversation_goes_on_while_redis_is_down(house: House) -> None:
    alone = House(house.engine, connect("redis://127.0.0.1:1"))
    alone.says(SELVI, LOT)
    alone.says(SELVI, "1")
    assert entries(house) == 1


def break_turns_of(house: House, body: str) -> None:
    """Let Postgres refuse to mark a message of this text as answered."""
    as_owner(
        house,
        f"""
        CREATE FUNCTION break_turn() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF NEW.body = '{body}' AND NEW.outcome = 'answered' THEN
                RAISE EXCEPTION 'broken by a test';
            END IF;
            RETURN NEW;
        END $$;
        CREATE TRIGGER break_turn BEFORE UPDATE ON inbound_message
            FOR EACH ROW EXECUTE FUNCTION break_turn();
        """,
    )


def mend_turns(house: House) -> None:
    as_owner(house, "DROP FUNCTION break_turn() CASCADE")


def as_owner(house: House, statement: str) -> None:
    url = house.engine.url.render_as_string(hide_password=False)
    owner = engine_for(url, role=OWNER_ROLE, poolclass=NullPool)
    with owner.begin() as tx:
        tx.execute(sa.text(statement))


def tap(house: House, payload: str, *, under: str) -> list[tuple[str, str]]:
    tapped = {"ButtonPayload": payload, "OriginalRepliedMessageSid": under}
    return house.says(SELVI, "Yes", **tapped)


def test_a_button_under_an_earlier_question_does_not_answer_the_open_one(house: House) -> None:
    house.says(SELVI, LOT)
    house.says(SELVI, "murugan malli 7")
    first = f"SM{1:032x}"
    ((_, told),) = tap(house, "1", under=first)
    assert told.startswith(render("old_button", {}, "ta"))
    assert entries(house) == 0
    last = f"SM{3:032x}"
    tap(house, "1", under=last)
    assert entries(house) == 2
