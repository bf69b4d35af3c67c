"""How a page is served: who comes, whether he may, the transaction, and what becomes of errors.

A page shown reads in one snapshot and cannot write. A page sent writes in one transaction, which
is rolled back by whatever is refused; then the form stands there again, as it was filled.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import abort, flash, g, redirect, request, session, url_for
from sqlalchemy import Connection

from bot.refusals import reason_of
from dashboard.access import proving, sessions
from dashboard.access.sessions import Session
from dashboard.desk import Desk, page
from dashboard.filling import Problem
from dashboard.forms import FieldError, Form
from dashboard.office import Office
from dashboard.room import Answer, Page
from ledger import approvals
from ledger.approvals import SecondPersonNeededError
from ledger.errors import LedgerError
from ledger.policy import NotAllowedError, may
from ledger.roles import PartyRole
from locales.facts import Phrase
from locales.phrases import render

TOKEN = "token"  # noqa: S105 - the name of a place in the cookie
UNUSABLE = 422
FORBIDDEN = 403


def serve(office: Office, of: Page, **args: Any) -> Answer:  # noqa: ANN401 - what the address names
    """Answer one call of a page."""
    if not all(str(each).isprintable() for each in args.values()):
        abort(404)  # nothing is named by what cannot be written
    visitor = visitor_of(office)
    if not of.is_open:
        turned_away = _turned_away(office, of, visitor)
        if turned_away is not None:
            return turned_away
    if of.method == "GET":
        with reading(office, visitor) as desk:
            try:
                return of.view(desk, **args)
            except (FieldError, LedgerError) as error:
                return _refused(desk, error)
    return _sent(office, of, visitor, args)


def visitor_of(office: Office) -> Session | None:
    """Whose cookie it is, if he is still signed in."""
    token = session.get(TOKEN)
    if not token:
        return None
    with office.engine.begin() as tx:
        found = sessions.session_of(tx, token, at=office.clock())
    g.visitor = found
    return found


@contextmanager
def reading(office: Office, visitor: Session | None) -> Iterator[Desk]:
    """A desk from which nothing can be written; all that it reads is of one moment."""
    with office.engine.connect() as connection:
        tx = connection.execution_options(
            postgresql_readonly=True, isolation_level="REPEATABLE READ"
        )
        yield _desk(office, tx, visitor)


def _desk(office: Office, tx: Connection, visitor: Session | None) -> Desk:
    return Desk(
        office=office,
        tx=tx,
        at=office.clock(),
        visitor=visitor,
        form=Form(request.form),
        args=Form(request.args),
    )


def _turned_away(office: Office, of: Page, visitor: Session | None) -> Answer | None:
    """Where somebody is sent who may not see the page; None where he may."""
    if visitor is None or not visitor.is_whole:
        is_shown = request.method == "GET" and of.endpoint != "today.today"
        back = request.full_path.rstrip("?") if is_shown else None
        return redirect(url_for("signing_in.start", to=back), 303)
    role = visitor.party.role
    is_allowed = role is not PartyRole.FARMER if of.act is None else may(role, of.act)
    if is_allowed:
        return None
    with reading(office, visitor) as desk:
        return page(desk, "fault.html", status=FORBIDDEN, fault="forbidden")


def _sent(office: Office, of: Page, visitor: Session | None, args: dict[str, Any]) -> Answer:
    if of.is_fresh and visitor is not None:
        asked, visitor = _proved(office, visitor)
        if asked is not None:
            return asked
    try:
        with office.engine.begin() as tx:
            return of.view(_desk(office, tx, visitor), **args)
    except SecondPersonNeededError as needed:
        if needed.ask_id is not None or visitor is None:
            return _again(office, of, visitor, args, needed)
        return _asked(office, of, visitor, args, needed)
    except (FieldError, LedgerError) as error:
        return _again(office, of, visitor, args, error)


def _proved(office: Office, visitor: Session) -> tuple[Answer | None, Session]:
    """Let somebody prove that it is him; what he sent waits in the page that asks for it."""
    if sessions.is_fresh(visitor, office.clock()):
        return None, visitor
    problem = None
    if (password := request.form.get("proof_password")) is not None:
        refused = _tried(office, visitor, password)
        if refused is None:
            renewed = visitor_of(office)
            asked = redirect(url_for("signing_in.start"), 303) if renewed is None else None
            return asked, renewed or visitor
        problem = Phrase(f"again.{refused}", {})
    with reading(office, visitor) as desk:
        return _proof_asked(desk, problem), visitor


def _tried(office: Office, visitor: Session, password: str) -> proving.Refused | None:
    """A proof, tried; where it is one, his cookie is renewed. A wrong one stays counted."""
    code, at = request.form.get("proof_code", ""), office.clock()
    with office.engine.begin() as tx:
        refused = proving.prove(tx, visitor.party, password, code, at=at)
        if refused is None:
            session[TOKEN] = sessions.renew(tx, visitor, is_whole=True, is_proved=True, at=at)
    return refused


NOT_KEPT = frozenset({"csrf_token", "proof_password", "proof_code"})
"""Fields that the page which asks for a proof does not carry on."""


def _proof_asked(desk: Desk, problem: Phrase | None) -> Answer:
    sent = [each for each in request.form.items(multi=True) if each[0] not in NOT_KEPT]
    return page(
        desk,
        "again.html",
        status=UNUSABLE if problem else 200,
        why=problem,
        sent=sent,
        has_factor=proving.has_factor(desk.tx, desk.by),
    )


def _again(
    office: Office, of: Page, visitor: Session | None, args: dict[str, Any], error: Exception
) -> Answer:
    """The page with the form, as it was filled, and what is wrong; nothing was written."""
    g.problem = problem_of(error)
    with reading(office, visitor) as desk:
        if of.shows is None:
            return _refused(desk, error)
        try:
            shown = of.shows(desk, **args)
        except (FieldError, LedgerError):
            return _refused(desk, error)
        shown.status_code = _status(error)
        return shown


def _refused(desk: Desk, error: Exception) -> Answer:
    """A page that says only why not."""
    why = problem_of(error).why
    return page(desk, "fault.html", status=_status(error), fault="refused", why=why)


def _status(error: Exception) -> int:
    return FORBIDDEN if isinstance(error, NotAllowedError) else UNUSABLE


def problem_of(error: Exception) -> Problem:
    """An error, in words."""
    if isinstance(error, FieldError):
        return Problem(error.why, error.name)
    if isinstance(error, SecondPersonNeededError) and error.ask_id is not None:
        return Problem(Phrase("frame.no_such_yes", {"number": error.ask_id}), "ask")
    if isinstance(error, LedgerError):
        return Problem(reason_of(error))
    raise error


def _asked(
    office: Office,
    of: Page,
    visitor: Session,
    args: dict[str, Any],
    needed: SecondPersonNeededError,
) -> Answer:
    """Ask for the second person that it takes; the act itself is his to let be done."""
    try:
        with office.engine.begin() as tx:
            desk = _desk(office, tx, visitor)
            same = (needed.kind, needed.facts)
            known = [each for each in approvals.open_asks(tx) if (each.kind, each.facts) == same]
            if not known:
                approvals.ask(
                    tx,
                    needed.kind,
                    needed.facts,
                    by=desk.by,
                    at=desk.at,
                    reason=desk.form.text("reason", most=200),
                    key=f"{desk.form.key}:ask",
                )
    except (FieldError, LedgerError) as error:
        return _again(office, of, visitor, args, error)
    flash(render("frame.asked_second", {}, desk.language), "told")
    return redirect(url_for("asks.all"), 303)
