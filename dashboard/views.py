"""The owner's first page: the shop today."""

from collections.abc import Callable
from datetime import datetime

from flask import Blueprint, render_template, request
from sqlalchemy import Engine

from dashboard.figures import shop_today
from dashboard.wording import language_of, words
from ledger.board import MARKET_ZONE
from locales.languages import TAGS


def office_pages(engine: Engine, clock: Callable[[], datetime]) -> Blueprint:
    """The pages; each is read from the books in one transaction."""
    pages = Blueprint("office", __name__)

    @pages.get("/")
    def today() -> str:
        language = language_of(request.args.get("lang"))
        with engine.connect() as tx:
            shop = shop_today(tx, clock())
        return render_template(
            "today.html",
            language=language,
            tag=TAGS[language],
            shop=shop,
            day_of=lambda at: at.astimezone(MARKET_ZONE).date(),
            **words(language),
        )

    return pages
