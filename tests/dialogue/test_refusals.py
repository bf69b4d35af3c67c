"""Whatever the books refuse is said in words, in both languages."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from importlib import import_module
from inspect import getmembers, isclass, signature
from pkgutil import walk_packages
from types import SimpleNamespace
from typing import Any, get_origin, get_type_hints

import pytest

import ledger
from ledger import errors
from ledger.advance_book import AdvanceState
from ledger.errors import LedgerError
from ledger.settlements import Figures
from locales.languages import LANGUAGES
from locales.phrases import render
from workers.refusals import REFUSALS, reason_of

TODAY = date(2026, 11, 24)

FAULTS = {errors.UnbalancedError, errors.UnknownAccountError}
"""No person causes these: what asked the books is at fault."""

COMMANDS = {errors.DuplicateError, errors.WrongValueError}
"""Only a command causes these, and says them in its own words."""

OF_COMMANDS = ("ledger.closing", "ledger.register", "ledger.reports")
"""Likewise all errors of these rooms."""


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
    known: dict[Any, Any] = {int: 123_45, date: TODAY, Figures: SimpleNamespace(net_paise=100)}
    return [{}] if get_origin(kind) is Mapping else [known.get(kind, "F012")]


def test_every_error_of_the_books_is_worded_or_known_to_be_nobodys() -> None:
    unworded = {each for each in every_error() if each not in REFUSALS}
    of_commands = {each for each in unworded if each.__module__.startswith(OF_COMMANDS)}
    assert unworded - of_commands == FAULTS | COMMANDS


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("error", REFUSALS, ids=lambda each: getattr(each, "__name__", None))
def test_a_refusal_is_said(error: type[LedgerError], language: str) -> None:
    for each in example(error):
        reason = reason_of(each)
        assert reason.key != "refused_books"
        assert render(reason.key, reason.facts, language)


def test_a_fault_of_ours_is_said_too() -> None:
    assert reason_of(errors.UnbalancedError("…")).key == "refused_books"
