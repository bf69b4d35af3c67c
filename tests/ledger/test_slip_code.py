"""The code of a slip changes with anything that stands on it, and can be typed by hand."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from ledger.slip_code import CODES, LETTERS, Line, code_of, slip_digest, typed_code

FIGURES: dict[str, str | int | date | None] = {
    "number": "SET-2026-11-001",
    "net_paise": 30_125_00,
    "pay_on": date(2026, 11, 26),
}
LINES: list[Line] = [(1, "sale", date(2026, 11, 24), 950_00), (2, "sale", date(2026, 11, 24), 5)]


def test_a_known_slip_has_a_known_code() -> None:
    assert code_of(slip_digest(FIGURES, LINES)) == "36YA-SHKV"


@given(st.integers(), st.integers(0, 10**9))
def test_another_figure_or_line_has_another_digest(net: int, paise: int) -> None:
    known = slip_digest(FIGURES, LINES)
    if net != FIGURES["net_paise"]:
        assert slip_digest(FIGURES | {"net_paise": net}, LINES) != known
    if paise != LINES[0][3]:
        assert slip_digest(FIGURES, [(*LINES[0][:3], paise), LINES[1]]) != known
    assert slip_digest(FIGURES, LINES[::-1]) != known


@given(st.binary(min_size=32, max_size=32), st.integers(0, CODES - 1))
def test_a_code_is_two_groups_of_four_and_reads_back_however_it_is_typed(
    digest: bytes, turn: int
) -> None:
    code = code_of(digest, turn)
    assert len(code) == 9
    assert set(code) <= {*LETTERS, "-"}
    careless = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert typed_code(careless) == code


def test_a_digest_has_more_than_one_code() -> None:
    digest = slip_digest(FIGURES, LINES)
    assert len({code_of(digest, turn) for turn in range(CODES)}) == CODES == 6
