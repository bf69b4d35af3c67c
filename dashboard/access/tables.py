"""The tables of who may open the pages; only the rooms of `dashboard.access` touch them."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    LargeBinary,
    SmallInteger,
    Table,
    Text,
)

from ledger.db import metadata


def _moment(name: str) -> "Column[object]":
    return Column(name, DateTime(timezone=True))


credential_table = Table(
    "credential",
    metadata,
    Column("party_id", BigInteger, primary_key=True),
    Column("password_hash", Text),
    _moment("changed_at"),
    Column("totp_secret", Text),
    Column("totp_pending", Text),
    Column("totp_last_step", BigInteger),
    Column("failures", SmallInteger),
    _moment("locked_until"),
    Column("is_locked_out", Boolean),
)

recovery_code_table = Table(
    "recovery_code",
    metadata,
    Column("party_id", BigInteger, primary_key=True),
    Column("selector", Text, primary_key=True),
    Column("code_hash", Text),
    _moment("used_at"),
)

one_time_code_table = Table(
    "one_time_code",
    metadata,
    Column("code_id", BigInteger, primary_key=True),
    Column("party_id", BigInteger),
    Column("code_hash", Text),
    Column("issued_by", BigInteger),
    _moment("issued_at"),
    _moment("expires_at"),
    _moment("ended_at"),
)

web_session_table = Table(
    "web_session",
    metadata,
    Column("session_id", BigInteger, primary_key=True),
    Column("token_sha256", LargeBinary),
    Column("party_id", BigInteger),
    Column("stage", Text),
    _moment("started_at"),
    _moment("seen_at"),
    _moment("proved_at"),
    _moment("ended_at"),
    Column("agent", Text),
)

access_event_table = Table(
    "access_event",
    metadata,
    Column("event_id", BigInteger, primary_key=True),
    Column("party_id", BigInteger),
    Column("what", Text),
    _moment("at"),
    Column("done_by", BigInteger),
)
