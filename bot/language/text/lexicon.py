"""The word lists, read once from `locales/lexicon`: tab-separated, `#` begins a remark.

Several forms in one column are parted by " · ". What a concept means is told by the room that
asks for it; here they are only rows.
"""

from functools import cache
from importlib import resources

BETWEEN_FORMS = " · "


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of a word list, by its name without `.tsv`."""
    text = resources.files("locales").joinpath("lexicon", f"{name}.tsv").read_text("utf-8")
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    return tuple(tuple(line.split("\t")) for line in lines)


def forms(column: str) -> list[str]:
    """The forms that one column holds."""
    return [form for form in column.split(BETWEEN_FORMS) if form]
