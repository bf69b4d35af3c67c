"""The tables of settlements and of what farmers are paid; Postgres has their rules (0009)."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Integer,
    LargeBinary,
    SmallInteger,
    Table,
    Text,
)
from sqlalchemy.dialects.postgresql import JSONB

from ledger.db import metadata

settlement_table = Table(
    "settlement",
    metadata,
    Column("settlement_id", BigInteger, primary_key=True),
    Column("farmer_id", BigInteger),
    Column("cut_off", Date),
    Column("revision", Integer),
    Column("state", Text),
    Column("starts_on", Date),
    Column("lots", Integer),
    Column("quantities", JSONB),
    Column("gross_paise", BigInteger),
    Column("commission_paise", BigInteger),
    Column("carried_in_paise", BigInteger),
    Column("due_paise", BigInteger),
    Column("fees_paise", BigInteger),
    Column("fees_carried_paise", BigInteger),
    Column("recovered_paise", BigInteger),
    Column("advance_after_paise", BigInteger),
    Column("net_paise", BigInteger),
    Column("carried_paise", BigInteger),
    Column("number", Text),
    Column("approved_on", Date),
    Column("approved_at", DateTime(timezone=True)),
    Column("approved_by", BigInteger),
    Column("pay_on", Date),
    Column("entry_id", BigInteger),
    Column("void_entry_id", BigInteger),
    Column("slip_digest", LargeBinary),
    Column("code", Text),
)
step_table = Table(
    "settlement_step",
    metadata,
    Column("step_id", BigInteger, primary_key=True),
    Column("settlement_id", BigInteger),
    Column("step", Text),
    Column("actor_id", BigInteger),
    Column("at", DateTime(timezone=True)),
    Column("words", Text),
    Column("answers", BigInteger),
)
line_table = Table(
    "settlement_line",
    metadata,
    Column("settlement_id", BigInteger, primary_key=True),
    Column("entry_id", BigInteger, primary_key=True),
    Column("line", SmallInteger, primary_key=True),
    Column("is_live", Boolean),
)
carry_table = Table(
    "settlement_carry",
    metadata,
    Column("settlement_id", BigInteger, primary_key=True),
    Column("from_id", BigInteger, primary_key=True),
    Column("is_live", Boolean),
)
fee_table = Table(
    "settlement_fee",
    metadata,
    Column("settlement_id", BigInteger, primary_key=True),
    Column("line", SmallInteger, primary_key=True),
    Column("fee_kind_id", BigInteger),
    Column("from_id", BigInteger),
    Column("asked_paise", BigInteger),
    Column("applied_paise", BigInteger),
)
payment_table = Table(
    "payment_part",
    metadata,
    Column("entry_id", BigInteger, primary_key=True),
    Column("idem_key", Text),
    Column("part", SmallInteger),
    Column("farmer_id", BigInteger),
    Column("settlement_id", BigInteger),
    Column("amount_paise", BigInteger),
)
unsettled = Table(
    "unsettled_posting",
    metadata,
    Column("farmer_id", BigInteger),
    Column("entry_id", BigInteger),
    Column("line", SmallInteger),
    Column("amount_paise", BigInteger),
    Column("business_date", Date, key="on"),
    Column("kind", Text),
    Column("reverses_id", BigInteger),
)
"""A view: the postings on farmers' payables that stand in no live settlement."""

open_carry = Table(
    "open_carry",
    metadata,
    Column("farmer_id", BigInteger),
    Column("from_id", BigInteger),
    Column("carried_paise", BigInteger),
    Column("fees_carried_paise", BigInteger),
)
"""A view: what settlements carried over and no live one has taken in."""
