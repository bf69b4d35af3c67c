"""Advances that are out and how long; the trial balance."""

from sqlalchemy import Connection

from ledger import advance_book
from ledger.reports import standing
from ledger.reports.periods import Period
from locales.facts import Day, Money, Phrase
from papers.table import Column, Kind, Report, Table
from papers.wording import Names, names_of, phrase


def advances(tx: Connection, period: Period) -> Report:
    """Each lent sum that was out at the end of the last day, the oldest of a farmer first."""
    table = advances_table(tx, period, names_of(tx))
    return Report(phrase("report_advances"), at_the_end_of(period), (table,))


def advances_table(tx: Connection, period: Period, names: Names) -> Table:
    """What is out, to whom, since when."""
    aged = advance_book.aged(tx, period.last)
    return Table(
        title=phrase("report_advances"),
        columns=(
            Column("column_farmer"),
            Column("column_entry", Kind.COUNT),
            Column("column_lent_on", Kind.DAY),
            Column("column_days", Kind.COUNT),
            Column("column_outstanding", Kind.MONEY),
        ),
        rows=tuple(
            (
                names.person(each.farmer),
                each.entry_id,
                Day(each.on),
                each.days,
                Money(each.outstanding_paise),
            )
            for each in aged
        ),
        totals=(
            *(phrase("column_total"), None, None, None),
            Money(sum(each.outstanding_paise for each in aged)),
        ),
    )


def trial_balance(tx: Connection, period: Period) -> Report:
    """Every account at the end of the last day; both sides come to the same."""
    names = names_of(tx)
    rows = standing.standing(tx, period.last)
    debits = sum(row.balance_paise for row in rows if row.balance_paise > 0)
    credits_ = -sum(row.balance_paise for row in rows if row.balance_paise < 0)
    table = Table(
        title=phrase("report_trial_balance"),
        columns=(
            Column("column_kind"),
            Column("column_account"),
            Column("column_debit", Kind.MONEY),
            Column("column_credit", Kind.MONEY),
        ),
        rows=tuple(
            (
                Phrase(f"account_kind.{row.kind}", {}),
                names.account(row.account),
                Money(row.balance_paise) if row.balance_paise > 0 else None,
                Money(-row.balance_paise) if row.balance_paise < 0 else None,
            )
            for row in rows
            if row.balance_paise
        ),
        totals=(None, phrase("column_total"), Money(debits), Money(credits_)),
    )
    return Report(phrase("report_trial_balance"), at_the_end_of(period), (table,))


def at_the_end_of(period: Period) -> tuple[Phrase, ...]:
    """A report of one moment: the end of a period's last day."""
    return (phrase("report_at_the_end_of", on=Day(period.last)),)
