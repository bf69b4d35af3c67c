"""People: who the shop deals with, and by which addresses WhatsApp knows them.

A person is an internal id. A phone number or one of WhatsApp's business-scoped user ids is an
`identity`, a row that points to him; WhatsApp may hide a phone number, so neither is the person.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Column,
    Connection,
    Integer,
    RowMapping,
    Select,
    Table,
    Text,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from ledger import accounts
from ledger.acting import acting
from ledger.db import metadata
from ledger.errors import DuplicateError, UnknownCodeError
from ledger.roles import PartyRole

party_table = Table(
    "party",
    metadata,
    Column("party_id", BigInteger, primary_key=True),
    Column("code", Text),
    Column("role", Text),
    Column("name_en", Text),
    Column("name_ta", Text),
    Column("village_en", Text),
    Column("village_ta", Text),
    Column("language", Text),
    Column("notices", Text),
    Column("commission_bp", Integer),
    Column("is_fast", Boolean),
    Column("is_active", Boolean),
    Column("aliases", ARRAY(Text, as_tuple=True)),
    Column("cycle", Text),
    Column("recovery_cap_paise", BigInteger),
    Column("advance_limit_paise", BigInteger),
)
identity_table = Table(
    "identity",
    metadata,
    Column("address", Text, primary_key=True),
    Column("party_id", BigInteger),
    Column("kind", Text),
)


class Notices(StrEnum):
    """Which notices a farmer wants."""

    EVERY_LOT = "every_lot"
    DAILY = "daily"
    SETTLEMENTS = "settlements"
    NONE = "none"


class Cycle(StrEnum):
    """How often a farmer is settled with."""

    DAILY = "daily"
    WEEKLY = "weekly"
    TEN_DAY = "ten_day"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewParty:
    """A person about to be written into the shop's list.

    Attributes:
        code: how the shop names him, `F012`; it never changes.
        name_ta: empty falls back to the English name.
        language: `en`, `ta` or `tanglish`, which is Tamil in Latin letters.
        commission_bp: his own commission; None for the flower's or the shop's.
        is_fast: a clerk whose certain lots are posted without asking.
        aliases: what else people call him, in any script.
        cycle: how often he is settled with.
        recovery_cap_paise: the most that one settlement takes for his advances; None for no cap.
        advance_limit_paise: what he may have outstanding; None for the shop's limit.
    """

    code: str
    role: PartyRole
    name_en: str
    name_ta: str = ""
    village_en: str = ""
    village_ta: str = ""
    language: str = "ta"
    notices: Notices = Notices.EVERY_LOT
    commission_bp: int | None = None
    is_fast: bool = False
    aliases: tuple[str, ...] = ()
    cycle: Cycle = Cycle.WEEKLY
    recovery_cap_paise: int | None = None
    advance_limit_paise: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Party(NewParty):
    """A person on the shop's list."""

    party_id: int
    is_active: bool


def party_at(tx: Connection, address: str) -> Party | None:
    """Who writes from this address, as WhatsApp gives it: `whatsapp:+9198…`, `whatsapp:IN.123…`."""
    known = select(identity_table.c.party_id).where(identity_table.c.address == bare(address))
    return _first(tx, select(party_table).where(party_table.c.party_id.in_(known)))


def party(tx: Connection, code: str) -> Party | None:
    """Who has this code."""
    return _first(tx, select(party_table).where(party_table.c.code == code))


def party_of_id(tx: Connection, party_id: int) -> Party:
    """Who has this internal id, which a row of the books names."""
    row = tx.execute(select(party_table).where(party_table.c.party_id == party_id))
    return _party(row.mappings().one())


def parties_of(tx: Connection, ids: Iterable[int]) -> dict[int, Party]:
    """Who have these internal ids, in one look."""
    wanted = select(party_table).where(party_table.c.party_id.in_(set(ids)))
    return {each.party_id: each for each in parties_in(tx, wanted)}


def farmer(tx: Connection, code: str) -> Party:
    """The farmer with this code, whether he still comes or not.

    Raises:
        UnknownCodeError: no farmer has it.
    """
    found = party(tx, code)
    if found is None or found.role is not PartyRole.FARMER:
        raise UnknownCodeError("farmer", code)
    return found


def parties(tx: Connection, role: PartyRole | None = None) -> list[Party]:
    """Everybody, or everybody of a role, by code."""
    wanted = select(party_table).order_by(party_table.c.code)
    if role is not None:
        wanted = wanted.where(party_table.c.role == role)
    return parties_in(tx, wanted)


def parties_in(tx: Connection, wanted: Select[*tuple[object, ...]]) -> list[Party]:
    """Those whose rows these are."""
    return [_party(row) for row in tx.execute(wanted).mappings()]


def add_party(tx: Connection, new: NewParty, addresses: Iterable[str] = ()) -> Party:
    """Write somebody into the list; a farmer gets his three accounts with it.

    Raises:
        DuplicateError: his code or one of the addresses belongs to somebody already.
    """
    try:
        with tx.begin_nested():
            written = insert(party_table).values(**asdict(new)).returning(*party_table.c)
            added = _party(tx.execute(written).mappings().one())
    except IntegrityError as error:
        raise _duplicate(error, "party_code_unique", "code", new.code) from error
    if new.role is PartyRole.FARMER:
        for account in accounts.of_farmer(new.code):
            tx.execute(select(func.open_account(account.code, account.kind, added.party_id)))
    for address in addresses:
        add_address(tx, added.party_id, address)
    return added


def add_address(tx: Connection, party_id: int, address: str) -> None:
    """Let an address point to somebody.

    Raises:
        DuplicateError: it points to somebody already.
    """
    known = bare(address)
    kind = "phone" if known.startswith("+") else "bsuid"
    row = insert(identity_table).values(address=known, party_id=party_id, kind=kind)
    try:
        with tx.begin_nested():
            tx.execute(row)
    except IntegrityError as error:
        raise _duplicate(error, "identity_address_unique", "address", known) from error


def addresses_of(tx: Connection, party_id: int) -> list[str]:
    """Where somebody can be written to, as WhatsApp wants it; phone numbers first."""
    known = (
        select(identity_table.c.address)
        .where(identity_table.c.party_id == party_id)
        .order_by(identity_table.c.kind.desc(), identity_table.c.address)
    )
    return [f"whatsapp:{address}" for address in tx.scalars(known)]


def set_language(tx: Connection, party_id: int, language: str) -> None:
    """Speak `en` or `ta` to somebody from now on, as he chose."""
    acting(tx, party_id)
    chosen = update(party_table).where(party_table.c.party_id == party_id)
    tx.execute(chosen.values(language=language))


def set_fast_mode(tx: Connection, party_id: int, is_fast: bool) -> None:  # noqa: FBT001 - the switch is the fact
    """Post a clerk's certain lots without asking, or ask again, as he chose."""
    acting(tx, party_id)
    chosen = update(party_table).where(party_table.c.party_id == party_id)
    tx.execute(chosen.values(is_fast=is_fast))


def bare(address: str) -> str:
    """The address without the channel: `+9198…` or `IN.123…`."""
    return address.strip().removeprefix("whatsapp:")


def _first(tx: Connection, wanted: Select[*tuple[object, ...]]) -> Party | None:
    row = tx.execute(wanted).mappings().first()
    return None if row is None else _party(row)


def _party(row: RowMapping) -> Party:
    columns = dict(row)
    kinds = {"role": PartyRole, "notices": Notices, "cycle": Cycle}
    return Party(**columns | {name: kind(columns[name]) for name, kind in kinds.items()})


def _duplicate(error: IntegrityError, constraint: str, what: str, value: str) -> Exception:
    """The refusal that a violated uniqueness stands for; any other fault stays itself."""
    if constraint in str(error.orig):
        return DuplicateError(what, value)
    return error
