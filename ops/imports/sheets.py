"""A file as people send it → rows with their numbers.

JSON is `{"now", "tz", "limits", "farmers": […], "flowers": […]}`, rows counted from 1. CSV is
farmers or flowers, told apart by its first line; rows are counted as a spreadsheet shows them.
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
FLOWERS = "flowers"

COLUMNS = {
    FARMERS: ("code", "name_en", "name_ta", "village_en", "village_ta", "phone"),
    FLOWERS: ("code", "name_en", "name_ta", "unit", "aliases"),
}
OPTIONAL = frozenset({"phone", "unit", "aliases"})
HEADINGS = ("now", "tz", "limits", FARMERS, FLOWERS)


@dataclass(frozen=True, slots=True)
class Row:
    """A row as the file says it."""

    where: str
    cells: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Sheets:
    """All that a file says, unchecked."""

    heading: Row
    limits: Row
    farmers: tuple[Row, ...] = field(default=())
    flowers: tuple[Row, ...] = field(default=())


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
    limits = said.get("limits", {})
    if not isinstance(limits, dict):
        faults.append(Fault("limits", "", "not an object"))
    for sheet in (FARMERS, FLOWERS):
        faults += _misshapen(sheet, said.get(sheet, []))
    if faults:
        raise ImportFault(faults)
    return Sheets(
        heading=Row("", {key: said.get(key) for key in ("now", "tz")}),
        limits=Row("limits", limits),
        farmers=tuple(_numbered(FARMERS, said.get(FARMERS, []))),
        flowers=tuple(_numbered(FLOWERS, said.get(FLOWERS, []))),
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
        wanted = " nor ".join(f"{name} ({', '.join(c)})" for name, c in COLUMNS.items())
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
    nothing = Row("", {})
    if sheet == FARMERS:
        return Sheets(nothing, nothing, farmers=tuple(rows))
    return Sheets(nothing, nothing, flowers=tuple(rows))


def _sheet_with(columns: list[str]) -> str | None:
    if len(set(columns)) != len(columns):
        return None
    for sheet, known in COLUMNS.items():
        if set(known) - OPTIONAL <= set(columns) <= set(known):
            return sheet
    return None


def _refuse(why: str) -> NoReturn:
    raise ImportFault([Fault("", "", why)])
