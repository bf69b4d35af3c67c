"""Signing in and out: a password, then a code; the first time, a factor; or a one-time code.

A wrong proof is no error here: it was counted, and so the page says it and the transaction is
committed. What a stranger reads never tells whether there is such a person.
"""

from typing import Any

from flask import g, redirect, request, session, url_for

from dashboard.access import credentials, factors, proving, sessions
from dashboard.access.codes import redeem
from dashboard.access.passwords import LEAST, MOST, Weakness
from dashboard.access.proving import Factor, Refused, check_factor, check_password
from dashboard.desk import Answer, Desk
from dashboard.filling import Problem
from dashboard.forms import FieldError
from dashboard.limits import TIGHT
from dashboard.room import Room, View
from ledger.people import Party
from ledger.shop_profile import shop_profile
from locales.facts import Phrase

room = Room("signing_in")

TOKEN = "token"  # noqa: S105 - the name of a place in the cookie
LANGUAGE = "language"
TO = "to"
"""The word of an address that says where somebody wanted to go."""

UNUSABLE = 422
LONGEST_ADDRESS = 500


@room.get("/sign-in", None, is_open=True)
def start(desk: Desk) -> Answer:
    """Who are you, and what is your password."""
    if desk.visitor is not None and desk.visitor.is_whole:
        return redirect(_wanted(), 303)
    return desk.page("signing_in/start.html", to=_to())


@room.post("/sign-in", None, is_open=True, shows=start, limit=TIGHT)
def enter(desk: Desk) -> Answer:
    """A code and a password, tried."""
    code, password = desk.form.text("code", most=40), raw(desk, "password")
    found = check_password(desk.tx, code, password, at=desk.at)
    if isinstance(found, Refused):
        return again(desk, start, Phrase("signing_in.wrong", {}))
    return _let_in(desk, found)


@room.get("/sign-in/code", None, is_open=True)
def code(desk: Desk) -> Answer:
    """Six digits of the authenticator."""
    return desk.page("signing_in/code.html", to=_to()) if _is_half(desk) else _to_start()


@room.post("/sign-in/code", None, is_open=True, shows=code, limit=TIGHT)
def check_code(desk: Desk) -> Answer:
    """Six digits, tried."""
    return _checked(desk, code) if _is_half(desk) else _to_start()


@room.get("/sign-in/recovery", None, is_open=True)
def recovery(desk: Desk) -> Answer:
    """A recovery code, where the phone is lost."""
    return desk.page("signing_in/recovery.html", to=_to()) if _is_half(desk) else _to_start()


@room.post("/sign-in/recovery", None, is_open=True, shows=recovery, limit=TIGHT)
def check_recovery(desk: Desk) -> Answer:
    """A recovery code, tried."""
    return _checked(desk, recovery) if _is_half(desk) else _to_start()


@room.get("/sign-in/factor", None, is_open=True)
def factor(desk: Desk) -> Answer:
    """The picture that an authenticator reads, for whoever needs a second factor and has none."""
    if not _is_half(desk) or proving.has_factor(desk.tx, desk.by):
        return _to_start()
    secret = factors.pending(desk.tx, desk.by)
    if secret is None:
        return _to_start()
    return desk.page("signing_in/factor.html", to=_to(), **picture(desk, secret))


@room.post("/sign-in/factor", None, is_open=True, shows=factor, limit=TIGHT)
def confirm(desk: Desk) -> Answer:
    """The first code of the new authenticator; then the recovery codes, this once."""
    if desk.visitor is None or not _is_half(desk) or proving.has_factor(desk.tx, desk.by):
        return _to_start()
    shown = factors.confirm(desk.tx, desk.by, desk.form.text("code", most=20), at=desk.at)
    if shown is None:
        return again(desk, factor, Phrase("signing_in.wrong_factor", {}), "code")
    carry(sessions.renew(desk.tx, desk.visitor, is_whole=True, is_proved=True, at=desk.at))
    return desk.page("signing_in/codes.html", codes=shown, onward=_wanted())


@room.get("/sign-in/reset", None, is_open=True)
def reset(desk: Desk) -> Answer:
    """A one-time code from the owner, and the password that somebody wants to have."""
    return desk.page("signing_in/reset.html", least=LEAST)


@room.post("/sign-in/reset", None, is_open=True, shows=reset, limit=TIGHT)
def set_password(desk: Desk) -> Answer:
    """A one-time code, tried; if it is right, the password is his and he is let in."""
    named, one_time = desk.form.text("code", most=40), desk.form.text("one_time", most=40)
    found = redeem(desk.tx, named, one_time, raw(desk, "new_password"), at=desk.at)
    if isinstance(found, Refused):
        return again(desk, reset, Phrase("signing_in.wrong_one_time", {}))
    if isinstance(found, Weakness):
        return again(desk, reset, weak(found), "new_password")
    desk.told("signing_in.password_set")
    return _let_in(desk, found)


@room.post("/sign-out", None, is_open=True)
def out(desk: Desk) -> Answer:
    """The session is over, here and for the token."""
    if desk.visitor is not None:
        sessions.end(desk.tx, desk.visitor.session_id, by=desk.by, at=desk.at)
    carry(None)
    desk.told("signing_in.signed_out")
    return _to_start()


def raw(desk: Desk, name: str) -> str:
    """A password as it was typed, whatever is in it.

    Raises:
        FieldError: nothing is.
    """
    typed = desk.form.fields.get(name, "")
    if not typed:
        raise FieldError(name, "field.needed")
    return typed


def again(desk: Desk, shows: View, why: Phrase, name: str | None = None) -> Answer:
    """The page once more with what is wrong; what was counted stays counted."""
    g.problem = Problem(why, name)
    shown = shows(desk)
    if shown.status_code < 300:  # noqa: PLR2004 - no redirect
        shown.status_code = UNUSABLE
    return shown


def weak(why: Weakness) -> Phrase:
    """Why a password may not be chosen, in words."""
    return Phrase(f"signing_in.weak.{why}", {"least": LEAST, "most": MOST})


def refused(why: Refused) -> Phrase:
    """Why a code was not taken, in words."""
    return Phrase(f"again.{why}", {})


def carry(token: str | None) -> None:
    """The cookie holds this token and the language, and nothing of before."""
    language = session.get(LANGUAGE)
    session.clear()
    if language:
        session[LANGUAGE] = language
    if token:
        session[TOKEN] = token


def picture(desk: Desk, secret: str) -> dict[str, Any]:
    """A secret as a picture, as a link for the phone itself, and in letters."""
    address = factors.address_of(secret, desk.by, shop_profile(desk.tx).name_en)
    groups = (secret[i : i + 4] for i in range(0, len(secret), 4))
    return {
        "picture": factors.picture_of(address),
        "address": address,
        "secret": " ".join(groups),
    }


def _let_in(desk: Desk, party: Party) -> Answer:
    """As far as a right password goes: to the pages, to his second factor, or to make one."""
    if desk.visitor is not None:
        sessions.end(desk.tx, desk.visitor.session_id, by=desk.by, at=desk.at)
    has_factor = proving.has_factor(desk.tx, party)
    is_whole = not has_factor and not proving.needs_factor(party)
    agent = request.headers.get("User-Agent", "")
    token = sessions.begin(desk.tx, party, is_whole=is_whole, agent=agent, at=desk.at)
    onward = _wanted()
    if has_factor:
        onward = url_for("signing_in.code", to=_to())
    elif not is_whole:
        factors.start(desk.tx, party)
        onward = url_for("signing_in.factor", to=_to())
    _keep_words(token)
    return redirect(onward, 303)


def _keep_words(token: str) -> None:
    """The cookie of a new session, which still says what the page before it wanted to say."""
    said = session.get("_flashes")
    carry(token)
    if said:
        session["_flashes"] = said


def _checked(desk: Desk, shows: View) -> Answer:
    if desk.visitor is None:
        return _to_start()
    typed = desk.form.text("code", most=40)
    found = check_factor(desk.tx, desk.by, typed, at=desk.at)
    if isinstance(found, Refused):
        return again(desk, shows, refused(found), "code")
    token = sessions.renew(desk.tx, desk.visitor, is_whole=True, is_proved=True, at=desk.at)
    _keep_words(token)
    if found is Factor.RECOVERY:
        left = credentials.recovery_left(desk.tx, desk.by.party_id)
        desk.told("signing_in.recovery_left", {"count": left})
    return redirect(_wanted(), 303)


def _is_half(desk: Desk) -> bool:
    return desk.visitor is not None and not desk.visitor.is_whole


def _to_start() -> Answer:
    return redirect(url_for("signing_in.start"), 303)


def _to() -> str | None:
    """Where he wanted to go: an address of ours, or nowhere."""
    to = request.args.get(TO, "")[:LONGEST_ADDRESS]
    is_ours = to.startswith("/") and not to.startswith(("//", "/\\")) and to.isprintable()
    return to if is_ours else None


def _wanted() -> str:
    return _to() or url_for("today.today")
