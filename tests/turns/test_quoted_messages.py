"""A quoted message is looked up by Twilio's name for it: among ours, else among his own."""

from ledger.queries import latest_entries
from locales.phrases import render
from tests.turns.world import OWNER, SELVI, House


def test_a_quoted_message_is_found_whoever_said_it_and_another_persons_is_not(
    house: House,
) -> None:
    house.says(SELVI, "murugan malli 5.5", MessageSid="SMlot")
    house.says(SELVI, "1")
    (_, written) = [row.provider_sid for row in house.rows() if row.recipient == SELVI]
    for sid in ("SMlot", written):
        ((_, asked),) = house.says(SELVI, "6", OriginalRepliedMessageSid=sid)
        assert "6.000" in asked
        house.says(SELVI, "2")
    ((_, told),) = house.says(OWNER, "6", OriginalRepliedMessageSid=written)
    assert told == render("quoted_no_lot", {}, "ta")
    ((_, told),) = house.says(OWNER, "6", OriginalRepliedMessageSid="SMlot")
    assert told == render("correct.not_yours", {"entry": 1}, "ta")
    assert len(house.ask(lambda tx: latest_entries(tx, 100))) == 1
