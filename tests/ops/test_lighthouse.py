"""What Lighthouse says is read right, and what is not good enough is no pass."""

from typing import Any

import pytest

from ops.bench.lighthouse import LEAST, seen_in


def report(points: dict[str, float], lcp_ms: float = 1200.0) -> dict[str, Any]:
    url = "http://127.0.0.1:8001/"
    return {
        "requestedUrl": url,
        "finalDisplayedUrl": url,
        "categories": {
            name: {"score": score, "auditRefs": [{"id": "shift", "weight": 1}]}
            for name, score in points.items()
        },
        "audits": {
            "largest-contentful-paint": {"numericValue": lcp_ms},
            "shift": {
                "title": "Lines jump",
                "displayValue": "0.2",
                "score": 0.5,
                "scoreDisplayMode": "numeric",
            },
        },
    }


ENOUGH = {name: least / 100 for name, least in LEAST.items()}


def test_enough_is_good_and_what_cost_points_is_named() -> None:
    seen = seen_in(report(ENOUGH))
    assert seen.is_good
    assert seen.points == LEAST
    assert set(seen.faults) == {"Lines jump (0.2)"}


@pytest.mark.parametrize("name", LEAST)
def test_a_point_less_is_not_good(name: str) -> None:
    assert not seen_in(report(ENOUGH | {name: ENOUGH[name] - 0.01})).is_good


def test_a_slow_page_is_not_good_whatever_its_points() -> None:
    assert not seen_in(report(dict.fromkeys(LEAST, 1.0), lcp_ms=1500.0)).is_good


def test_the_page_where_people_sign_in_is_not_the_one_to_be_measured() -> None:
    turned_away = report(ENOUGH) | {"finalDisplayedUrl": "http://127.0.0.1:8001/sign-in"}
    with pytest.raises(RuntimeError, match="/sign-in"):
        seen_in(turned_away)
