"""The rehearsal in a terminal, and that the transcripts visit every state."""

from io import StringIO
from typing import get_args

from bot.dialogue.states import SettingRates, State
from bot.dialogue.states_entry import FindingEntry, WeighingCorrection
from bot.dialogue.states_money import WeighingSum
from ops.rehearse import rehearse
from tests.conversations.chat import played
from tests.conversations.house import House, Seen

WITHIN_A_TURN = {SettingRates, FindingEntry, WeighingCorrection, WeighingSum}
"""States that end with the turn in which they begin, so nobody is ever left in one."""


def typed(*lines: str) -> str:
    screen = StringIO()
    rehearse(StringIO("\n".join(lines) + "\n"), screen)
    return screen.getvalue()


def test_every_state_is_reached_by_some_transcript(all_seen: dict[str, Seen]) -> None:
    lasting = set(get_args(State)) - WITHIN_A_TURN
    reached = set().union(*(seen.states for seen in all_seen.values()))
    assert reached == {state.__name__ for state in lasting}


def test_a_lot_and_a_yes_typed_at_the_keyboard_make_an_entry() -> None:
    seen = typed("murugan malli 5.5", "1", "Murugan: balance")
    assert "to Murugan <" in seen
    assert "books      = 1 sale" in seen
    assert "Commission                     -233.75" in seen
    assert "₹4,441.25" in seen.splitlines()[-1]


def test_what_was_typed_can_be_kept_as_a_transcript_that_plays(house: House) -> None:
    seen = typed("murugan malli 5.5", "1", ".chat", ".quit", "murugan malli 9")
    chat = seen[seen.index("@ ") :]
    assert "9.000" not in chat
    assert "books      = 1 sale" in played(chat, house)


def test_a_name_that_is_nobodys_is_part_of_the_clerks_message() -> None:
    assert "bot <" in typed("note: malli")
