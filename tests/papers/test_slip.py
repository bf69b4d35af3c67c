"""What a slip says: every figure, in the order of the paper patti, and it adds up."""

import re
from dataclasses import replace

import pytest

from ledger.settlements.facts import SettlementState
from locales.facts import Name
from locales.languages import LANGUAGES
from locales.phrases import money
from papers import slip_parts
from papers.slip import TEXT_MAX, slip_text
from papers.slip_parts import Detail, Patti
from tests.papers import patti as fixtures
from tests.papers.patti import corrected, overpaid, patti, sold, week, worked

ALL = {
    "one lot": patti(sold(1)),
    "worked": worked(),
    "300 lots": patti(*week(300), fees=(fixtures.LOADING,), lent_paise=7_000_00),
    "corrected": corrected(),
    "overpaid": overpaid(),
    "all for the advance": patti(sold(1), lent_paise=1_00_000_00),
}

IN_ENGLISH = """\
*Malar Flowers*, Mattuthavani, Madurai
Settlement slip
No. SET-2026-11-001
Murugan (F012, Nilakottai)
16-11-2026 to 22-11-2026
_16-11-2026_
Malli 12.500 kg × ₹320.00 = ₹4,000.00
Malli -12.500 kg × ₹320.00 = -₹4,000.00 (entry 101 taken back: scale not zeroed)
Malli 11.500 kg × ₹320.00 = ₹3,680.00
Kozhikondai -500.000 kg × ₹9,999.00 = -₹49,99,500.00 (entry 57 taken back: தவறான விலை எழுதியது)
Kozhikondai 500.000 kg × ₹9,999.50 = ₹42,74,786.25 (Wet -10 %) (Late -5 %)
Thamarai 120 pieces × ₹8.00 = ₹960.00
Gross (2 lots, 11.500 kg, 120 pieces): -₹7,20,073.75
Commission 5 %: ₹36,003.69
Paid to you on account, 16-11-2026: -₹1,000.00
Brought forward from before: -₹250.50
*Due to the shop: -₹6,85,320.56*
*Net to be paid: ₹0.00*
Taken off your next slip: ₹6,85,320.56
Fees left for the next slip: ₹500.00
Advance still to be paid back: ₹20,000.00
Check code K7QM-2XHD"""

WORKED = ["₹37,500.00", "-₹1,875.00", "₹35,625.00", "-₹500.00", "-₹5,000.00", "₹30,125.00"]
"""From the gross to the net."""


def test_a_slip_with_corrections_says_each_of_them() -> None:
    assert slip_text(corrected(), "en") == IN_ENGLISH


@pytest.mark.parametrize(
    ("state", "paid_paise", "said"),
    [
        (SettlementState.APPROVED, 0, ["You get it by 25-11-2026"]),
        (
            SettlementState.APPROVED,
            30_000_00,
            ["Paid ₹30,000.00, still to be paid ₹125.00", "You get it by 25-11-2026"],
        ),
        (SettlementState.PAID, 30_125_00, ["Paid in full"]),
    ],
)
def test_a_slip_says_what_of_it_is_paid_and_promises_only_the_rest(
    state: SettlementState, paid_paise: int, said: list[str]
) -> None:
    bare = worked()
    stands = replace(bare.slip.settlement, state=state, paid_paise=paid_paise)
    text = slip_text(replace(bare, slip=replace(bare.slip, settlement=stands)), "en")
    net, code = "*Net to be paid: ₹30,125.00*\n", "\nCheck code"
    assert text.partition(net)[2].partition(code)[0].splitlines() == said


def test_the_worked_settlement_comes_to_its_net_in_tamil() -> None:
    text = slip_text(worked(), "ta")
    assert re.findall(r"-?₹[\d,.]+\d", text)[-len(WORKED) :] == WORKED
    assert text.startswith("*மலர் பூக்கடை*, மாட்டுத்தாவணி, மதுரை\nகணக்குப் பட்டி\n")
    assert text.count("மல்லிகை 10.000 கிலோ × ₹150.00 = ₹1,500.00") == 25


@pytest.mark.parametrize("name", ALL)
def test_what_stands_above_a_sum_comes_to_it(name: str) -> None:
    figures = slip_parts.figures(ALL[name])
    (place,) = [n for n, figure in enumerate(figures) if figure.is_sum]
    stands = ALL[name].slip.settlement
    assert sum(figure.paise for figure in figures[:place]) == figures[place].paise
    assert figures[place].paise == stands.due_paise
    left = sum(figure.paise for figure in figures[place:])
    assert left == stands.net_paise + stands.carried_paise


@pytest.mark.parametrize("detail", Detail)
@pytest.mark.parametrize("name", ALL)
def test_however_lots_are_listed_they_come_to_the_gross(name: str, detail: Detail) -> None:
    rows = [row for group in slip_parts.groups(ALL[name], detail) for row in group.rows]
    stands = ALL[name].slip.settlement
    assert sum(row.paise for row in rows) == stands.gross_paise
    assert sum(row.lots for row in rows) == stands.lots


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ALL)
def test_a_text_fits_into_one_message_and_leaves_no_figure_out(name: str, language: str) -> None:
    text = slip_text(ALL[name], language)
    assert len(text) <= TEXT_MAX
    for figure in slip_parts.figures(ALL[name]):
        assert money(figure.paise) in text
    assert money(ALL[name].slip.settlement.net_paise) in text


def test_a_text_that_puts_lots_together_says_so() -> None:
    text = slip_text(ALL["300 lots"], "en")
    assert "Malli, 60 lots 372.500 kg = ₹65,803.66\n" in text
    assert "Lots are put together here; the document lists every one." in text
    assert "put together" not in slip_text(worked(), "en")


def test_more_flowers_than_a_message_holds_are_only_counted() -> None:
    names = dict(fixtures.FLOWERS)
    names |= {f"f{n}": Name(f"Flower number {n}", f"பூ எண் {n}") for n in range(60)}
    many = patti(*(sold(n, f"f{n}") for n in range(60)), flowers=names)
    text = slip_text(many, "ta")
    assert len(text) <= TEXT_MAX
    assert "பூ எண்" not in text
    assert "மொத்த விலை (60 வரவு, 600.000 கிலோ): ₹90,000.00" in text


def test_a_draft_and_a_slip_that_was_taken_back_say_so_first_of_all() -> None:
    draft = slip_text(patti(sold(1), state=SettlementState.DRAFT), "en")
    assert "DRAFT: not approved yet" in draft
    assert "SET-" not in draft
    assert "Check code" not in draft
    void = slip_text(patti(sold(1), state=SettlementState.VOID), "ta")
    assert void.index("ரத்து: இந்தப் பட்டி செல்லாது") < void.index("SET-2026-11-001")


def test_lots_at_different_commissions_show_no_percentage() -> None:
    mixed = patti(sold(1), sold(2, commission_bp=300))
    assert "Commission: -₹120.00" in slip_text(mixed, "en")


def test_the_days_seal_stands_on_a_slip_that_has_one() -> None:
    sealed = fixtures.sealed(patti(sold(1)), "0123456789abcdef" * 4)
    assert slip_text(sealed, "en").endswith("\nSeal of the day 0123456789abcdef")


def test_only_a_lot_that_is_taken_back_on_this_slip_is_struck_out() -> None:
    struck = struck_rows(corrected())
    assert struck == [4_000_00]


def struck_rows(of: Patti) -> list[int]:
    groups = slip_parts.groups(of, Detail.EVERY_LOT)
    return [row.paise for group in groups for row in group.rows if row.is_struck]
