"""Brings a database to the present schema: the three roles, then Alembic to its head.

Safe when several processes start at once: one works, the others wait and find nothing to do. Where
nothing is to be done, nothing is tried, so that a login with the app's rights alone can start.
"""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from psycopg.errors import InsufficientPrivilege
from sqlalchemy import Connection, func, select, text
from sqlalchemy.exc import DataError, ProgrammingError
from sqlalchemy.pool import NullPool

from ledger.db import APP, OWNER, READER, engine_for

MIGRATIONS = Path(__file__).parent / "migrations"

LOCK = 7_100_001
"""Advisory lock of whoever migrates."""

ROLES = (OWNER, APP, READER)


class SchemaError(Exception):
    """The database is not at the present schema; the message says who can bring it there, how."""


def migrate(database_url: str) -> None:
    """Make the roles and run every migration that is missing, in one transaction.

    To change anything the login must be a superuser, or own the database and be able to make the
    roles or to take them on. Roles belong to the whole server: where another login made them, it
    or a superuser must grant them first. At the present schema any login that has the app's role
    will do.

    Raises:
        SchemaError: the schema is not the present one, and this login may not change it.
    """
    if is_present(database_url):
        return
    engine = engine_for(database_url, role=None, poolclass=NullPool)
    with engine.begin() as tx:
        _refuse_guests(tx)
        tx.execute(text("SET LOCAL statement_timeout = '5min'"))
        tx.execute(select(func.pg_advisory_xact_lock(LOCK)))
        tx.execute(text("SET LOCAL lock_timeout = '5s'"))
        make_roles(tx)
        tx.execute(text(f"SET LOCAL ROLE {OWNER}"))
        command.upgrade(alembic_config(tx), "head")
        tx.execute(text(f"GRANT SELECT ON alembic_version TO {APP}, {READER}"))
        tx.execute(text("RESET ROLE"))


def require_present(database_url: str) -> None:
    """See that a database is at the present schema, and change nothing.

    Raises:
        SchemaError: it is not.
    """
    if not is_present(database_url):
        raise SchemaError("the database is not at the present schema: run `malar migrate` first")


def is_present(database_url: str) -> bool:
    """Whether the app, with no more than its own rights, finds the present schema."""
    engine = engine_for(database_url, role=None, poolclass=NullPool)
    try:
        with engine.connect() as tx:
            tx.execute(text(f"SET LOCAL ROLE {APP}"))
            found = tx.scalar(text("SELECT version_num FROM alembic_version"))
    except (DataError, ProgrammingError):  # no such role or table, or not for this login
        return False
    return bool(found == ScriptDirectory(str(MIGRATIONS)).get_current_head())


def alembic_config(tx: Connection) -> Config:
    """Alembic's configuration, bound to a connection that already has the owner's rights."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = tx
    return config


def make_roles(tx: Connection) -> None:
    """Make the roles that are missing and let this login take them on.

    Roles belong to the whole server, so a neighbour database may be making the same ones now.

    Raises:
        SchemaError: this login may not; the message holds the statement that a superuser must run.
    """
    found = text("SELECT quote_ident(CURRENT_USER), count(*) FROM pg_roles WHERE rolname = ANY(:r)")
    login, made = tx.execute(found, {"r": list(ROLES)}).one()
    try:
        for role in ROLES:
            tx.execute(text(MAKE_ROLE.format(role=role)))
    except ProgrammingError as refusal:
        if not isinstance(refusal.orig, InsufficientPrivilege):
            raise
        grant = f"GRANT {', '.join(ROLES)} TO {login}"
        wanted = grant if made == len(ROLES) else f"ALTER ROLE {login} CREATEROLE"
        raise SchemaError(
            f"the login {login} may not take on Malar's roles, which belong to the whole server;"
            f" ask a superuser to run: {wanted};"
        ) from None
    tx.execute(text(f"GRANT USAGE ON SCHEMA public TO {APP}, {READER}"))
    tx.execute(text(f"GRANT USAGE, CREATE ON SCHEMA public TO {OWNER}"))


def _refuse_guests(tx: Connection) -> None:
    owns = (
        "SELECT pg_has_role(datdba, 'MEMBER') FROM pg_database WHERE datname = current_database()"
    )
    if not tx.scalar(text(owns)):
        raise SchemaError(
            "the database is not at the present schema and this login may not change it:"
            " run `malar migrate` first, as the login that owns the database"
        )


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
