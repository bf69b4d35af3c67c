"""Who is named only to be left out: `paid Valli 1500, not Valliammal`, `Selvam க்கு இல்ல`."""

from collections.abc import Sequence

from bot.language.parts import Break, Farmer, Flower, Part, stands_for

BESIDE = ("no", "noise", "aside", "dative", "honorific")


def without_denied(parts: Sequence[Part]) -> list[Part]:
    """The parts of a line but for an end, behind a comma, that says no to another name alone."""
    comma = max((i for i, part in enumerate(parts) if isinstance(part, Break)), default=-1)
    before, behind = parts[: max(comma, 0)], parts[comma + 1 :]
    is_named = any(isinstance(part, Farmer) for part in before)
    return list(before if is_named and _says_no_to_a_name(behind) else parts)


def _says_no_to_a_name(parts: Sequence[Part]) -> bool:
    names = [part for part in parts if isinstance(part, (Farmer, Flower))]
    rest = [part for part in parts if part not in names]
    is_denied = any(stands_for(part, "no") for part in rest)
    return len(names) == 1 and is_denied and all(stands_for(part, *BESIDE) for part in rest)
