"""What a shop brings from a file: everything, or every fault by name and nothing."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from ledger import goods, people, queries, terms
from ledger.people import NewParty
from ledger.roles import PartyRole
from locales.languages import LANGUAGES
from ops.importing import Imported, ImportFault, import_file
from tests.ops.import_desk import LATER, MURUGAN, ImportDesk, with_farmer

MALLI = {"code": "malli", "name_en": "Malli", "name_ta": "மல்லிகை", "aliases": ["jasmine"]}
SHOP: dict[str, Any] = {
    "now": "2025-07-14T05:40:00+05:30",
    "tz": "Asia/Kolkata",
    "limits": {"quantity_max_kg": 250.5, "rate_max": 5000, "amount_max": 100000},
    "farmers": [MURUGAN],
    "flowers": [MALLI, {"code": "lotus", "name_en": "Lotus", "name_ta": "தாமரை", "unit": "piece"}],
}
FARMER_COLUMNS = "code,name_en,name_ta,village_en,village_ta,phone"


@pytest.fixture
def desk(tx: Connection, tmp_path: Path) -> ImportDesk:
    return ImportDesk(tx, tmp_path)


def test_a_shop_is_taken_whole(desk: ImportDesk) -> None:
    assert desk.takes(SHOP) == Imported(farmers=1, flowers=2, limits=3, known=0)
    farmer = people.party_at(desk.tx, "whatsapp:+919843012345")
    assert farmer is not None
    assert (farmer.code, farmer.role, farmer.village_ta) == ("F012", "farmer", "நிலக்கோட்டை")
    assert queries.owed_to(desk.tx, "F012") == queries.Owed(0, 0, 0)
    malli, lotus = goods.flowers(desk.tx)
    assert (malli.unit, malli.aliases, lotus.unit) == ("kg", ("jasmine",), "piece")
    limits = terms.terms(desk.tx, LATER)
    assert limits.quantity_max_milli == 250_500
    assert limits.rate_max_paise == 5_000_00
    assert limits.amount_max_paise == 1_00_000_00


def test_the_same_file_again_changes_nothing_and_is_counted(desk: ImportDesk) -> None:
    desk.takes(SHOP)
    before = desk.holds()
    assert desk.takes(SHOP) == Imported(farmers=0, flowers=0, limits=0, known=3)
    assert desk.holds() == before


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_farmer_comes_with_the_language_that_he_is_answered_in(
    desk: ImportDesk, language: str
) -> None:
    desk.takes(with_farmer(language=language))
    assert people.farmer(desk.tx, "F012").language == language


def test_a_file_without_phones_limits_or_flowers_is_a_file(desk: ImportDesk) -> None:
    farmer = {name: cell for name, cell in MURUGAN.items() if name != "phone"}
    assert desk.takes({"farmers": [farmer]}).farmers == 1
    assert desk.takes({}) == Imported(0, 0, 0, 0)


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"name_ta": "முருகேசன்"}, "name_ta: F012 is in the book with முருகன், not முருகேசன்"),
        ({"village_en": "Melur"}, "village_en: F012 is in the book with Nilakottai, not Melur"),
        ({"phone": "9843099999"}, "phone: F012 is in the book with another phone, or none"),
        ({"code": "F013"}, "phone: +919843012345 belongs to F012 Murugan"),
    ],
)
def test_an_import_changes_nobody(desk: ImportDesk, cells: dict[str, str], fault: str) -> None:
    desk.takes(SHOP)
    assert desk.hears(with_farmer(**cells)) == [f"farmers row 1, {fault}"]


def test_an_import_changes_no_flower(desk: ImportDesk) -> None:
    desk.takes(SHOP)
    assert desk.hears({"flowers": [{**MALLI, "unit": "bunch", "aliases": ["sambac"]}]}) == [
        "flowers row 1, unit: malli is in the book with kg, not bunch",
        "flowers row 1, aliases: malli is in the book without sambac",
    ]


def test_a_clerks_code_is_no_farmers(desk: ImportDesk) -> None:
    people.add_party(desk.tx, NewParty(code="S01", role=PartyRole.STAFF, name_en="Selvi"))
    said = with_farmer(code="s01", phone="")
    assert desk.hears(said) == ["farmers row 1, code: S01 is Selvi, who is staff"]


def test_every_fault_of_every_row_is_named_at_once(desk: ImportDesk) -> None:
    wrong = {**MURUGAN, "code": "F 13", "name_en": " ", "phone": "12345", "age": 40}
    flower = {"code": "malli", "name_en": "Malli", "name_ta": "malli", "unit": "litre"}
    limits = {"quantity_max_kg": "many", "rate_max": 0, "amount_max": True, "depth": 1}
    said = {"tz": "UTC", "now": "noon", "limits": limits}
    assert desk.hears({**said, "farmers": [MURUGAN, wrong], "flowers": [flower]}) == [
        "now: 'noon' is not a moment such as 2025-07-14T05:40:00+05:30",
        "tz: 'UTC' is not the market's zone, Asia/Kolkata",
        "limits: 'depth' is unknown",
        "limits, quantity_max_kg: 'many' is not a number",
        "limits, rate_max: 0 is not a limit: above zero, to a 100th at most",
        "limits, amount_max: not a number",
        "farmers row 2: 'age' is unknown",
        "farmers row 2, code: 'F 13' is not a code: up to 16 letters A-Z, digits, - and _",
        "farmers row 2, name_en: missing",
        "farmers row 2, phone: '12345' is not a phone: ten digits, or + and the country's number",
        "flowers row 1, name_ta: 'malli' has no Tamil letter",
        "flowers row 1, unit: 'litre' is not a unit: kg, piece, bunch",
    ]


def test_what_is_wrong_in_itself_and_what_the_book_knows_otherwise_are_named_together(
    desk: ImportDesk,
) -> None:
    desk.takes(SHOP)
    other = {**MURUGAN, "name_ta": "முருகேசன்"}
    broken = {**MURUGAN, "code": "F013", "phone": "12"}
    assert desk.hears({"farmers": [other, broken]}) == [
        "farmers row 1, name_ta: F012 is in the book with முருகன், not முருகேசன்",
        "farmers row 2, phone: '12' is not a phone: ten digits, or + and the country's number",
    ]


def test_what_stands_twice_in_the_file_is_named(desk: ImportDesk) -> None:
    again = {**MURUGAN, "code": "f012", "phone": "+91 98430-12345"}
    assert desk.hears({"farmers": [MURUGAN, again], "flowers": [MALLI, MALLI]}) == [
        "farmers row 2, code: F012 stands in farmers row 1 already",
        "farmers row 2, phone: +919843012345 stands in farmers row 1 already",
        "flowers row 2, code: malli stands in flowers row 1 already",
        "flowers row 2, name_en: Malli stands in flowers row 1 already",
        "flowers row 2, name_ta: மல்லிகை stands in flowers row 1 already",
    ]


def test_two_flowers_never_bear_one_name(desk: ImportDesk) -> None:
    desk.takes(SHOP)
    assert desk.hears({"flowers": [{**MALLI, "code": "malli2", "name_en": "malli"}]}) == [
        "flowers row 1, name_en: malli is malli in the book",
        "flowers row 1, name_ta: மல்லிகை is malli in the book",
    ]


@pytest.mark.parametrize(
    "written",
    [
        "9843012345",
        "098430 12345",
        "+91 98430-12345",
        "0091 9843012345",
        "919843012345",
        9843012345,
    ],
)
def test_an_indian_phone_is_known_however_it_is_written(
    desk: ImportDesk, written: str | int
) -> None:
    desk.takes(with_farmer(phone=written))
    assert people.party_at(desk.tx, "whatsapp:+919843012345")


def test_a_phone_abroad_keeps_its_country(desk: ImportDesk) -> None:
    desk.takes(with_farmer(phone="+65 9123 4567"))
    assert people.party_at(desk.tx, "whatsapp:+6591234567")


@pytest.mark.parametrize(
    "phone", ["1234567890", "98430123456", "984301234", "+911234567890", "98430x2345", "௯௮௪௩", True]
)
def test_what_is_no_phone_is_refused(desk: ImportDesk, phone: object) -> None:
    assert desk.hears(with_farmer(phone=phone))[0].startswith("farmers row 1, phone: ")


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("Muru\x07gan", "holds a character that cannot be seen, U+0007"),
        ("Muru\ngan", "holds a character that cannot be seen, U+000A"),
        ("\u202enagurum", "holds a character that cannot be seen, U+202E"),
        ("Muru\u200bgan", "holds a character that cannot be seen, U+200B"),
        ("\ud800Murugan", "holds a character that cannot be seen, U+D800"),
        ("Muru\x00gan", "holds a character that cannot be seen, U+0000"),
        ("*Murugan*", "'*' does not belong in a name"),
        ("=Murugan", "'=' does not belong in a name"),
        ("முருகன்", "'முருகன்' has no English letter"),
        ("M" * 61, "longer than 60 characters"),
        (None, "missing"),
        (12, "not a text"),
    ],
)
def test_what_is_no_name_is_refused(desk: ImportDesk, name: object, why: str) -> None:
    said = json.dumps(with_farmer(name_en=name))
    assert desk.hears(said) == [f"farmers row 1, name_en: {why}"]


def test_tamil_is_kept_composed_and_with_single_spaces(desk: ImportDesk) -> None:
    desk.takes(with_farmer(name_ta="  பெ.  கொ\u0bc6\u0bbeடி ".replace("கொ", "க")))
    farmer = people.party(desk.tx, "F012")
    assert farmer is not None
    assert farmer.name_ta == "பெ. கொடி"


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (b'{"farmers": []}\0', "holds NUL bytes: save it as UTF-8 text"),
        ('{"farmers": []}'.encode("utf-16"), "holds NUL bytes: save it as UTF-8 text"),
        ("code,name_en\nF1,José".encode("latin-1"), "is not UTF-8 text (byte 20)"),
        (b'{"farmers": [}', "is not JSON: "),
        (b"[" * 100_000, "is not JSON that anybody wrote"),
        (b'{"limits": {"rate_max": ' + b"9" * 5000 + b"}}", "is not JSON that anybody wrote"),
        (b"[1]", "is not one JSON object with farmers and flowers in it"),
        (b'{"farmers": {}}', "farmers: not a list"),
        (b'{"farmers": [7]}', "farmers row 1: not an object"),
        (b'{"limits": []}', "limits: not an object"),
        (b'{"buyers": []}', "'buyers' is unknown"),
        (b"", "the first line names neither farmers (code, name_en"),
        (b"code,name_en,name_ta,village_en\n", "the first line names neither farmers"),
        (b'code,name_en,name_ta\nmalli,"Mal', "is not CSV: "),
    ],
)
def test_a_file_of_no_known_shape_says_why(desk: ImportDesk, said: bytes, why: str) -> None:
    (fault,) = desk.hears(said)
    assert fault.startswith(why)


def test_a_file_that_is_not_there_says_so(tx: Connection, tmp_path: Path) -> None:
    with pytest.raises(ImportFault, match="cannot be read: No such file"):
        import_file(tx, tmp_path / "nowhere.json")


@pytest.mark.parametrize("limit", ["NaN", "Infinity", "1e999999999", "1e-9", "-5", '""', "0.0001"])
def test_what_is_no_limit_is_refused(desk: ImportDesk, limit: str) -> None:
    (fault,) = desk.hears('{"limits": {"quantity_max_kg": ' + limit + "}}")
    assert fault.startswith("limits, quantity_max_kg: ")


def test_farmers_come_from_a_spreadsheet_too(desk: ImportDesk) -> None:
    said = (
        f"\ufeff{FARMER_COLUMNS}\r\n"
        "F012,Murugan,முருகன்,Nilakottai,நிலக்கோட்டை,9843012345\r\n"
        ",,,,,\r\n"
        '"F013","S. Rajendran","சு. ராஜேந்திரன்",Melur,மேலூர்\r\n'
    )
    assert desk.takes(said) == Imported(farmers=2, flowers=0, limits=0, known=0)
    assert people.party_at(desk.tx, "whatsapp:+919843012345")


def test_flowers_come_from_a_spreadsheet_too(desk: ImportDesk) -> None:
    said = "Code,Name_en,Name_ta,Unit,Aliases\nmalli,Malli,மல்லிகை,,jasmine; gundu malli ;\n"
    assert desk.takes(said).flowers == 1
    (malli,) = goods.flowers(desk.tx)
    assert (malli.unit, malli.aliases) == ("kg", ("gundu malli", "jasmine"))


def test_a_row_is_counted_as_the_spreadsheet_shows_it(desk: ImportDesk) -> None:
    rows = ["", "F012,Murugan,,Nilakottai,நிலக்கோட்டை,", "F013,a,b,c,d,e,f"]
    assert desk.hears("\n".join([FARMER_COLUMNS, *rows[:2]])) == ["farmers row 3, name_ta: missing"]
    assert desk.hears("\n".join([FARMER_COLUMNS, rows[2]])) == [
        "farmers row 2: more cells than the first line names"
    ]
