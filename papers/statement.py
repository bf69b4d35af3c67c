"""A farmer's statement: what stood before, every entry of the period, what stands after.

What the shop owes him and what he owes the shop run beside each other, never one in the other.
"""

from itertools import accumulate

from ledger.entries import EntryKind
from ledger.queries import Owed
from ledger.reports.statements import Statement, StatementLine
from locales.facts import Day, Fits, Lines, Money, Phrase
from papers.table import Cell, Column, Kind, Report, Table
from papers.wording import Names, name_of, phrase

TEXT_MAX = 1200
"""Characters of a statement in chat; the message says more than that."""

COLUMNS = (
    Column("column_date", Kind.DAY),
    Column("column_entry", Kind.COUNT),
    Column("column_what"),
    Column("column_to_him", Kind.MONEY),
    Column("column_owed", Kind.MONEY),
    Column("column_lent", Kind.MONEY),
    Column("column_outstanding", Kind.MONEY),
)


def statement_report(of: Statement, names: Names) -> Report:
    """The statement as a table."""
    lines = of.lines
    owed = accumulate((line.owed_paise for line in lines), initial=of.opening.owed_paise)
    lent = accumulate((line.lent_paise for line in lines), initial=of.opening.advance_paise)
    running = list(zip(owed, lent, strict=True))[1:]
    rows = [_stood("statement_opening", of.opening)]
    for line, (owed_paise, lent_paise) in zip(lines, running, strict=True):
        change, lending = _or_none(line.owed_paise), _or_none(line.lent_paise)
        told = what(line, names)
        balances = (change, Money(owed_paise), lending, Money(lent_paise))
        rows.append((Day(line.on), line.entry_id, told, *balances))
    return Report(
        phrase("statement_title"),
        (whose(of), phrase("slip_period", first=Day(of.period.first), last=Day(of.period.last))),
        (
            Table(
                title=phrase("statement_title"),
                columns=COLUMNS,
                rows=tuple(rows),
                totals=_stood("statement_closing", of.closing),
            ),
        ),
    )


def statement_phrase(of: Statement, names: Names) -> Phrase:
    """The statement for chat, in no language yet: its lines where they fit, else their sums."""
    each = [
        phrase("statement_on", on=Day(line.on), line=_line(line, what(line, names)))
        for line in of.lines
    ]
    sums = [_line(line, _short(line)) for line in _by_kind(of.lines)]
    texts = [_between(of, lines) for lines in (each, [*sums, phrase("statement_put_together")])]
    return phrase("fact", fact=Fits(tuple(texts), TEXT_MAX))


def whose(of: Statement) -> Phrase:
    """The farmer, as every paper names him."""
    return phrase("farmer", name=name_of(of.farmer), code=of.farmer.code)


def what(line: StatementLine, names: Names) -> Phrase:
    """What an entry was, as a farmer reads it."""
    told = _short(line) if line.lot is None else names.lot(line.lot)
    if line.kind is not EntryKind.REVERSAL:
        return told
    return phrase("statement_taken_back", what=told, reason=line.reason or "")


def _short(line: StatementLine) -> Phrase:
    if line.number is not None:
        return phrase("statement_settled", number=line.number)
    kind = line.reverses or line.kind
    return Phrase(f"kind.{kind}", {})


def _by_kind(lines: tuple[StatementLine, ...]) -> list[StatementLine]:
    """One line a kind of fact, in the order of their first."""
    together: dict[tuple[EntryKind, str | None], StatementLine] = {}
    for line in lines:
        key = (line.reverses or line.kind, line.number)
        before = together.get(key)
        together[key] = StatementLine(
            entry_id=line.entry_id,
            kind=key[0],
            on=line.on,
            owed_paise=line.owed_paise + (0 if before is None else before.owed_paise),
            lent_paise=line.lent_paise + (0 if before is None else before.lent_paise),
            lot=None,
            number=line.number,
            reverses=None,
            reason=None,
        )
    return list(together.values())


def _between(of: Statement, lines: list[Phrase]) -> Phrase:
    opening = phrase("statement_before", on=Day(of.period.first), stood=_both(of.opening))
    closing = phrase("statement_after", on=Day(of.period.last), stood=_both(of.closing))
    nothing = [] if of.lines else [phrase("statement_empty")]
    return phrase("together", parts=Lines((opening, *lines, *nothing, closing)))


def _both(owed: Owed) -> Phrase:
    return phrase(
        "statement_both", owed=Money(owed.owed_paise), outstanding=Money(owed.advance_paise)
    )


def _line(line: StatementLine, told: Phrase) -> Phrase:
    owed, lent = Money(line.owed_paise), Money(line.lent_paise)
    if not line.lent_paise:
        return phrase("statement_line", what=told, amount=owed)
    if not line.owed_paise:
        return phrase("statement_line_lent", what=told, lent=lent)
    return phrase("statement_line_both", what=told, amount=owed, lent=lent)


def _stood(label: str, owed: Owed) -> tuple[Cell, ...]:
    both = Money(owed.owed_paise), Money(owed.advance_paise)
    return (None, None, Phrase(label, {}), None, both[0], None, both[1])


def _or_none(paise: int) -> Money | None:
    return Money(paise) if paise else None
