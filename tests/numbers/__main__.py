"""Every figure from 0 to 9,99,999 in every form, read back: some minutes on two processors.

`make test` does the same with the figures below 2,000 and some above.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from time import perf_counter

import click

from bot.language.number.spoken import spoken_value
from tests.numbers.forms import FORMS, HIGHEST

PROCESSORS = 2
AT_A_TIME = 5_000
SHOWN = 40

Miss = tuple[str, int, str, str]


def misses(first: int) -> list[Miss]:
    """The figures from here on that are not read back: form, figure, as written, as read."""
    return list(_misses(range(first, min(first + AT_A_TIME, HIGHEST + 1))))


def _misses(figures: range) -> Iterator[Miss]:
    for name, write in FORMS.items():
        for figure in figures:
            written = write(figure)
            if (read := spoken_value(written)) != figure:
                yield name, figure, written, str(read)


def main() -> int:
    """Read them all back, print what was not, and how long it took."""
    begun = perf_counter()
    missed: list[Miss] = []
    with ProcessPoolExecutor(PROCESSORS) as pool:
        for done, some in enumerate(pool.map(misses, range(0, HIGHEST + 1, AT_A_TIME)), 1):
            missed.extend(some)
            click.echo(f"\r{done * AT_A_TIME:,} figures", nl=False, err=True)
    for name, figure, written, read in missed[:SHOWN]:
        click.echo(f"{name}: {figure} as {written} was read as {read}")
    for name, count in Counter(name for name, *_ in missed).items():
        click.echo(f"{name}: {count} wrong")
    total = (HIGHEST + 1) * len(FORMS)
    click.echo(f"{total:,} renderings, {len(missed)} wrong, {perf_counter() - begun:.0f} s")
    return min(len(missed), 1)


if __name__ == "__main__":
    sys.exit(main())
