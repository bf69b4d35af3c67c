"""Each trap that Tamil, phones and hurry set for a parser, and that ours walks around."""

import unicodedata
from datetime import date
from random import Random

import pytest

from bot.language.meaning import Intent, Meaning, Slot
from bot.language.shop import FarmerName, FlowerName, Shop
from bot.language.text.fold import fold
from bot.language.text.key import key
from bot.language.text.tokens import lines_of
from bot.language.understanding import understand
from ledger.roles import PartyRole


def staff(text: str, shop: Shop) -> Meaning:
    return understand(text, shop, PartyRole.STAFF)


@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        ("மலா்", "மலர்"),
        ("ஆத்துார்", "ஆத்தூர்"),
        ("கெளரி", "கௌரி"),
        ("வெள்ளி", "வெள்ளி"),
        ("ஒளி", "ஒளி"),
        ("ஶ்ரீ", "ஸ்ரீ"),
        ("மல்\u200cலி", "மல்லி"),
        ("\ufeffமல்லி\u00a05", "மல்லி 5"),
        ("௫.௫", "5.5"),
        ("1½", "1.5"),
        ("½", " 0.5"),
        ("௲", "1000"),
        ("*மல்லி*", "மல்லி"),
        ("５", "5"),
        ("1\ufe0f\u20e3", "1"),
        ("[24/11, 6:05 am] Selvi: malli", " malli"),
    ],
)
def test_what_looks_the_same_becomes_the_same(seen: str, meant: str) -> None:
    assert fold(seen) == meant


def test_tamil_words_are_not_broken_at_their_vowel_signs() -> None:
    assert [token.text for token in lines_of("மல்லிகை, முல்லை")[0]] == ["மல்லிகை", ",", "முல்லை"]


def test_rupees_with_a_full_stop_are_no_paise(shop: Shop) -> None:
    assert staff("murugan malli 5 Rs.90", shop).items[0].rate_paise == 90_00


def test_decomposed_text_means_the_same(shop: Shop) -> None:
    text = "முத்துலட்சுமி ரோஜா 5"
    assert staff(unicodedata.normalize("NFD", text), shop) == staff(text, shop)


@pytest.mark.parametrize(
    ("one", "other"),
    [("மல்லிகா", "மல்லிகை"), ("malli", "mullai"), ("அம்மா", "ஆம்"), ("கண்ணன்", "அண்ணன்")],
)
def test_words_that_must_stay_apart_have_keys_apart(one: str, other: str) -> None:
    assert key(one) != key(other)


@pytest.mark.parametrize(
    ("latin", "tamil"),
    [
        ("Murugan", "முருகன்"),
        ("Lakshmi", "லட்சுமி"),
        ("Latchumi", "லட்சுமி"),
        ("Chandran", "சந்திரன்"),
        ("Palanisamy", "பழனிச்சாமி"),
        ("Pandian", "பாண்டியன்"),
        ("Krishnan", "கிருஷ்ணன்"),
        ("Vetrivel", "வெற்றிவேல்"),
        ("Subramaniam", "சுப்பிரமணியம்"),
        ("Gowri", "கௌரி"),
    ],
)
def test_a_name_has_one_key_in_both_scripts(latin: str, tamil: str) -> None:
    assert key(latin) == key(tamil)


def test_a_thousand_does_not_cancel(shop: Shop) -> None:
    assert staff("முருகன் மல்லி ஆயிரத்து ஐந்நூறு கிராம்", shop).intent is Intent.ENTRY


def test_bala_is_no_balance(shop: Shop) -> None:
    meaning = staff("balamurugan malli 5", shop)
    assert (meaning.intent, meaning.items[0].farmers) == (Intent.ENTRY, ("F009",))


def test_arali_is_no_half(shop: Shop) -> None:
    item = staff("murugan arali 3", shop).items[0]
    assert (item.flowers, item.quantity_milli) == (("ARALI",), 3000)


def test_a_deleted_message_deletes_nothing(shop: Shop) -> None:
    assert staff("This message was deleted", shop).intent is Intent.UNKNOWN


def test_an_unknown_woman_is_not_taken_for_the_flower() -> None:
    shop = Shop((FarmerName("F001", "Kathir", "கதிர்"),), (FlowerName("MALLI", "Malli", "மல்லிகை"),))
    item = staff("malliga 5 kg", shop).items
    assert all(Slot.FLOWER in each.unclear for each in item)


def test_evening_and_garland_are_told_apart(shop: Shop) -> None:
    garland = staff("murugan malli 5 மாலை", shop).items[0]
    evening = staff("மாலை வணக்கம் முருகன் மல்லி 5", shop).items[0]
    assert (garland.unclear, evening.unclear) == (frozenset({Slot.QUANTITY}), frozenset())


def test_namesakes_are_all_offered_in_the_shops_order(shop: Shop) -> None:
    item = staff("sekar malli 5", shop).items[0]
    assert (item.farmers, item.unclear) == (("F003", "F004"), frozenset({Slot.FARMER}))


def test_an_unknown_name_keeps_what_was_typed(shop: Shop) -> None:
    item = staff("Rameshkumar malli 5", shop).items[0]
    assert (item.farmers, item.farmer_text) == ((), "Rameshkumar")


def test_a_name_that_differs_in_a_consonant_is_offered_but_not_taken() -> None:
    shop = Shop((FarmerName("F001", "Chinnasamy", "சின்னசாமி"),), (FlowerName("M", "Malli", "மல்லி"),))
    asked = staff("sivasamy malli 5", shop).items[0]
    slip = staff("chinasmy malli 5", shop).items[0]
    assert (asked.farmers, asked.unclear) == (("F001",), frozenset({Slot.FARMER}))
    assert (slip.farmers, slip.unclear) == (("F001",), frozenset())


@pytest.mark.parametrize(
    "name", ["sundari", "kumar", "தனம்", "pandi", "raja", "செல்வன்", "vali", "kanan", "Malligan"]
)
def test_an_unknown_name_is_never_stretched_onto_a_known_one(name: str, shop: Shop) -> None:
    item = staff(f"{name} malli 5", shop).items[0]
    sounds = {key(farmer.name_en) for farmer in shop.farmers}
    assert Slot.FARMER in item.unclear or key(name) in sounds


@pytest.mark.parametrize(
    "text",
    [
        "murugan malli 5 blah",
        "murugan blah malli 5",
        "blah murugan malli 5",
        "murugan malli 5 6 7",
        "murugan malli 5 320 9",
        "murugan malli 5 @320 rs 400",
        "murugan malli 5 $",
        "murugan malli 5 %",
        "murugan kannan malli 5",
        "murugan malli -",
        "murugan malli 5.5 kannan 320",
    ],
)
def test_whatever_is_left_over_beside_a_lot_is_asked_about(text: str, shop: Shop) -> None:
    meaning = staff(text, shop)
    assert meaning.intent is Intent.ENTRY
    assert meaning.unclear


def test_a_units_of_another_kind_is_asked_back(shop: Shop) -> None:
    for text in ("murugan malli 5 muzham", "murugan roja 2 dozen", "murugan thamarai 5 kg"):
        assert staff(text, shop).items[0].unclear == frozenset({Slot.QUANTITY})


def test_only_a_farmers_queries_are_his_own(shop: Shop) -> None:
    meaning = understand("murugan balance", shop, PartyRole.FARMER)
    assert (meaning.intent, meaning.farmers) == (Intent.BALANCE, ())


def test_dates_without_a_year_need_today(shop: Shop) -> None:
    text = "entries 5/11"
    assert staff(text, shop).period is None
    meaning = understand(text, shop, PartyRole.STAFF, today=date(2025, 11, 24))
    assert meaning.period == "2025-11-05"


def test_a_weekday_is_the_last_one(shop: Shop) -> None:
    meaning = understand("வெள்ளிக்கிழமை பதிவுகள்", shop, PartyRole.FARMER, today=date(2025, 11, 24))
    assert meaning.period == "2025-11-21"


def test_a_shop_that_keeps_paneer_roses_apart_is_understood(shop: Shop) -> None:
    assert staff("murugan rose 5", shop).items[0].flowers == ("ROJA",)
    assert staff("murugan paneer rose 5", shop).items[0].flowers == ("PANNEER",)


def test_a_shop_has_words_of_its_own_for_its_adjustments() -> None:
    shop = Shop(
        (FarmerName("F001", "Kathir", "கதிர்"),),
        (FlowerName("MALLI", "Malli", "மல்லிகை"),),
        adjustments={"open": ("Opened buds", "விரிந்த பூ"), "wet": ("Wet", "ஈரம்")},
    )
    for text in ("kathir malli 5 opened buds", "கதிர் மல்லி 5 விரிந்த பூ", "kathir malli 5 open"):
        item = staff(text, shop).items[0]
        assert (item.adjustments, item.unclear) == (("open",), frozenset())


def test_adjustments_that_a_shop_does_not_have_are_left_out() -> None:
    shop = Shop(
        (FarmerName("F001", "Kathir", "கதிர்"),),
        (FlowerName("MALLI", "Malli", "மல்லிகை"),),
        adjustments={"wet": ()},
    )
    assert staff("kathir malli 5 wet bonus", shop).items[0].adjustments == ("wet",)


def test_the_letters_of_a_code_are_the_shops_own() -> None:
    shop = Shop(
        (FarmerName("K01", "Kathir", "கதிர்"), FarmerName("S02", "Selvam", "செல்வம்")),
        (FlowerName("MALLI", "Malli", "மல்லி"),),
    )
    read = {text: staff(f"{text} malli 5", shop).items[0] for text in ("K01", "s 2", "F01", "A02")}
    assert [item.farmers for item in read.values()] == [("K01",), ("S02",), (), ()]
    assert [item.unclear for item in read.values()][2:] == [frozenset({Slot.FARMER})] * 2


def test_an_unknown_farmer_does_not_become_the_one_before_him(shop: Shop) -> None:
    item = staff("murugan malli 5.5\nzubin malli 3", shop).items[1]
    assert (item.farmers, item.farmer_text, item.unclear) == ((), "zubin", frozenset({Slot.FARMER}))


@pytest.mark.parametrize("alphabet", ["abcdefgh0123456789.@\n", "abcdefgh 0123456789.@\n"])
@pytest.mark.parametrize("length", [100, 400, 1600])
def test_letters_and_digits_at_random_are_no_lots(alphabet: str, length: int, shop: Shop) -> None:
    for seed in range(10):
        text = "".join(Random(seed).choices(alphabet, k=length))  # noqa: S311 - a fixed text
        assert staff(text, shop).intent is Intent.UNKNOWN


@pytest.mark.parametrize(
    "bad", ["zubin malli 3", "qwer asdf 5 zxcv", "S02 malli 3", "1e3 9..9 abc"]
)
def test_a_long_list_keeps_its_good_lines_and_names_the_bad_one(bad: str, shop: Shop) -> None:
    names = ("murugan", "kannan", "bhuvana", "F012", "F047")
    lines = [
        f"{name} {flower} 5.5" for name in names for flower in ("malli", "roja", "arali", "pichi")
    ]
    items = staff("\n".join([*lines[:9], bad, *lines[9:]]), shop).items
    assert len(items) == len(lines) + 1
    assert [place for place, item in enumerate(items) if item.unclear] == [9]
    assert items[9].farmer_text
