import stat
from pathlib import Path

import pytest

from ledger.settings import REQUIRED, Settings, SettingsError
from ops.embedded import Servers
from ops.environment import Ports, complete, home_of, is_simulated, secrets_of, without_twilio

SERVERS = Servers("postgresql://postgres@/malar?host=%2Frun", "unix:///run/valkey.sock?db=0")
ACCOUNT = {
    "TWILIO_ACCOUNT_SID": "AC" + "1" * 32,
    "TWILIO_AUTH_TOKEN": "t" * 32,
    "MALAR_LINK_KEY": "k" * 32,
    "PUBLIC_BASE_URL": "https://shop.example",
    "WHATSAPP_SENDER": "whatsapp:+914522000000",
}


def test_without_an_account_everything_is_made_up_and_simulated(tmp_path: Path) -> None:
    whole = complete({}, tmp_path, SERVERS, Ports(simulator=8123))
    settings = Settings.from_env(whole)
    assert settings.twilio_api_base == "http://127.0.0.1:8123"
    assert settings.public_base_url == "http://127.0.0.1:8000"
    assert settings.twilio_account_sid.startswith("AC")


def test_what_is_made_up_is_made_up_once_and_differs_between_homes(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    assert secrets_of(here) == secrets_of(here)
    assert secrets_of(here) != secrets_of(there)


def test_a_home_has_a_key_of_its_own_for_links(tmp_path: Path) -> None:
    made = secrets_of(tmp_path)
    assert len(made["MALAR_LINK_KEY"]) == 64
    assert made["MALAR_LINK_KEY"] not in (tmp_path / "secrets.env").read_text()


def test_the_secrets_of_a_home_are_for_its_owner_alone(tmp_path: Path) -> None:
    secrets_of(tmp_path)
    assert stat.S_IMODE((tmp_path / "secrets.env").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secrets.env"]


def test_a_real_account_is_used_as_it_is_and_nothing_is_made_up(tmp_path: Path) -> None:
    whole = complete(ACCOUNT, tmp_path, SERVERS, Ports())
    assert {name: whole[name] for name in ACCOUNT} == ACCOUNT
    assert "TWILIO_API_BASE" not in whole
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN"])
def test_half_an_account_is_not_completed_with_a_made_up_half(name: str, tmp_path: Path) -> None:
    half = {key: value for key, value in ACCOUNT.items() if key != name}
    with pytest.raises(SettingsError, match=rf"^not set: {name}$"):
        Settings.from_env(complete(half, tmp_path, SERVERS, Ports()))


def test_in_production_what_is_missing_is_named_and_not_made_up(tmp_path: Path) -> None:
    whole = complete({"MALAR_ENVIRONMENT": "production"}, tmp_path, SERVERS, Ports())
    with pytest.raises(SettingsError) as refusal:
        Settings.from_env(whole)
    for name in set(REQUIRED) - {"DATABASE_URL", "REDIS_URL"}:
        assert name in str(refusal.value)


def test_the_demo_forgets_a_real_account() -> None:
    seen = without_twilio({**ACCOUNT, "TWILIO_SHARED_KEY": "k", "SENTRY_DSN": "s", "PATH": "/bin"})
    assert seen == {"PATH": "/bin"}
    assert is_simulated(seen)


def test_the_home_is_where_it_is_said_to_be_or_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert home_of({}) == tmp_path / ".malar"
    assert home_of({"MALAR_HOME": ""}) == tmp_path / ".malar"
    assert home_of({"MALAR_HOME": "/srv/book"}) == Path("/srv/book")
