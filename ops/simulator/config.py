"""What the simulator needs to know: whose account it plays, and where the door is."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ledger.settings import Settings, SettingsError

DEFAULT_PORT = 8025


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds from acceptance to each delivery status."""

    sent: float = 0.05
    delivered: float = 0.25
    read: float = 1.2


@dataclass(frozen=True, slots=True)
class SimulatorConfig:
    """One simulated account.

    Attributes:
        door_url: where the door listens on this machine, `http://127.0.0.1:8000`.
        public_base_url: what is signed, as the door believes to be known outside.
        account_sid: whose account it plays.
        auth_token: password of the API and key of the SHA-1 signature.
        sender: the shop's address, `whatsapp:+91…`.
        shared_key: when given, webhooks are signed with it by SHA-256 instead.
        messaging_service_sid: when given, stands on every webhook.
        database_url: the books and the people, for the page; None shows neither.
        port: where the simulator listens, on loopback.
        pace: how soon messages are delivered and read.
    """

    door_url: str
    public_base_url: str
    account_sid: str
    auth_token: str = field(repr=False)
    sender: str
    shared_key: str | None = field(default=None, repr=False)
    messaging_service_sid: str | None = None
    database_url: str | None = field(default=None, repr=False)
    port: int = DEFAULT_PORT
    pace: Pace = field(default_factory=Pace)

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> "SimulatorConfig":
        """The settings of the shop (`ledger.settings`), `SIMULATOR_DOOR` and `SIMULATOR_PORT`.

        Raises:
            SettingsError: a variable is missing, or the port is no number.
        """
        settings = Settings.from_env(environ)
        door_url = environ.get("SIMULATOR_DOOR")
        port = environ.get("SIMULATOR_PORT", str(DEFAULT_PORT))
        if not door_url:
            raise SettingsError("not set: SIMULATOR_DOOR")
        if not port.isdecimal():
            raise SettingsError(f"SIMULATOR_PORT is a port number, not {port!r}")
        return cls(
            door_url=door_url.rstrip("/"),
            public_base_url=settings.public_base_url,
            account_sid=settings.twilio_account_sid,
            auth_token=settings.twilio_auth_token,
            sender=settings.whatsapp_sender,
            shared_key=settings.twilio_shared_key,
            messaging_service_sid=settings.twilio_messaging_service_sid,
            database_url=settings.database_url,
            port=int(port),
        )
