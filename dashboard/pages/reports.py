"""Reports: on screen, and as files to take away. Figures are read first and drawn afterwards."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from flask import g
from sqlalchemy import Connection

from dashboard.desk import Answer, Desk
from dashboard.drawing import (
    PDF_MAX,
    RETRY_AFTER,
    TYPES,
    BusyError,
    TooLongError,
    Wish,
    drawn,
    rows_of,
    seconds_of,
)
from dashboard.filling import Problem
from dashboard.forms import FieldError
from dashboard.room import Room
from ledger import people
from ledger.people import Party
from ledger.policy import Act
from ledger.reports.periods import Period, PeriodError, month_of
from ledger.reports.statements import statement as statement_of
from ledger.roles import PartyRole
from ledger.shop_profile import shop_profile
from locales.languages import FORMAL, formal
from papers.forms import ReportForm
from papers.reports.catalogue import REPORTS
from papers.statement import statement_report
from papers.table import Report, headings, shown
from papers.wording import names_of

room = Room("reports")

LONGEST = 366
"""Days of one report."""

ROWS_MAX = 100
"""Of a table on screen; the files have all."""


class Span(StrEnum):
    """Of which days a report is."""

    DAYS = "days"
    MONTH = "month"
    END = "end"


SPANS = {"month": Span.MONTH, "advances": Span.END, "trial-balance": Span.END}
"""Any other is of a day, or of the days from one to another."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to see.

    Attributes:
        make: lays it out from the books.
    """

    period: Period
    make: Callable[[Connection, Period], Report]


@room.get("/reports", Act.SEE_REPORTS)
def all_(desk: Desk) -> Answer:
    """Every report, with the days that are asked for most."""
    return desk.page(
        "reports/all.html", names=list(REPORTS), farmers=_farmers(desk.tx), quick=_quick(desk.on)
    )


@room.get("/reports/statement", Act.SEE_ANY_FARMER)
def statement(desk: Desk) -> Answer:
    """A farmer's account over any days, or first of all whose."""
    asked = _usable(desk, _statement_asked)
    return _on_screen(desk, "statement", asked)


@room.get("/reports/<name>", Act.SEE_REPORTS)
def one(desk: Desk, name: str) -> Answer:
    """A report on screen."""
    if name not in REPORTS:
        desk.missing()
    return _on_screen(desk, name, _usable(desk, lambda desk: _report_asked(desk, name)))


@room.get("/reports/statement/file", Act.SEE_ANY_FARMER)
def statement_file(desk: Desk) -> Answer:
    """The same as a file."""
    return _taken_away(desk, "statement", _usable(desk, _statement_asked))


@room.get("/reports/<name>/file", Act.SEE_REPORTS)
def file(desk: Desk, name: str) -> Answer:
    """A report as a file."""
    if name not in REPORTS:
        desk.missing()
    return _taken_away(desk, name, _usable(desk, lambda desk: _report_asked(desk, name)))


def _usable(desk: Desk, read: Callable[[Desk], Asked | None]) -> Asked | None:
    """What is asked for; None, and said on the page, where it cannot be used."""
    try:
        return read(desk)
    except FieldError as error:
        g.problem = Problem(error.why, error.name)
        return None


def _report_asked(desk: Desk, name: str) -> Asked:
    span = SPANS.get(name, Span.DAYS)
    last = desk.args.day("last", is_needed=False) or desk.on
    if span is Span.MONTH:
        return Asked(_month(last, desk.on), REPORTS[name])
    first = last if span is Span.END else desk.args.day("first", is_needed=False) or last
    return Asked(_period(first, last), REPORTS[name])


def _month(day: date, today: date) -> Period:
    """The month of a day; of the one that runs, what is over of it."""
    whole = month_of(day)
    return Period(whole.first, today) if whole.first <= today <= whole.last else whole


def _statement_asked(desk: Desk) -> Asked | None:
    """None where nobody is named yet."""
    code = desk.args.text("farmer", most=20, is_needed=False)
    if code is None:
        return None
    farmer = people.party(desk.tx, code.upper())
    if farmer is None or farmer not in _farmers(desk.tx):
        raise FieldError("farmer", "reports.no_farmer")
    last = desk.args.day("last", is_needed=False) or desk.on
    first = desk.args.day("first", is_needed=False) or last.replace(day=1)
    return Asked(_period(first, last), lambda tx, period: _statement(tx, farmer, period))


def _statement(tx: Connection, farmer: Party, period: Period) -> Report:
    return statement_report(statement_of(tx, farmer.code, period), names_of(tx))


def _farmers(tx: Connection) -> list[Party]:
    return people.parties(tx, PartyRole.FARMER)


def _period(first: date, last: date) -> Period:
    try:
        period = Period(first, last)
    except PeriodError as error:
        raise FieldError("first", "reports.ends_before") from error
    if (last - first).days >= LONGEST:
        raise FieldError("first", "reports.too_long", {"n": LONGEST})
    return period


def _on_screen(desk: Desk, name: str, asked: Asked | None) -> Answer:
    report = None if asked is None else asked.make(desk.tx, asked.period)
    rows = 0 if report is None else rows_of(report)
    return desk.page(
        "reports/one.html",
        which=name,
        span=SPANS.get(name, Span.DAYS),
        report=report,
        period=None if asked is None else asked.period,
        farmer=desk.args.text("farmer", most=20, is_needed=False),
        farmers=_farmers(desk.tx) if name == "statement" else [],
        forms=[form for form in TYPES if form is not ReportForm.PDF or rows <= PDF_MAX],
        seconds=0 if report is None else seconds_of(report),
        languages=FORMAL,
        cell=lambda of: shown(of, desk.language),
        headings=lambda table: headings(table, desk.language),
        most=ROWS_MAX,
        quick=_quick(desk.on),
    )


def _taken_away(desk: Desk, name: str, asked: Asked | None) -> Answer:
    """The file; the books are let go before it is drawn."""
    if asked is None:
        desk.missing()
    try:
        form = ReportForm(desk.args.choice("form", [*map(str, TYPES)]))
        language = desk.args.choice("language", FORMAL, is_needed=False) or formal(desk.language)
    except FieldError:
        desk.missing()
    wish = Wish(asked.make(desk.tx, asked.period), form, shop_profile(desk.tx), language)
    desk.tx.close()
    try:
        content = drawn(wish)
    except BusyError:
        return _refused(desk, "busy", 503)
    except TooLongError:
        return _refused(desk, "too_many", 422)
    period = asked.period
    days = f"{period.first}" if period.first == period.last else f"{period.first}-to-{period.last}"
    return desk.file(content, TYPES[form], f"malar-{name}-{days}.{form}")


def _refused(desk: Desk, why: str, status: int) -> Answer:
    answer = desk.page("reports/busy.html", status=status, why=why)
    answer.headers["Retry-After"] = str(RETRY_AFTER)
    return answer


def _quick(today: date) -> list[tuple[str, date, date]]:
    """The days that are asked for most."""
    week = today - timedelta(days=today.weekday())
    before = month_of(today.replace(day=1) - timedelta(days=1))
    return [
        ("today", today, today),
        ("yesterday", today - timedelta(days=1), today - timedelta(days=1)),
        ("week", week, today),
        ("month", today.replace(day=1), today),
        ("last_month", before.first, before.last),
    ]
