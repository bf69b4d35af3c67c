"""Advances as SQLAlchemy Core sees them: asked for, decided once, paid once; nothing is changed."""

from sqlalchemy import BigInteger, Boolean, Column, DateTime, Table, Text

from ledger.db import metadata

advance_table = Table(
    "advance",
    metadata,
    Column("advance_id", BigInteger, primary_key=True),
    Column("idem_key", Text),
    Column("farmer_id", BigInteger),
    Column("amount_paise", BigInteger),
    Column("reason", Text),
    Column("requested_by", BigInteger),
    Column("requested_at", DateTime(timezone=True)),
    Column("channel", Text),
)
decision_table = Table(
    "advance_decision",
    metadata,
    Column("advance_id", BigInteger, primary_key=True),
    Column("is_approved", Boolean),
    Column("decided_by", BigInteger),
    Column("decided_at", DateTime(timezone=True)),
    Column("reason", Text),
)
payment_table = Table(
    "advance_payment",
    metadata,
    Column("advance_id", BigInteger, primary_key=True),
    Column("is_approved", Boolean),
    Column("entry_id", BigInteger),
)
