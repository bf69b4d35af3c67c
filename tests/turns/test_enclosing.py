"""Papers that go along with messages: drawn when they are sent, fetched by a link that runs out."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from sqlalchemy import Connection

from bot.app import create_app
from bot.delivery_errors import Fault
from bot.outgoing import Kind, Outgoing, put_outbound
from bot.webhook import Door
from bot.whatsapp import Ambiguous, Free, Listed, Retryable
from ledger.journal import Source
from ledger.people import party
from ledger.settlements import approve, draft
from papers.asked import Form, SlipPaper, StatementPaper
from tests.books.trading import weigh
from tests.door.forms import SETTINGS
from tests.turns.world import MORNING, MURUGAN, House

ON = MORNING.date()
CLI = Source(None, "cli")


def slip_of_murugan(tx: Connection) -> SlipPaper:
    weigh(tx, "wa:1:1", on=ON)
    owner = party(tx, "A01")
    drafted = draft(tx, "F012", ON, by=owner, at=MORNING)
    done = approve(tx, drafted.settlement_id, by=owner, at=MORNING, source=CLI)
    return SlipPaper(done.settlement_id)


def ask_for_details(house: House, *, form: Form | None = None) -> None:
    """Murugan wrote, and his slip is on its way."""
    house.hear(MURUGAN, "details")
    with house.engine.begin() as tx:
        paper = SlipPaper(slip_of_murugan(tx).settlement_id, form)
        message = Outgoing(MURUGAN, None, Kind.REPLY, "ta", "your slip", paper=paper)
        put_outbound(tx, message, inbound_id=None, line=None, at=house.now)


def media_of(house: House) -> str | None:
    content = house.carrier.contents[-1]
    assert isinstance(content, Free)
    return content.media_url


def fetched(house: House, url: str) -> tuple[int, str | None, bytes]:
    """What Twilio gets at a link, from the door."""
    door = Door(SETTINGS, house.engine, on_inbound=lambda _: None, clock=lambda: house.now)
    answer = create_app(door, is_redis_up=lambda: True).test_client().get(urlsplit(url).path)
    return answer.status_code, answer.content_type, answer.data


def test_a_paper_follows_the_text_as_a_message_of_its_own(house: House) -> None:
    ask_for_details(house)
    assert house.send() == [(MURUGAN, "your slip"), (MURUGAN, "கணக்குப் பட்டி")]
    text, paper = house.carrier.contents
    assert isinstance(text, Free)
    assert text.media_url is None
    assert isinstance(paper, Free)
    assert paper.media_url is not None
    assert paper.media_url.startswith(f"{SETTINGS.public_base_url}/papers/")
    assert "F012" not in paper.media_url


@pytest.mark.parametrize(
    ("form", "kind", "start"),
    [(None, "image/png", b"\x89PNG"), (Form.DOCUMENT, "application/pdf", b"%PDF")],
)
def test_twilio_fetches_what_was_drawn(
    house: House, form: Form | None, kind: str, start: bytes
) -> None:
    ask_for_details(house, form=form)
    house.send()
    status, content_type, content = fetched(house, str(media_of(house)))
    assert (status, content_type) == (200, kind)
    assert content.startswith(start)


def test_a_link_runs_out_after_as_many_hours_as_the_shop_says(house: House) -> None:
    ask_for_details(house)
    house.send()
    link = str(media_of(house))
    house.now += timedelta(hours=72)
    assert fetched(house, link)[0] == 200
    house.now += timedelta(seconds=1)
    assert fetched(house, link)[0] == 410


def test_a_statement_goes_along_as_a_document(house: House) -> None:
    house.hear(MURUGAN, "statement")
    paper = StatementPaper("F012", ON - timedelta(days=30), ON)
    with house.engine.begin() as tx:
        message = Outgoing(MURUGAN, None, Kind.REPLY, "en", "so it stands", paper=paper)
        put_outbound(tx, message, inbound_id=None, line=None, at=house.now)
    assert house.send()[-1] == (MURUGAN, "Statement")
    assert fetched(house, str(media_of(house)))[1] == "application/pdf"


def test_what_is_drawn_for_who_reads_tanglish_is_tamil(house: House) -> None:
    house.hear(MURUGAN, "vivaram")
    with house.engine.begin() as tx:
        paper = slip_of_murugan(tx)
        for language in ("ta", "tanglish"):
            message = Outgoing(MURUGAN, None, Kind.REPLY, language, "slip", paper=paper)
            put_outbound(tx, message, inbound_id=None, line=None, at=house.now)
    captions = [(MURUGAN, "கணக்குப் பட்டி"), (MURUGAN, "Kanakku slip")]
    assert house.send()[1::2] == captions
    sent = [each for each in house.carrier.contents if isinstance(each, Free) and each.media_url]
    tamil, tanglish = [fetched(house, str(each.media_url)) for each in sent]
    assert tamil == tanglish


def test_a_paper_that_was_not_taken_is_sent_again_with_a_link(house: House) -> None:
    ask_for_details(house)
    house.carrier.faults.extend([None, Retryable(Fault.LATER, 20429)])
    assert house.send() == [(MURUGAN, "your slip")]
    house.now += timedelta(minutes=1)
    assert house.send() == [(MURUGAN, "கணக்குப் பட்டி")]
    assert media_of(house) is not None


def test_a_paper_that_perhaps_went_is_looked_up_by_what_stands_under_it(house: House) -> None:
    ask_for_details(house)
    house.carrier.faults.extend([None, Ambiguous(Fault.AMBIGUOUS)])
    house.send()
    house.carrier.listed = [Listed("SM" + "9" * 32, "sent", "கணக்குப் பட்டி")]
    house.now += timedelta(minutes=1)
    assert house.send() == []
    assert [row.state for row in house.rows()] == ["handed_over", "handed_over"]


def test_after_a_day_of_silence_no_paper_goes_out(house: House) -> None:
    ask_for_details(house)
    house.now += timedelta(hours=25)
    assert house.send() == []
    assert {row.fault for row in house.rows()} == {Fault.WINDOW}
