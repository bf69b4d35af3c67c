"""Whose shop the demo is, and who works in it."""

from ledger.people import NewParty
from ledger.roles import PartyRole
from ledger.shop_profile import ShopProfile

PROFILE = ShopProfile(
    name_en="Malar Flowers",
    name_ta="மலர் பூக்கடை",
    place_en="Mattuthavani, Madurai",
    place_ta="மாட்டுத்தாவணி, மதுரை",
    phone="0452 258 0000",
)

STAFF = (
    (
        NewParty(
            code="S01",
            role=PartyRole.STAFF,
            name_en="Selvi",
            name_ta="செல்வி",
            village_en="Madurai",
            village_ta="மதுரை",
            language="en",
        ),
        "whatsapp:+919000000101",
    ),
    (
        NewParty(
            code="S02",
            role=PartyRole.STAFF,
            name_en="Kannan",
            name_ta="கண்ணன்",
            village_en="Madurai",
            village_ta="மதுரை",
        ),
        "whatsapp:+919000000102",
    ),
    (
        NewParty(
            code="A01",
            role=PartyRole.ADMIN,
            name_en="Meenakshi",
            name_ta="மீனாட்சி",
            village_en="Madurai",
            village_ta="மதுரை",
            language="en",
        ),
        "whatsapp:+919000000201",
    ),
)
"""Everybody with the address that he or she writes from."""

CLERKS = ("S01", "S02")
CLERK_ADDRESS = "whatsapp:+919000000101"
OWNER = "A01"
OWNER_ADDRESS = "whatsapp:+919000000201"
"""Nobody's phones: a book that knows them is the demo shop's."""
