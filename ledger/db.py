"""The engine and its roles. Knows no table.

Every connection drops to a role that has no more rights than its work needs; the role is a
connection option, so it holds from the first statement on (`docs/decisions/0003-*`).
"""

from typing import Any

from sqlalchemy import Engine, MetaData, create_engine
from sqlalchemy.engine import make_url

APP = "malar_app"
"""Reads the books, posts through functions, keeps people, goods and messages."""

READER = "malar_reader"
"""Reads and nothing else."""

OWNER = "malar_owner"
"""Owns every table and function; only migrations use it."""

OPTIONS = (
    "-c timezone=UTC -c client_encoding=UTF8"
    " -c statement_timeout=10s -c idle_in_transaction_session_timeout=10s"
)

metadata = MetaData()
"""The tables of all rooms; each room declares its own."""


def engine_for(database_url: str, *, role: str | None = APP, **pool: Any) -> Engine:  # noqa: ANN401 - SQLAlchemy's own pool options
    """An engine whose connections have the rights of `role`.

    Args:
        database_url: `postgresql://…`, as people write it.
        role: None keeps the rights of the login itself, for migrations.
        pool: passed to SQLAlchemy (`pool_size`, `poolclass`, …).
    """
    url = make_url(database_url).set(drivername="postgresql+psycopg")
    options = OPTIONS if role is None else f"{OPTIONS} -c role={role}"
    return create_engine(url, connect_args={"options": options, "connect_timeout": 5}, **pool)
