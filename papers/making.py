"""Gathers from the books what a paper says; `papers.files` makes files of it."""

from sqlalchemy import Connection

from ledger.closing import root_at
from ledger.settlements import slip_of
from ledger.shop_profile import shop_profile
from papers.slip_parts import Patti
from papers.wording import names_of


def patti_of(tx: Connection, settlement_id: int) -> Patti:
    """Everything that a settlement's slip says.

    Raises:
        UnknownSettlementError: there is no such settlement.
        NothingToSettleError: of a draft nothing is left.
    """
    slip = slip_of(tx, settlement_id)
    approved_at = slip.settlement.approved_at
    return Patti(
        slip=slip,
        shop=shop_profile(tx),
        names=names_of(tx),
        root=None if approved_at is None else root_at(tx, approved_at),
    )
