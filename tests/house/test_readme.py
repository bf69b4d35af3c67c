"""The first thing a reader sees is true."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")


def test_the_readme_opens_with_the_morning_transcript() -> None:
    first_block = re.search(r"```\n(.*?)```", README, re.DOTALL)
    assert first_block
    morning = (ROOT / "tests/conversations/morning.chat").read_text("utf-8")
    assert first_block[1] == morning


def test_every_link_in_the_readme_leads_somewhere() -> None:
    targets = re.findall(r"\]\(([^)]+)\)", README)
    assert targets
    missing = [target for target in targets if not (ROOT / target).exists()]
    assert missing == []


def test_every_decision_stands_in_their_list() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = re.findall(r"\]\((.+?)\)", (folder / "README.md").read_text("utf-8"))
    assert listed == sorted(path.name for path in folder.glob("0*.md"))
