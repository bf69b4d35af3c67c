"""What is asked for: rates, the balance, entries, a statement, help. None of it writes anything."""

from bot.language.parts import stands_for
from bot.language.wants.commands import PAYING
from bot.language.wants.message import Message

COUNTED = ("entry", "put", "came", "weight")
"""What tells that goods are asked about, and not their price."""

LEAST_SUM = 1000
"""Rupees, beside which an account is no statement: `send 10000 to my account`."""

LANGUAGES = ("ta", "en", "tanglish")

HELP_TAKES = frozenset(
    {
        *(
            "help",
            "puzzled",
            "ask",
            "entry",
            "put",
            "noise",
            "question",
            "me",
            "want",
            "honorific",
            "tell",
            "aside",
            "thanks",
            "greeting",
            "kin",
            "unsure",
        )
    }
)


def asks_help(message: Message) -> bool:
    """`help`, `?`, `entry epdi podradhu`."""
    concepts = message.concepts - {"undo.tail", "undo.last"}
    is_alone = not concepts - HELP_TAKES
    is_bare_mark = message.says("question") and not any(map(str.isalpha, message.folded))
    has_nothing = not (message.figures or message.flowers or message.farmers or message.loose)
    return is_alone and (message.says("help", "puzzled") or is_bare_mark) and has_nothing


def asks_rate(message: Message) -> bool:
    """A rate word without a number, or in a question."""
    is_asked = message.asks or message.says("would")
    return message.says("rate") and (is_asked or not message.figures)


def asks_flower_rate(message: Message) -> bool:
    """`malli evlo?` in a market asks its price, and so does `malli 1 kg evlo`."""
    is_of_one = [figure.value for figure in message.figures] in ([], [1])
    return message.asks and bool(message.flowers) and is_of_one and not message.farmers


def asks_statement(message: Message) -> bool:
    """An account over a time; `account balance` is a balance."""
    is_of_somebody = message.says("details") and bool(message.farmers or message.period)
    is_named = message.says("statement") or is_of_somebody
    is_balance = message.says("account") and message.says("balance", "how_much")
    has_sum = any(figure.is_money or figure.value >= LEAST_SUM for figure in message.figures)
    return is_named and not (is_balance or has_sum or (message.flowers and message.figures))


def asks_balance(message: Message) -> bool:
    """What is owed: to him, to somebody named, to everyone."""
    if message.flowers and message.figures:
        return False
    is_of_goods = message.says("entries", "kg", *COUNTED)
    is_money_asked = message.says("pay") and not message.figures and not is_of_goods
    is_bare = not (message.flowers or message.figures or message.loose or message.period)
    is_whom_asked = message.asks and bool(message.farmers) and is_bare and not is_of_goods
    is_own_asked = message.says("how_much") and message.says("me") and not is_of_goods
    is_account_asked = message.says("account") and message.says("how_much")
    is_asked = is_money_asked or is_whom_asked or (is_own_asked and is_bare)
    return message.says("balance") or is_account_asked or is_asked


def asks_entries(message: Message) -> bool:
    """Which lots were entered, of whom or when; how much of a flower somebody brought."""
    if message.figures or message.says("yes", "no", "greeting", "undo"):
        return False
    has_both = bool(message.farmers and message.flowers)
    is_counted = message.asks and (has_both or (message.says(*COUNTED) and _is_of_goods(message)))
    is_listed = message.says("entries", "total") or (message.says("entry") and not has_both)
    is_day = message.period is not None and not has_both
    is_day_asked = is_day and not (message.flowers and message.asks) and not message.loose
    return is_counted or is_listed or is_day_asked


def _is_of_goods(message: Message) -> bool:
    return bool(message.flowers or message.farmers or message.period) or message.says(
        "me", "weight"
    )


def doubts_own_entry(message: Message) -> bool:
    """`innaiku en entry la 6 kilo iruka`: a farmer asks what is in his own."""
    is_of_his = message.says("me") and message.says("entry", "entries")
    return message.asks and is_of_his and not message.says("rate", "no", *PAYING)


def language_wanted(message: Message) -> str | None:
    """The one language that is named; one that is refused or not understood is none."""
    wanted: list[str] = []
    for part in message.parts:
        if stands_for(part, "no", "puzzled") and wanted:
            wanted.pop()
        wanted.extend(each for each in LANGUAGES if stands_for(part, f"to.{each}"))
    return wanted[0] if len(set(wanted)) == 1 else None
