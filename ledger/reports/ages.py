"""How long money has been out: advances put together by their age."""

from collections.abc import Iterable
from dataclasses import dataclass

from ledger.advance_book import AgedAdvance


@dataclass(frozen=True, slots=True)
class Age:
    """Advances that have been out for a number of days.

    Attributes:
        least: days.
        most: days; None for any more.
        farmers: how many people have them.
    """

    least: int
    most: int | None
    advances: int
    farmers: int
    outstanding_paise: int


AGES = ((0, 7), (8, 15), (16, 30), (31, 60), (61, None))
"""A week, a fortnight, a month, two; older ones are to be asked for."""


def by_age(out: Iterable[AgedAdvance]) -> list[Age]:
    """What is out by age, the youngest first; an age that nothing has is there too."""
    every = list(out)
    return [_age(least, most, every) for least, most in AGES]


def _age(least: int, most: int | None, every: Iterable[AgedAdvance]) -> Age:
    found = [each for each in every if each.days >= least and (most is None or each.days <= most)]
    return Age(
        least=least,
        most=most,
        advances=len(found),
        farmers=len({each.farmer for each in found}),
        outstanding_paise=sum(each.outstanding_paise for each in found),
    )
