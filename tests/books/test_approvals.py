"""What needs two people: asked by one, decided by another, used once, never changed."""

from typing import Any

import pytest
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import IntegrityError

from ledger import approvals
from ledger.approvals import (
    AlreadyDecidedError,
    Ask,
    AskKind,
    SamePersonError,
    SecondPersonNeededError,
    UnknownAskError,
)
from ledger.errors import KeyReusedError
from ledger.people import NewParty, Party, add_party
from ledger.policy import NotAllowedError
from ledger.reasons import ReasonMissingError
from ledger.roles import PartyRole
from ledger.terms import set_term
from tests.books.shop import AT, all_at_once

KIND, FACTS = AskKind.REVERSE_PAID, {"entry": 7, "reason": "wrong scale"}


def admin(tx: Connection, code: str) -> Party:
    return add_party(tx, NewParty(code=code, role=PartyRole.ADMIN, name_en=code))


@pytest.fixture
def meena(shop: Connection) -> Party:
    return admin(shop, "A01")


@pytest.fixture
def ravi(shop: Connection) -> Party:
    return admin(shop, "A02")


@pytest.fixture
def selvi(shop: Connection) -> Party:
    return add_party(shop, NewParty(code="S01", role=PartyRole.STAFF, name_en="Selvi"))


def asked(tx: Connection, by: Party, key: str = "k", **more: Any) -> Ask:  # noqa: ANN401 - what a test changes
    said: dict[str, Any] = {"facts": FACTS, "reason": "the scale was wrong", **more}
    return approvals.ask(tx, KIND, by=by, at=AT, key=key, **said)


def test_one_asks_another_grants_and_the_act_uses_it_once(
    shop: Connection, meena: Party, ravi: Party
) -> None:
    wanted = asked(shop, meena)
    assert approvals.open_asks(shop) == [wanted]
    assert (wanted.is_granted, wanted.is_used) == (None, False)
    granted = approvals.grant(shop, wanted.ask_id, by=ravi, at=AT)
    assert (granted.is_granted, granted.decided_by, granted.is_used) == (True, ravi.party_id, False)
    approvals.use(shop, wanted.ask_id, KIND, FACTS)
    assert approvals.ask_of(shop, wanted.ask_id).is_used
    assert approvals.open_asks(shop) == []
    with pytest.raises(SecondPersonNeededError):
        approvals.use(shop, wanted.ask_id, KIND, FACTS)


def test_a_grant_is_for_exactly_what_was_asked(shop: Connection, meena: Party, ravi: Party) -> None:
    ask_id = approvals.grant(shop, asked(shop, meena).ask_id, by=ravi, at=AT).ask_id
    others: list[tuple[int | None, AskKind, dict[str, Any]]] = [
        (ask_id, KIND, FACTS | {"entry": 8}),
        (ask_id, KIND, {"entry": 7}),
        (ask_id, AskKind.VOID_PAID, FACTS),
        (ask_id + 1, KIND, FACTS),
        (None, KIND, FACTS),
    ]
    for other, kind, facts in others:
        with pytest.raises(SecondPersonNeededError, match="needs a second person"):
            approvals.use(shop, other, kind, facts)
    approvals.use(shop, ask_id, KIND, dict(reversed(FACTS.items())))


def test_nothing_is_done_before_or_against_the_decision(
    shop: Connection, meena: Party, ravi: Party
) -> None:
    waiting, refused = asked(shop, meena, "1"), asked(shop, meena, "2")
    answer = approvals.refuse(shop, refused.ask_id, by=ravi, at=AT, reason="the scale was right")
    assert (answer.is_granted, answer.decision_reason) == (False, "the scale was right")
    for ask_id in (waiting.ask_id, refused.ask_id):
        with pytest.raises(SecondPersonNeededError):
            approvals.use(shop, ask_id, KIND, FACTS)


def test_who_asked_never_grants_but_may_take_it_back(
    shop: Connection, meena: Party, ravi: Party, selvi: Party
) -> None:
    own = asked(shop, meena)
    with pytest.raises(SamePersonError, match="another admin must decide"):
        approvals.grant(shop, own.ask_id, by=meena, at=AT)
    assert approvals.ask_of(shop, own.ask_id).is_granted is None
    assert approvals.refuse(shop, own.ask_id, by=meena, at=AT, reason="a slip").is_granted is False
    staffs = asked(shop, selvi, "staff's")
    approvals.refuse(shop, staffs.ask_id, by=selvi, at=AT, reason="a slip")
    assert ravi.is_active


def test_two_who_are_no_admins_cannot_help_each_other(
    shop: Connection, meena: Party, selvi: Party
) -> None:
    wanted = asked(shop, meena)
    with pytest.raises(NotAllowedError):
        approvals.grant(shop, wanted.ask_id, by=selvi, at=AT)
    with pytest.raises(NotAllowedError):
        approvals.refuse(shop, wanted.ask_id, by=selvi, at=AT, reason="no")
    farmer = add_party(shop, NewParty(code="F099", role=PartyRole.FARMER, name_en="Kavin"))
    with pytest.raises(NotAllowedError):
        asked(shop, farmer, "f")


def test_it_is_decided_once(shop: Connection, meena: Party, ravi: Party) -> None:
    wanted = asked(shop, meena)
    approvals.grant(shop, wanted.ask_id, by=ravi, at=AT)
    with pytest.raises(AlreadyDecidedError):
        approvals.grant(shop, wanted.ask_id, by=ravi, at=AT)
    with pytest.raises(AlreadyDecidedError):
        approvals.refuse(shop, wanted.ask_id, by=ravi, at=AT, reason="no")
    assert approvals.ask_of(shop, wanted.ask_id).is_granted


def test_a_lone_admin_does_both_only_where_the_shop_says_so(shop: Connection, meena: Party) -> None:
    own = asked(shop, meena)
    with pytest.raises(SamePersonError):
        approvals.grant(shop, own.ask_id, by=meena, at=AT)
    set_term(shop, "lone_admin_may", 1, at=AT, by=meena.party_id)
    assert approvals.grant(shop, own.ask_id, by=meena, at=AT).decided_by == meena.party_id
    ravi = admin(shop, "A02")
    second = asked(shop, meena, "2")
    with pytest.raises(SamePersonError):
        approvals.grant(shop, second.ask_id, by=meena, at=AT)
    shop.execute(text("UPDATE party SET is_active = false WHERE code = 'A02'"))
    with pytest.raises(NotAllowedError):
        approvals.grant(shop, second.ask_id, by=ravi, at=AT)
    assert approvals.grant(shop, second.ask_id, by=meena, at=AT).is_granted


def test_the_same_key_asks_once_and_every_other_admin_is_told_once(
    shop: Connection, meena: Party, ravi: Party, selvi: Party
) -> None:
    resting = add_party(shop, NewParty(code="A03", role=PartyRole.ADMIN, name_en="Old"))
    shop.execute(text("UPDATE party SET is_active = false WHERE code = 'A03'"))
    assert asked(shop, selvi) == asked(shop, selvi)
    with pytest.raises(KeyReusedError):
        asked(shop, selvi, facts={"entry": 8})
    with pytest.raises(KeyReusedError):
        asked(shop, meena)
    told = list(shop.scalars(text("SELECT party_id FROM notice WHERE kind = 'to_approve'")))
    assert sorted(told) == [meena.party_id, ravi.party_id]
    assert resting.party_id not in told


def test_a_reason_is_one_line_and_never_missing(
    shop: Connection, meena: Party, ravi: Party
) -> None:
    assert asked(shop, meena, reason="wrong\n scale ").reason == "wrong scale"
    with pytest.raises(ReasonMissingError):
        asked(shop, meena, "2", reason="  ")
    with pytest.raises(ReasonMissingError):
        approvals.refuse(shop, asked(shop, meena, "3").ask_id, by=ravi, at=AT, reason="")
    with pytest.raises(UnknownAskError, match="0"):
        approvals.grant(shop, 0, by=ravi, at=AT)


@pytest.fixture
def two_admins(shop_engine: Engine) -> tuple[Engine, int, list[Party]]:
    with shop_engine.begin() as tx:
        admins = [admin(tx, code) for code in ("A01", "A02", "A03")]
        wanted = asked(tx, admins[0])
    return shop_engine, wanted.ask_id, admins[1:]


def test_of_two_admins_who_decide_at_once_one_is_too_late(
    two_admins: tuple[Engine, int, list[Party]],
) -> None:
    engine, ask_id, admins = two_admins

    def decide(by: Party, *, is_yes: bool) -> Ask:
        with engine.begin() as tx:
            if is_yes:
                return approvals.grant(tx, ask_id, by=by, at=AT)
            return approvals.refuse(tx, ask_id, by=by, at=AT, reason="no")

    ends = all_at_once(
        [lambda: decide(admins[0], is_yes=True), lambda: decide(admins[1], is_yes=False)]
    )
    assert sorted(type(end).__name__ for end in ends) == ["AlreadyDecidedError", "Ask"]


def test_a_grant_that_two_use_at_once_is_used_once(
    two_admins: tuple[Engine, int, list[Party]],
) -> None:
    engine, ask_id, admins = two_admins
    with engine.begin() as tx:
        approvals.grant(tx, ask_id, by=admins[0], at=AT)

    def act() -> str:
        with engine.begin() as tx:
            approvals.use(tx, ask_id, KIND, FACTS)
        return "done"

    ends = all_at_once([act] * 4)
    assert sorted(type(end).__name__ for end in ends) == ["SecondPersonNeededError"] * 3 + ["str"]


def forged(by: str, *, is_granted: bool = True) -> str:
    return (
        "INSERT INTO ask_decision (ask_id, is_granted, reason, decided_by, decided_at)"
        f" SELECT ask_id, {is_granted}, 'x', (SELECT party_id FROM party WHERE code = '{by}'),"
        " now() FROM ask"
    )


@pytest.mark.usefixtures("ravi", "selvi")
@pytest.mark.parametrize(
    ("statement", "why"),
    [
        (forged("A01"), "another person decides"),
        (forged("S01"), "only an admin decides"),
        (forged("F012", is_granted=False), "only an admin decides"),
        ("INSERT INTO ask_use SELECT ask_id FROM ask", "foreign key"),
    ],
)
def test_postgres_refuses_what_goes_round_the_room(
    shop: Connection, meena: Party, statement: str, why: str
) -> None:
    asked(shop, meena)
    with pytest.raises(IntegrityError, match=why):
        shop.execute(text(statement))


def test_a_refused_ask_is_never_used_even_by_hand(
    shop: Connection, meena: Party, ravi: Party
) -> None:
    refused = approvals.refuse(shop, asked(shop, meena).ask_id, by=ravi, at=AT, reason="no")
    with pytest.raises(IntegrityError, match="was refused"):
        shop.execute(text(f"INSERT INTO ask_use VALUES ({refused.ask_id})"))


def test_asks_decisions_and_uses_never_change(owner_engine: Engine) -> None:
    for table in ("ask", "ask_decision", "ask_use"):
        for statement in (f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE"):
            with owner_engine.begin() as tx, pytest.raises(IntegrityError, match="append-only"):
                tx.execute(text(statement))
