"""The books' tables, as SQLAlchemy Core sees them; Postgres has their rules (`migrations/sql/`).

Nothing is mapped to objects: an append-only book has nothing to keep track of.
"""

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

account_table = Table(
    "account",
    metadata,
    Column("id", BigInteger, primary_key=True),
    Column("code", Text),
    Column("kind", Text),
    Column("party_id", BigInteger),
    Column("is_tracked", Boolean),
)
entry_table = Table(
    "journal_entry",
    metadata,
    Column("id", BigInteger, primary_key=True),
    Column("idem_key", Text),
    Column("request_digest", LargeBinary),
    Column("kind", Text),
    Column("business_date", Date, key="on"),
    Column("recorded_at", DateTime(timezone=True)),
    Column("created_xid", Text),
    Column("actor_id", BigInteger),
    Column("channel", Text),
    Column("reason", Text),
    Column("reverses_id", BigInteger),
    Column("replaces_id", BigInteger),
    Column("house_seq", BigInteger),
    Column("digest", LargeBinary),
)
posting_table = Table(
    "posting",
    metadata,
    Column("entry_id", BigInteger, primary_key=True),
    Column("line", SmallInteger, primary_key=True),
    Column("account_id", BigInteger),
    Column("amount_paise", BigInteger),
    Column("account_seq", BigInteger),
)
lot_table = Table(
    "lot",
    metadata,
    Column("entry_id", BigInteger, primary_key=True),
    Column("farmer_id", BigInteger),
    Column("flower_id", BigInteger),
    Column("quantity_milli", BigInteger),
    Column("rate_paise", BigInteger),
    Column("rate_id", BigInteger),
    Column("adjustments", JSONB),
    Column("commission_bp", Integer),
    Column("sale_paise", BigInteger),
    Column("gross_paise", BigInteger),
    Column("commission_paise", BigInteger),
    Column("net_paise", BigInteger),
    Column("weighed_at", DateTime(timezone=True)),
)
farmer_balance_table = Table(
    "farmer_balance",
    metadata,
    Column("account_id", BigInteger, primary_key=True),
    Column("balance_paise", BigInteger),
    Column("postings", BigInteger),
    Column("last_entry_id", BigInteger),
)
closed_balance_table = Table(
    "closed_balance",
    metadata,
    Column("business_date", Date, primary_key=True, key="on"),
    Column("account_id", BigInteger, primary_key=True),
    Column("balance_paise", BigInteger),
)
