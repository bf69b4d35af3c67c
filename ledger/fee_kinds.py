"""The list of fees: the newest row of a code is the one that counts, nothing is overwritten."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    RowMapping,
    Select,
    Table,
    Text,
    insert,
    select,
)
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.exc import IntegrityError

from ledger import people
from ledger.db import metadata
from ledger.errors import DuplicateError, UnknownAccountError, UnknownCodeError, WrongValueError
from ledger.fees import Basis, Fee, NewFee
from ledger.people import Party, party_table
from ledger.policy import Act, require

fee_kind_table = Table(
    "fee_kind",
    metadata,
    Column("fee_kind_id", BigInteger, primary_key=True),
    Column("code", Text),
    Column("name_en", Text),
    Column("name_ta", Text),
    Column("basis", Text),
    Column("amount", BigInteger),
    Column("unit", Text),
    Column("farmer_id", BigInteger),
    Column("account", Text),
    Column("is_active", Boolean),
    Column("set_by", BigInteger),
)


def fees(tx: Connection) -> list[Fee]:
    """Every fee as it stands now, retired ones included, by code."""
    return [_fee(row) for row in tx.execute(_newest()).mappings()]


def fees_for(tx: Connection, farmer: str) -> list[Fee]:
    """The fees that a farmer's settlements take now."""
    return [fee for fee in fees(tx) if fee.is_active and fee.farmer in {None, farmer}]


def fees_by_id(tx: Connection, ids: Iterable[int]) -> dict[int, Fee]:
    """Fees as they stood when a settlement took them."""
    wanted = set(ids)
    if not wanted:
        return {}
    rows = tx.execute(_fees().where(fee_kind_table.c.fee_kind_id.in_(wanted))).mappings()
    return {row["fee_kind_id"]: _fee(row) for row in rows}


def add_fee(tx: Connection, new: NewFee, *, by: Party) -> Fee:
    """Put a fee on the list.

    Raises:
        NotAllowedError: his role does not keep the list.
        DuplicateError: the code is on it already.
        UnknownCodeError: no farmer has the code.
        UnknownAccountError: there is no such account.
        WrongValueError: the amount, or what it is reckoned by, makes no fee.
    """
    require(by.role, Act.KEEP_REGISTER)
    if any(fee.code == new.code for fee in fees(tx)):
        raise DuplicateError("fee", new.code)
    return _write(tx, new, by)


def change_fee(tx: Connection, code: str, *, by: Party, **changes: Any) -> Fee:  # noqa: ANN401 - columns of `NewFee`
    """Let a fee be another from now on; what was settled keeps the old one.

    Raises:
        UnknownCodeError: no fee has the code.
        LedgerError: as for `add_fee`.
    """
    require(by.role, Act.KEEP_REGISTER)
    found = next((fee for fee in fees(tx) if fee.code == code), None)
    if found is None:
        raise UnknownCodeError("fee", code)
    return _write(tx, replace(found, **changes), by)


def _write(tx: Connection, new: NewFee, by: Party) -> Fee:
    row = insert(fee_kind_table).values(
        code=new.code,
        name_en=new.name_en,
        name_ta=new.name_ta,
        basis=new.basis,
        amount=new.amount,
        unit=new.unit,
        farmer_id=None if new.farmer is None else people.farmer(tx, new.farmer).party_id,
        account=new.account,
        is_active=new.is_active,
        set_by=by.party_id,
    )
    try:
        with tx.begin_nested():
            written = tx.execute(row.returning(fee_kind_table.c.fee_kind_id)).scalar_one()
    except IntegrityError as error:
        if "account" in str(error.orig):
            raise UnknownAccountError(new.account) from error
        raise WrongValueError("fee", f"{new.basis} {new.amount} is no fee") from error
    return fees_by_id(tx, [written])[written]


def _fees() -> Select[*tuple[object, ...]]:
    return select(fee_kind_table, party_table.c.code.label("farmer")).outerjoin(
        party_table, party_table.c.party_id == fee_kind_table.c.farmer_id
    )


def _newest() -> Select[*tuple[object, ...]]:
    return (
        _fees()
        .ext(distinct_on(fee_kind_table.c.code))
        .order_by(fee_kind_table.c.code, fee_kind_table.c.fee_kind_id.desc())
    )


def _fee(row: RowMapping) -> Fee:
    columns = {name: row[name] for name in Fee.__dataclass_fields__}
    return Fee(**columns | {"basis": Basis(columns["basis"])})
