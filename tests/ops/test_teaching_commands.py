"""What the owner teaches from the command line: words and names, and every refusal in one line."""

import pytest

from tests.ops.shop_desk import Desk

KNOWN = "Malar knows it already"
NUMBER = "Malar reads a number in it"
FARMER = "Malar reads a farmer's name in it"
FLOWER = "Malar reads a flower's name in it"
NO_MEANING = "Malar does not know that itself; name a word it knows: paid, balance, yes"


@pytest.fixture
def market(desk: Desk) -> Desk:
    """The desk of a shop to which Murugan of Melur brings jasmine."""
    desk("farmer", "add", "F012", "Murugan", "--village", "Melur", "--by", "A01")
    desk("farmer", "add", "F013", "Selvam", "--by", "A01")
    desk("flower", "add", "malli", "Malli", "--name-ta", "மல்லி", "--by", "A01")
    return desk


def test_a_word_is_taught_listed_and_taken_away(market: Desk) -> None:
    assert market("word", "list") == ["no words of its own yet"]
    taught = market("word", "add", "kaasu vettu", "--means", "paid cash", "--by", "A01")
    assert taught == ["kaasu vettu means paid cash from now on."]
    market("word", "add", "வெட்டு", "--means", "balance", "--by", "A01")
    assert market("word", "list") == [
        "kaasu vettu  means paid cash",
        "வெட்டு       means balance",
    ]
    assert market("word", "remove", "Kaasu vettu", "--by", "A02") == [
        "Kaasu vettu means nothing any more."
    ]
    assert market("history", "kaasu vettu")[-1] == (
        "24-11-2026 05:40  A02  kaasu vettu  shop word taken away: means paid cash"
    )
    assert market("word", "list") == ["வெட்டு  means balance"]


def test_a_farmer_who_comes_later_is_shown_beside_the_word_that_he_takes(market: Desk) -> None:
    market("word", "add", "vettu", "--means", "paid", "--by", "A01")
    market("farmer", "add", "F014", "Vettu", "--by", "A01")
    assert market("word", "list") == [f"vettu  means paid  but {FARMER}"]


REFUSED = (
    ("word add illa --means yes --by A01", f"illa: {KNOWN}"),
    ("word add ரெண்டு --means paid --by A01", f"ரெண்டு: {NUMBER}"),
    ("word add murugan --means paid --by A01", f"murugan: {FARMER}"),
    ("word add மல்லி --means paid --by A01", f"மல்லி: {FLOWER}"),
    ("word add melur --means paid --by A01", "melur: it is a farmer's village"),
    ("word add k --means paid --by A01", "k: a single letter is somebody's initial"),
    ("word add vettu! --means paid --by A01", "vettu!: a word is letters only"),
    ("word add vettu --means jalsa --by A01", f"jalsa: {NO_MEANING}"),
    ("word add vettu --means 500 --by A01", f"500: {NO_MEANING}"),
    ("word add vettu --means paid --by S01", "not allowed to change people, flowers, slots"),
    ("word add vettu --means paid --by F012", "F012 is nobody of the shop's own people"),
    ("word add vettu --means paid", "Missing option '--by'"),
    ("word add vettu --by A01", "Missing option '--means'"),
    ("word remove vettu --by A01", "no word vettu"),
    ("farmer alias F012 --add paid --by A01", f"paid: {KNOWN}"),
    ("farmer alias F012 --add அஞ்சு --by A01", f"அஞ்சு: {NUMBER}"),
    ("farmer alias F012 --add F099 --by A01", f"F099: {NUMBER}"),
    ("farmer alias F012 --add malli --by A01", f"malli: {FLOWER}"),
    ("farmer alias F012 --add Muru! --by A01", "aliases: '!' does not belong in a name"),
    ("farmer alias F012 --remove Muru --by A01", "no alias of F012 Muru"),
    ("farmer alias F099 --add Muru --by A01", "no farmer F099"),
    ("farmer alias S01 --add Muru --by A01", "no farmer S01"),
    ("farmer alias F012 --add Muru --by S01", "not allowed to change people, flowers, slots"),
    ("farmer change F012 --aliases Muru;kg --by A01", f"kg: {KNOWN}"),
    ("farmer add F015 Kavin --aliases Kavi;rate --by A01", f"rate: {KNOWN}"),
    ("flower alias malli --add kg --by A01", f"kg: {KNOWN}"),
    ("flower alias malli --add rendu --by A01", f"rendu: {NUMBER}"),
    ("flower alias malli --add murugan --by A01", f"murugan: {FARMER}"),
    ("flower alias mallu --add gundu --by A01", "no flower mallu"),
    ("flower add rose Rose --aliases yes --by A01", f"yes: {KNOWN}"),
)


def test_what_would_change_a_meaning_is_refused_in_one_line(market: Desk) -> None:
    for words, why in REFUSED:
        assert market.refused(*words.split()).startswith(why), words
    assert market("word", "list") == ["no words of its own yet"]
    assert market("farmer", "list") == [
        "F012  Murugan  Melur  weekly",
        "F013  Selvam          weekly",
    ]
    assert market("flower", "list") == ["malli  Malli  மல்லி  kg"]


def test_a_taught_word_is_free_no_more(market: Desk) -> None:
    market("word", "add", "vettu", "--means", "paid", "--by", "A01")
    again = ("word", "add", "வெட்டு", "--means", "balance", "--by", "A01")
    assert market.refused(*again) == f"வெட்டு: {KNOWN}"
    alias = ("farmer", "alias", "F012", "--add", "Vettu", "--by", "A01")
    assert market.refused(*alias) == f"Vettu: {KNOWN}"


def test_a_farmer_gets_one_more_name_and_loses_one(market: Desk) -> None:
    market("farmer", "alias", "F012", "--add", "Vaathiyar; வாத்தியார்", "--by", "A01")
    changed = market(
        *("farmer", "alias", "f012", "--add", "Thambi", "--remove", "வாத்தியார்", "--by", "A02")
    )
    assert changed[:3] == [
        "F012 Murugan",
        "  village        Melur",
        "  also called    Vaathiyar, Thambi",
    ]
    assert market("history", "F012")[-1] == (
        "24-11-2026 05:40  A02  F012  aliases Vaathiyar → Vaathiyar; Thambi"
    )


def test_what_a_farmer_is_called_already_may_be_said_again(market: Desk) -> None:
    market("farmer", "alias", "F012", "--add", "Thambi", "--by", "A01")
    again = market("farmer", "change", "F012", "--aliases", "Thambi; Muru", "--by", "A01")
    assert "  also called    Thambi, Muru" in again


def test_two_farmers_may_be_called_the_same(market: Desk) -> None:
    for code in ("F012", "F013"):
        called = market("farmer", "alias", code, "--add", "Thambi", "--by", "A01")
        assert "  also called    Thambi" in called
