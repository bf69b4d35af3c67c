"""What a shop teaches: a free word for one that is known; it never takes a meaning away."""

from dataclasses import replace

import pytest

from bot.language.meaning import Intent, Meaning
from bot.language.shop import FarmerName, FlowerName, Shop
from bot.language.teaching import Untaught, no_farmers_name, no_flowers_name, untaught
from bot.language.understanding import understand
from bot.language.vocabulary.words import Words, trade_words
from ledger.roles import PartyRole


def said(text: str, shop: Shop) -> Meaning:
    return understand(text, shop, PartyRole.STAFF)


def taught(shop: Shop, **words: str) -> Shop:
    return replace(shop, words={name.replace("_", " "): means for name, means in words.items()})


def enrolled(shop: Shop, name: str) -> Shop:
    """A shop that has words already, when somebody of that name comes."""
    return replace(shop, farmers=(*shop.farmers, FarmerName("F900", name, "")))


@pytest.mark.parametrize(
    "text",
    [
        "kannan kaasu vettu 500",
        "Kannan KAASU VETTU 500",
        "கண்ணன் காசு வெட்டு 500",
        "kannanku kasu vettu 500",
    ],
)
def test_a_word_means_what_it_was_taught_in_either_script(text: str, shop: Shop) -> None:
    assert said(text, shop).unclear
    meaning = said(text, taught(shop, kaasu_vettu="paid"))
    assert (meaning.intent, meaning.farmers, meaning.amount_paise) == (
        Intent.PAYMENT,
        ("F016",),
        500_00,
    )
    assert not meaning.unclear


def test_a_word_may_mean_several_that_are_known(shop: Shop) -> None:
    meaning = said("jalsa kannan", taught(shop, jalsa="last week balance"))
    assert (meaning.intent, meaning.farmers, meaning.period) == (
        Intent.BALANCE,
        ("F016",),
        "last_week",
    )


@pytest.mark.parametrize(
    ("means", "text"),
    [
        ("kilo", "kannan malli 5 jalsa 320"),
        ("annan", "kannan jalsa malli 5 kg 320"),
        ("today", "jalsa kannan malli 5 kg 320"),
    ],
)
def test_units_titles_and_days_are_taught_like_commands(means: str, text: str, shop: Shop) -> None:
    assert said(text, shop).unclear
    meaning = said(text, taught(shop, jalsa=means))
    (item,) = meaning.items
    assert (item.farmers, item.quantity_milli, item.rate_paise) == (("F016",), 5000, 320_00)
    assert not meaning.unclear


def test_a_taught_word_tells_nothing_about_the_language(shop: Shop) -> None:
    assert said("jalsa", taught(shop, jalsa="baki")).language == "en"


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("illa", Untaught.KNOWN),
        ("இல்ல", Untaught.KNOWN),
        ("kg", Untaught.KNOWN),
        ("amma", Untaught.KNOWN),
        ("panam podu", Untaught.KNOWN),
        ("rendu", Untaught.NUMBER),
        ("இரண்டு வெட்டு", Untaught.NUMBER),
        ("murugan", Untaught.FARMER),
        ("முருகனுக்கு", Untaught.FARMER),
        ("murugn", Untaught.FARMER),
        ("murugan vettu", Untaught.FARMER),
        ("muthu", Untaught.FARMER),
        ("malli vettu", Untaught.FLOWER),
        ("marigold", Untaught.FLOWER),
        ("poo", Untaught.FLOWER),
        ("Melur", Untaught.VILLAGE),
        ("p", Untaught.LETTER),
        ("கே", Untaught.LETTER),
        ("vettu 5", Untaught.NO_WORD),
        ("vettu!", Untaught.NO_WORD),
        ("", Untaught.NO_WORD),
        ("a b c d e f g h", Untaught.NO_WORD),
    ],
)
def test_what_can_be_read_already_keeps_its_meaning(name: str, why: Untaught, shop: Shop) -> None:
    assert untaught(name, "paid", shop) is why


def test_a_word_is_taught_once(shop: Shop) -> None:
    assert untaught("vettu", "paid", shop) is None
    assert untaught("வெட்டு", "balance", taught(shop, vettu="paid")) is Untaught.KNOWN


@pytest.mark.parametrize(
    "means", ["paid", "PAID", "panam koduthachu", "பாக்கி", "paid cash", "kanakku mudi"]
)
def test_a_meaning_is_a_known_word_or_several(means: str, shop: Shop) -> None:
    assert untaught("vettu", means, shop) is None


@pytest.mark.parametrize("means", ["jalsa", "paid jalsa", "5", "murugan", "malli", "", "👍🏽🙈"])
def test_nothing_is_taught_that_means_something_unknown(means: str, shop: Shop) -> None:
    assert untaught("vettu", means, shop) is Untaught.UNKNOWN_MEANING


def test_a_taught_word_is_no_meaning_for_another(shop: Shop) -> None:
    assert untaught("jigina", "vettu", taught(shop, vettu="paid")) is Untaught.UNKNOWN_MEANING


def test_a_farmer_of_that_name_who_comes_later_is_meant_by_it(shop: Shop) -> None:
    before = taught(shop, vettu="paid")
    assert said("vettu kannan 500", before).intent is Intent.PAYMENT
    after = enrolled(before, "Vettu")
    (lot,) = said("vettu malli 5", after).items
    assert (lot.farmers, lot.unclear) == (("F900",), frozenset())
    assert said("vettu kannan 500", after).intent is not Intent.PAYMENT


def test_a_flower_of_that_name_that_comes_later_is_meant_by_it(shop: Shop) -> None:
    vettu = FlowerName("VETTU", "Vettu", "")
    after = replace(taught(shop, vettu="paid"), flowers=(*shop.flowers, vettu))
    (lot,) = said("kannan vettu 5 kg", after).items
    assert (lot.flowers, lot.unclear) == (("VETTU",), frozenset())


def test_a_name_inside_a_saying_that_comes_later_is_asked_about_and_not_lost(shop: Shop) -> None:
    after = enrolled(taught(shop, kaasu_vettu="paid"), "Vettu")
    assert said("kaasu vettu 500", after).unclear


def test_the_trades_words_win_over_a_shops_that_they_catch_up_with(shop: Shop) -> None:
    meaning = said("baki kannan", taught(shop, baki="paid"))
    assert (meaning.intent, meaning.farmers) == (Intent.BALANCE, ("F016",))


def test_a_meaning_that_is_no_longer_known_means_nothing() -> None:
    words = Words({"vettu": "jalsa"})
    assert words.of_word("vettu") is None
    assert words.of_word("paid") == trade_words().of_word("paid")


@pytest.mark.parametrize(
    "name", ["Periya Kadai", "Selvi akka", "தம்பி", "Thambi", "K. Murugan", "malli kaarar", "Murugn"]
)
def test_a_farmer_may_be_called_what_is_no_other_word(name: str, shop: Shop) -> None:
    assert no_farmers_name(name, shop) is None


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("paid", Untaught.KNOWN),
        ("paid.", Untaught.KNOWN),
        ("இன்று", Untaught.KNOWN),
        ("panam murugan", Untaught.KNOWN),
        ("rendu", Untaught.NUMBER),
        ("Murugan 2", Untaught.NUMBER),
        ("F012", Untaught.NUMBER),
        ("malli", Untaught.FLOWER),
        ("மல்லி முருகன்", Untaught.FLOWER),
        ("marigold", Untaught.FLOWER),
        ("K", Untaught.LETTER),
        (".", Untaught.NO_WORD),
    ],
)
def test_no_farmer_is_called_a_command_a_number_or_a_flower(
    name: str, why: Untaught, shop: Shop
) -> None:
    assert no_farmers_name(name, shop) is why


def test_a_taught_word_is_no_farmers_name(shop: Shop) -> None:
    assert no_farmers_name("vettu", taught(shop, vettu="paid")) is Untaught.KNOWN


@pytest.mark.parametrize("name", ["gundu", "jasmine", "madurai malli", "malli-2"])
def test_a_flower_may_be_called_what_is_no_other_word(name: str, shop: Shop) -> None:
    assert no_flowers_name(name, shop) is None


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("kg", Untaught.KNOWN),
        ("இன்று", Untaught.KNOWN),
        ("rendu", Untaught.NUMBER),
        ("malli 2", Untaught.NUMBER),
        ("murugan", Untaught.FARMER),
        ("m", Untaught.LETTER),
    ],
)
def test_no_flower_is_called_a_command_a_number_or_a_farmer(
    name: str, why: Untaught, shop: Shop
) -> None:
    assert no_flowers_name(name, shop) is why
