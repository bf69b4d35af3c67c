"""The shop's own words: what its people say, and the known word that means the same."""

from bot.language.teaching import Untaught, untaught
from bot.shop_book import shop_at
from dashboard.desk import Answer, Desk
from dashboard.pages.flowers import all_, refuse_known
from dashboard.room import Room
from ledger.policy import Act
from ledger.register.words import forget_word, teach_word
from locales.facts import Quote

room = Room("flowers")

WORD_MOST = 60


@room.post("/words", Act.KEEP_REGISTER, shows=all_, is_fresh=True)
def teach(desk: Desk) -> Answer:
    """Let a word mean the same as one that Malar knows; the next message understands it."""
    word, means = (desk.form.text(name, most=WORD_MOST) for name in ("word", "means"))
    why = untaught(word, means, shop_at(desk.tx, desk.at))
    if why is Untaught.UNKNOWN_MEANING:
        refuse_known("means", means, why)
    refuse_known("word", word, why)
    teach_word(desk.tx, word, means, by=desk.by, at=desk.at)
    facts = {"word": Quote(word), "means": Quote(means)}
    return desk.done("flowers.done.taught", "flowers.all", facts=facts)


@room.post("/words/forget", Act.KEEP_REGISTER, shows=all_, is_fresh=True)
def forget(desk: Desk) -> Answer:
    """Let a word mean nothing any more."""
    word = desk.form.text("word", most=200)
    forget_word(desk.tx, word, by=desk.by, at=desk.at)
    return desk.done("flowers.done.forgotten", "flowers.all", facts={"word": Quote(word)})
