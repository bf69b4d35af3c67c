"""A file as people send it → rows with their numbers.

JSON is `{"now", "tz", "limits", "opening", "words", "farmers": […], "staff": […], "flowers": […],
"slots": […]}`, rows counted from 1. CSV is one of the four sheets, told apart by its first line;
rows are counted as a spreadsheet shows them.
"""

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any, NoReturn

from ops.imports.faults import Fault, ImportFault

FARMERS = "farmers"
STAFF = "staff"
FLOWERS = "flowers"
SLOTS = "slots"

COLUMNS = {
    FARMERS: ("code", "name_en", "name_ta", "village_en", "village_ta"),
    STAFF: ("code", "name_en", "role"),
    FLOWERS: ("code", "name_en", "name_ta"),
    SLOTS: ("code", "name_en", "name_ta", "from", "to"),
}
"""What a sheet must have; by it a CSV file is known."""

OPTIONAL = {
    FARMERS: (
        *("phone", "aliases", "language", "notices", "cycle"),
        *("commission", "recovery_cap", "advance_limit"),
        *("opening_unsettled", "opening_unpaid", "opening_advance"),
    ),
    STAFF: ("name_ta", "phone", "language"),
    FLOWERS: ("unit", "aliases", "commission"),
    SLOTS: (),
}
"""What it may have."""

PARTS = ("limits", "opening", "words")
HEADINGS = ("now", "tz", *PARTS, *COLUMNS)


@dataclass(frozen=True, slots=True)
class Row:
    """A row as the file says it."""

    where: str
    cells: Mapping[str, object]


def _nothing() -> Row:
    return Row("", {})


@dataclass(frozen=True, slots=True)
class Sheets:
    """All that a file says, unchecked.

    Attributes:
        heading: `now` and `tz`.
        limits: what the shop's limits shall be.
        opening: what is in its tills on the day of the import.
        words: what only this shop says, each with the known words that mean the same.
        tables: rows by the name of their sheet.
    """

    heading: Row = field(default_factory=_nothing)
    limits: Row = field(default_factory=_nothing)
    opening: Row = field(default_factory=_nothing)
    words: Row = field(default_factory=_nothing)
    tables: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)

    def rows(self, sheet: str) -> tuple[Row, ...]:
        """The rows of one sheet."""
        return self.tables.get(sheet, ())


def sheets_of(path: Path) -> Sheets:
    """Read a file.

    Raises:
        ImportFault: it cannot be read, or is neither of the two shapes.
    """
    text = _text_of(path)
    return _from_json(text) if text.lstrip()[:1] in ("{", "[") else _from_csv(text)


def _text_of(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        _refuse(f"cannot be read: {error.strerror}")
    if b"\0" in raw:
        _refuse("holds NUL bytes: save it as UTF-8 text, not as a workbook or UTF-16")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        _refuse(f"is not UTF-8 text (byte {error.start + 1})")


def _from_json(text: str) -> Sheets:
    try:
        said = json.loads(text, parse_float=Decimal, parse_constant=str)
    except json.JSONDecodeError as error:
        _refuse(f"is not JSON: {error.msg}, line {error.lineno}")
    except (RecursionError, ValueError):
        _refuse("is not JSON that anybody wrote")
    if not isinstance(said, dict):
        _refuse("is not one JSON object with farmers and flowers in it")
    faults = [Fault("", "", f"{key!r} is unknown") for key in said if key not in HEADINGS]
    parts = {part: said.get(part, {}) for part in PARTS}
    faults += [
        Fault(part, "", "not an object")
        for part, cells in parts.items()
        if not isinstance(cells, dict)
    ]
    for sheet in COLUMNS:
        faults += _misshapen(sheet, said.get(sheet, []))
    if faults:
        raise ImportFault(faults)
    return Sheets(
        heading=Row("", {key: said.get(key) for key in ("now", "tz")}),
        **{part: Row(part, cells) for part, cells in parts.items()},
        tables={sheet: tuple(_numbered(sheet, said.get(sheet, []))) for sheet in COLUMNS},
    )


def _misshapen(sheet: str, rows: Any) -> Iterator[Fault]:  # noqa: ANN401 - anything may stand in JSON
    if not isinstance(rows, list):
        yield Fault(sheet, "", "not a list")
        return
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, dict):
            yield Fault(f"{sheet} row {number}", "", "not an object")


def _numbered(sheet: str, rows: list[dict[str, object]]) -> Iterator[Row]:
    for number, cells in enumerate(rows, start=1):
        yield Row(f"{sheet} row {number}", cells)


def _from_csv(text: str) -> Sheets:
    try:
        lines = list(csv.reader(StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        _refuse(f"is not CSV: {error}")
    columns = [name.strip().lower() for name in lines[0]] if lines else []
    sheet = _sheet_with(columns)
    if sheet is None:
        wanted = " nor ".join(
            f"{name} ({', '.join((*needed, *OPTIONAL[name]))})" for name, needed in COLUMNS.items()
        )
        _refuse(f"the first line names neither {wanted}")
    rows, faults = [], []
    for number, line in enumerate(lines[1:], start=2):
        where = f"{sheet} row {number}"
        if len(line) > len(columns):
            faults.append(Fault(where, "", "more cells than the first line names"))
        elif any(cell.strip() for cell in line):
            filled = {name: cell for name, cell in zip(columns, line, strict=False) if cell.strip()}
            rows.append(Row(where, filled))
    if faults:
        raise ImportFault(faults)
    return Sheets(tables={sheet: tuple(rows)})


def _sheet_with(columns: list[str]) -> str | None:
    if len(set(columns)) != len(columns):
        return None
    for sheet, known in COLUMNS.items():
        if set(known) <= set(columns) <= {*known, *OPTIONAL[sheet]}:
            return sheet
    return None


def _refuse(why: str) -> NoReturn:
    raise ImportFault([Fault("", "", why)])
