"""What a template may say, in one language: phrases, and facts as people read them."""

from datetime import date, datetime
from functools import partial

from flask import request, session

from ledger.board import MARKET_ZONE
from ledger.goods import Flower
from ledger.people import Party
from locales.facts import Day, Fact, Moment, Money, Name, Percent, Phrase, Quantity
from locales.languages import LANGUAGES, TAGS
from locales.phrases import render

ASKED = "lang"
"""The word of an address that chooses a language, for this device from then on."""


def language_here(party: Party | None) -> str:
    """The language of the page: chosen here, else the person's own, else the browser's."""
    asked = request.args.get(ASKED)
    if asked in LANGUAGES:
        session["language"] = asked
        return asked
    chosen = session.get("language")
    if chosen in LANGUAGES:
        return str(chosen)
    if party is not None:
        return party.language
    return request.accept_languages.best_match(["ta", "en"], default="ta")


def words(language: str) -> dict[str, object]:
    """What every template has at hand."""

    def say(phrase: str, **facts: Fact) -> str:
        return render(phrase, facts, language)

    show = partial(_show, language)
    return {
        "say": say,
        "spoken": lambda phrase: render(phrase.key, phrase.facts, language),
        "tag": TAGS[language],
        "tags": TAGS,
        "money": lambda paise: show(Money(paise)),
        "quantity": lambda milli, unit: show(Quantity(milli, unit)),
        "percent": lambda bp: show(Percent(bp)),
        "name": lambda of: show(_name(of)),
        "person": lambda party: say("farmer", name=_name(party), code=party.code),
        "a_unit": lambda paise, unit: say(
            "office.a_unit", rate=Money(paise), per=Phrase(f"per_{unit}", {})
        ),
        "day": lambda on: show(Day(on)),
        "time": lambda at: show(Moment(at)),
        "moment": lambda at: _moment(language, at),
        "day_of": market_day,
    }


def market_day(at: datetime) -> date:
    """The day of the market's calendar in which a moment lies."""
    return at.astimezone(MARKET_ZONE).date()


def _show(language: str, fact: Fact) -> str:
    return render("fact", {"fact": fact}, language)


def _name(of: Party | Flower) -> Name:
    return Name(of.name_en, of.name_ta)


def _moment(language: str, at: datetime) -> str:
    return render("office.date", {"on": Day(market_day(at)), "at": Moment(at)}, language)
