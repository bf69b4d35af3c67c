"""The small shop in which every transcript is played: `shop.json` and who works there."""

from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

from ledger.consents import ConsentEvent, Via, record
from ledger.people import NewParty, add_party, parties, party_table
from ledger.roles import PartyRole
from ops.importing import import_file

JOINED = datetime(2026, 11, 1, tzinfo=UTC)

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


def open_shop(tx: sa.Connection) -> None:
    """Everybody is on the list and knows the privacy notice.

    Lakshmi is answered in English and pays her own commission.
    """
    import_file(tx, SHOP)
    for person, address in STAFF:
        add_party(tx, person, [address])
    for farmer in parties(tx, PartyRole.FARMER):
        record(tx, farmer.party_id, ConsentEvent.SHOWN, JOINED, Via("counter"))
    lakshmi = sa.update(party_table).where(party_table.c.code == "F031")
    tx.execute(lakshmi.values(language="en", commission_bp=400))
