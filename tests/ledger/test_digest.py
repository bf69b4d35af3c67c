"""The canonical text of an entry: two different entries never have the same."""

from datetime import UTC, date, datetime
from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from ledger.digest import digest_of

plain = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1)
records = st.lists(st.none() | plain | st.integers().map(str), min_size=2, max_size=4)


def test_the_text_behind_a_digest() -> None:
    digest = digest_of(
        [104, "wa:SM1:1", b"\x01\xff", date(2026, 11, 24), None],
        [[1, 19, -149_625, 6], [2, 8, 149_625, None]],
        [datetime(2026, 11, 24, 0, 10, 0, 5, tzinfo=UTC)],
    )
    text = (
        "104\x1fwa:SM1:1\x1f01ff\x1f2026-11-24\x1f"
        "\x1e1\x1f19\x1f-149625\x1f6\x1e2\x1f8\x1f149625\x1f"
        "\x1e1795479000000005"
    )
    assert digest == sha256(text.encode()).digest()


@given(records, st.lists(records, max_size=2), records, st.lists(records, max_size=2))
def test_different_rows_have_different_digests(
    head: list[str | None],
    legs: list[list[str | None]],
    other_head: list[str | None],
    other_legs: list[list[str | None]],
) -> None:
    is_same = (head, legs) == (other_head, other_legs)
    assert (digest_of(head, legs, None) == digest_of(other_head, other_legs, None)) is is_same
