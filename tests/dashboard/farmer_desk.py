"""What the tests of farmers' pages have in common: a form that is filled, and how it is sent."""

from flask.testing import FlaskClient

from ledger import people
from ledger.people import Party
from tests.dashboard.conftest import Here, bare, words_of

NEW = {
    "key": "k-new",
    "code": "F032",
    "name_en": "Kannan",
    "name_ta": "கண்ணன்",
    "village_en": "Theni",
    "village_ta": "தேனி",
    "phone": "90000 00077",
    "language": "ta",
    "notices": "daily",
    "cycle": "monthly",
    "commission_bp": "4.5",
    "recovery_cap_paise": "1,000",
    "advance_limit_paise": "",
}


def who(here: Here, code: str) -> Party:
    with here.engine.begin() as tx:
        found = people.party(tx, code)
    assert found is not None
    return found


def numbers(here: Here, code: str) -> list[str]:
    party = who(here, code)
    with here.engine.begin() as tx:
        return [people.bare(each) for each in people.addresses_of(tx, party.party_id)]


def send(browser: FlaskClient, address: str, **fields: str) -> str:
    """Send a form that is taken, and read the page to which it leads."""
    answer = browser.post(address, data={"key": "k1", **fields})
    assert answer.status_code == 303, bare(answer.text)
    return words_of(browser.get(answer.location))


def refused(browser: FlaskClient, address: str, **fields: str) -> str:
    """Send a form that is not taken, and read why."""
    answer = browser.post(address, data={"key": "k1", **fields})
    assert answer.status_code == 422
    return bare(answer.text)


def found(browser: FlaskClient, **asked: str) -> list[str]:
    """The codes in the list, in its order."""
    page = words_of(browser.get("/farmers", query_string=asked))
    return [code for code in page.replace("(", " ").replace(")", " ").split() if code[:2] == "F0"][
        1 if "finds F012" in page else 0 :
    ]
