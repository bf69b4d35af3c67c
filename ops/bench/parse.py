"""`malar bench parse`: how long a message takes to be understood, on one core.

The messages are the corpus' own, with the names of the shop that is measured put in place of the
corpus shop's; the corpus' shop stands beside one of 2,000 farmers. Every message is read once, so
that its words are as new as they are in life. It is the processor's time that counts, so that
a busy machine measures the same.
"""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from time import process_time

import regex

from bot.language.naming.book import Book
from bot.language.shop import FarmerName, Shop
from bot.language.understanding import understand
from ledger.board import MARKET_ZONE
from ledger.roles import PartyRole
from ops.bench.crowd import LARGE, SEED, crowd
from ops.corpus.cases import NOW, cases, shop

HALF = "train"


@dataclass(frozen=True, slots=True)
class ParseFigures:
    """How fast messages were understood in a shop.

    Attributes:
        index_ms: until the first message could be read: the indexes of the shop's names.
        p50: milliseconds a message.
        p95: milliseconds that one in twenty takes longer than.
    """

    farmers: int
    messages: int
    index_ms: float
    p50: float
    p95: float
    per_second: float


def bench_parse(farmers: int = LARGE) -> list[ParseFigures]:
    """Measure a shop of so many farmers, then the corpus' own; print a table."""
    rows = [_measured(crowd(farmers)), _measured(shop())]
    print(
        f"{'farmers':>8}{'messages':>10}{'index ms':>10}{'p50 ms':>9}{'p95 ms':>9}{'a second':>10}"
    )
    for row in rows:
        print(
            f"{row.farmers:8,}{row.messages:10,}{row.index_ms:10.1f}"
            f"{row.p50:9.3f}{row.p95:9.3f}{row.per_second:10,.0f}"
        )
    return rows


def _measured(names: Shop) -> ParseFigures:
    today = NOW.astimezone(MARKET_ZONE).date()
    begun = process_time()
    Book.of(names, today)
    index_ms = (process_time() - begun) * 1000
    taken = []
    for role, text in _messages(names.farmers):
        begun = process_time()
        understand(text, names, role, today=today)
        taken.append((process_time() - begun) * 1000)
    p95 = statistics.quantiles(taken, n=20)[-1]
    per_second = 1000 * len(taken) / sum(taken)
    p50 = statistics.median(taken)
    return ParseFigures(len(names.farmers), len(taken), index_ms, p50, p95, per_second)


def _messages(farmers: Sequence[FarmerName]) -> list[tuple[PartyRole, str]]:
    """The corpus' messages, with other people in them; the same people each time."""
    english, tamil = _bare(shop().farmers)
    latin = regex.compile(rf"\b(?:{'|'.join(english)})\b", regex.IGNORECASE)
    script = regex.compile(rf"(?<!\p{{Tamil}})(?:{'|'.join(tamil)})")
    others_english, others_tamil = _bare(farmers)
    throw = Random(SEED)  # noqa: S311 - made-up people, not a secret
    return [
        (
            case.role,
            script.sub(
                lambda _: throw.choice(others_tamil),
                latin.sub(lambda _: throw.choice(others_english).lower(), case.text),
            ),
        )
        for case in cases(HALF)
    ]


def _bare(farmers: Sequence[FarmerName]) -> tuple[list[str], list[str]]:
    """Names without their initials, longest first."""
    columns = zip(*((farmer.name_en, farmer.name_ta) for farmer in farmers), strict=True)
    english, tamil = (
        sorted({name.rpartition(". ")[2] for name in column}, key=lambda name: (-len(name), name))
        for column in columns
    )
    return english, tamil
