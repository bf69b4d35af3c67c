"""What is wrong with an import file, said so that somebody with a spreadsheet can mend it."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong.

    Attributes:
        where: `farmers row 3` or `limits`; empty for the file itself.
        field: the column; empty where the whole row or file is meant.
        why: what is wrong with it, in plain words.
    """

    where: str
    field: str
    why: str

    @property
    def place(self) -> tuple[str, int]:
        """The sheet, and the row's number in it."""
        sheet, _, number = self.where.partition(" row ")
        return sheet, int(number or 0)

    def __str__(self) -> str:
        place = ", ".join(filter(None, (self.where, self.field)))
        return f"{place}: {self.why}" if place else self.why


class ImportFault(Exception):  # noqa: N818 - it is a list of faults, and is called so
    """Nothing was taken; `faults` names everything that has to be mended first, row by row."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        found = tuple(faults)
        sheets = list(dict.fromkeys(sheet for sheet, _ in (fault.place for fault in found)))
        self.faults = tuple(
            sorted(found, key=lambda fault: (sheets.index(fault.place[0]), fault.place[1]))
        )
        super().__init__("\n".join(str(fault) for fault in self.faults))
