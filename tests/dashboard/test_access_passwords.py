"""Which password may be chosen, and how it is kept."""

import unicodedata

import pytest
from argon2 import PasswordHasher

from dashboard.access import passwords
from dashboard.access.passwords import Weakness, hashed, is_outdated, is_right, weakness

KNOWN = ["A01", "Meenakshi", "மீனாட்சி", "Madurai", "Malar Flowers"]


@pytest.mark.parametrize(
    "password",
    [
        "three white elephants",
        "jasmine rose lotus",
        "மல்லி பூ கடை மதுரை",
        "kX9!vQ2#mZ7$",
        "  spaces at both ends  ",
        "தாமரைக்குளம் two boats " * 5,
    ],
)
def test_a_long_password_may_be_of_anything(password: str) -> None:
    assert weakness(password, KNOWN) is None


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("", Weakness.TOO_SHORT),
        ("kX9!vQ2#mZ7", Weakness.TOO_SHORT),
        ("x y" * 43, Weakness.TOO_LONG),
        ("password1234", Weakness.GUESSABLE),
        ("P@ssw0rd1234", Weakness.GUESSABLE),
        ("iloveyou12345", Weakness.GUESSABLE),
        ("qwertyuiop12", Weakness.GUESSABLE),
        ("111122223333", Weakness.GUESSABLE),
        ("abcdefghijkl", Weakness.GUESSABLE),
        ("a" * 128, Weakness.GUESSABLE),
        ("meenakshi2026", Weakness.GUESSABLE),
        ("A01 Meenakshi", Weakness.GUESSABLE),
        ("MadurAi madurai", Weakness.GUESSABLE),
        ("மீனாட்சிமீனாட்சி", Weakness.GUESSABLE),
    ],
)
def test_a_short_or_likely_password_is_refused(password: str, why: Weakness) -> None:
    assert weakness(password, KNOWN) is why


def test_what_everybody_knows_of_one_person_is_not_held_against_another() -> None:
    assert weakness("thirunavukkarasu", ["Thirunavukkarasu"]) is Weakness.GUESSABLE
    assert weakness("thirunavukkarasu", KNOWN) is None


def test_the_password_that_he_has_is_no_new_one() -> None:
    old = hashed("three white elephants")
    assert weakness("three white elephants", KNOWN, old) is Weakness.SAME
    assert weakness("three white elephant", KNOWN, old) is None


def test_a_password_is_the_same_however_a_keyboard_composes_it() -> None:
    word = "கொக்கு போனது café"
    apart = unicodedata.normalize("NFD", word)
    assert apart != word
    assert is_right(hashed(word), apart)
    assert not is_right(hashed(word), word.upper())


def test_it_is_kept_as_argon2id_with_a_salt_of_its_own() -> None:
    first, second = hashed("three white elephants"), hashed("three white elephants")
    assert first.startswith("$argon2id$v=19$m=32768,t=3,p=1$")
    assert first != second


def test_a_hash_of_less_work_is_outdated() -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1)
    assert is_outdated(weak.hash("three white elephants"))
    assert not is_outdated(passwords.NOBODYS)


def test_what_is_no_hash_and_what_is_endless_is_wrong() -> None:
    assert not is_right("plain", "plain")
    assert not is_right(passwords.NOBODYS, "x" * 1_000_000)
