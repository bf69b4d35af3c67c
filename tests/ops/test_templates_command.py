"""`malar templates`: looked over, handed in once, followed up, against the simulator."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from ops.cli import main
from ops.commands.here import REFUSED, Here
from tests.ops.shop_desk import MORNING, Desk
from tests.simulator.stage import SETTINGS, Stage, stage


@dataclass
class Office:
    """The owner's desk, with an account at Twilio."""

    desk: Desk
    twilio: Stage
    token: str = SETTINGS.twilio_auth_token

    def __call__(self, *words: str) -> tuple[int, list[str], str]:
        environ = {
            "DATABASE_URL": self.desk.database_url,
            "REDIS_URL": self.desk.redis_url,
            "PUBLIC_BASE_URL": SETTINGS.public_base_url,
            "TWILIO_ACCOUNT_SID": SETTINGS.twilio_account_sid,
            "TWILIO_AUTH_TOKEN": self.token,
            "TWILIO_API_BASE": self.twilio.base,
            "WHATSAPP_SENDER": SETTINGS.whatsapp_sender,
            "MALAR_LINK_KEY": SETTINGS.link_key,
        }
        with pytest.raises(SystemExit) as ended:
            main(("templates", *words), Here(self.desk.home, environ, lambda: MORNING))
        said = self.desk.capsys.readouterr()
        return int(ended.value.code or 0), said.out.splitlines(), said.err


@pytest.fixture
def office(desk: Desk) -> Iterator[Office]:
    with stage() as twilio:
        yield Office(desk, twilio)


def test_the_rules_are_kept(desk: Desk) -> None:
    (line,) = desk("templates", "lint")
    assert line.endswith("texts keep WhatsApp's rules.")


def test_a_template_is_shown_in_both_languages_with_its_samples(desk: Desk) -> None:
    lines = desk("templates", "list", "settlement_ready")
    assert {"settlement_ready en", "settlement_ready ta"} <= set(lines)
    assert "  {{1}} number, such as SET-2026-11-001" in lines
    assert "  [Accept] as if he typed: accept {{1}}" in lines
    assert desk.refused("templates", "list", "nothing").startswith("there is no template nothing")


def test_what_is_handed_in_is_approved_and_handed_in_once(office: Office) -> None:
    code, lines, _ = office("submit")
    assert code == 0
    assert {line.split()[2] for line in lines} == {"received"}
    _, lines, _ = office("status")
    assert {line.split()[2] for line in lines} == {"approved"}
    assert lines[0].split() == ["lot_receipt", "en", "approved", "24-11-2026", "05:40"]
    assert office("submit") == (0, lines, "")


def test_before_anything_is_handed_in_the_status_says_how(office: Office) -> None:
    assert office("status") == (0, ["Nothing is registered yet: malar templates submit"], "")


def test_what_twilio_refuses_is_one_line(office: Office) -> None:
    office.token = "another"  # noqa: S105 - wrong on purpose
    code, said, why = office("submit")
    assert (code, said) == (REFUSED, [])
    assert why.startswith("malar: Twilio refused with its error 20003; ")
    assert why.count("\n") == 1


def test_without_an_account_nothing_is_asked(desk: Desk) -> None:
    assert desk.refused("templates", "status").startswith("no Twilio account is set")
