"""Every report by the name that a command or a page asks for it by."""

from collections.abc import Callable, Mapping

from sqlalchemy import Connection

from ledger.reports.periods import Period
from papers.reports.days import day_book, day_in_short
from papers.reports.goods import commission, rates_and_arrivals
from papers.reports.looks import exceptions
from papers.reports.money import advances, trial_balance
from papers.reports.months import month_master
from papers.table import Report

REPORTS: Mapping[str, Callable[[Connection, Period], Report]] = {
    "day-book": day_book,
    "day": day_in_short,
    "rates": rates_and_arrivals,
    "commission": commission,
    "advances": advances,
    "trial-balance": trial_balance,
    "exceptions": exceptions,
    "month": month_master,
}
