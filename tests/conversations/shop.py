"""The small shop in which every transcript is played: `shop.json` and who works there."""

from dataclasses import replace
from pathlib import Path

from ledger.goods import NewFlower
from ledger.people import NewParty, PartyRole
from ops.imports.rows import rows_of
from ops.rehearse import farmers_of, flowers_of

SHOP = Path(__file__).with_name("shop.json")

SELVI = NewParty(code="S01", role=PartyRole.STAFF, name_en="Selvi", language="en")
KANNAN = NewParty(code="S02", role=PartyRole.STAFF, name_en="Kannan", name_ta="கண்ணன்")
MEENAKSHI = NewParty(code="A01", role=PartyRole.ADMIN, name_en="Meenakshi", language="en")

STAFF = (
    (SELVI, "whatsapp:+919000000101"),
    (KANNAN, "whatsapp:+919000000102"),
    (MEENAKSHI, "whatsapp:+919000000201"),
)
"""Each with the phone she or he writes from."""


def everybody() -> list[tuple[NewParty, str]]:
    """Farmers first, then staff, each with a phone number."""
    rows = rows_of(SHOP)
    phones = [row.phone or "" for row in rows.farmers]
    farmers = [_with_his_ways(farmer) for farmer in farmers_of(rows)]
    return [*zip(farmers, phones, strict=True), *STAFF]


def flowers() -> list[NewFlower]:
    """What the shop takes."""
    return flowers_of(rows_of(SHOP))


def called(who: str) -> NewParty:
    """Who goes by this name in the transcripts; a namesake by his code."""
    return next(party for party, _ in everybody() if who in {party.name_en, party.code})


def known_as(code: str) -> str:
    """What somebody is called in the transcripts."""
    names = [party.name_en for party, _ in everybody()]
    name = called(code).name_en
    return name if names.count(name) == 1 else code


def _with_his_ways(farmer: NewParty) -> NewParty:
    """Lakshmi is answered in English and pays a commission of her own."""
    if farmer.code != "F031":
        return farmer
    return replace(farmer, language="en", commission_bp=400)
