"""The rehearsal in a terminal, and that the transcripts visit every state."""

from io import StringIO
from pathlib import Path
from typing import get_args

from bot.dialogue.saving import from_json
from bot.dialogue.states import FindingEntry, SettingRates, Speaker, SpeakerRole, State
from locales.facts import Name
from ops.rehearsal import Rehearsal, Sent
from ops.rehearse import rehearse
from ops.rehearse_books import MemoryBooks
from tests.conversations import shop
from tests.conversations.chat import played
from tests.conversations.conftest import OPENING

CHATS = sorted(Path(__file__).parent.glob("*.chat"))

WITHIN_A_TURN = {SettingRates, FindingEntry}
"""States that end with the turn in which they begin, so nobody is ever left in one."""


class Watched(Rehearsal):
    """A rehearsal that notes in which states its people were left."""

    def __init__(self) -> None:
        people = [party for party, _ in shop.everybody()]
        super().__init__(MemoryBooks(people, shop.flowers()), OPENING)
        self.states: set[type] = set()

    def says(self, who: str, text: str) -> list[Sent]:
        sent = super().says(who, text)
        nobody = Speaker("", Name("", ""), SpeakerRole.STAFF, "en")
        for saved in self._saved.values():
            self.states.add(type(from_json(saved, nobody).state))
        return sent


def typed(*lines: str) -> str:
    screen = StringIO()
    rehearse(StringIO("\n".join(lines) + "\n"), screen)
    return screen.getvalue()


def test_every_state_is_reached_by_some_transcript() -> None:
    reached: set[type] = set()
    for path in CHATS:
        watched = Watched()
        played(path.read_text(encoding="utf-8"), watched)
        reached |= watched.states
    assert reached == set(get_args(State)) - WITHIN_A_TURN


def test_a_lot_and_a_yes_typed_at_the_keyboard_make_an_entry() -> None:
    seen = typed("murugan malli 5.5", "1", "Murugan: balance")
    assert "to Murugan <" in seen
    assert "books      = 1 sale" in seen
    assert "Commission                     -233.75" in seen
    assert "₹4,441.25" in seen.splitlines()[-1]


def test_what_was_typed_can_be_kept_as_a_transcript_that_plays() -> None:
    seen = typed("murugan malli 5.5", "1", ".chat", ".quit", "murugan malli 9")
    chat = seen[seen.index("@ ") :]
    assert "9.000" not in chat
    people = [party for party, _ in shop.everybody()]
    again = Rehearsal(MemoryBooks(people, shop.flowers()), OPENING)
    assert "books      = 1 sale" in played(chat, again)


def test_a_name_that_is_nobodys_is_part_of_the_clerks_message() -> None:
    assert "bot <" in typed("note: malli")
