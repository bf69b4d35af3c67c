"""Changes behind the books' back, and what an audit says of them."""

from sqlalchemy import Connection, text

from ledger.audit import audit


def unguard(tx: Connection) -> None:
    """Switch off every guard that a superuser can switch off for himself, in this transaction.

    What the guards still had to look at is looked at before.
    """
    tx.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
    tx.execute(text("SET LOCAL ROLE NONE"))
    tx.execute(text("SET LOCAL session_replication_role = replica"))


def findings(tx: Connection) -> list[str]:
    """What an audit finds."""
    return [str(finding) for finding in audit(tx).findings]


def found_after(tx: Connection, *changes: str) -> list[str]:
    """What an audit finds after changes that all did something; they are taken back."""
    with tx.begin_nested() as attempt:
        for change in changes:
            assert tx.execute(text(change)).rowcount != 0, f"{change} did nothing"
        found = findings(tx)
        attempt.rollback()
    return found
