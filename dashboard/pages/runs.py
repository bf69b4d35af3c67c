"""Settling with everybody: ordered here, done by the workers, while a bar goes along."""

from datetime import timedelta

from flask import Response

from dashboard.desk import Answer, Desk
from dashboard.room import Room
from ledger import people
from ledger.policy import Act
from ledger.run_book import Run, UnknownRunError, run_of, run_progress, runs
from ledger.settlement_run import order_run

room = Room("runs")

SHOWN = 10


@room.get("/settlements/run", Act.DRAFT_SETTLEMENT)
def new(desk: Desk) -> Answer:
    """Choose up to when, and what is to be done; the last runs below."""
    return desk.page(
        "runs/new.html",
        yesterday=desk.on - timedelta(days=1),
        latest=runs(desk.tx, SHOWN),
        of_id={party.party_id: party for party in people.parties(desk.tx)},
    )


@room.post("/settlements/run", Act.DRAFT_SETTLEMENT, shows=new, is_fresh=True)
def order(desk: Desk) -> Answer:
    """Have it done; one of the same kind that is under way is shown instead."""
    run = order_run(
        desk.tx,
        desk.form.day("cut_off"),
        approve=desk.form.check("approve"),
        everyone=desk.form.check("everyone"),
        by=desk.by,
        at=desk.at,
    )
    return desk.done("runs.ordered", "runs.one", run_id=run.run_id)


@room.get("/settlements/runs/<int:run_id>", Act.DRAFT_SETTLEMENT)
def one(desk: Desk, run_id: int) -> Answer:
    """How far a run got, and what came of it."""
    run = _found(desk, run_id)
    return desk.page(
        "runs/one.html",
        run=run,
        progress=run_progress(desk.tx, run_id),
        parties={party.code: party for party in people.parties(desk.tx)},
        of_id={party.party_id: party for party in people.parties(desk.tx)},
    )


@room.get("/settlements/runs/<int:run_id>/progress", Act.DRAFT_SETTLEMENT)
def progress(desk: Desk, run_id: int) -> Answer:
    """The bar alone; once it is over, the page is asked to load itself anew."""
    try:
        got = run_progress(desk.tx, run_id)
    except UnknownRunError:
        desk.missing()
    answer = desk.page("runs/progress.html", run_id=run_id, progress=got)
    if got.is_over and isinstance(answer, Response):
        answer.headers["HX-Refresh"] = "true"
    return answer


def _found(desk: Desk, run_id: int) -> Run:
    try:
        return run_of(desk.tx, run_id)
    except UnknownRunError:
        desk.missing()
