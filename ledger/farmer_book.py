"""The farmers sought, page by page, and what stands between each and the shop. Only reads.

Whoever types finds by the beginning or the middle of a name, in either script; whoever types a
figure finds by code.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, case, func, or_, select

from ledger.journal_tables import account_table, farmer_balance_table
from ledger.people import NewParty, Party, parties_in, party_table
from ledger.queries import Owed
from ledger.roles import PartyRole

CODE = re.compile(r"([A-Za-z]{0,8})[-_]?0*(\d{1,6})", re.ASCII)
"""`12`, `F12` and `f-012` are F012."""

FIRST_LETTER = {PartyRole.FARMER: "F", PartyRole.STAFF: "S", PartyRole.ADMIN: "A"}
"""Of the codes of a shop that has none yet."""

DIGITS = 3
"""Of such a code."""

party = party_table.c


@dataclass(frozen=True, slots=True, kw_only=True)
class FarmersSought:
    """Which farmers; what is None is not asked.

    Attributes:
        words: code, names and village, in any order; each of them must fit.
        village: its name as the register has it.
        is_active: those who still come, or those who left.
    """

    words: str | None = None
    village: str | None = None
    is_active: bool | None = None


@dataclass(frozen=True, slots=True)
class FarmerRow:
    """A farmer in the list."""

    farmer: Party
    owed: Owed


def farmers_sought(
    tx: Connection, sought: FarmersSought, *, limit: int, offset: int = 0
) -> list[FarmerRow]:
    """Some of the farmers sought: whose code or name it is first, then by code."""
    page = (
        select(party_table)
        .where(*_conditions(sought))
        .order_by(*_rank(sought), func.length(party.code), party.code)
        .limit(limit)
        .offset(offset)
    )
    return with_owed(tx, parties_in(tx, page))


def count_farmers(tx: Connection, sought: FarmersSought) -> int:
    """How many there are of them."""
    found = select(func.count()).select_from(party_table).where(*_conditions(sought))
    return tx.execute(found).scalar_one()


def with_owed(tx: Connection, farmers: Iterable[Party]) -> list[FarmerRow]:
    """The same farmers, each with what stands between him and the shop."""
    them = list(farmers)
    sums = {name: _sum(name, sign) for name, sign in _SIGNS.items()}
    rows = tx.execute(
        select(account_table.c.party_id, *sums.values())
        .join(farmer_balance_table, farmer_balance_table.c.account_id == account_table.c.id)
        .where(account_table.c.party_id.in_([each.party_id for each in them]))
        .group_by(account_table.c.party_id)
    )
    owed = {row[0]: Owed(*map(int, row[1:])) for row in rows}
    return [FarmerRow(each, owed.get(each.party_id, Owed())) for each in them]


def villages(tx: Connection) -> list[tuple[str, str]]:
    """Where the farmers come from: each village in English and in Tamil letters."""
    known = (
        select(party.village_en, party.village_ta)
        .where(party.role == PartyRole.FARMER, or_(party.village_en != "", party.village_ta != ""))
        .distinct()
        .order_by(party.village_en, party.village_ta)
    )
    return [(row.village_en, row.village_ta) for row in tx.execute(known)]


def namesakes(tx: Connection, new: NewParty, *, but: int | None = None) -> list[Party]:
    """Other farmers of the same name from the same village, whom one could take for him."""
    is_another = party.party_id != but if but is not None else party.party_id.is_not(None)
    is_called_so = or_(*_same(party.name_en, new.name_en), *_same(party.name_ta, new.name_ta))
    is_from_there = or_(
        *_same(party.village_en, new.village_en),
        *_same(party.village_ta, new.village_ta),
        *([party.village_en == ""] if not (new.village_en or new.village_ta) else []),
    )
    same = select(party_table).where(
        party.role == PartyRole.FARMER, is_another, is_called_so, is_from_there
    )
    return parties_in(tx, same.order_by(party.code))


def next_code(tx: Connection, role: PartyRole) -> str:
    """A code that nobody has yet, as the newest of that role are written: after F060 comes F061."""
    codes = select(party.code).where(party.role == role).order_by(party.party_id.desc())
    known = [split for code in tx.scalars(codes) if (split := re.fullmatch(r"(\D*)(\d+)", code))]
    letter, width, last = FIRST_LETTER[role], DIGITS if role is PartyRole.FARMER else 2, 0
    if known:
        letter, width = known[0][1], len(known[0][2])
        last = max(int(each[2]) for each in known if each[1] == letter)
    taken = set(tx.scalars(select(party.code)))
    while (code := f"{letter}{last + 1:0{width}}") in taken:
        last += 1
    return code


_SIGNS = {"payable": -1, "settled": -1, "advance": 1}


def _sum(account: str, sign: int) -> ColumnElement[int]:
    is_it = func.split_part(account_table.c.code, ":", 1) == account
    paise = func.sum(sign * farmer_balance_table.c.balance_paise).filter(is_it)
    return func.coalesce(paise, 0).label(account)


def _conditions(sought: FarmersSought) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = [party.role == PartyRole.FARMER]
    if sought.is_active is not None:
        wanted.append(party.is_active.is_(sought.is_active))
    if sought.village is not None:
        wanted.append(or_(party.village_en == sought.village, party.village_ta == sought.village))
    return wanted + [_fits(word) for word in (sought.words or "").split()]


def _fits(word: str) -> ColumnElement[bool]:
    """Whether a word is of a farmer's code, of one of his names, or of his village."""
    told = (
        party.name_en,
        party.name_ta,
        func.array_to_string(party.aliases, "\n"),
        party.village_en,
        party.village_ta,
    )
    code = CODE.fullmatch(word)
    fits = [column.icontains(word, autoescape=True) for column in told]
    if code:
        fits.append(party.code.op("~*")(_code_pattern(code)))
    else:
        fits.append(party.code.istartswith(word, autoescape=True))
    return or_(*fits)


def _rank(sought: FarmersSought) -> list[ColumnElement[int]]:
    words = (sought.words or "").split()
    if not words:
        return []
    whole, first = " ".join(words), words[0]
    code = CODE.fullmatch(whole)
    ranks: list[tuple[ColumnElement[bool], int]] = []
    if code:
        ranks.append((party.code.op("~*")(_code_pattern(code) + "$"), 0))
    for column in (party.name_en, party.name_ta):
        ranks.append((func.lower(column) == whole.lower(), 1))
        ranks.append((column.istartswith(first, autoescape=True), 2))
    return [case(*ranks, else_=3)]


def _code_pattern(code: re.Match[str]) -> str:
    return f"^{code[1] or '[a-z]*'}[-_]?0*{int(code[2])}"


def _same(column: ColumnElement[str], said: str) -> list[ColumnElement[bool]]:
    return [func.lower(column) == said.lower()] if said else []
