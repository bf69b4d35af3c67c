"""A settlement on the terminal: head, lines, fees, figures. The paper is `papers.slip`."""

from collections.abc import Iterator

import click
from sqlalchemy import Connection

from ledger.entries import EntryKind
from ledger.settlements import (
    FeeLine,
    NothingToSettleError,
    Settlement,
    Slip,
    SlipLine,
    slip_of,
)
from locales.facts import Quantity
from locales.phrases import money, quantity
from ops.commands.showing import clock, table


def show_slip(tx: Connection, settlement: Settlement) -> None:
    """Print a settlement with its lines and fees; of a dropped draft only the figures are left."""
    try:
        slip = slip_of(tx, settlement.settlement_id)
    except NothingToSettleError:
        slip = None
    for line in _head(settlement):
        click.echo(line)
    if slip is not None:
        table(_rows(slip), nothing="")
    table(_figures(settlement), nothing="")


def _head(stands: Settlement) -> Iterator[str]:
    span = f"{stands.starts_on:%d-%m-%Y} to {stands.cut_off:%d-%m-%Y}"
    named = stands.number or f"Draft {stands.settlement_id}"
    yield f"{named} · {stands.farmer} · {span} · {stands.state}"
    if stands.approved_at is not None and stands.pay_on is not None:
        yield (
            f"approved {clock(stands.approved_at)} · to be paid {stands.pay_on:%d-%m-%Y} · "
            f"code {stands.code}"
        )
    if stands.answer is not None:
        words = f": {stands.question}" if stands.question else ""
        yield f"{stands.answer} by the farmer{words}"


def _rows(slip: Slip) -> Iterator[tuple[str, ...]]:
    for line in slip.lines:
        yield (f"{line.on:%d-%m-%Y}", str(line.entry_id), _what(line), money(line.paise))
    for fee in slip.fees:
        yield ("", "", _fee(fee), money(-fee.paise))


def _what(line: SlipLine) -> str:
    if line.lot is None:
        return _kind(line)
    lot = line.lot
    amount = quantity(Quantity(lot.quantity_milli, lot.unit), "en")
    taken_back = "taken back: " if line.kind is EntryKind.REVERSAL else ""
    return f"{taken_back}{lot.flower} {amount} × {money(lot.rate_paise)}"


def _kind(line: SlipLine) -> str:
    named = line.kind.replace("_", " ")
    return f"{named}: {line.reason}" if line.reason else named


def _fee(fee: FeeLine) -> str:
    carried = f" ({money(fee.carried_paise)} carried)" if fee.carried_paise else ""
    source = f" of {fee.from_number}" if fee.from_number else ""
    return f"{fee.name_en}{source}{carried}"


def _figures(stands: Settlement) -> Iterator[tuple[str, str]]:
    other = stands.due_paise - stands.gross_paise + stands.commission_paise
    for label, paise, is_shown in (
        (f"gross of {stands.lots} lot{'' if stands.lots == 1 else 's'}", stands.gross_paise, True),
        ("commission", -stands.commission_paise, True),
        ("payments and other lines", other - stands.carried_in_paise, False),
        ("carried over from before", stands.carried_in_paise, False),
        ("due", stands.due_paise, True),
        ("fees", -stands.fees_paise, False),
        ("advance recovered", -stands.recovered_paise, False),
        ("carried to the next", stands.carried_paise, False),
        ("net", stands.net_paise, True),
        ("paid", stands.paid_paise, False),
        ("advance still out", stands.advance_after_paise, False),
    ):
        if is_shown or paise:
            yield label, f"{money(paise):>16}"
