"""Somebody who imports files, and the farmer who stands in them."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from ledger import goods, people, terms
from ops.importing import Imported, ImportFault, import_file

MURUGAN = {
    "code": "F012",
    "name_en": "Murugan",
    "name_ta": "முருகன்",
    "village_en": "Nilakottai",
    "village_ta": "நிலக்கோட்டை",
    "phone": "98430 12345",
}
LATER = datetime(2999, 1, 1, tzinfo=UTC)


class ImportDesk:
    """Somebody who imports files into a book."""

    def __init__(self, tx: Connection, folder: Path) -> None:
        self.tx = tx
        self.path = folder / "shop"

    def takes(self, said: dict[str, Any] | str | bytes) -> Imported:
        if isinstance(said, dict):
            said = json.dumps(said, ensure_ascii=False)
        self.path.write_bytes(said.encode() if isinstance(said, str) else said)
        return import_file(self.tx, self.path)

    def hears(self, said: dict[str, Any] | str | bytes) -> list[str]:
        """The faults of a file that is refused whole."""
        before = self.holds()
        with pytest.raises(ImportFault) as refused:
            self.takes(said)
        assert self.holds() == before
        return [str(fault) for fault in refused.value.faults]

    def holds(self) -> tuple[object, ...]:
        return people.parties(self.tx), goods.flowers(self.tx), terms.terms(self.tx, LATER)


def with_farmer(**cells: object) -> dict[str, Any]:
    return {"farmers": [{**MURUGAN, **cells}]}
