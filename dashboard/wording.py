"""What a template may say, in one language: phrases, and facts as people read them."""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial

from ledger.goods import Flower
from ledger.people import Party
from locales.facts import Day, Fact, Moment, Money, Name, Percent, Phrase, Quantity
from locales.languages import LANGUAGES
from locales.phrases import render


def language_of(asked: str | None) -> str:
    """The language asked for, else the first."""
    return asked if asked in LANGUAGES else LANGUAGES[0]


def words(language: str) -> dict[str, Callable[..., str]]:
    """The functions of a template."""

    def say(phrase: str, **facts: Fact) -> str:
        return render(phrase, facts, language)

    show = partial(_show, language)
    return {
        "say": say,
        "money": lambda paise: show(Money(paise)),
        "quantity": lambda milli, unit: show(Quantity(milli, unit)),
        "percent": lambda bp: show(Percent(bp)),
        "name": lambda of: show(_name(of)),
        "person": lambda party: say("farmer", name=_name(party), code=party.code),
        "a_unit": lambda paise, unit: say(
            "office.a_unit", rate=Money(paise), per=Phrase(f"per_{unit}", {})
        ),
        "time": lambda at: show(Moment(at)),
        "moment": lambda at, on: _moment(language, at, on),
    }


def _show(language: str, fact: Fact) -> str:
    return render("fact", {"fact": fact}, language)


def _name(of: Party | Flower) -> Name:
    return Name(of.name_en, of.name_ta)


def _moment(language: str, at: datetime, on: date) -> str:
    return render("office.date", {"on": Day(on), "at": Moment(at)}, language)
