"""What a message wants: an ordered table of rules over what it names and says.

The first rule that holds decides. A command word beats a lot; a question turns setting a rate
into asking for it; a farmer's words never come out as a write. Only known words decide: talk that
merely holds one of them stays unknown.
"""

from collections.abc import Callable

from bot.language import commands
from bot.language.meaning import Intent
from bot.language.message import Message
from bot.language.undoing import speaks_of_undoing, undoes
from ledger.roles import PartyRole

NO_REQUEST = ("ask", "repay", "back", "undo", "balance", "statement", "settle", "settlement")
"""Beside a sum lent, what asks for none."""

Rule = Callable[[Message], bool]


def intent_of(message: Message, role: PartyRole) -> Intent:
    """What the sender wants, as far as his role may want it."""
    rules = (*RULES_OF_FARMERS, *RULES) if role is PartyRole.FARMER else RULES
    wanted = next((intent for intent, holds in rules if holds(message)), Intent.UNKNOWN)
    if message.is_mostly_strange:
        wanted = Intent.UNKNOWN
    return FOR_FARMERS.get(wanted, wanted) if role is PartyRole.FARMER else wanted


def _is_notice(message: Message) -> bool:
    """WhatsApp's own line about a deleted message is nobody's wish to delete."""
    return message.says("notice")


def _switches_fast_mode(message: Message) -> bool:
    has_names = message.farmers or message.flowers or message.loose
    return message.says("fast") and not has_names


def _switches_language(message: Message) -> bool:
    return message.says("language", "to.ta", "to.en", "to.tanglish") and not (
        message.figures or message.flowers or message.farmers
    )


def _asks_help(message: Message) -> bool:
    concepts = message.concepts - {"undo.tail", "undo.last"}
    is_alone = not concepts - {"help", "ask", "entry", "put", "noise", "question", "me", "want"}
    is_bare_mark = concepts <= {"question", "noise"} and message.says("question")
    has_nothing = not (message.figures or message.flowers or message.farmers or message.loose)
    return is_alone and (message.says("help") or is_bare_mark) and has_nothing


def _asks_rate(message: Message) -> bool:
    return message.says("rate") and (message.asks or not message.figures)


def _sets_rate(message: Message) -> bool:
    if message.farmers or message.has_weight or not message.figures or message.says("pay", "no"):
        return False
    has_one_each = len(message.figures) <= max(len(message.flowers), 1)
    is_priced = all(figure.is_price for figure in message.figures)
    return has_one_each and (message.says("rate") or (is_priced and bool(message.flowers)))


def _settles(message: Message) -> bool:
    return (
        message.says("settle") and not message.flowers and not message.says("no", *commands.PAYING)
    )


def _asks_settlement(message: Message) -> bool:
    is_named = message.says("settlement", "settle") and not message.flowers
    return is_named and not (message.says(*commands.PAYING) and message.figures)


def _asks_advance(message: Message) -> bool:
    is_asked = message.asks or not (message.figures or message.says("want", "give_me"))
    return message.says("advance") and not message.flowers and is_asked


def _asks_for_sum(message: Message) -> bool:
    """`advance 5000?` from a farmer is a request, however politely he asks."""
    is_asked = not message.says(*NO_REQUEST, "approve", "reject")
    return _advances(message) and bool(message.figures) and is_asked


def _requests_advance(message: Message) -> bool:
    is_wanted = message.says("want") or (message.says("give_me") and not message.farmers)
    return _advances(message) and is_wanted


def _advances(message: Message) -> bool:
    return message.says("advance") and not message.flowers and not message.says("no", "wrong")


def _repays(message: Message) -> bool:
    is_said = message.says("repay") or (message.says("back") and message.says("advance"))
    is_asked = message.asks or message.says("no", "wrong", "want")
    return is_said and not message.flowers and not is_asked


def _pays(message: Message) -> bool:
    if message.says("no", "wrong"):
        return False
    is_money = message.says(*commands.PAYING) or (
        bool(message.farmers) and any(figure.is_money for figure in message.figures)
    )
    is_said = bool(message.figures) or (bool(message.farmers) and not message.asks)
    return is_money and not message.flowers and not message.has_weight and is_said


def _asks_statement(message: Message) -> bool:
    is_of_somebody = message.says("details") and bool(message.farmers or message.period)
    is_named = message.says("statement") or is_of_somebody
    return is_named and not (message.flowers and message.figures)


def _asks_balance(message: Message) -> bool:
    if message.flowers and message.figures:
        return False
    is_money_asked = message.says("pay") and not message.figures
    is_whom_asked = message.asks and message.farmers and not (message.flowers or message.figures)
    return message.says("balance") or is_money_asked or bool(is_whom_asked)


def _asks_entries(message: Message) -> bool:
    if message.figures or message.says("yes", "no", "greeting", "undo"):
        return False
    is_counted = message.asks and message.farmers and message.flowers
    is_listed = message.says("entries", "total") or (
        message.says("entry") and not (message.farmers and message.flowers)
    )
    is_day = message.period is not None and not (message.farmers and message.flowers)
    is_day_asked = is_day and not (message.flowers and message.asks) and not message.loose
    return bool(is_counted) or is_listed or is_day_asked


def _asks_flower_rate(message: Message) -> bool:
    """`malli evlo?` in a market asks its price."""
    return message.asks and bool(message.flowers) and not (message.figures or message.farmers)


def _states_lots(message: Message) -> bool:
    if message.says("no", "wrong"):
        return False
    has_name = bool(message.farmers or message.flowers)
    is_unfinished = bool(message.farmers and message.flowers) and not message.asks
    return (bool(message.figures) and (has_name or _weighs_something(message))) or is_unfinished


def _weighs_something(message: Message) -> bool:
    """A weight of what nobody knows: words that nothing explains stand beside it."""
    return message.has_weight and bool(message.loose)


def _declines(message: Message) -> bool:
    is_plain = not message.loose and not commands.is_commanding(message)
    return message.says("no", "wrong") and is_plain


def _agrees(message: Message) -> bool:
    has_more = message.figures or message.flowers or message.farmers or message.loose
    return message.says("yes") and not has_more and not message.asks


def _greets(message: Message) -> bool:
    has_more = message.figures or message.flowers or message.loose
    return message.says("greeting", "thanks") and not has_more


RULES: tuple[tuple[Intent, Rule], ...] = (
    (Intent.UNKNOWN, _is_notice),
    (Intent.FORGET_ME, commands.asks_to_be_forgotten),
    (Intent.MY_DATA, commands.asks_own_data),
    (Intent.STOP, commands.stops),
    (Intent.START, commands.starts),
    (Intent.PENDING, commands.asks_what_waits),
    (Intent.APPROVE, commands.approves),
    (Intent.REJECT, commands.rejects),
    (Intent.ACCEPT, commands.accepts),
    (Intent.QUESTION, commands.questions),
    (Intent.DETAILS, commands.asks_details),
    (Intent.FAST_MODE, _switches_fast_mode),
    (Intent.UNDO, undoes),
    (Intent.UNKNOWN, speaks_of_undoing),
    (Intent.LANGUAGE, _switches_language),
    (Intent.HELP, _asks_help),
    (Intent.RATE_QUERY, _asks_rate),
    (Intent.RATE_SET, _sets_rate),
    (Intent.REPAY, _repays),
    (Intent.SETTLE, _settles),
    (Intent.SETTLEMENT, _asks_settlement),
    (Intent.ADVANCE_QUERY, _asks_advance),
    (Intent.ADVANCE_REQUEST, _requests_advance),
    (Intent.ADVANCE, _advances),
    (Intent.STATEMENT, _asks_statement),
    (Intent.PAYMENT, _pays),
    (Intent.BALANCE, _asks_balance),
    (Intent.ENTRIES_QUERY, _asks_entries),
    (Intent.RATE_QUERY, _asks_flower_rate),
    (Intent.ENTRY, _states_lots),
    (Intent.NO, _declines),
    (Intent.YES, _agrees),
    (Intent.GREETING, _greets),
)

RULES_OF_FARMERS: tuple[tuple[Intent, Rule], ...] = ((Intent.ADVANCE_REQUEST, _asks_for_sum),)
"""What comes first for a farmer; the rest is the same for all."""

FOR_FARMERS = {
    Intent.ENTRY: Intent.UNKNOWN,
    Intent.RATE_SET: Intent.RATE_QUERY,
    Intent.PAYMENT: Intent.UNKNOWN,
    Intent.ADVANCE: Intent.ADVANCE_REQUEST,
    Intent.UNDO: Intent.UNKNOWN,
    Intent.FAST_MODE: Intent.UNKNOWN,
    Intent.REPAY: Intent.UNKNOWN,
    Intent.SETTLE: Intent.SETTLEMENT,
    Intent.PENDING: Intent.UNKNOWN,
    Intent.APPROVE: Intent.UNKNOWN,
    Intent.REJECT: Intent.UNKNOWN,
}
"""What staff may write and a farmer may not; his advance is a request."""
