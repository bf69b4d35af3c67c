"""Brings a database to the present schema: the three roles, then Alembic to its head.

Safe when several processes start at once: one works, the others wait and find nothing to do.
"""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, func, select, text
from sqlalchemy.pool import NullPool

from ledger.db import APP, OWNER, READER, engine_for

MIGRATIONS = Path(__file__).parent / "migrations"

LOCK = 7_100_001
"""Advisory lock of whoever migrates."""


def migrate(database_url: str) -> None:
    """Make the roles and run every migration that is missing, in one transaction.

    The login is a superuser, or owns the database and may create roles.
    """
    engine = engine_for(database_url, role=None, poolclass=NullPool)
    with engine.begin() as tx:
        tx.execute(text("SET LOCAL statement_timeout = '5min'"))
        tx.execute(select(func.pg_advisory_xact_lock(LOCK)))
        tx.execute(text("SET LOCAL lock_timeout = '5s'"))
        make_roles(tx)
        tx.execute(text(f"SET LOCAL ROLE {OWNER}"))
        command.upgrade(alembic_config(tx), "head")
        tx.execute(text("RESET ROLE"))


def alembic_config(tx: Connection) -> Config:
    """Alembic's configuration, bound to a connection that already has the owner's rights."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = tx
    return config


def make_roles(tx: Connection) -> None:
    """Make the roles that are missing and let this login take them on.

    Roles belong to the whole cluster, so a neighbour database may be making the same ones now.
    """
    for role in (OWNER, APP, READER):
        tx.execute(text(MAKE_ROLE.format(role=role)))
    tx.execute(text(f"GRANT USAGE ON SCHEMA public TO {APP}, {READER}"))
    tx.execute(text(f"GRANT USAGE, CREATE ON SCHEMA public TO {OWNER}"))


MAKE_ROLE = """
DO $$
BEGIN
    IF to_regrole('{role}') IS NULL THEN
        CREATE ROLE {role} NOLOGIN;
    END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
    NULL;  -- made by a neighbour in this very moment
END $$;
DO $$
BEGIN
    IF NOT pg_has_role(CURRENT_USER, '{role}',
        CASE WHEN current_setting('server_version_num')::int >= 160000
            THEN 'SET' ELSE 'MEMBER' END)
    THEN
        GRANT {role} TO CURRENT_USER;
    END IF;
END $$;
"""
