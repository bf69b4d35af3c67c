"""Whose shop it is: the name and place at the head of every paper, with history."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import BigInteger, Column, Connection, DateTime, Table, Text, insert, select

from ledger.db import metadata
from ledger.errors import WrongValueError
from ledger.people import Party
from ledger.policy import Act, require

profile_table = Table(
    "shop_profile",
    metadata,
    Column("profile_id", BigInteger, primary_key=True),
    Column("name_en", Text),
    Column("name_ta", Text),
    Column("place_en", Text),
    Column("place_ta", Text),
    Column("phone", Text),
    Column("set_at", DateTime(timezone=True)),
    Column("set_by", BigInteger),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopProfile:
    """What a paper says about the shop.

    Attributes:
        phone: as people dial it; empty where it is not to be printed.
    """

    name_en: str
    name_ta: str
    place_en: str
    place_ta: str
    phone: str = ""


NAMELESS = ShopProfile(
    name_en="Flower commission shop",
    name_ta="பூ கமிஷன் கடை",
    place_en="Flower market",
    place_ta="பூ மார்க்கெட்",
)
"""Stands at the head while nobody has said whose shop it is."""


def shop_profile(tx: Connection) -> ShopProfile:
    """Whose shop it is today."""
    said = profile_table.c
    newest = select(said.name_en, said.name_ta, said.place_en, said.place_ta, said.phone)
    row = tx.execute(newest.order_by(said.profile_id.desc()).limit(1)).mappings().first()
    return NAMELESS if row is None else ShopProfile(**row)


def set_shop_profile(tx: Connection, profile: ShopProfile, *, by: Party, at: datetime) -> None:
    """Somebody of the shop says whose it is, from now on.

    Raises:
        NotAllowedError: his role does not keep the register.
        WrongValueError: a name or a place is empty, or not one line.
    """
    require(by.role, Act.KEEP_REGISTER)
    write_shop_profile(tx, profile, by=by.party_id, at=at)


def write_shop_profile(
    tx: Connection, profile: ShopProfile, *, by: int | None, at: datetime
) -> None:
    """Write whose shop it is; for people there is `set_shop_profile`.

    Raises:
        WrongValueError: a name or a place is empty, or not one line.
    """
    values = asdict(profile)
    for what, value in values.items():
        if not value.isprintable() or not (value.strip() or what == "phone"):
            raise WrongValueError(what, "is one line that is not empty")
    tx.execute(insert(profile_table).values(**values, set_at=at, set_by=by))
