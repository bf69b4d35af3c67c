"""Charts: what came and what it fetched, what is owed and lent, what the shop earned."""

from collections.abc import Iterable
from datetime import date

from flask import g

from dashboard.chart_figures import Artist
from dashboard.desk import Answer, Desk
from dashboard.filling import Problem
from dashboard.forms import FieldError
from dashboard.room import Room
from ledger import advance_book, goods, people, queries
from ledger.goods import Flower
from ledger.policy import Act
from ledger.reports import ages, hours, tallies
from ledger.reports.periods import month_of
from ledger.reports.tallies import Arrivals

room = Room("charts")


@room.get("/charts", Act.SEE_REPORTS)
def all_(desk: Desk) -> Answer:
    """The charts of a day, of its month, and of how things stand.

    If no day is named: the last on which anything came, since before dawn today is still empty.
    """
    tx = desk.tx
    flowers = {flower.code: flower for flower in goods.flowers(tx)}
    day, asked = _asked(desk, flowers)
    month = month_of(day or desk.on)
    came = tallies.arrivals(tx, month)
    on = day or max((each.on for each in came), default=desk.on)
    flower = asked or _most_sold(came, flowers)
    artist = Artist(desk.language)
    figures = []
    if flower is not None:
        by_hour = hours.by_hour(tx, on, flower.code)
        of_flower = [each for each in came if each.flower == flower.code]
        figures = [
            artist.hours_came(by_hour, on, flower.unit),
            artist.hours_fetched(by_hour, on),
            artist.days_came(of_flower),
            artist.days_fetched(of_flower),
        ]
    owed = queries.owed_to_all(tx)
    known = {party.code: party for party in people.parties(tx)}
    return desk.page(
        "charts/all.html",
        on=on,
        month=month,
        flower=flower,
        flowers=[each for each in flowers.values() if each.is_active or each == flower],
        figures=figures,
        standing=[
            artist.commission(came),
            artist.people("owed", {code: each.owed_paise for code, each in owed.items()}, known),
            artist.people("lent", {code: each.advance_paise for code, each in owed.items()}, known),
            artist.ages(ages.by_age(advance_book.aged(tx, desk.on))),
        ],
    )


def _asked(desk: Desk, flowers: dict[str, Flower]) -> tuple[date | None, Flower | None]:
    """Which day and flower; None where nothing usable is named."""
    try:
        on = desk.args.day("on", is_needed=False)
        code = desk.args.choice("flower", flowers, is_needed=False)
    except FieldError as error:
        g.problem = Problem(error.why, error.name)
        return None, None
    return on, None if code is None else flowers[code]


def _most_sold(came: Iterable[Arrivals], flowers: dict[str, Flower]) -> Flower | None:
    """The flower that brought the most in the month; where none came, the first of the list."""
    sold = {each.flower: each.gross_paise for each in tallies.by_flower(came)}
    if sold:
        return flowers[max(sold, key=lambda code: sold[code])]
    return next(iter(flowers.values()), None)
