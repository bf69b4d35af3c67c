"""`malar slip`, `statement`, `report`: the shop's papers on the terminal or in a file."""

from datetime import date, datetime
from pathlib import Path

import click

from ledger import people
from ledger.reports.periods import Period, month_of
from ledger.reports.statements import statement as statement_of
from ledger.shop_profile import shop_profile
from locales.languages import FORMAL, formal
from ops.commands.here import Here, pass_here
from ops.commands.options import DAY
from ops.commands.settlements import named
from papers.asked import Form
from papers.forms import ReportForm, slip_file, written
from papers.making import patti_of
from papers.reports.catalogue import REPORTS
from papers.slip import slip_text
from papers.statement import statement_report
from papers.wording import names_of

TEXT, MONTH = "text", "month"

language_option = click.option(
    "--language", type=click.Choice(FORMAL), help="Of the paper; the farmer's, else English."
)
output_option = click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="The file to write."
)
report_form_option = click.option(
    "--format", "form", type=click.Choice([*map(str, ReportForm)]), default=TEXT,
    show_default=True, help="Text and CSV for the terminal too, the others for a file.",
)  # fmt: skip


@click.command(short_help="A settlement's slip, as text, PDF or picture.")
@click.argument("which", metavar="NUMBER|ID")
@click.option(
    "--format", "form", type=click.Choice([TEXT, *map(str, Form)]), default=TEXT,
    show_default=True, help="Text for the terminal too, the others for a file.",
)  # fmt: skip
@language_option
@output_option
@pass_here
def slip(here: Here, *, which: str, form: str, language: str | None, output: Path | None) -> None:
    """The slip (patti) of the settlement NUMBER, as its farmer gets it."""
    with here.books(reading=True) as engine, engine.begin() as tx:
        patti = patti_of(tx, named(tx, which).settlement_id)
    spoken = language or formal(patti.slip.farmer.language)
    is_text = form == TEXT
    paper = slip_text(patti, spoken).encode() if is_text else slip_file(patti, Form(form), spoken)
    _deliver(paper, form, output)


@click.command(short_help="A farmer's statement of a period.")
@click.argument("code")
@click.option("--from", "first", type=DAY, help="The first day; that of the month if left out.")
@click.option("--to", "last", type=DAY, help="The last day; today if left out.")
@report_form_option
@language_option
@output_option
@pass_here
def statement(  # noqa: PLR0913 - a command's options
    here: Here,
    *,
    code: str,
    first: date | None,
    last: date | None,
    form: str,
    language: str | None,
    output: Path | None,
) -> None:
    """Every entry of the farmer CODE, with what stood before and after."""
    until = last or here.today
    period = Period(first or until.replace(day=1), until)
    with here.books(reading=True) as engine, engine.begin() as tx:
        spoken = language or formal(people.farmer(tx, code.upper()).language)
        told = statement_report(statement_of(tx, code.upper(), period), names_of(tx))
        head = shop_profile(tx)
    _deliver(written(told, ReportForm(form), shop=head, language=spoken), form, output)


@click.command(short_help="A report of the shop's, by name.")
@click.argument("name", type=click.Choice(list(REPORTS)))
@click.option("--on", type=DAY, help="Of one day; today if no other days are given.")
@click.option("--from", "first", type=DAY, help="From this day on.")
@click.option("--to", "last", type=DAY, help="Up to this day; today if left out.")
@click.option("--month", metavar="YYYY-MM", help="Of a whole month.")
@report_form_option
@language_option
@output_option
@pass_here
def report(  # noqa: PLR0913 - a command's options
    here: Here,
    *,
    name: str,
    on: date | None,
    first: date | None,
    last: date | None,
    month: str | None,
    form: str,
    language: str | None,
    output: Path | None,
) -> None:
    """The report NAME of a day, of some days or of a month.

    If nothing says when: today, and this month for the report of the month.
    """
    if name == MONTH and not (on or first or last or month):
        month = f"{here.today:%Y-%m}"
    period = _period(here, on=on, first=first, last=last, month=month)
    with here.books(reading=True) as engine, engine.begin() as tx:
        told, head = REPORTS[name](tx, period), shop_profile(tx)
    spoken = language or FORMAL[0]
    _deliver(written(told, ReportForm(form), shop=head, language=spoken), form, output)


def _period(
    here: Here, *, on: date | None, first: date | None, last: date | None, month: str | None
) -> Period:
    if sum(each is not None for each in (on, first or last, month)) > 1:
        raise click.UsageError("--on, --month, and --from with --to are three ways to say when")
    if month is not None:
        try:
            return month_of(datetime.strptime(month, "%Y-%m").date())
        except ValueError:
            raise click.BadParameter(f"{month} is no month such as 2026-11") from None
    until = on or last or here.today
    return Period(first or until, until)


def _deliver(paper: bytes, form: str, output: Path | None) -> None:
    """Into the file, or onto the terminal what can be read there."""
    if output is not None:
        output.write_bytes(paper)
        click.echo(f"{output}: {len(paper):,} bytes")
    elif form in {TEXT, ReportForm.CSV}:
        click.echo(paper.decode().removesuffix("\n"))
    else:
        raise click.UsageError(f"a {form} goes into a file: -o FILE")
