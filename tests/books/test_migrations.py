"""Migrations go up, down and up again; several processes may start at once."""

import os
from collections.abc import Iterator

import psycopg
import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text
from sqlalchemy.engine import make_url

from bot import messages
from ledger import fee_kinds, goods, journal_tables, people, rates, run_book, terms
from ledger.audit import audit
from ledger.consents import Via, stop
from ledger.db import OWNER, metadata
from ledger.migrate import alembic_config, migrate
from ledger.people import NewParty, add_party
from ledger.register import words
from ledger.roles import PartyRole
from ledger.settlements import tables
from ops.embedded import Servers, temporary_servers
from tests.books.shop import AT, all_at_once, open_shop, sell
from tests.databases import connected, database

ROOMS = (fee_kinds, goods, journal_tables, messages, people, rates, run_book, tables, terms, words)
"""Whoever declares tables; importing them fills `metadata`."""


@pytest.fixture
def empty_database(test_servers: Servers) -> Iterator[str]:
    """A database without anything in it."""
    with database(test_servers.database_url, f"malar_test_{os.getpid()}_empty") as url:
        yield url


def test_up_down_and_up_again_end_where_they_began(empty_database: str) -> None:
    migrate(empty_database)
    with connected(empty_database, OWNER) as engine, engine.begin() as tx:
        first = schema(tx)
        command.downgrade(alembic_config(tx), "base")
        assert [line for line in schema(tx) if "alembic_version" not in line] == []
        command.upgrade(alembic_config(tx), "head")
        assert schema(tx) == first


def test_who_chose_tanglish_reads_tamil_again_where_it_is_taken_away(empty_database: str) -> None:
    migrate(empty_database)
    chosen = NewParty(code="F012", role=PartyRole.FARMER, name_en="Murugan", language="tanglish")
    with connected(empty_database, OWNER) as engine, engine.begin() as tx:
        stop(tx, add_party(tx, chosen).party_id, AT, Via("whatsapp"))
        command.downgrade(alembic_config(tx), "0013")
        spoken = text("SELECT language FROM party UNION SELECT language FROM consent_event")
        assert list(tx.scalars(spoken)) == ["ta"]
        command.upgrade(alembic_config(tx), "head")


def schema(tx: Connection) -> list[str]:
    """Every column, constraint, trigger, function and type, in words."""
    return list(tx.scalars(text(SCHEMA)))


SCHEMA = """
SELECT attrelid::regclass || ' ' || attname || ' ' || format_type(atttypid, atttypmod)
FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
WHERE relnamespace = 'public'::regnamespace AND attnum > 0 AND NOT attisdropped
UNION ALL SELECT conname || ' ' || pg_get_constraintdef(oid)
FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT oid::regprocedure || prosrc
FROM pg_proc WHERE pronamespace = 'public'::regnamespace
UNION ALL SELECT typname FROM pg_type
WHERE typnamespace = 'public'::regnamespace AND typtype IN ('d', 'e', 'r')
ORDER BY 1
"""


def test_the_migrations_are_one_line_numbered_from_0001(tx: Connection) -> None:
    revisions = list(ScriptDirectory.from_config(alembic_config(tx)).walk_revisions())
    numbers = [revision.revision for revision in reversed(revisions)]
    assert numbers == [f"{n:04}" for n in range(1, len(numbers) + 1)]


def test_five_processes_starting_at_once_migrate_once(empty_database: str) -> None:
    assert all_at_once([lambda: migrate(empty_database)] * 5) == [None] * 5
    with connected(empty_database) as engine, engine.begin() as tx:
        assert tx.scalar(text("SELECT count(*) FROM account")) == 15


def test_the_tables_in_the_code_are_the_tables_in_the_database(tx: Connection) -> None:
    assert len(metadata.tables) > len(ROOMS)
    for table in metadata.tables.values():
        assert {column.name for column in table.c} <= set(columns(tx, table.name)), table.name


def test_the_books_columns_are_all_known_and_in_order(tx: Connection) -> None:
    for table in ("journal_entry", "posting", "lot"):
        assert [column.name for column in metadata.tables[table].c] == columns(tx, table)


def columns(tx: Connection, table: str) -> list[str]:
    named = text("""
        SELECT column_name FROM information_schema.columns
        WHERE table_schema = 'public' AND table_name = :table ORDER BY ordinal_position
    """)
    return list(tx.scalars(named, {"table": table}))


@pytest.mark.slow
def test_a_login_that_owns_its_database_and_may_make_roles_is_enough() -> None:
    with temporary_servers() as own:
        with psycopg.connect(own.database_url, autocommit=True) as server:
            server.execute("CREATE ROLE shopkeeper LOGIN CREATEROLE")
            server.execute("CREATE DATABASE books OWNER shopkeeper")
        url = make_url(own.database_url).set(database="books", username="shopkeeper")
        assert all_at_once([lambda: migrate(url.render_as_string())] * 3) == [None] * 3
        with connected(url.render_as_string()) as engine:
            with engine.begin() as tx:
                open_shop(tx)
                sell(tx)
            with engine.begin() as tx:
                assert audit(tx).is_clean
                assert tx.scalar(text("SELECT current_user::text")) == "malar_app"


def test_every_connection_has_the_apps_rights_from_the_start(engine: Engine) -> None:
    with engine.connect() as tx:
        settings = ("role", "statement_timeout", "idle_in_transaction_session_timeout", "timezone")
        found = [tx.scalar(text(f"SELECT current_setting('{name}')")) for name in settings]
    assert found == ["malar_app", "10s", "10s", "UTC"]
