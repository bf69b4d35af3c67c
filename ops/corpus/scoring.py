"""What was understood against what was meant: intent, exact, asked back, written wrongly."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ops.corpus.cases import Case

WRITES = ("entry", "advance", "payment", "rate_set", "repay")
"""Intents that write something once nothing is left to ask."""

SLOT_KEYS = ("farmer", "flower", "quantity", "rate", "amount")


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one message was understood.

    Attributes:
        is_intent: the intent is right.
        is_exact: so is everything else; the value of what must be asked back does not count.
        is_asked: of a message that must be asked back: something of it is.
        is_silent_wrong: it would be written otherwise than it was meant, without a question.
    """

    case: Case
    got: Mapping[str, Any]
    is_intent: bool
    is_exact: bool
    is_asked: bool
    is_silent_wrong: bool


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts over some verdicts; `must_ask` and `asked` are of those that must be asked back."""

    total: int
    intent: int
    exact: int
    must_ask: int
    asked: int
    silent_wrong: int

    @classmethod
    def of(cls, verdicts: Iterable[Verdict]) -> "Tally":
        """The counts."""
        all_of = list(verdicts)
        doubtful = [each for each in all_of if each.case.want.get("ambiguous")]
        return cls(
            total=len(all_of),
            intent=sum(each.is_intent for each in all_of),
            exact=sum(each.is_exact for each in all_of),
            must_ask=len(doubtful),
            asked=sum(each.is_asked for each in doubtful),
            silent_wrong=sum(each.is_silent_wrong for each in all_of),
        )


def judged(case: Case, got: Mapping[str, Any]) -> Verdict:
    """How a message was understood.

    Args:
        case: what it means.
        got: what `malar parse` printed for it.
    """
    want = case.want
    is_intent = want["intent"] == got["intent"]
    is_exact = is_intent and _comparable(want, want) == _comparable(got, want)
    asked = got.get("ambiguous", [])
    return Verdict(
        case,
        got,
        is_intent=is_intent,
        is_exact=is_exact,
        is_asked=bool(asked) and (is_intent or got["intent"] not in WRITES),
        is_silent_wrong=got["intent"] in WRITES and not asked and not is_exact,
    )


def _comparable(said: Mapping[str, Any], want: Mapping[str, Any]) -> dict[str, Any]:
    """What counts of a meaning: the language and the values of what must be asked do not."""
    asked = set(want.get("ambiguous", ()))
    return {
        "ambiguous": sorted(said.get("ambiguous", ())),
        "items": [_item(item, asked) for item in said.get("items", ())],
        **{key: said.get(key) for key in ("period", "to")},
        **{key: said.get(key) for key in SLOT_KEYS if key not in asked},
    }


def _item(item: Mapping[str, Any], asked: set[str]) -> dict[str, Any]:
    return {
        **{key: item.get(key) for key in SLOT_KEYS if key not in asked},
        "adjustments": sorted(item.get("adjustments", ())),
        "time": item.get("time"),
    }
