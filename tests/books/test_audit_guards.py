"""Whoever weakens what guards the books is found out, even if no row is changed yet."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, Engine, text

from ledger.audit import guards
from tests.databases import connected


@pytest.fixture(scope="module")
def superuser(database_url: str) -> Iterator[Engine]:
    with connected(database_url, role=None) as engine:
        yield engine


@pytest.fixture
def behind(superuser: Engine) -> Iterator[Connection]:
    with superuser.connect() as tx:
        yield tx
        tx.rollback()


def findings(tx: Connection) -> list[str]:
    return [str(finding) for finding in guards.check(tx)]


def test_the_list_of_guards_is_that_of_the_migrations(
    behind: Connection, pytestconfig: pytest.Config
) -> None:
    if pytestconfig.getoption("--rewrite-guards"):
        guards.MANIFEST.write_text("".join(f"{line}\n" for line in guards.guards(behind)), "utf-8")
    assert findings(behind) == [], "a migration changed: `make guards`, and read the diff"


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (
            "ALTER TABLE posting DISABLE TRIGGER posting_stays",
            "guard trigger posting.posting_stays is switched off",
        ),
        (
            "DROP TRIGGER journal_entry_whole ON journal_entry",
            "guard trigger journal_entry.journal_entry_whole is missing",
        ),
        (
            "ALTER TABLE posting DROP CONSTRAINT posting_once_an_account",
            "guard unique posting_once_an_account is missing",
        ),
        (
            "ALTER TABLE lot DROP CONSTRAINT lot_rate_paise_check",
            "guard constraint lot.lot_rate_paise_check is missing",
        ),
        (
            "ALTER TABLE lot ALTER COLUMN commission_bp DROP NOT NULL",
            "guard columns lot is not what Malar made it",
        ),
        (
            "DROP INDEX one_live_settlement_a_posting",
            "guard unique one_live_settlement_a_posting is missing",
        ),
        (
            """CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql
            AS 'BEGIN RETURN NULL; END'""",
            "guard function refuse_change() is not what Malar made it",
        ),
        (
            "ALTER FUNCTION post_entry(text, jsonb, bigint, text) OWNER TO malar_app",
            "guard function post_entry(text,jsonb,bigint,text) is not what Malar made it",
        ),
        (
            """DO $$ BEGIN EXECUTE 'CREATE OR REPLACE VIEW unsettled_posting AS '
                || rtrim(pg_get_viewdef('unsettled_posting'), ';') || ' LIMIT 0'; END $$""",
            "guard view unsettled_posting is not what Malar made it",
        ),
        (
            "GRANT INSERT ON posting TO malar_app",
            "guard right posting.malar_app.insert was not made by Malar",
        ),
        (
            "GRANT UPDATE (amount_paise) ON posting TO PUBLIC",
            "guard right posting.amount_paise.public.update was not made by Malar",
        ),
        (
            "GRANT SELECT ON posting TO malar_app WITH GRANT OPTION",
            "guard right posting.malar_app.select is not what Malar made it",
        ),
        (
            "GRANT EXECUTE ON FUNCTION seal_entries(integer) TO malar_reader",
            "guard right seal_entries(integer).malar_reader.execute was not made by Malar",
        ),
        (
            "CREATE RULE quietly AS ON INSERT TO posting DO INSTEAD NOTHING",
            "guard rule posting.quietly was not made by Malar",
        ),
        (
            "CREATE TRIGGER also BEFORE INSERT ON posting EXECUTE FUNCTION refuse_change()",
            "guard trigger posting.also was not made by Malar",
        ),
        (
            "ALTER DOMAIN plain_text DROP CONSTRAINT plain_text_is_one_line",
            "guard domain plain_text.plain_text_is_one_line is missing",
        ),
        (
            "ALTER TABLE posting ENABLE ROW LEVEL SECURITY",
            "guard columns posting is not what Malar made it",
        ),
    ],
)
def test_a_weakened_guard_is_found(behind: Connection, change: str, found: str) -> None:
    behind.execute(text(change))
    assert found in findings(behind)


def test_a_foreign_key_that_is_switched_off_is_found(behind: Connection) -> None:
    behind.execute(text("ALTER TABLE lot DISABLE TRIGGER ALL"))
    found = findings(behind)
    assert any(line.startswith("guard trigger lot.RI_ConstraintTrigger") for line in found)
