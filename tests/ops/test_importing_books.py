"""A shop brings its people, its day and its paper book: everything, or every fault and nothing."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from ledger import goods, people, queries
from ledger.history import Room, changes
from ledger.policy import NotAllowedError
from ledger.register.people import AdminThereError
from ledger.register.words import shop_words
from ops.importing import Imported, ImportFault, import_file
from tests.ops.import_desk import LATER, MURUGAN, ImportDesk, with_farmer

SHOP: dict[str, Any] = {"farmers": [MURUGAN]}


@pytest.fixture
def desk(tx: Connection, tmp_path: Path) -> ImportDesk:
    return ImportDesk(tx, tmp_path)


PAPER_BOOK: dict[str, Any] = {
    "opening": {"cash": "25,000.50", "market": 40000},
    "staff": [
        {"code": "a01", "name_en": "Meena", "role": "admin", "phone": "9000000201"},
        {"code": "S01", "name_en": "Selvi", "role": "staff", "name_ta": "செல்வி", "language": "en"},
    ],
    "farmers": [
        {
            **MURUGAN,
            "aliases": "Muru; முரு",
            "language": "en",
            "notices": "daily",
            "cycle": "monthly",
            "commission": "4.5",
            "recovery_cap": 5000,
            "advance_limit": "30,000",
            "opening_unsettled": "-120.50",
            "opening_unpaid": 900,
            "opening_advance": 2500,
        }
    ],
    "slots": [
        {"code": "dawn", "name_en": "Dawn", "name_ta": "விடியல்", "from": "03:00", "to": "07:00"},
        {"code": "day", "name_en": "Day", "name_ta": "பகல்", "from": "07:00", "to": "18:00"},
    ],
}


def test_a_shop_comes_with_its_people_its_day_and_its_paper_book(desk: ImportDesk) -> None:
    assert desk.takes(PAPER_BOOK) == Imported(
        farmers=1, flowers=0, limits=0, known=0, staff=2, slots=2, openings=5
    )
    murugan, meena = people.party(desk.tx, "F012"), people.party(desk.tx, "A01")
    assert murugan is not None
    assert meena is not None
    assert (murugan.aliases, murugan.language) == (("Muru", "முரு"), "en")
    assert (murugan.notices, murugan.cycle, murugan.commission_bp) == ("daily", "monthly", 450)
    assert (murugan.recovery_cap_paise, murugan.advance_limit_paise) == (5000_00, 30_000_00)
    assert queries.owed_to(desk.tx, "F012") == queries.Owed(-120_50, 900_00, 2500_00)
    balances = queries.trial_balance(desk.tx)
    assert (balances["cash"], balances["market"]) == (25_000_50, 40_000_00)
    assert sum(balances.values()) == 0
    entry = queries.entry_under(desk.tx, "import:opening:F012:advance")
    assert entry is not None
    assert (entry.actor_id, entry.kind, entry.channel) == (meena.party_id, "opening", "import")
    assert [slot.code for slot in goods.time_slots(desk.tx)] == ["dawn", "day"]


def test_a_paper_book_is_brought_in_once(desk: ImportDesk) -> None:
    desk.takes(PAPER_BOOK)
    before = desk.holds(), queries.trial_balance(desk.tx)
    owner = people.party(desk.tx, "A01")
    again = import_file(desk.tx, desk.path, by=owner, at=LATER)
    assert again == Imported(farmers=0, flowers=0, limits=0, known=3)
    assert (desk.holds(), queries.trial_balance(desk.tx)) == before


def test_once_there_is_an_admin_it_is_he_who_imports(desk: ImportDesk) -> None:
    desk.takes(PAPER_BOOK)
    with pytest.raises(AdminThereError):
        desk.takes(SHOP)
    with pytest.raises(NotAllowedError):
        import_file(desk.tx, desk.path, by=people.party(desk.tx, "S01"))


def test_what_was_agreed_or_opened_otherwise_is_named(desk: ImportDesk) -> None:
    desk.takes(PAPER_BOOK)
    farmer = {**PAPER_BOOK["farmers"][0], "cycle": "daily", "commission": 5, "opening_unpaid": 901}
    desk.path.write_text(json.dumps({"farmers": [farmer], "opening": {"cash": 1}}), "utf-8")
    with pytest.raises(ImportFault) as refused:
        import_file(desk.tx, desk.path, by=people.party(desk.tx, "A01"))
    assert [str(fault) for fault in refused.value.faults] == [
        "farmers row 1, cycle: F012 is in the book with monthly, not daily",
        "farmers row 1, commission_bp: F012 is in the book with 450, not 500",
        "farmers row 1, opening_unpaid: settled:F012 opened with ₹900.00, not ₹901.00",
        "opening, cash: cash opened with ₹25,000.50, not ₹1.00",
    ]


def test_openings_need_somebody_who_answers_for_them(desk: ImportDesk) -> None:
    (fault,) = desk.hears(with_farmer(opening_unpaid=1))
    assert fault == (
        "farmers row 1, opening_unpaid: opening balances need an admin:"
        " bring one among the staff, or import --by one"
    )


def test_every_broken_row_of_every_sheet_is_named(desk: ImportDesk) -> None:
    farmer = {"notices": "hourly", "commission": "105", "opening_advance": "-1", "aliases": 7}
    said = {
        "opening": {"till": 5, "bank": "1.234"},
        "farmers": [{**MURUGAN, **farmer}],
        "staff": [{"code": "F012", "name_en": "Selvi", "role": "farmer"}, {"code": "S02"}],
        "slots": [
            {"code": "a", "name_en": "A", "name_ta": "அ", "from": "04:00", "to": "08:00"},
            {"code": "A", "name_en": "B", "name_ta": "ஆ", "from": "07:59", "to": "07:00"},
            {"code": "c", "name_en": "C", "name_ta": "இ", "from": "8 am", "to": ""},
        ],
    }
    assert desk.hears(said) == [
        "opening: 'till' is unknown",
        "opening, bank: '1.234' is not a sum of rupees, to two decimals",
        "farmers row 1, aliases: not a list of words",
        "farmers row 1, notices: 'hourly' is not one of every_lot, daily, settlements, none",
        "farmers row 1, commission: '105' is not a percentage, to two decimals",
        "farmers row 1, opening_advance: '-1' is not a sum of rupees, to two decimals",
        "staff row 1, role: 'farmer' is not one of staff, admin",
        "staff row 2, name_en: missing",
        "staff row 2, role: None is not one of staff, admin",
        "slots row 2, to: 07:00 is not after 07:59",
        "slots row 2, code: A stands in slots row 1 already",
        "slots row 2, from: it overlaps slots row 1",
        "slots row 3, from: '8 am' is not a time such as 06:00",
        "slots row 3, to: missing",
    ]


def test_staff_and_slots_come_from_a_spreadsheet_too(desk: ImportDesk) -> None:
    assert desk.takes("code,name_en,role,phone\nA01,Meena,admin,9000000201\n").staff == 1
    owner = people.party(desk.tx, "A01")
    day = "code,name_en,name_ta,from,to\nday,Day,பகல்,04:00,18:00\n"
    desk.path.write_text(day, "utf-8")
    assert import_file(desk.tx, desk.path, by=owner).slots == 1


def test_a_farmer_and_a_clerk_cannot_share_a_code_or_a_phone(desk: ImportDesk) -> None:
    clerk = {"code": "f012", "name_en": "Selvi", "role": "staff", "phone": "09843012345"}
    assert desk.hears({"farmers": [MURUGAN], "staff": [clerk]}) == [
        "staff row 1, code: F012 stands in farmers row 1 already",
        "staff row 1, phone: +919843012345 stands in farmers row 1 already",
    ]


WORDS = {"kaasu vettu": "advance cash", "வெட்டு": "paid"}


def test_a_shop_brings_words_of_its_own_and_once(desk: ImportDesk) -> None:
    assert desk.takes({**SHOP, "words": WORDS}).words == 2
    assert shop_words(desk.tx) == WORDS
    assert desk.takes({**SHOP, "words": {**WORDS, "jigina": "balance"}}).words == 1
    assert [change.room for change in changes(desk.tx, code="jigina")] == [Room.WORD]


def test_every_word_that_cannot_be_taught_is_a_fault(desk: ImportDesk) -> None:
    desk.takes({"words": {"jigina": "balance"}})
    malli = {"code": "malli", "name_en": "Malli", "name_ta": "மல்லி"}
    words = {
        "illa": "yes",
        "murugan": "paid",
        "malli": "paid",
        "vettu": "jalsa",
        "jigina": "paid",
        "kuppai": 5,
        "a\nb": "paid",
    }
    assert desk.hears({**SHOP, "flowers": [malli], "words": words}) == [
        "words, 'kuppai': not a text",
        "words, 'a\\nb': holds a character that cannot be seen, U+000A",
        "words, illa: Malar knows it already",
        "words, murugan: Malar reads a farmer's name in it",
        "words, malli: Malar reads a flower's name in it",
        (
            "words, vettu: jalsa: Malar does not know that itself;"
            " name a word it knows: paid, balance, yes"
        ),
        "words, jigina: it is in the book with balance, not paid",
    ]
    assert desk.hears({"words": ["vettu"]}) == ["words: not an object"]
