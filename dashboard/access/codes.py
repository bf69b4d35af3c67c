"""A one-time code by which somebody sets his password: the first one, or one he forgot.

An admin gives it, to be read out at the counter, never to himself. It opens no page: whoever has a
second factor still needs it. The person chooses the password, so the admin never knows it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, insert, select, update

from dashboard.access import credentials, drawn, passwords, sessions
from dashboard.access.events import AccessEvent, note
from dashboard.access.keeping import require_keeper
from dashboard.access.passwords import Weakness
from dashboard.access.proving import Refused, of_the_shop
from dashboard.access.tables import one_time_code_table
from ledger.errors import LedgerError
from ledger.people import Party
from ledger.roles import PartyRole
from ledger.shop_profile import shop_profile

LENGTH = 10
"""Fifty bits."""

FIRST = timedelta(hours=24)
AGAIN = timedelta(hours=1)
"""How long it is good, for somebody without a password and with one."""

NOBODYS = drawn.hashed(drawn.draw(LENGTH))
"""Compared where there is nothing to compare."""


class NotFirstError(LedgerError):
    """Somebody has access already: he gives it to others."""

    def __init__(self) -> None:
        super().__init__("somebody has access to the pages already: say who gives it with --by")


@dataclass(frozen=True, slots=True)
class Given:
    """A code, to be shown this once.

    Attributes:
        code: as people read it.
        expires_at: worth nothing from then on.
    """

    code: str
    expires_at: datetime


def give(tx: Connection, party: Party, *, by: Party, at: datetime, is_alone: bool = False) -> Given:
    """An admin gives somebody of the shop a code; one given before is worth nothing any more.

    Raises:
        NotAllowedError: the giver does not keep people's access.
        OwnAccessError: it is for himself, and he is not the only one who could.
        NoPagesError: pages are not for a farmer, nor for somebody who left.
    """
    require_keeper(tx, party, by=by, is_alone=is_alone)
    return _give(tx, party, by=by.party_id, at=at)


def give_first(tx: Connection, party: Party, *, at: datetime) -> Given:
    """The shop's computer gives an admin a code, while nobody has access.

    Raises:
        NotFirstError: somebody has, or he is no admin.
    """
    has_any = any(his.password_hash for his in credentials.everybody(tx))
    if has_any or party.role is not PartyRole.ADMIN or not party.is_active:
        raise NotFirstError
    return _give(tx, party, by=None, at=at)


def redeem(
    tx: Connection, code: str, one_time: str, password: str, *, at: datetime
) -> Party | Refused | Weakness:
    """Somebody sets his password by the code that he was given; all his sessions end.

    What is wrong with a password is told to whoever has the code alone, and then the code is still
    good. Commit whatever comes back: a failure was counted.
    """
    found = of_the_shop(tx, code)
    his = credentials.held(tx, found.party_id) if found else None
    is_open = his is not None and not his.is_locked(at)
    kept = _open_hash(tx, his.party_id, at) if his and is_open else None
    is_right = drawn.is_it(kept or NOBODYS, drawn.typed(one_time)) and kept is not None
    if found is None or his is None:
        note(tx, AccessEvent.WRONG_CODE, party_id=None, at=at)
        return Refused.WRONG
    if not is_open:
        return Refused.WRONG
    if not is_right:
        credentials.count_failure(tx, his, AccessEvent.WRONG_CODE, at=at)
        return Refused.WRONG
    weak = passwords.weakness(password, known_of(tx, found), his.password_hash)
    if weak is not None:
        return weak
    _end_open(tx, found.party_id, at)
    set_password(tx, found, password, at=at, event=AccessEvent.PASSWORD_SET)
    sessions.drop_all(tx, found.party_id, at=at)
    return found


def change_password(
    tx: Connection, session: sessions.Session, old: str, new: str, *, at: datetime
) -> Refused | Weakness | None:
    """Whoever is signed in takes another password; his other sessions end. None: it is done.

    Commit whatever comes back: a failure was counted.
    """
    his = credentials.held(tx, session.party.party_id)
    if his is None or his.is_locked(at):
        return Refused.LOCKED
    if not passwords.is_right(his.password_hash, old):
        credentials.count_failure(tx, his, AccessEvent.WRONG_PASSWORD, at=at)
        return Refused.WRONG
    weak = passwords.weakness(new, known_of(tx, session.party), his.password_hash)
    if weak is not None:
        return weak
    set_password(tx, session.party, new, at=at, event=AccessEvent.PASSWORD_CHANGED)
    sessions.drop_all(tx, session.party.party_id, at=at, leaving=session.session_id)
    return None


def set_password(
    tx: Connection, party: Party, password: str, *, at: datetime, event: AccessEvent
) -> None:
    """Somebody has this password from now on; whether it may be is asked before."""
    credentials.opened(tx, party.party_id)
    kept = passwords.hashed(password)
    credentials.write(
        tx, party.party_id, password_hash=kept, changed_at=at, failures=0, locked_until=None
    )
    note(tx, event, party_id=party.party_id, at=at, by=party.party_id)


def known_of(tx: Connection, party: Party) -> list[str]:
    """What everybody knows about somebody, and tries first."""
    shop = shop_profile(tx)
    his = (party.code, party.name_en, party.name_ta, party.village_en, party.village_ta)
    return [*his, *party.aliases, shop.name_en, shop.name_ta, shop.place_en, shop.place_ta]


def _give(tx: Connection, party: Party, *, by: int | None, at: datetime) -> Given:
    his = credentials.opened(tx, party.party_id)
    credentials.clear_failures(tx, his)
    _end_open(tx, party.party_id, at)
    code, until = drawn.draw(LENGTH), at + (AGAIN if his.password_hash else FIRST)
    row = insert(one_time_code_table).values(
        party_id=party.party_id,
        code_hash=drawn.hashed(code),
        issued_by=by,
        issued_at=at,
        expires_at=until,
    )
    tx.execute(row)
    note(tx, AccessEvent.CODE_GIVEN, party_id=party.party_id, at=at, by=by)
    return Given(drawn.shown(code), until)


def _open_hash(tx: Connection, party_id: int, at: datetime) -> str | None:
    row = one_time_code_table.c
    good = (row.party_id == party_id) & row.ended_at.is_(None) & (row.expires_at > at)
    return tx.scalar(select(row.code_hash).where(good))


def _end_open(tx: Connection, party_id: int, at: datetime) -> None:
    row = one_time_code_table.c
    open_ones = update(one_time_code_table).where(row.party_id == party_id, row.ended_at.is_(None))
    tx.execute(open_ones.values(ended_at=at))
