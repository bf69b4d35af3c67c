"""The rate board: anyone may ask, an admin sets. A rate far from the board's needs a yes."""

from collections.abc import Iterable

from bot.dialogue.asking import flower_options
from bot.dialogue.effects import FindRates, SetRates, Step
from bot.dialogue.events import RateChange, RatesDoubted, RatesFound, RatesSet, Said
from bot.dialogue.replies import is_no, is_yes
from bot.dialogue.states import ConfirmingRates, Conversation, Idle, RateStated, SettingRates
from bot.dialogue.wording import option_shown, per_unit, phrase, say
from bot.language.meaning import Item, Slot
from bot.language.shop import Shop
from ledger.roles import PartyRole
from locales.facts import Fact, Lines, Moment, Money, Name, Phrase


def ask(conversation: Conversation, said: Said) -> Step:
    """What does the board say?"""
    return Step(conversation, (FindRates(said.meaning.flowers),))


def found(conversation: Conversation, event: RatesFound) -> Step:
    """The board, a flower a line."""
    if not event.rates:
        return Step(conversation, (say(phrase("rates_none")),))
    rows: list[Phrase] = []
    for rate in event.rates:
        if rate.rate_paise is None or rate.since is None:
            rows.append(phrase("rate_missing", flower=rate.flower.name))
        else:
            facts = _facts(rate.flower.name, rate.flower.unit, rate.rate_paise)
            rows.append(phrase("rate", since=Moment(rate.since), **facts))
    return Step(conversation, (say(phrase("rates", rates=Lines(tuple(rows)))),))


def state_rates(conversation: Conversation, said: Said) -> Step:
    """An admin states rates; all of them are set or none."""
    if conversation.speaker.role is not PartyRole.ADMIN:
        return Step(conversation, (say(phrase("rates_admin_only")),))
    if not said.meaning.items:
        return ask(conversation, said)
    wrong = [_why_not(item, said.shop) for item in said.meaning.items]
    refused = tuple(why for why in wrong if why is not None)
    if refused:
        return Step(conversation, (say(phrase("rates_not_set"), *refused),))
    rates = tuple(RateStated(item.flowers[0], item.rate_paise or 0) for item in said.meaning.items)
    state = SettingRates(rates, said.sid, said.at)
    return Step(conversation.becomes(state), (SetRates(rates, said.sid),))


def doubted(conversation: Conversation, event: RatesDoubted) -> Step:
    """A rate lies far from the board's: show both and ask."""
    setting = conversation.state
    if not isinstance(setting, SettingRates):
        return Step(conversation, ())
    state = ConfirmingRates(setting.rates, setting.sid, setting.stated_at)
    asked = say(phrase("rates_far", changes=_changes(event.changes)), buttons="yes_no")
    return Step(conversation.becomes(state), (asked,))


def are_set(conversation: Conversation, event: RatesSet) -> Step:
    """The rates are on the board: old → new."""
    told = say(phrase("rates_set", changes=_changes(event.changes)))
    return Step(conversation.becomes(Idle()), (told,))


def answered(conversation: Conversation, asked: ConfirmingRates, said: Said) -> Step | None:
    """A yes sets the rates that were shown, a no leaves the board."""
    if is_yes(said.meaning):
        confirmed = SetRates(asked.rates, asked.sid, is_confirmed=True)
        return Step(conversation.becomes(Idle()), (confirmed,))
    if is_no(said.meaning):
        return Step(conversation.becomes(Idle()), (say(phrase("rates_kept")),))
    return None


def _why_not(item: Item, shop: Shop) -> Phrase | None:
    if not item.flowers:
        return phrase("unknown_flower_rate", text=item.flower_text)
    if len(item.flowers) > 1 or Slot.FLOWER in item.unclear:
        options = flower_options(item.flowers, shop)
        rows = tuple(option_shown(each, options) for each in options)
        return phrase("rate_which", text=item.flower_text, options=Lines(rows))
    if item.rate_paise is None or Slot.RATE in item.unclear:
        return phrase("rate_no_number", text=item.flower_text)
    return None


def _changes(changes: Iterable[RateChange]) -> Lines:
    return Lines(tuple(_change(change) for change in changes))


def _change(change: RateChange) -> Phrase:
    facts = _facts(change.flower.name, change.flower.unit, change.after_paise)
    if change.before_paise is None:
        return phrase("rate_new", **facts)
    return phrase("rate_changed", before=Money(change.before_paise), **facts)


def _facts(flower: Name, unit: str, rate_paise: int) -> dict[str, Fact]:
    return {"flower": flower, "rate": Money(rate_paise), "per": per_unit(unit)}
