"""constraints.txt pins all that this project stands on, for every Python that it runs on."""

import re
import tomllib
from importlib.metadata import distribution, requires
from pathlib import Path

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
CONSTRAINTS = (ROOT / "constraints.txt").read_text().splitlines()
PINS = {
    canonicalize_name(requirement.name): requirement
    for requirement in (Requirement(line) for line in CONSTRAINTS if not line.startswith("#"))
}
OLDEST = {"python_version": "3.11", "python_full_version": "3.11.0"}


def closure() -> set[str]:
    """Every distribution that Malar and its tools need, here or on the oldest Python."""
    seen: set[tuple[str, frozenset[str]]] = set()
    waiting = [(Requirement(text), frozenset({""})) for text in wanted()]
    while waiting:
        need, extras = waiting.pop()
        name, inner = canonicalize_name(need.name), frozenset({*need.extras, ""})
        if applies(need, extras) and (name, inner) not in seen:
            seen.add((name, inner))
            waiting += [(Requirement(text), inner) for text in needs_of(name)]
    return {name for name, _ in seen}


def wanted() -> list[str]:
    """What pyproject.toml asks for by name."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return [*project["dependencies"], *project["optional-dependencies"]["dev"]]


def needs_of(name: str) -> list[str]:
    try:
        return requires(name) or []
    except ModuleNotFoundError:
        return []  # needed by another Python than this one


def applies(need: Requirement, extras: frozenset[str]) -> bool:
    if need.marker is None:
        return True
    here = {key: str(value) for key, value in default_environment().items()}
    return any(
        need.marker.evaluate({**here, **python, "extra": extra})
        for extra in extras
        for python in ({}, OLDEST)
    )


def test_every_distribution_is_pinned() -> None:
    assert {"flask", "greenlet"} <= closure()  # one that we name, one that another brings
    assert closure() - set(PINS) == set()


def test_nothing_is_pinned_that_nobody_needs() -> None:
    assert set(PINS) - closure() == set()


def test_every_pin_is_one_exact_version() -> None:
    assert [
        str(pin) for pin in PINS.values() if [clause.operator for clause in pin.specifier] != ["=="]
    ] == []


def test_what_is_installed_is_what_is_pinned() -> None:
    installed = {name: _version(name) for name in PINS}
    assert {
        name: version
        for name, version in installed.items()
        if version and not PINS[name].specifier.contains(version)
    } == {}


def _version(name: str) -> str | None:
    try:
        return distribution(name).version
    except ModuleNotFoundError:
        return None


@pytest.mark.parametrize("mark", ["://", " @ ", "--index", "--extra", "--find", "-i "])
def test_no_host_is_named(mark: str) -> None:
    assert [line for line in CONSTRAINTS if mark in line and not line.startswith("#")] == []


def test_the_build_is_pinned_too() -> None:
    pyproject = (ROOT / "pyproject.toml").read_text()
    assert re.search(r'^requires = \["setuptools==[\d.]+"\]$', pyproject, re.MULTILINE)
