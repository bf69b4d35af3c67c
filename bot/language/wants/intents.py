"""What a message wants: an ordered table of rules over what it names and says.

The first rule that holds decides. A command word beats a lot; a question turns setting a rate
into asking for it; a farmer's words never come out as a write. Only known words decide: talk that
merely holds one of them stays unknown.
"""

from collections.abc import Callable

from bot.language.meaning import Intent
from bot.language.measures.unit_prices import is_one
from bot.language.parts import Break, stands_for
from bot.language.wants import commands, enquiries, giving
from bot.language.wants.message import Message
from bot.language.wants.undoing import speaks_of_undoing, undoes
from ledger.roles import PartyRole

Rule = Callable[[Message], bool]

AGREEING = ("yes", "put", "entry", "all", "noise", "honorific", "greeting", "thanks")
"""What may stand beside a yes."""

SETTLING = ("settle", "settlement")
OF_ACCOUNTS = (Intent.BALANCE, Intent.STATEMENT, Intent.SETTLE, Intent.SETTLEMENT)


def intent_of(message: Message, role: PartyRole) -> Intent:
    """What the sender wants, as far as his role may want it."""
    is_farmer = role is PartyRole.FARMER
    rules = (*RULES_OF_FARMERS, *RULES) if is_farmer else RULES
    wanted = next((intent for intent, holds in rules if holds(message)), Intent.UNKNOWN)
    is_own = is_farmer and (wanted is Intent.ADVANCE_REQUEST or _is_own_account(message, wanted))
    if _is_talk(message, wanted) and not is_own:
        wanted = Intent.UNKNOWN
    return FOR_FARMERS.get(wanted, wanted) if is_farmer else wanted


def _is_talk(message: Message, wanted: Intent) -> bool:
    """Whether it only looks like this wish, and speaks of something else."""
    is_of_ours = {
        Intent.ENTRY: message.names_somebody and message.flowers,
        Intent.PAYMENT: message.names_somebody,
        Intent.RATE_SET: message.flowers,
    }
    is_odd = message.speaks_of_other_things and not is_of_ours.get(wanted, True)
    return message.is_mostly_strange or is_odd


def _is_own_account(message: Message, wanted: Intent) -> bool:
    """Whether somebody asks for his own account, however long he explains why."""
    is_named = wanted in OF_ACCOUNTS and message.says("balance", "statement", *SETTLING)
    is_wished = message.says("ask", "want", "give_me", "tell", "finish", *SETTLING)
    is_told = is_wished or not message.speaks_of_other_things
    return is_named and is_told and message.says("me")


def _is_notice(message: Message) -> bool:
    """WhatsApp's own line about a deleted message is nobody's wish, nor is an offer one."""
    return message.says("notice")


def _is_of_other_trades(message: Message) -> bool:
    """Onions by the kilo, a flat for sale: goods of others, and no flower among them."""
    is_ours = message.names_somebody or message.says("advance", *commands.PAYING)
    return message.says("goods") and not is_ours


def _switches_fast_mode(message: Message) -> bool:
    has_names = message.farmers or message.flowers or message.loose
    return message.says("fast") and not has_names


def _switches_language(message: Message) -> bool:
    has_more = message.figures or message.flowers or message.farmers or message.loose
    return message.says("language", "to.ta", "to.en", "to.tanglish") and not has_more


def _sets_rate(message: Message) -> bool:
    figures = [figure for figure in message.figures if not is_one(figure)]
    has_weight = any(not (figure.is_bare or figure.is_price) for figure in figures)
    if message.farmers or has_weight or not figures or message.says("pay", "no"):
        return False
    has_one_each = len(figures) <= max(len(message.flowers), 1)
    is_priced = figures == message.figures and all(figure.is_price for figure in figures)
    return has_one_each and (message.says("rate") or (is_priced and bool(message.flowers)))


def _states_rate(message: Message) -> bool:
    is_of_lot = message.farmers or message.has_weight or message.says("advance", *commands.PAYING)
    return message.says("rate") and bool(message.figures) and not is_of_lot


def _states_lots(message: Message) -> bool:
    if message.says("no", "wrong"):
        return False
    has_name = bool(message.farmers or message.flowers)
    is_of_some_flower = message.has_weight and message.names_a_flower and bool(message.loose)
    is_unfinished = bool(message.farmers and message.flowers) and not message.asks
    return (bool(message.figures) and (has_name or is_of_some_flower)) or is_unfinished


def _declines(message: Message) -> bool:
    is_plain = not message.loose and not commands.is_commanding(message)
    is_denied = message.says("not") and (message.figures or message.flowers or message.farmers)
    return message.says("no", "wrong") and is_plain and not is_denied


def _agrees(message: Message) -> bool:
    """A yes writes, so nothing may stand beside it that puts it off: sari appuram, sari maathu."""
    is_plain = all(isinstance(part, Break) or stands_for(part, *AGREEING) for part in message.parts)
    return message.says("yes") and is_plain and not (message.asks or message.says("change"))


def _greets(message: Message) -> bool:
    has_more = message.figures or message.flowers or message.loose
    return message.says("greeting", "thanks") and not has_more


RULES: tuple[tuple[Intent, Rule], ...] = (
    (Intent.UNKNOWN, _is_notice),
    (Intent.UNKNOWN, _is_of_other_trades),
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
    (Intent.HELP, enquiries.asks_help),
    (Intent.RATE_QUERY, enquiries.asks_rate),
    (Intent.RATE_SET, _sets_rate),
    (Intent.SETTLE, giving.settles),
    (Intent.SETTLEMENT, giving.asks_settlement),
    (Intent.ADVANCE_QUERY, giving.asks_advance),
    (Intent.REPAY, giving.repays),
    (Intent.ADVANCE_REQUEST, giving.requests_advance),
    (Intent.ADVANCE, giving.advances),
    (Intent.STATEMENT, enquiries.asks_statement),
    (Intent.PAYMENT, giving.pays),
    (Intent.BALANCE, enquiries.asks_balance),
    (Intent.ENTRIES_QUERY, enquiries.asks_entries),
    (Intent.RATE_QUERY, enquiries.asks_flower_rate),
    (Intent.ENTRY, _states_lots),
    (Intent.NO, _declines),
    (Intent.YES, _agrees),
    (Intent.GREETING, _greets),
)

RULES_OF_FARMERS: tuple[tuple[Intent, Rule], ...] = (
    (Intent.RATE_QUERY, _states_rate),
    (Intent.ADVANCE_REQUEST, giving.asks_for_sum),
    (Intent.ENTRIES_QUERY, enquiries.doubts_own_entry),
)
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
