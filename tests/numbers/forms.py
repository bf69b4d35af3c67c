"""Every form in which a figure is written here: what is rendered must be read back."""

from collections.abc import Callable

from tests.language import digits
from tests.language.english_numbers import english, voiced
from tests.language.tamil_numbers import ROMANISED, SPOKEN, words

Writer = Callable[[int], str]

FORMS: dict[str, Writer] = {
    "digits": str,
    "digits in lakhs": digits.in_lakhs,
    "digits in thousands": digits.in_thousands,
    "Tamil digits": digits.tamil,
    "old Tamil digits": digits.old_tamil,
    "Tamil": words,
    "Tamil, fused": lambda number: words(number, is_fused=True),
    "spoken Tamil": lambda number: words(number, SPOKEN),
    "spoken Tamil, fused": lambda number: words(number, SPOKEN, is_fused=True),
    "romanised": lambda number: words(number, ROMANISED),
    "romanised, joined": lambda number: words(number, ROMANISED, is_fused=True),
    "English": english,
    "English with and": lambda number: english(number, has_and=True),
    "English in Tamil letters": voiced,
    "the same with and": lambda number: voiced(number, has_and=True),
}
HIGHEST = 9_99_999
