"""What each chart of the office shows: figures of the books, as a picture and as a table."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from markupsafe import Markup

from dashboard.bare_svg import Told
from dashboard.charts import Bar, Point, bars, line
from ledger.board import MARKET_ZONE
from ledger.people import Party
from ledger.reports.ages import Age
from ledger.reports.hours import Hour
from ledger.reports.tallies import Arrivals
from locales.facts import Day, Fact, Moment, Money, Name, Phrase, Quantity
from locales.phrases import render

BARS_MAX = 12
"""So many people have a bar; the others are a sum under the chart, and stand in the table."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart and its table.

    Attributes:
        name: of its heading and its parts.
        chart: None where there is nothing to draw.
        heads: of the table's columns.
        note: how it is to be read.
    """

    name: str
    title: str
    chart: Markup | None
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Artist:
    """Draws in one language."""

    language: str

    def hours_came(self, came: Sequence[Hour], on: date, unit: str) -> Figure:
        """What came of a flower by the hour."""
        rows = [
            Bar(self._hour(on, each.hour), each.quantity_milli, self._quantity(each, unit))
            for each in came
        ]
        table = [
            (row.label, str(each.lots), row.shown) for row, each in zip(rows, came, strict=True)
        ]
        return self._bars("hours_came", rows, ("time", "lots", "weight"), table)

    def hours_fetched(self, came: Sequence[Hour], on: date) -> Figure:
        """What it fetched by the hour."""
        points = [
            replace(
                self._point(self._hour(on, each.hour), each), mark=f"{(each.hour - 1) % 12 + 1}:00"
            )
            for each in came
        ]
        return self._line("hours_fetched", points, "time")

    def days_came(self, came: Sequence[Arrivals]) -> Figure:
        """What came of a flower by the day."""
        rows = [
            Bar(self._day(each.on), each.quantity_milli, self._quantity(each, each.unit))
            for each in came
        ]
        table = [
            (row.label, str(each.lots), row.shown) for row, each in zip(rows, came, strict=True)
        ]
        return self._bars("days_came", rows, ("day", "lots", "weight"), table)

    def days_fetched(self, came: Sequence[Arrivals]) -> Figure:
        """What it fetched by the day; days without a lot break the line."""
        of_day = {each.on: each for each in came}
        if not of_day:
            return self._line("days_fetched", [], "day")
        first, last = min(of_day), max(of_day)
        days = [date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1)]
        points = [self._point(self._day(on), of_day.get(on)) for on in days]
        return self._line("days_fetched", points, "day")

    def commission(self, came: Sequence[Arrivals]) -> Figure:
        """What the shop earned by the day, whatever flower."""
        earned: dict[date, int] = {}
        for each in came:
            earned[each.on] = earned.get(each.on, 0) + each.commission_paise
        rows = [Bar(self._day(on), paise, self._money(paise)) for on, paise in earned.items()]
        table = [(row.label, row.shown) for row in rows]
        total = self._say("charts.total", total=self._money(sum(earned.values())))
        return self._bars("commission", rows, ("day", "commission"), table, note=total)

    def people(self, name: str, of_person: dict[str, int], people: dict[str, Party]) -> Figure:
        """Money by farmer, the largest first; `owed` is the shop's debt, `lent` is theirs."""
        stands = sorted(
            ((code, paise) for code, paise in of_person.items() if paise),
            key=lambda each: (-each[1], each[0]),
        )
        rows = [
            Bar(self._person(people[code]), paise, self._money(paise)) for code, paise in stands
        ]
        table = [(row.label, row.shown) for row in rows]
        total = self._say("charts.total", total=self._money(sum(paise for _, paise in stands)))
        others = rows[BARS_MAX:]
        if others:
            rest = self._money(sum(row.value for row in others))
            total = f"{self._say('charts.others', n=len(others), total=rest)} {total}"
        return self._bars(
            name, rows[:BARS_MAX], ("farmer", name), table, note=total, is_hatched=name == "lent"
        )

    def ages(self, ages: Sequence[Age]) -> Figure:
        """Advances by how long they have been out."""
        rows = [
            Bar(self._age(age), age.outstanding_paise, self._money(age.outstanding_paise))
            for age in ages
        ]
        table = [
            (row.label, str(age.farmers), str(age.advances), row.shown)
            for row, age in zip(rows, ages, strict=True)
        ]
        if not any(age.advances for age in ages):
            rows, table = [], []
        heads = ("age", "farmers", "advances", "lent")
        return self._bars("ages", rows, heads, table, is_hatched=True)

    def _bars(  # noqa: PLR0913 - a picture and its table
        self,
        name: str,
        rows: Sequence[Bar],
        heads: tuple[str, ...],
        table: Sequence[tuple[str, ...]],
        *,
        note: str | None = None,
        is_hatched: bool = False,
    ) -> Figure:
        title = self._say(f"charts.title.{name}")
        chart = None
        if rows:
            most = max(rows, key=lambda row: row.value)
            says = self._say("charts.says_bars", n=len(rows), label=most.label, figure=most.shown)
            chart = bars(Told(f"{name}-chart", title, says), rows, is_hatched=is_hatched)
        return Figure(name, title, chart, self._heads(heads), tuple(table), note)

    def _line(self, name: str, points: Sequence[Point], first: str) -> Figure:
        title = self._say(f"charts.title.{name}")
        there = [point for point in points if point.value is not None]
        chart = None
        if there:
            most = max(there, key=lambda point: point.value or 0)
            least = min(there, key=lambda point: point.value or 0)
            says = self._say(
                "charts.says_line",
                highest=most.shown,
                at_highest=most.label,
                lowest=least.shown,
                at_lowest=least.label,
            )
            chart = line(Told(f"{name}-chart", title, says), points)
        table = tuple(
            (
                point.label,
                self._money(point.lowest or 0),
                self._money(point.value or 0),
                self._money(point.highest or 0),
            )
            for point in there
        )
        heads = self._heads((first, "lowest", "average", "highest"))
        note = self._say("charts.line_note") if there else None
        return Figure(name, title, chart, heads, table, note)

    def _point(self, label: str, came: Hour | Arrivals | None) -> Point:
        if came is None or came.average_paise is None:
            return Point(label, None, "")
        paise = came.average_paise
        return Point(label, paise, self._money(paise), came.lowest_paise, came.highest_paise)

    def _heads(self, names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(self._say(f"charts.head.{name}") for name in names)

    def _hour(self, on: date, hour: int) -> str:
        return self._fact(Moment(datetime.combine(on, time(hour), MARKET_ZONE)))

    def _day(self, on: date) -> str:
        """Day and month: the year stands over the chart."""
        return self._fact(Day(on))[:5]

    def _age(self, age: Age) -> str:
        if age.most is None:
            return self._say("charts.age_from", least=age.least)
        return self._say("charts.age", least=age.least, most=age.most)

    def _quantity(self, came: Hour | Arrivals, unit: str) -> str:
        return self._fact(Quantity(came.quantity_milli, unit))

    def _money(self, paise: int) -> str:
        return self._fact(Money(paise))

    def _person(self, person: Party) -> str:
        name = Name(person.name_en, person.name_ta)
        return self._fact(Phrase("charts.person", {"name": name, "code": person.code}))

    def _fact(self, fact: Fact) -> str:
        return render("fact", {"fact": fact}, self.language)

    def _say(self, phrase: str, **facts: Fact) -> str:
        return render(phrase, facts, self.language)
