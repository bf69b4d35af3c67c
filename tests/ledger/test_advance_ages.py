"""How old lent cash is."""

from datetime import date

from ledger.advance_ages import Lent, still_out

OCT, NOV, DEC = (date(2026, month, 1) for month in (10, 11, 12))


def ages(*moves: Lent) -> list[tuple[date, int]]:
    return [(day, paise) for _, day, paise in still_out(moves)]


def lent(
    entry: int, on: date, paise: int, *, reverses: int | None = None, replaces: int | None = None
) -> Lent:
    return Lent(entry, on, paise, reverses, replaces)


def test_what_comes_back_pays_off_the_oldest_first() -> None:
    moves = (lent(1, OCT, 300), lent(2, NOV, 500), lent(3, NOV, -400))
    assert ages(*moves) == [(NOV, 400)]


def test_money_that_came_back_before_pays_off_nothing_twice() -> None:
    moves = (lent(1, OCT, 300), lent(2, OCT, -300), lent(3, NOV, 500), lent(4, DEC, -100))
    assert ages(*moves) == [(NOV, 400)]


def test_an_entry_that_was_taken_back_was_never_lent() -> None:
    moves = (lent(1, OCT, 300), lent(2, NOV, 500), lent(3, NOV, -300, reverses=1))
    assert ages(*moves) == [(NOV, 500)]


def test_a_repayment_that_was_taken_back_paid_off_nothing() -> None:
    moves = (lent(1, OCT, 300), lent(2, NOV, -200), lent(3, NOV, 200, reverses=2))
    assert ages(*moves) == [(OCT, 300)]


def test_what_puts_an_advance_right_is_as_old_as_it() -> None:
    moves = (
        lent(1, OCT, 300),
        lent(2, NOV, 100),
        lent(3, DEC, -300, reverses=1),
        lent(4, DEC, 200, replaces=1),
        lent(5, DEC, -200, reverses=4),
        lent(6, DEC, 250, replaces=4),
    )
    assert ages(*moves) == [(OCT, 250), (NOV, 100)]


def test_nothing_is_out_where_all_came_back() -> None:
    assert ages(lent(1, OCT, 300), lent(2, NOV, -300)) == []
    assert ages() == []
