"""A settlement run is ordered on a page, done elsewhere, and shown while it goes on."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ledger.run_book import Run, latest_run, left_alone
from ledger.settlement_run import carry_on
from tests.books import shop
from tests.dashboard.conftest import NOW, Here, bare, words_of


def order(browser: FlaskClient, cut_off: str = "2026-11-24", **boxes: str) -> TestResponse:
    return browser.post("/settlements/run", data={"key": "r", "cut_off": cut_off, **boxes})


def newest(here: Here) -> Run:
    with here.engine.begin() as tx:
        run = latest_run(tx)
    assert run is not None
    return run


def do_it(here: Here) -> None:
    """As a worker does it a second later."""
    with here.engine.begin() as tx:
        waiting = left_alone(tx)
    for each in waiting:
        carry_on(here.engine, each.run_id, at=NOW)


def test_a_run_is_ordered_once_and_not_done_by_the_page(own: Here) -> None:
    owner = own.client("A01")
    first = order(owner, everyone="1", approve="1")
    assert order(owner, everyone="1", approve="1").location == first.location
    run = newest(own)
    assert (run.run_id, run.done, run.approve, run.everyone) == (1, 0, True, True)
    assert first.location == "/settlements/runs/1"


def test_the_bar_goes_along_and_then_asks_for_the_outcome(own: Here) -> None:
    owner = own.client("A01")
    order(owner, everyone="1", approve="1")
    page = owner.get("/settlements/runs/1")
    assert 'hx-get="/settlements/runs/1/progress"' in page.text
    assert '<progress id="bar" value="0" max="3"' in page.text
    assert "Look again" in page.text, "for a browser without scripts"
    under_way = owner.get("/settlements/runs/1/progress")
    assert "0 of 3 farmers" in bare(under_way.text)
    assert ("every 1s" in under_way.text, "HX-Refresh" in under_way.headers) == (True, False)
    assert "<html" not in under_way.text
    do_it(own)
    over = owner.get("/settlements/runs/1/progress")
    assert ("every 1s" in over.text, over.headers["HX-Refresh"]) == (False, "true")
    outcome = words_of(owner.get("/settlements/runs/1"))
    assert "3 of 3 farmers" in outcome
    assert "Approved 1 Drafts 0 Nothing due 2 Left out 0" in outcome
    assert "The totals are proved" in outcome
    assert "Meenakshi" in outcome


def test_who_was_left_out_is_named_and_why(own: Here) -> None:
    owner = own.client("A01")
    order(owner, everyone="1", approve="1")
    with own.engine.begin() as tx:
        shop_key = f"settlement:F012:{shop.ON}:1"
        shop.sell(tx, shop_key, shop.lot(farmer="F031"))
    do_it(own)
    outcome = words_of(owner.get("/settlements/runs/1"))
    assert "Murugan (F012)" in outcome
    assert "already stands for another entry" in outcome
    assert "1 left out" in words_of(owner.get("/settlements/run"))


def test_staff_draft_and_approve_nothing(own: Here) -> None:
    clerk = own.client("S01")
    assert "Approve them, too" not in words_of(clerk.get("/settlements/run"))
    assert order(clerk, everyone="1", approve="1").status_code == 403
    assert order(clerk, everyone="1").status_code == 303
    do_it(own)
    assert (newest(own).drafted, newest(own).approved) == (1, 0)


def test_a_day_that_is_still_to_come_is_refused_and_stays_in_the_form(own: Here) -> None:
    tomorrow = (shop.ON + timedelta(days=1)).isoformat()
    answer = order(own.client("A01"), tomorrow)
    assert (answer.status_code, tomorrow in answer.text) == (422, True)
    assert "25-11-2026" in bare(answer.text)


def test_who_has_not_just_proved_himself_orders_nothing(own: Here) -> None:
    assert "Is it you?" in order(own.client("A01", is_fresh=False), everyone="1").text
    with own.engine.begin() as tx:
        assert latest_run(tx) is None


@pytest.mark.parametrize("where", ["/settlements/runs/9", "/settlements/runs/9/progress"])
def test_an_unknown_run_is_missing(as_admin: FlaskClient, where: str) -> None:
    assert as_admin.get(where).status_code == 404
