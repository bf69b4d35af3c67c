"""Of a change of the board the shop's own people hear where its terms say so, nobody else."""

import pytest
from sqlalchemy import Connection, text

from ledger.errors import UnknownCodeError, WrongValueError
from ledger.people import NewParty, add_party
from ledger.rates import moves_of, put_on_board, set_rate
from ledger.register.flowers import change_flower
from ledger.roles import PartyRole
from ledger.terms import change_term
from tests.books.people import person
from tests.books.shop import AT, ON


def told(tx: Connection) -> list[tuple[str, dict[str, object]]]:
    rows = text("""
        SELECT p.code, n.subject FROM notice n JOIN party p USING (party_id)
        WHERE n.kind = 'rates' ORDER BY n.notice_id
    """)
    return [(code, subject) for code, subject in tx.execute(rows)]


def test_nobody_hears_of_a_rate_unless_the_shop_wants_it(shop: Connection) -> None:
    owner = person(shop, "A01")
    set_rate(shop, "malli", 900_00, at=AT, by=None, key="1")
    assert told(shop) == []
    change_term(shop, "rate_notices", 1, by=owner, at=AT)
    clerk = person(shop, "S01")
    resting = add_party(shop, NewParty(code="S02", role=PartyRole.STAFF, name_en="Old"))
    shop.execute(text("UPDATE party SET is_active = false WHERE code = 'S02'"))
    put = put_on_board(shop, "malli", 850_00, by=owner, at=AT, key="2")
    assert put_on_board(shop, "malli", 850_00, by=owner, at=AT, key="2") == put
    heard = dict(told(shop))
    assert len(told(shop)) == len(heard)
    assert heard[clerk.code] == {"on": ON.isoformat(), "rates": [put.rate_id]}
    assert {"A01", resting.code, "F012"}.isdisjoint(heard)
    assert [move.rate_paise for move in moves_of(shop, "malli", ON)] == [900_00, 850_00]
    assert moves_of(shop, "rose", ON) == []


def test_a_rate_is_for_what_is_sold_and_within_the_shops_limit(shop: Connection) -> None:
    owner = person(shop, "A01")
    for paise in (0, -1, 10_000_01):
        with pytest.raises(WrongValueError, match=r"is not between ₹0\.01 and ₹10000\.00"):
            put_on_board(shop, "malli", paise, by=owner, at=AT, key="1")
    sure = put_on_board(shop, "malli", 10_000_01, by=owner, at=AT, key="1", is_sure=True)
    assert sure.rate_paise == 10_000_01
    change_flower(shop, "malli", by=owner, at=AT, is_active=False)
    with pytest.raises(UnknownCodeError, match="no flower malli"):
        put_on_board(shop, "malli", 1_00, by=owner, at=AT, key="2")
