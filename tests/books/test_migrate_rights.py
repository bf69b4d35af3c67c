"""Which logins may bring a database to the present schema, and what the others are told."""

from collections.abc import Iterator

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

from ledger.migrate import SchemaError, is_present, migrate, require_present
from ops.embedded import temporary_servers
from tests.books.shop import open_shop, sell
from tests.databases import connected


class Cluster:
    """A server of its own, since roles belong to the whole of it."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)

    def run(self, *statements: str) -> None:
        with psycopg.connect(self.as_login(None, "postgres"), autocommit=True) as server:
            for statement in statements:
                server.execute(statement)

    def as_login(self, login: str | None, name: str) -> str:
        url = self.url.set(database=name, username=login or self.url.username)
        return url.render_as_string(hide_password=False)


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """A first shop has its book here; `app` is the login of its web and its workers."""
    with temporary_servers() as own:
        cluster = Cluster(own.database_url)
        cluster.run("CREATE ROLE first LOGIN CREATEROLE", "CREATE DATABASE first OWNER first")
        migrate(cluster.as_login("first", "first"))
        cluster.run("CREATE ROLE app LOGIN", "GRANT malar_app, malar_reader TO app")
        yield cluster


def test_a_login_with_the_apps_rights_alone_can_start(cluster: Cluster) -> None:
    app = cluster.as_login("app", "first")
    migrate(app)
    require_present(app)
    with connected(app) as engine, engine.begin() as tx:
        open_shop(tx)
        sell(tx)
        assert tx.scalar(text("SELECT count(*) FROM journal_entry")) == 1


def test_a_login_that_inherits_nothing_can_start_too(cluster: Cluster) -> None:
    cluster.run("CREATE ROLE heir LOGIN NOINHERIT", "GRANT malar_app TO heir")
    migrate(cluster.as_login("heir", "first"))


@pytest.mark.parametrize("login", ["app", "stranger"])
def test_a_login_that_may_not_migrate_says_which_command_the_owner_must_run(
    cluster: Cluster, login: str
) -> None:
    cluster.run(
        "DROP ROLE IF EXISTS stranger",
        "CREATE ROLE stranger LOGIN",
        "DROP DATABASE IF EXISTS empty",
        "CREATE DATABASE empty OWNER first",
    )
    url = cluster.as_login(login, "empty")
    with pytest.raises(SchemaError, match="run `malar migrate` first, as the login that owns"):
        migrate(url)
    with pytest.raises(SchemaError, match=r"run `malar migrate` first$"):
        require_present(url)


def test_a_book_that_is_behind_is_not_present(cluster: Cluster) -> None:
    owner = cluster.as_login("first", "first")
    with connected(owner, "malar_owner") as engine:
        with engine.begin() as tx:
            head = tx.scalar(text("SELECT version_num FROM alembic_version"))
            tx.execute(text("UPDATE alembic_version SET version_num = '0001'"))
        assert not is_present(owner)
        with pytest.raises(SchemaError):
            migrate(cluster.as_login("app", "first"))
        with engine.begin() as tx:
            tx.execute(text("UPDATE alembic_version SET version_num = :head"), {"head": head})
    assert is_present(owner)


def test_a_second_shop_is_told_the_grant_that_it_needs_and_starts_with_it(
    cluster: Cluster,
) -> None:
    cluster.run(
        'CREATE ROLE "second shop" LOGIN CREATEROLE',
        'CREATE DATABASE second OWNER "second shop"',
    )
    url = cluster.as_login("second shop", "second")
    with pytest.raises(SchemaError) as refusal:
        migrate(url)
    said, _, statement = str(refusal.value).partition(" run: ")
    assert "ask a superuser" in said
    assert statement == 'GRANT malar_owner, malar_app, malar_reader TO "second shop";'
    cluster.run(statement)
    migrate(url)
    assert is_present(url)


def test_an_owner_who_may_not_make_the_roles_is_told_what_to_ask_for() -> None:
    with temporary_servers() as own:
        cluster = Cluster(own.database_url)
        cluster.run("CREATE ROLE owner LOGIN", "CREATE DATABASE book OWNER owner")
        url = cluster.as_login("owner", "book")
        with pytest.raises(SchemaError) as refusal:
            migrate(url)
        statement = str(refusal.value).partition(" run: ")[2]
        assert statement == "ALTER ROLE owner CREATEROLE;"
        cluster.run(statement)
        migrate(url)
