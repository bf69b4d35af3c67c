"""`malar eval-language`: how well people are understood, measured on the corpus."""

import json
from collections.abc import Sequence
from statistics import median, quantiles
from time import perf_counter

import click

from bot.language.contract import told
from bot.language.number.spoken import spoken_value
from bot.language.understanding import understand
from ledger.board import MARKET_ZONE
from ops.corpus.cases import HALVES, NOW, Case, NumberCase, cases, number_cases, shop
from ops.corpus.scoring import Tally, Verdict, judged

STYLES = ("en", "ta", "tanglish", "mixed")
KINDS = ("standard", "colloquial", "romanised", "digits", "none")


@click.command("eval-language", short_help="How well the parser understands the corpus.")
@click.option("--half", type=click.Choice(HALVES), help="Only this half; else both.")
@click.option("--misses/--no-misses", default=True, help="List what was missed of the train half.")
@click.option("--numbers", "is_numbers_only", is_flag=True, help="Number phrases only.")
def eval_language(half: str | None, *, misses: bool, is_numbers_only: bool) -> None:
    """Score the parser on the corpus: intent, exact, asked back, written wrongly unasked.

    The misses of the check half are counted and never listed: it measures, it does not teach.
    """
    for each in (half,) if half else HALVES:
        if not is_numbers_only:
            _messages(each, has_misses=misses and each != "check")
        _numbers(each, has_misses=misses and each != "check")


def _messages(half: str, *, has_misses: bool) -> None:
    verdicts, seconds = _understood(cases(half))
    click.echo(f"\n{half}: {len(verdicts)} messages")
    click.echo(
        f"{'':10}{'messages':>9}{'intent':>9}{'exact':>9}{'asked back':>14}{'silent wrong':>14}"
    )
    for style in STYLES:
        _row(style, Tally.of(v for v in verdicts if v.case.style == style))
    _row("all", Tally.of(verdicts))
    milliseconds = [second * 1000 for second in seconds]
    p95 = quantiles(milliseconds, n=20)[-1]
    click.echo(f"a message takes {median(milliseconds):.2f} ms (median), {p95:.2f} ms (p95)")
    for verdict in verdicts if has_misses else ():
        if not verdict.is_exact:
            _miss(verdict)


def _understood(messages: Sequence[Case]) -> tuple[list[Verdict], list[float]]:
    names, today = shop(), NOW.astimezone(MARKET_ZONE).date()
    verdicts, seconds = [], []
    for case in messages:
        begun = perf_counter()
        meaning = understand(case.text, names, case.role, today=today)
        seconds.append(perf_counter() - begun)
        verdicts.append(judged(case, told(meaning, names)))
    return verdicts, seconds


def _row(name: str, tally: Tally) -> None:
    asked = f"{tally.asked}/{tally.must_ask} {_share(tally.asked, tally.must_ask)}"
    click.echo(
        f"{name:10}{tally.total:>9}{_share(tally.intent, tally.total):>9}"
        f"{_share(tally.exact, tally.total):>9}{asked:>14}{tally.silent_wrong:>14}"
    )


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "–"


def _miss(verdict: Verdict) -> None:
    case = verdict.case
    silent = "  WRITTEN WRONGLY UNASKED" if verdict.is_silent_wrong else ""
    click.echo(f"\n{case.name} {case.role} {case.style}{silent}\n  {case.text!r}")
    got = {key: value for key, value in verdict.got.items() if value not in (None, [])}
    for name, said in (("want", case.want), ("got ", got)):
        click.echo(f"  {name} {json.dumps(said, ensure_ascii=False)}")


def _numbers(half: str, *, has_misses: bool) -> None:
    phrases = number_cases(half)
    missed = [case for case in phrases if spoken_value(case.phrase) != case.want]
    click.echo(f"\n{half}: {len(phrases)} number phrases")
    for kind in KINDS:
        of_kind = _of(kind, phrases)
        right = len(of_kind) - len(_of(kind, missed))
        click.echo(f"{kind:12}{right:>5}/{len(of_kind):<5}{_share(right, len(of_kind)):>9}")
    for case in missed if has_misses else ():
        click.echo(
            f"  {case.kind} {case.phrase!r} want {case.want} got {spoken_value(case.phrase)}"
        )


def _of(kind: str, phrases: Sequence[NumberCase]) -> list[NumberCase]:
    return [case for case in phrases if case.kind == kind]
