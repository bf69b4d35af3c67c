"""Whatever the books refuse is said in words, in both languages."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from enum import StrEnum
from importlib import import_module
from inspect import getmembers, isclass, signature
from pkgutil import walk_packages
from types import SimpleNamespace
from typing import Any, get_origin, get_type_hints

import pytest

import ledger
from bot.refusals import REFUSALS, VALUES, reason_of
from ledger import errors
from ledger.advance_book import AdvanceState
from ledger.board import TimeSlot
from ledger.errors import LedgerError
from ledger.goods import Flower
from ledger.limits import LotLimitError
from ledger.lot_errors import LotNamed, LotRefusedError
from ledger.people import Party
from ledger.queries import Owed
from ledger.roles import PartyRole
from ledger.settlements import Figures
from locales.languages import LANGUAGES
from locales.phrases import render

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)

UNWORDED = {errors.UnbalancedError, LotRefusedError}
"""No person causes the one: what asked the books is at fault. Of the other only children occur."""

MURUGAN = Party(party_id=1, is_active=True, code="F012", role=PartyRole.FARMER, name_en="Murugan")
MALLI = Flower(flower_id=1, is_active=True, code="malli", name_en="Malli")
DAWN = TimeSlot("dawn", "Dawn", "விடியல்", time(4), time(6))


def every_error() -> set[type[LedgerError]]:
    """Every error of every room."""
    found: set[type[LedgerError]] = set()
    for module in walk_packages(ledger.__path__, "ledger."):
        if "migrations" not in module.name:
            members = getmembers(import_module(module.name), isclass)
            found |= {each for _, each in members if issubclass(each, LedgerError)}
    return found - {LedgerError}


def example(error: type[LedgerError]) -> list[LedgerError]:
    """The error with facts of the right kinds; one for each member of an enum."""
    if "__init__" not in vars(error):
        return [error("…")]
    hints = get_type_hints(error.__init__)
    facts: list[list[Any]] = [values_of(hints[name]) for name in list(signature(error).parameters)]
    longest = max(map(len, facts), default=1)
    return [error(*(values[n % len(values)] for values in facts)) for n in range(longest)]


def values_of(kind: Any) -> list[Any]:  # noqa: ANN401 - any annotation
    """Facts of a kind; a decided advance is never merely requested."""
    if isclass(kind) and issubclass(kind, StrEnum):
        return [each for each in kind if each is not AdvanceState.REQUESTED]
    known: dict[Any, Any] = {
        int: 123_45,
        date: TODAY,
        datetime: NOW,
        Figures: SimpleNamespace(net_paise=100),
        LotNamed: LotNamed(MURUGAN, MALLI, 5500),
        Owed: Owed(100, 0, 500),
        TimeSlot: DAWN,
    }
    return [{}] if get_origin(kind) is Mapping else [known.get(kind, "F012")]


def test_every_error_of_the_books_is_worded_or_known_to_be_nobodys() -> None:
    assert every_error() - REFUSALS.keys() == UNWORDED


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("error", REFUSALS, ids=lambda each: getattr(each, "__name__", None))
def test_a_refusal_is_said(error: type[LedgerError], language: str) -> None:
    for each in example(error):
        reason = reason_of(each)
        assert reason.key != "refused_books"
        assert render(reason.key, reason.facts, language)


def test_a_fault_of_ours_is_said_too() -> None:
    assert reason_of(errors.UnbalancedError("…")).key == "refused_books"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("what", [*VALUES, "twin_minutes"])
def test_what_the_register_cannot_take_is_said_value_by_value(what: str, language: str) -> None:
    reason = reason_of(errors.WrongValueError(what, "missing"))
    assert render(reason.key, reason.facts, language)


@pytest.mark.parametrize("what", ["quantity_milli", "rate_paise"])
def test_a_lots_limit_is_said_in_its_unit(what: str) -> None:
    reason = reason_of(LotLimitError(what, 600_000, 500_000))
    limit = "500.000 kg" if what == "quantity_milli" else "₹5,000.00"
    assert limit in render(reason.key, reason.facts, "en")


def test_a_code_of_the_register_is_named_where_it_is_no_farmers_and_no_flowers() -> None:
    reason = reason_of(errors.UnknownCodeError("slot", "dusk"))
    assert "dusk" in render(reason.key, reason.facts, "en")
