"""Everything that is set from outside, read once: the only reader of the environment.

It lives in the ledger because every floor above may need it. Nothing is read at import, no secret
has a default, and all missing variables are named at once. `.env.example` lists the same names.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


class SettingsError(Exception):
    """Variables are missing or wrong; the message names every one of them."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a running Malar needs to know about its surroundings.

    Attributes:
        database_url: Postgres, as `postgresql://…`.
        redis_url: Redis or Valkey, as `redis://…` or `unix://…`.
        public_base_url: where Twilio reaches us, without a trailing slash; signatures are
            computed over it, never over what a client sent.
        twilio_account_sid: ours; webhooks of any other account are refused.
        whatsapp_sender: our own address, `whatsapp:+91…`.
        twilio_auth_token: signs webhooks and is the password of the API.
        link_key: signs the links to slips and statements; a new one ends all links.
        twilio_auth_token_secondary: the other token while a rotation lasts.
        twilio_shared_key: secret of SharedKey (HMAC-SHA256) webhook signing.
        twilio_messaging_service_sid: sent along where there is one.
        twilio_api_base: another server in place of Twilio's: the simulator.
        session_key: signs the cookies of the office, which alone needs it; a new one signs
            everybody out.
        office_url: where people reach the office from outside, `https://…`, through a proxy on
            this machine; None: from this machine only.
        sentry_dsn: where crashes are reported, scrubbed; None reports nowhere.
        environment: `development`, `demo`, `test` or `production`.
        release: what is running, for crash reports.
    """

    database_url: str = field(repr=False)
    redis_url: str = field(repr=False)
    public_base_url: str
    twilio_account_sid: str
    whatsapp_sender: str
    twilio_auth_token: str = field(repr=False)
    link_key: str = field(repr=False)
    twilio_auth_token_secondary: str | None = field(default=None, repr=False)
    twilio_shared_key: str | None = field(default=None, repr=False)
    twilio_messaging_service_sid: str | None = None
    twilio_api_base: str | None = None
    session_key: str | None = field(default=None, repr=False)
    office_url: str | None = None
    sentry_dsn: str | None = field(default=None, repr=False)
    environment: str = "development"
    release: str | None = None

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> "Settings":
        """Read the settings from an environment.

        Raises:
            SettingsError: variables are missing; all of them are named.
        """
        missing = [name for name in REQUIRED if not environ.get(name)]
        if missing:
            raise SettingsError(f"not set: {', '.join(missing)}")
        values = {name: environ[name] for name in NAMES if environ.get(name)}
        values["PUBLIC_BASE_URL"] = values["PUBLIC_BASE_URL"].rstrip("/")
        return cls(**{NAMES[name]: value for name, value in values.items()})


NAMES = {
    "DATABASE_URL": "database_url",
    "REDIS_URL": "redis_url",
    "PUBLIC_BASE_URL": "public_base_url",
    "TWILIO_ACCOUNT_SID": "twilio_account_sid",
    "WHATSAPP_SENDER": "whatsapp_sender",
    "TWILIO_AUTH_TOKEN": "twilio_auth_token",
    "MALAR_LINK_KEY": "link_key",
    "TWILIO_AUTH_TOKEN_SECONDARY": "twilio_auth_token_secondary",
    "TWILIO_SHARED_KEY": "twilio_shared_key",
    "TWILIO_MESSAGING_SERVICE_SID": "twilio_messaging_service_sid",
    "TWILIO_API_BASE": "twilio_api_base",
    "MALAR_SESSION_KEY": "session_key",
    "MALAR_OFFICE_URL": "office_url",
    "SENTRY_DSN": "sentry_dsn",
    "MALAR_ENVIRONMENT": "environment",
    "MALAR_RELEASE": "release",
}
"""Variable → attribute."""

REQUIRED = (
    "DATABASE_URL",
    "REDIS_URL",
    "PUBLIC_BASE_URL",
    "TWILIO_ACCOUNT_SID",
    "WHATSAPP_SENDER",
    "TWILIO_AUTH_TOKEN",
    "MALAR_LINK_KEY",
)
