"""One stage a test."""

from collections.abc import Iterator

import pytest

from tests.simulator.stage import Stage, stage


@pytest.fixture
def played() -> Iterator[Stage]:
    with stage() as made:
        yield made
