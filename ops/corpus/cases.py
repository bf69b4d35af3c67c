"""The corpus, read: messages with what they mean, number phrases with their values."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

from bot.language.shop import Shop
from ledger.roles import PartyRole

HALVES = ("train", "check")
"""What the parser is made better with, and what it is only measured by."""

NOW = datetime.fromisoformat("2026-11-24T06:30:00+05:30")
"""When every message of the corpus is typed."""


@dataclass(frozen=True, slots=True)
class Case:
    """A message and what it means.

    Attributes:
        style: how it is written: `en`, `ta`, `tanglish` or `mixed`.
        want: the keys of the contract that are not null or empty.
    """

    name: str
    role: PartyRole
    style: str
    text: str
    want: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class NumberCase:
    """A number phrase and its value; None for a phrase that is no number."""

    kind: str
    phrase: str
    want: Decimal | None


@cache
def shop() -> Shop:
    """The shop that the corpus speaks of."""
    return Shop.from_import(json.loads(_text("shop.json")))


def cases(half: str) -> list[Case]:
    """The messages of a half."""
    rows = (json.loads(line) for line in _text(f"{half}.jsonl").split("\n") if line)
    return [
        Case(row["id"], PartyRole(row["role"]), row["style"], row["text"], row["want"])
        for row in rows
    ]


def number_cases(half: str) -> list[NumberCase]:
    """The number phrases of a half."""
    rows = (line.split("\t") for line in _text(f"numbers_{half}.tsv").split("\n") if line)
    return [
        NumberCase(kind, phrase, None if value == "null" else Decimal(value))
        for kind, phrase, value in rows
    ]


def _text(name: str) -> str:
    return resources.files("ops.corpus").joinpath(name).read_text("utf-8")
