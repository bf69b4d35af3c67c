"""What a correction would change, as pages show it: each thing before and after, and for whom."""

from dataclasses import dataclass
from functools import reduce

from ledger.correction_looks import LotLook, look_at_reversal
from ledger.lots import Adjustment
from ledger.queries import EntryRow
from locales.facts import Fact, Money, Percent, Phrase, Quantity
from papers.wording import Names, phrase


@dataclass(frozen=True, slots=True)
class Figure:
    """One thing that would change.

    Attributes:
        label: what it is.
        before: as it stands, or would be where nothing was before.
        after: as it would be; None where it only informs.
    """

    label: Phrase
    before: Fact
    after: Fact | None = None


def lot_figures(look: LotLook, names: Names) -> tuple[Figure, ...]:
    """What would change about a lot, and what that is for each farmer."""
    before, after = look.before, look.after
    pairs: tuple[tuple[str, Fact, Fact], ...] = (
        ("farmer", person_called(names, before.farmer), person_called(names, after.farmer)),
        ("flower", names.flowers[before.flower], names.flowers[after.flower]),
        (
            "weight",
            Quantity(before.quantity_milli, before.unit),
            Quantity(after.quantity_milli, look.unit),
        ),
        ("rate", Money(before.rate_paise), Money(after.rate_paise)),
        ("qualities", _qualities(names, before.adjustments), _qualities(names, after.adjustments)),
        ("commission", Percent(before.commission_bp), Percent(after.commission_bp)),
        ("gross", Money(before.worth.gross_paise), Money(after.worth.gross_paise)),
        ("net", Money(before.worth.net_paise), Money(after.worth.net_paise)),
    )
    changed = [
        Figure(phrase(f"asks.lot.{name}"), was, would) for name, was, would in pairs if was != would
    ]
    sums = [
        _more_or_less(names, code, "owed", paise)
        for code, paise in look.differences.items()
        if paise
    ]
    return (*changed, *sums)


def reversal_figures(entry: EntryRow, names: Names) -> tuple[Figure, ...]:
    """What each farmer would have and owe more or less, were an entry taken back."""
    figures = [
        _more_or_less(names, code, account, paise)
        for code, undone in look_at_reversal(entry).items()
        for account, paise in (("owed", undone.owed_paise), ("lent", undone.advance_paise))
        if paise
    ]
    return tuple(figures)


def _more_or_less(names: Names, code: str, account: str, paise: int) -> Figure:
    key = f"asks.{'less' if paise < 0 else 'more'}_{account}"
    return Figure(phrase(key, who=person_called(names, code)), Money(abs(paise)))


def _qualities(names: Names, adjustments: tuple[Adjustment, ...]) -> Phrase:
    told = [names.quality(adjustment) for adjustment in adjustments]
    if not told:
        return phrase("asks.no_quality")
    return reduce(lambda first, rest: phrase("slip_and", first=first, rest=rest), told)


def person_called(names: Names, code: str) -> Phrase:
    """Somebody, by name and code."""
    return phrase("farmer", name=names.codes[code], code=code)
