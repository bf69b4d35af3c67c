"""Words and nicknames that a shop teaches are kept: who may, once each, with their history."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import ProgrammingError

from bot.shop_book import shop_at
from ledger.errors import DuplicateError, UnknownCodeError, WrongValueError
from ledger.history import Room, changes
from ledger.policy import NotAllowedError
from ledger.register.people import add_aliases, remove_aliases
from ledger.register.words import forget_word, shop_words, teach_word
from tests.books.shop import AT, all_at_once
from tests.books.trading import open_office, who
from workers.place import shop_change

LATER = AT + timedelta(hours=1)


def test_a_word_is_kept_as_it_is_said_and_forgotten_in_any_letters(office: Connection) -> None:
    teach_word(office, "  Kaasu   vettu ", "paid", by=who(office), at=AT)
    assert shop_words(office) == {"Kaasu vettu": "paid"}
    forget_word(office, "KAASU VETTU", by=who(office), at=LATER)
    assert shop_words(office) == {}


def test_who_taught_and_who_took_it_away_is_remembered(office: Connection) -> None:
    teach_word(office, "வெட்டு", "paid", by=who(office), at=AT)
    forget_word(office, "வெட்டு", by=who(office, "A02"), at=LATER)
    gone, come = changes(office, code="வெட்டு")
    assert come.room is gone.room is Room.WORD
    assert (come.before, come.after) == (None, {"name": "வெட்டு", "means": "paid"})
    assert (gone.before, gone.after) == ({"name": "வெட்டு", "means": "paid"}, None)
    assert [come.actor_id, gone.actor_id] == [who(office, c).party_id for c in ("A01", "A02")]
    assert (come.changed_at, gone.changed_at) == (AT, LATER)


@pytest.mark.parametrize("again", ["vettu", "VETTU", " vettu "])
def test_a_word_has_one_meaning(office: Connection, again: str) -> None:
    teach_word(office, "vettu", "paid", by=who(office), at=AT)
    with pytest.raises(DuplicateError, match="is taken"):
        teach_word(office, again, "balance", by=who(office), at=AT)
    assert shop_words(office) == {"vettu": "paid"}


@pytest.mark.parametrize(
    ("name", "means", "why"),
    [
        ("", "paid", "word: missing"),
        ("vettu", " ", "means: missing"),
        ("a\nb", "paid", "word: holds a character that cannot be seen"),
        ("vettu", "pa\u200bid", "means: holds a character that cannot be seen"),
        ("v" * 61, "paid", "word: longer than 60 characters"),
    ],
)
def test_what_is_no_word_is_refused(office: Connection, name: str, means: str, why: str) -> None:
    with pytest.raises(WrongValueError, match=why):
        teach_word(office, name, means, by=who(office), at=AT)


def test_a_word_that_nobody_taught_cannot_be_forgotten(office: Connection) -> None:
    with pytest.raises(UnknownCodeError, match="no word vettu"):
        forget_word(office, "vettu", by=who(office), at=AT)


ACTS: dict[str, Callable[[Connection, str], object]] = {
    "teach": lambda tx, code: teach_word(tx, "kuthu", "paid", by=who(tx, code), at=AT),
    "forget": lambda tx, code: forget_word(tx, "vettu", by=who(tx, code), at=AT),
    "call": lambda tx, code: _called(tx, add_aliases, "Muru", code),
    "call no more": lambda tx, code: _called(tx, remove_aliases, "Thambi", code),
}


def _called(tx: Connection, act: Callable[..., object], name: str, by: str) -> object:
    return act(tx, who(tx, "F012").party_id, [name], by=who(tx, by), at=AT)


@pytest.mark.parametrize("act", ACTS)
def test_only_an_admin_teaches(office: Connection, act: str) -> None:
    teach_word(office, "vettu", "paid", by=who(office), at=AT)
    _called(office, add_aliases, "Thambi", "A01")
    before = changes(office)
    for code in ("S01", "F012"):
        with pytest.raises(NotAllowedError):
            ACTS[act](office, code)
    assert changes(office) == before
    ACTS[act](office, "A01")
    assert len(changes(office)) == len(before) + 1


def test_the_app_cannot_change_a_word_behind_its_history(office: Connection) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"):
        office.execute(text("UPDATE shop_word SET means = 'yes'"))


def test_who_only_reads_teaches_nothing(shop_engine: Engine) -> None:
    with shop_engine.begin() as tx:
        tx.execute(text("SET LOCAL ROLE malar_reader"))
        assert shop_words(tx) == {}
        with pytest.raises(ProgrammingError, match="permission denied"):
            tx.execute(text("INSERT INTO shop_word VALUES ('vettu', 'paid')"))


def test_a_word_and_a_nickname_are_heard_by_whoever_reads_the_shop_next(
    office: Connection,
) -> None:
    def read() -> object:
        return office.scalar(shop_change.select())

    before = read()
    teach_word(office, "vettu", "paid", by=who(office), at=AT)
    between = read()
    _called(office, add_aliases, "Muru", "A01")
    assert before != between != read()
    shop = shop_at(office, AT)
    assert shop.words == {"vettu": "paid"}
    assert [farmer.aliases for farmer in shop.farmers] == [("Muru",), ()]


def test_a_farmer_is_called_more_and_fewer_names_and_each_is_remembered(
    office: Connection,
) -> None:
    murugan, owner = who(office, "F012").party_id, who(office)
    called = add_aliases(office, murugan, ["Muru", "முரு", "Muru"], by=owner, at=AT)
    assert called.aliases == ("Muru", "முரு")
    assert add_aliases(office, murugan, ["Muru", "Thambi"], by=owner, at=AT).aliases == (
        *("Muru", "முரு", "Thambi"),
    )
    left = remove_aliases(office, murugan, ["Muru", "Thambi"], by=owner, at=LATER)
    assert left.aliases == ("முரு",)
    newest = changes(office, code="F012")[0]
    assert (newest.before, newest.after) == (
        {"aliases": ["Muru", "முரு", "Thambi"]},
        {"aliases": ["முரு"]},
    )
    assert (newest.actor_id, newest.changed_at) == (owner.party_id, LATER)


def test_what_a_farmer_is_not_called_cannot_be_taken_from_him(office: Connection) -> None:
    murugan = who(office, "F012").party_id
    add_aliases(office, murugan, ["Muru"], by=who(office), at=AT)
    with pytest.raises(UnknownCodeError, match="no alias of F012 Thambi"):
        remove_aliases(office, murugan, ["Muru", "Thambi"], by=who(office), at=AT)
    assert who(office, "F012").aliases == ("Muru",)


def test_two_who_call_him_at_once_both_are_heard(shop_engine: Engine) -> None:
    with shop_engine.begin() as tx:
        open_office(tx)

    def call(name: str) -> None:
        with shop_engine.begin() as tx:
            _called(tx, add_aliases, name, "A01")

    assert all_at_once([lambda: call("Muru"), lambda: call("Thambi")]) == [None, None]
    with shop_engine.begin() as tx:
        assert set(who(tx, "F012").aliases) == {"Muru", "Thambi"}
