"""One's own way in: where one is signed in, the password, the second factor, the language."""

from flask import session

from dashboard.access import codes, credentials, factors, recovery, sessions
from dashboard.access.devices import device_of
from dashboard.access.passwords import LEAST, Weakness
from dashboard.access.proving import Refused, has_factor, needs_factor
from dashboard.access.sessions import Session
from dashboard.desk import Answer, Desk
from dashboard.forms import FieldError
from dashboard.limits import TIGHT
from dashboard.pages.signing_in import LANGUAGE, TOKEN, again, picture, raw, refused, weak
from dashboard.room import Room
from ledger import people
from locales.facts import Phrase
from locales.languages import LANGUAGES

room = Room("account")


@room.get("/account", None)
def mine(desk: Desk) -> Answer:
    """Everything about one's own way in."""
    his = credentials.credential(desk.tx, desk.by.party_id)
    return desk.page(
        "account/mine.html",
        sessions=sessions.sessions_of(desk.tx, desk.by.party_id, at=desk.at),
        device_of=device_of,
        this=_session(desk).session_id,
        has_factor=his.totp_secret is not None,
        needs_factor=needs_factor(desk.by),
        recovery_left=credentials.recovery_left(desk.tx, desk.by.party_id),
        changed_at=his.changed_at,
        least=LEAST,
        languages=LANGUAGES,
    )


@room.post("/account/sessions/<int:session_id>/end", None, shows=mine)
def end_session(desk: Desk, session_id: int) -> Answer:
    """One of one's own sessions is over."""
    own = {each.session_id for each in _others(desk)}
    if session_id not in own:
        desk.missing()
    sessions.end(desk.tx, session_id, by=desk.by, at=desk.at)
    return desk.done("account.session_ended", "account.mine")


@room.post("/account/sessions/end", None, shows=mine)
def end_others(desk: Desk) -> Answer:
    """All of them but this one."""
    this = _session(desk).session_id
    sessions.end_all(desk.tx, desk.by.party_id, by=desk.by, at=desk.at, leaving=this)
    return desk.done("account.others_ended", "account.mine")


@room.post("/account/password", None, shows=mine, limit=TIGHT)
def change_password(desk: Desk) -> Answer:
    """Another password, by the one that is his now."""
    old, new = raw(desk, "password"), raw(desk, "new_password")
    wrong = codes.change_password(desk.tx, _session(desk), old, new, at=desk.at)
    if isinstance(wrong, Refused):
        return again(desk, mine, refused(wrong), "password")
    if isinstance(wrong, Weakness):
        return again(desk, mine, weak(wrong), "new_password")
    _rotate(desk)
    return desk.done("account.password_changed", "account.mine")


@room.post("/account/factor/start", None, shows=mine, is_fresh=True)
def start_factor(desk: Desk) -> Answer:
    """A new authenticator begins; the old one counts until the new one has proved itself."""
    factors.start(desk.tx, desk.by)
    return desk.done("account.factor_begun", "account.factor")


@room.get("/account/factor", None)
def factor(desk: Desk) -> Answer:
    """The picture that the new authenticator reads, for whoever has just proved that it is him."""
    secret = factors.pending(desk.tx, desk.by)
    if secret is None or not sessions.is_fresh(_session(desk), desk.at):
        return desk.done("account.factor_late", "account.mine")
    return desk.page("account/factor.html", **picture(desk, secret))


@room.post("/account/factor", None, shows=factor, is_fresh=True, limit=TIGHT)
def confirm_factor(desk: Desk) -> Answer:
    """Its first code; then new recovery codes, this once."""
    shown = factors.confirm(desk.tx, desk.by, desk.form.text("code", most=20), at=desk.at)
    if shown is None:
        return again(desk, factor, Phrase("signing_in.wrong_factor", {}), "code")
    _rotate(desk)
    return desk.page("account/codes.html", codes=shown)


@room.post("/account/factor/remove", None, shows=mine, is_fresh=True)
def remove_factor(desk: Desk) -> Answer:
    """Whoever needs none does without."""
    if not factors.remove(desk.tx, desk.by, at=desk.at):
        raise FieldError("factor", "account.factor_needed")
    _rotate(desk)
    return desk.done("account.factor_removed", "account.mine")


@room.post("/account/recovery", None, shows=mine, is_fresh=True)
def renew_codes(desk: Desk) -> Answer:
    """Ten new recovery codes, shown this once."""
    if not has_factor(desk.tx, desk.by):
        raise FieldError("factor", "account.no_factor")
    return desk.page("account/codes.html", codes=recovery.renew(desk.tx, desk.by, at=desk.at))


@room.post("/account/language", None, shows=mine)
def language(desk: Desk) -> Answer:
    """In which language the pages and the messages speak to him."""
    chosen = desk.form.choice("language", LANGUAGES)
    people.set_language(desk.tx, desk.by.party_id, chosen)
    session[LANGUAGE] = chosen
    return desk.done("account.language_set", "account.mine")


def _session(desk: Desk) -> Session:
    if desk.visitor is None:
        raise LookupError("nobody is signed in here")
    return desk.visitor


def _others(desk: Desk) -> list[Session]:
    this = _session(desk).session_id
    his = sessions.sessions_of(desk.tx, desk.by.party_id, at=desk.at)
    return [each for each in his if each.session_id != this]


def _rotate(desk: Desk) -> None:
    """What proves him has changed, so his token does too."""
    session[TOKEN] = sessions.renew(
        desk.tx, _session(desk), is_whole=True, is_proved=False, at=desk.at
    )
