"""The owner keeps the register from the command line: what is typed, said and refused."""

from locales.languages import LANGUAGES
from tests.ops.shop_desk import Desk

KAVIN = (
    *("farmer", "add", "f099", "Kavin", "--name-ta", "கவின்", "--village", "Melur"),
    *("--phone", "98430 12399", "--cycle", "ten_day", "--commission", "4.5", "--by", "A01"),
    *("--recovery-cap", "5,000", "--aliases", "Kavi; கவி"),
)


def test_a_farmer_is_added_changed_and_shown(desk: Desk) -> None:
    assert desk(*KAVIN) == [
        "F099 Kavin · கவின்",
        "  village        Melur",
        "  also called    Kavi, கவி",
        "  numbers        +919843012399",
        "  language       ta",
        "  here           yes",
        "  notices        every_lot",
        "  cycle          ten_day",
        "  commission     4.5 %",
        "  recovery cap   ₹5,000.00",
        "  advance limit  the shop's",
    ]
    desk.wait(hours=1)
    changed = desk("farmer", "change", "F099", "--commission", "shop", "--notices", "daily",
                   "--aliases", "", "--by", "A01")  # fmt: skip
    assert "  commission     the shop's" in changed
    assert desk("farmer", "show", "f099") == changed
    assert desk("history", "F099")[-1] == (
        "24-11-2026 06:40  A01  F099  aliases Kavi; கவி → nothing, notices every_lot → daily,"
        " commission_bp 450 → nothing"
    )
    assert desk("farmer", "list") == ["F099  Kavin  Melur  ten-day"]
    desk("farmer", "change", "F099", "--commission", "0", "--by", "A02")
    assert desk("history", "f099")[-1].endswith("A02  F099  commission_bp nothing → 0")


def test_a_person_is_answered_in_any_of_the_languages(desk: Desk) -> None:
    desk(*KAVIN)
    for language in LANGUAGES:
        changed = desk("farmer", "change", "F099", "--language", language, "--by", "A01")
        assert f"  language       {language}" in changed


def test_the_first_admin_needs_nobody_and_the_next_one_does(desk: Desk) -> None:
    assert desk("staff", "list") == [
        "A01  Meena    admin",
        "A02  Ravi     admin",
        "S01  Selvi    staff",
    ]
    why = desk.refused("staff", "add", "A03", "Thief", "--role", "admin")
    assert why == "the shop has an admin: say who acts with --by"


REFUSED = (
    ("farmer add F012 Murugan --by S01", "not allowed to change people, flowers, slots"),
    ("farmer add F012 Murugan --by X01", "X01 is nobody of the shop's own people"),
    ("farmer add F012 Murugan --by A01 --phone 12345", "address: '12345' is not a phone"),
    ("farmer add F012 Murugan --by A01 --phone 9000000101", "address +919000000101 is taken"),
    ("farmer add S01 Murugan --by A01", "code S01 is taken"),
    ("farmer add F/12 Murugan --by A01", "code: 'F/12' is not a code: up to 16 letters"),
    ("farmer add F012 முருகன் --by A01", "name_en: 'முருகன்' has no English letter"),
    ("farmer add F012 Murugan --by A01 --commission 101", "10100 is not between 0 and 10000"),
    ("farmer add F012 Murugan --by A01 --commission 4.123", "4.123 is no percentage"),
    ("farmer add F012 Murugan", "Missing option '--by'"),
    ("farmer change F999 --name X --by A01", "no person F999"),
    ("farmer deactivate A01 --by A02 --soon", "No such option"),
    ("flower change mallu --commission 4 --by A01", "no flower mallu"),
    ("slot add x X --name-ta இரவு --from 17:00 --to 19:00 --by A01", "overlaps evening, 14:00"),
    ("slot add x X --name-ta இரவு --from 25:00 --to 26:00 --by A01", "25:00 is no time such"),
    ("quality set x X 300 --name-ta ஈரம் --side price --by A01", "adjustment_bp: 30000 is not"),
    ("setting set generosity 1 --by A01", "no term generosity"),
    ("setting set lone_admin_may 2 --by A01", "lone_admin_may: 2 is not between 0 and 1"),
    ("setting set pay_days soon --by A01", "soon is no number"),
    ("setting set pay_days 1.5 --by A01", "1.5 is too fine a number"),
    ("setting history generosity", "no term generosity"),
    ("rate set malli 850 --by S01", "not allowed to set rates"),
    ("rate set malli 850 --by A01", "no flower malli"),
    ("rate history malli", "no flower malli"),
    ("ask grant 7 --by A01", "nothing is asked under the number 7"),
    ("ask refuse 7 --by A01", "Missing option '--reason'"),
    ("identity add A01 98430 --by A02", "address: '98430' is not a phone"),
)


def test_what_cannot_be_done_is_one_line(desk: Desk) -> None:
    for words, why in REFUSED:
        assert why in desk.refused(*words.split())


def test_somebody_leaves_and_comes_back(desk: Desk) -> None:
    desk(*KAVIN)
    assert desk("farmer", "deactivate", "F099", "--by", "A01") == ["F099 Kavin has left."]
    assert desk("farmer", "list") == ["no farmers yet"]
    assert desk("farmer", "list", "--all") == ["F099  Kavin  Melur  ten-day  left"]
    assert desk("farmer", "activate", "F099", "--by", "A01") == ["F099 Kavin is back."]
    desk("staff", "deactivate", "S01", "--by", "A01")
    assert "S01 is nobody of the shop" in desk.refused("rate", "set", "m", "1", "--by", "S01")


def test_a_number_changes_when_two_say_so(desk: Desk) -> None:
    desk(*KAVIN)
    change = ("identity", "replace", "F099", "9843012399", "9843012345", "--by", "A01")
    assert desk.refused(*change) == "a reason is needed"
    asked = "this needs a second person: asked as 1; another admin says: malar ask grant 1"
    assert desk.refused(*change, "--reason", "lost his phone") == asked
    assert desk.refused(*change, "--reason", "lost his phone") == asked
    (waiting,) = desk("ask", "list")
    assert waiting == (
        "1  24-11-2026 05:40  A01  change identity  "
        "code F099, added +919843012345, removed +919843012399  lost his phone"
    )
    assert "another admin must decide" in desk.refused("ask", "grant", "1", "--by", "A01")
    assert "not allowed" in desk.refused("ask", "grant", "1", "--by", "S01")
    assert desk("identity", "list", "F099") == ["+919843012399"]
    assert desk("ask", "grant", "1", "--by", "A02") == ["1 is granted, and done."]
    assert desk("identity", "list", "F099") == ["+919843012345"]
    assert desk("ask", "list") == ["nothing waits"]
    assert "1 is decided already" in desk.refused("ask", "grant", "1", "--by", "A02")


def test_what_is_refused_is_not_done(desk: Desk) -> None:
    desk("identity", "add", "A01", "9843012345", "--by", "A01")
    more = ("identity", "add", "A01", "IN.1349876543210", "--by", "A01", "--reason", "hidden")
    assert "asked as 1" in desk.refused(*more)
    assert desk("ask", "refuse", "1", "--by", "A02", "--reason", "ask her") == ["1 is refused."]
    assert "asked as 2" in desk.refused(*more)
    assert desk.refused(*more, "--ask", "1") == (
        "change identity needs a second person: 1 is no unused yes to exactly this"
    )
    assert desk("identity", "list", "A01") == ["+919843012345"]


def test_a_grant_that_can_no_longer_be_carried_out_is_not_given(desk: Desk) -> None:
    desk(*KAVIN)
    change = ("identity", "add", "F099", "9843012345", "--by", "A01", "--reason", "second phone")
    assert "asked as 1" in desk.refused(*change)
    desk("farmer", "add", "F100", "Other", "--phone", "9843012345", "--by", "A01")
    assert "+919843012345 is taken" in desk.refused("ask", "grant", "1", "--by", "A02")
    assert len(desk("ask", "list")) == 1


def test_flowers_have_names_aliases_and_a_commission(desk: Desk) -> None:
    desk("flower", "add", "malli", "Malli", "--name-ta", "மல்லி", "--aliases", "jasmine",
         "--by", "A01")  # fmt: skip
    desk("flower", "alias", "malli", "--add", "மல்லிகை", "--remove", "jasmine", "--by", "A01")
    desk("flower", "change", "malli", "--commission", "7", "--by", "A01")
    assert desk("flower", "list") == ["malli  Malli  மல்லி  kg  மல்லிகை  commission 7 %"]
    assert "not sold" in desk("flower", "deactivate", "malli", "--by", "A01")[0]
    assert "no flower malli" in desk.refused("rate", "set", "malli", "850", "--by", "A01")
    assert "not sold" not in desk("flower", "activate", "malli", "--by", "A01")[0]


def test_the_board_moves_and_its_past_is_read_back(desk: Desk) -> None:
    desk("flower", "add", "malli", "Malli", "--by", "A01")
    put = desk("rate", "set", "Malli", "900", "--key", "1", "--by", "A01")
    assert put == ["24-11-2026 05:40  malli  ₹900.00  early-morning"]
    assert desk("rate", "set", "malli", "900", "--key", "1", "--by", "A01") == put
    desk.wait(hours=1)
    desk("rate", "set", "malli", "850.50", "--by", "A01")
    desk.wait(days=1)
    assert desk("rate", "board") == ["nothing on the board"]
    assert desk("rate", "board", "--on", "24-11-2026", "--at", "06:39") == put
    assert desk("rate", "board", "--on", "24-11-2026") == [
        "24-11-2026 06:40  malli  ₹850.50  morning-peak"
    ]
    assert len(desk("rate", "history", "malli", "--on", "2026-11-24")) == 2
    assert "₹12000.00 is not between ₹0.01 and ₹10000.00" in desk.refused(
        "rate", "set", "malli", "12000", "--by", "A01"
    )
    assert "12,000" in desk("rate", "set", "malli", "12000", "--yes", "--by", "A01")[0]


def test_slots_and_qualities_change(desk: Desk) -> None:
    night = ("--name-ta", "இரவு", "--from", "18:00", "--to", "22:00", "--by", "A01")
    assert desk("slot", "add", "night", "Night", *night)[-1].split() == [
        *("18:00-22:00", "night", "Night", "இரவு")
    ]
    assert "17:00 to 22:00 overlaps evening" in desk.refused(
        "slot", "change", "night", "--from", "17:00", "--by", "A01"
    )
    desk("slot", "remove", "night", "--by", "A01")
    assert len(desk("slot", "list")) == 5
    wet = ("quality", "set", "wet", "Wet", "--name-ta", "ஈரம்", "--side", "price", "--by", "A01")
    assert "wet         -12.5 %  price  Wet         ஈரம்" in desk(*wet, "--", "-12.5")
    assert "adjustment_bp -1250" in desk("history", "WET")[-1]


def test_terms_are_set_as_people_say_them(desk: Desk) -> None:
    for name, value, shown in (
        ("amount_max_paise", "2,00,000", "₹2,00,000.00"),
        ("commission_bp", "4.5", "4.5 %"),
        ("quantity_max_milli", "250.5", "250.500"),
        ("pay_days", "3", "3"),
    ):
        assert desk("setting", "set", name, value, "--by", "A01") == [
            f"{name} is {shown} from now on."
        ]
        assert any(
            line.startswith(name) and line.endswith(shown) for line in desk("setting", "list")
        )
    desk.wait(minutes=5)
    desk("setting", "set", "amount_max_paise", "1000", "--by", "A02")
    assert desk("setting", "history", "amount_max_paise") == [
        "24-11-2026 05:40  A01  amount_max_paise  ₹2,00,000.00",
        "24-11-2026 05:45  A02  amount_max_paise  ₹1,000.00",
    ]
