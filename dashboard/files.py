"""The addresses of the pages' own files: they name the content, so browsers may keep them."""

import hashlib
from functools import cache
from pathlib import Path

from flask import url_for


def address(folder: Path, name: str) -> str:
    """Where a file is, for ever with this content."""
    return url_for("static", filename=name, v=_digest(folder / name))


@cache
def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12]
