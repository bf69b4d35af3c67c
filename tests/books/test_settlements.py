"""Settlements in real books: reckoned, approved, voided, answered."""

from datetime import date, timedelta

import pytest
from sqlalchemy import Connection

from ledger import queries, trade
from ledger.accounts import LOADING, Till
from ledger.audit import audit
from ledger.fee_kinds import add_fee
from ledger.fees import Basis, NewFee
from ledger.journal import Source, post
from ledger.people import NewParty, Party, PartyRole, add_party
from ledger.settlements import SettlementState, approve, draft, slip_of
from tests.books.shop import AT, CLERK, ON, lend, lot, sell


def admin(tx: Connection) -> Party:
    return add_party(tx, NewParty(code="A01", role=PartyRole.ADMIN, name_en="Kannan"))


def test_the_worked_settlement_of_the_trade_rules(shop: Connection) -> None:
    owner = admin(shop)
    for place in range(25):
        sell(shop, f"wa:SM{place}:1", lot(10_000, 150_00))
    post(shop, lend(5_000_00), key="lend", source=CLERK)
    loading = NewFee(
        code="loading",
        name_en="Loading",
        name_ta="ஏற்றுக் கூலி",
        basis=Basis.FLAT,
        amount=500_00,
        account=LOADING.code,
    )
    add_fee(shop, loading, by=owner)
    drafted = draft(shop, "F012", ON, by=owner, at=AT)
    approved = approve(shop, drafted.settlement_id, by=owner, at=AT, source=CLERK)
    assert approved.number == "SET-2026-11-001"
    assert approved.state is SettlementState.APPROVED
    assert (approved.lots, dict(approved.quantities)) == (25, {"kg": 250_000})
    assert (approved.gross_paise, approved.commission_paise) == (37_500_00, 1_875_00)
    assert (approved.due_paise, approved.net_paise) == (35_625_00, 30_125_00)
    assert queries.owed_to(shop, "F012").settled_paise == 30_125_00
    assert len(slip_of(shop, approved.settlement_id).lines) == 25
    assert audit(shop).findings == []
