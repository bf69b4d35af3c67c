"""The same basket stated by two people is written once unless somebody says so."""

from concurrent.futures import ThreadPoolExecutor

from bot.messages import shard_of
from ledger.people import NewParty, add_party
from ledger.queries import latest_entries
from ledger.roles import PartyRole
from tests.turns.world import SELVI, House
from workers import turn

KANNAN = "whatsapp:+919800000004"


def test_two_who_say_yes_at_the_same_moment_write_the_lot_once(house: House) -> None:
    assert shard_of(KANNAN) != shard_of(SELVI), "they have to meet in the book, not in a queue"
    with house.engine.begin() as tx:
        kannan = NewParty(code="S02", role=PartyRole.STAFF, name_en="Kannan")
        add_party(tx, kannan, [KANNAN])
    for clerk in (SELVI, KANNAN):
        house.says(clerk, "murugan malli 5.5")
    for clerk in (SELVI, KANNAN):
        house.hear(clerk, "1")
    with ThreadPoolExecutor(2) as both:
        list(both.map(lambda shard: turn.drain(house.place, shard), (0, 1)))
    written = house.ask(lambda tx: latest_entries(tx, 9))
    assert len(written) == 1
    again = [text for _, text in house.send() if f"பதிவு {written[0].entry_id}" in text]
    assert again, "the second one is asked"
