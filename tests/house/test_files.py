"""The tree keeps its own rules: sizes, units, settings, targets, pins."""

import re
import subprocess
from pathlib import Path

import pytest

from ledger.settings import NAMES

ROOT = Path(__file__).resolve().parents[2]
CEILING = 400


def tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(
        ["/usr/bin/env", "git", "ls-files", "-z", "--", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).exists()]


def lines_with(pattern: str, paths: list[Path]) -> list[str]:
    """`file:line: text` of every line that matches."""
    sought = re.compile(pattern)
    return [
        f"{path.relative_to(ROOT)}:{number}: {line}"
        for path in paths
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if sought.search(line)
    ]


def test_no_source_file_is_longer_than_the_ceiling() -> None:
    counted = {
        path: len(path.read_text().splitlines())
        for path in tracked("*.py", "*.js", "*.css", "*.html")
    }
    assert counted
    assert {path: lines for path, lines in counted.items() if lines > CEILING} == {}


def test_the_ledger_has_no_floats() -> None:
    assert lines_with(r"\bfloat\b", tracked("ledger/*.py")) == []


def test_only_one_file_speaks_twilio_in_its_own_words() -> None:
    importing = lines_with(r"^\s*(from|import) twilio\b", tracked("*.py"))
    assert {line.partition(":")[0] for line in importing} == {"bot/whatsapp.py"}


def test_every_blanket_excuse_is_narrowed_and_explained() -> None:
    python = tracked("*.py")
    assert lines_with(r"[#] noqa(?!: [A-Z]+[0-9]+)", python) == []
    assert lines_with(r"[#] type: ignore(?!\[)", python) == []


def test_the_example_environment_names_every_setting_and_no_other() -> None:
    named = re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
    assert sorted(named) == sorted({*NAMES, "MALAR_HOME"})


def test_the_example_environment_holds_no_value() -> None:
    assert lines_with(r"^[A-Z_]+=.+", [ROOT / ".env.example"]) == []


def test_every_target_of_make_is_explained() -> None:
    makefile = (ROOT / "Makefile").read_text()
    phony = re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)
    assert phony
    explained = re.findall(r"^([a-z-]+):.*## \S", makefile, re.MULTILINE)
    assert sorted(explained) == sorted(phony[1].split())


def test_every_target_that_a_reader_is_told_of_is_there() -> None:
    makefile = (ROOT / "Makefile").read_text()
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    told = {
        (path.name, target)
        for path in tracked("*.md", "*.po", ".ci/run")
        for target in re.findall(
            r"(?:`|^\s*|within \d+ )make ([a-z-]+)", path.read_text(), re.MULTILINE
        )
    }
    assert ("README.md", "lighthouse") in told
    assert {each for each in told if each[1] not in targets} == set()


def test_make_alone_lists_its_targets() -> None:
    listed = subprocess.run(
        ["/usr/bin/env", "make"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert re.search(r"^demo +\S", listed, re.MULTILINE)
    assert re.search(r"^test +\S", listed, re.MULTILINE)


@pytest.mark.parametrize("name", [".ci/run", ".pre-commit-config.yaml", "Makefile"])
def test_no_check_can_pass_by_an_or(name: str) -> None:
    assert lines_with(r"\|\|\s*(true|:|exit 0)", [ROOT / name]) == []


def test_ci_runs_the_targets_of_a_desk_and_stops_at_the_first_failure() -> None:
    script = (ROOT / ".ci" / "run").read_text()
    assert "set -euo pipefail" in script
    assert re.search(r"^within \d+ make check$", script, re.MULTILINE)
    assert re.search(r"^within \d+ make test$", script, re.MULTILINE)


def test_ci_ends_within_twenty_five_minutes() -> None:
    script = (ROOT / ".ci" / "run").read_text()
    budgets = [int(minutes) for minutes in re.findall(r"^\s*within (\d+) ", script, re.MULTILINE)]
    assert budgets
    assert sum(budgets) < 25


def test_nothing_names_a_registry_a_machine_or_a_ticket() -> None:
    written = [path for path in tracked() if path.suffix not in {".woff2", ".png", ".ttf"}]
    registries = r"https?://[^\s/]*(pypi|pythonhosted|npmjs|registry|artifactory|nexus)"
    assert lines_with(registries, written) == []
    assert lines_with(r"(?<![\w.~])/(work|root|home/[a-z]+)/(main|shared|\.library)", written) == []


def test_no_two_files_of_tests_have_one_name() -> None:
    names = [path.name for path in tracked("test_*.py")]
    assert {name for name in names if names.count(name) > 1} == set()
