"""Commands beside names, reasons and buttons: what acts, what only looks as if it did."""

from datetime import date

import pytest

from bot.language.meaning import Intent, Meaning, Slot
from bot.language.shop import FarmerName, FlowerName, Shop
from bot.language.text.fold import fold
from bot.language.understanding import understand
from ledger.roles import PartyRole

MALLI = FlowerName("MALLI", "Malli", "மல்லிகை")
TODAY = date(2026, 11, 24)


def staff(text: str, shop: Shop) -> Meaning:
    return understand(text, shop, PartyRole.STAFF, today=TODAY)


def farmer(text: str, shop: Shop) -> Meaning:
    return understand(text, shop, PartyRole.FARMER, today=TODAY)


@pytest.mark.parametrize("word", ["kelvi", "start", "sammatham", "details", "approve", "stop"])
def test_a_word_that_is_somebodys_name_is_no_command(word: str) -> None:
    shop = Shop((FarmerName("F001", word.title(), ""),), (MALLI,))
    lot = staff(f"{word} malli 5", shop)
    assert (lot.intent, lot.items[0].farmers, lot.unclear) == (Intent.ENTRY, ("F001",), frozenset())
    assert staff(word, shop).intent is Intent.UNKNOWN
    assert farmer(word, shop).intent is Intent.UNKNOWN


@pytest.mark.parametrize(
    "text", ["approve 12", "reject 12", "undo 12", "accept 12", "question 12", "details 12"]
)
def test_a_button_is_understood_whoever_and_whatever_the_shop_names(text: str) -> None:
    names = ("Approvan", "Rejeena", "Questa", "Detailan", "Undhiyan", "Acceptan")
    people = tuple(FarmerName(f"F{n:03}", name, "") for n, name in enumerate(names, start=1))
    meaning = staff(text, Shop(people, (MALLI,)))
    assert (meaning.intent.value, meaning.number) == (text.split(maxsplit=1)[0], 12)
    assert (meaning.farmers, meaning.unclear) == ((), frozenset())


@pytest.mark.parametrize("command", ["accept", "question", "details"])
def test_a_button_may_name_a_slip(command: str, shop: Shop) -> None:
    meaning = farmer(f"{command} SET-2026-11-001", shop)
    assert (meaning.intent.value, meaning.settlement) == (command, "SET-2026-11-001")


@pytest.mark.parametrize(
    "reason",
    ["too much", "he owes ₹5,000 already", "no, not today!", "வேண்டாம், அடுத்த வாரம்", "ask K. Sekar"],
)
def test_a_reason_goes_on_as_it_was_typed(reason: str, shop: Shop) -> None:
    assert staff(f"reject 12 {reason}", shop).reason == reason
    assert farmer(f"question 12 {reason}", shop).reason == reason


def test_a_reason_hides_no_second_sum_and_no_second_farmer(shop: Shop) -> None:
    sums = staff("murugan advance 2000 fees 3000", shop)
    people = staff("murugan advance 2000 for kannan", shop)
    assert (sums.reason, sums.unclear) == ("", frozenset({Slot.AMOUNT}))
    assert (people.reason, people.unclear) == ("", frozenset({Slot.FARMER}))


def test_what_a_farmer_needs_it_for_may_be_named_like_a_flower_or_a_person(shop: Shop) -> None:
    wish = farmer("advance 5000 malli chedi, lakshmi kalyanam", shop)
    assert (wish.amount_paise, wish.reason) == (5000_00, "malli chedi, lakshmi kalyanam")


def test_no_word_is_lost_as_the_reason_of_something_that_has_none(shop: Shop) -> None:
    meaning = staff("murugan malli 5 advance 500 blah", shop)
    assert (meaning.intent, meaning.reason) == (Intent.ENTRY, "")
    assert Slot.QUANTITY in meaning.unclear


@pytest.mark.parametrize("text", ["approve 1", "reject 2", "1 accept?", "repaid 1", "pay 2"])
def test_a_number_beside_a_command_answers_no_question(text: str, shop: Shop) -> None:
    meaning = farmer(text, shop)
    assert (meaning.intent, meaning.number) == (Intent.UNKNOWN, None)


@pytest.mark.parametrize("text", ["approve 12 illa", "dont pay murugan 6 kg", "no advance 6 kg"])
def test_a_no_beside_a_command_corrects_no_lot(text: str, shop: Shop) -> None:
    meaning = staff(text, shop)
    assert meaning.intent is not Intent.NO
    assert not meaning.items


@pytest.mark.parametrize(
    "word", ["advance", "paid", "cash", "approve", "settle", "stop", "கேள்வி", "நிராகரி"]
)
def test_a_command_beside_a_lot_makes_it_unclear(word: str, shop: Shop) -> None:
    assert staff(f"murugan malli 5 {word}", shop).unclear


def test_farmers_give_flowers_as_the_shop_gives_money(shop: Shop) -> None:
    for text in ("murugan gave malli 5", "முருகன் கொடுத்தது மல்லி 5", "murugan koduthadhu malli 5"):
        meaning = staff(text, shop)
        assert (meaning.intent, meaning.unclear) == (Intent.ENTRY, frozenset())


@pytest.mark.parametrize("day", ["may24", "24 may", "may 24", "24th May", "மே 24", "24-may"])
def test_a_day_and_its_month_are_a_date_and_no_weight(day: str, shop: Shop) -> None:
    meaning = staff(f"{day} murugan malli 5", shop)
    (item,) = meaning.items
    assert meaning.period == "2026-05-24"
    assert (item.quantity_milli, item.rate_paise, item.unclear) == (5000, None, frozenset())


@pytest.mark.parametrize("day", ["31/2", "31 feb", "31/02/2026"])
def test_a_day_that_no_calendar_has_is_not_today(day: str, shop: Shop) -> None:
    assert staff(f"{day} murugan malli 5", shop).unclear


def test_a_flowers_code_may_hold_a_figure() -> None:
    numbered = FlowerName("MALLI-2", "Malli second", "மல்லி இரண்டாம் தரம்")
    shop = Shop((FarmerName("F001", "Kathir", "கதிர்"),), (MALLI, numbered))
    rates = {text: staff(text, shop) for text in ("rate malli-2 850", "rate malli 850")}
    assert [rate.items[0].flowers for rate in rates.values()] == [("MALLI-2",), ("MALLI",)]
    lot, other = staff("kathir malli-2 5", shop).items[0], staff("kathir malli 2", shop).items[0]
    assert (lot.flowers, lot.quantity_milli) == (("MALLI-2",), 5000)
    assert (other.flowers, other.quantity_milli) == (("MALLI",), 2000)


@pytest.mark.parametrize("said", ["periya kadai", "பெரிய கடை", "Periyakadai", "periya kadaiku"])
def test_a_farmer_is_found_by_what_else_people_call_him(said: str) -> None:
    named = FarmerName("F001", "Kathir", "கதிர்", aliases=("Periya Kadai",))
    shop = Shop((named, FarmerName("F002", "Selvam", "செல்வம்")), (MALLI,))
    item = staff(f"{said} malli 5", shop).items[0]
    assert (item.farmers, item.unclear) == (("F001",), frozenset())


def test_rupees_with_a_full_stop_after_a_name_are_no_initial(shop: Shop) -> None:
    meaning = staff("முருகனுக்கு ரூ.2000 முன்பணம்", shop)
    assert (meaning.farmers, meaning.unclear) == (("F010",), frozenset())


def test_digits_that_python_cannot_read_are_no_number(shop: Shop) -> None:
    kawi_five = "\U00011f55"
    assert fold(f"malli {kawi_five}").strip() == "malli"
    assert staff(f"murugan malli {kawi_five}", shop).items[0].quantity_milli is None
