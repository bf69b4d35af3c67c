"""What the programs of one home are told: a complete environment for each of them.

Real variables win. Where no Twilio account is given, the simulator stands in for Twilio, with an
account, a token and a key made once for this home (`secrets.env`), so that no secret is in the
code. In production nothing is made up: what is missing is named.
"""

import hashlib
import os
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ops.daemons.place import make_folder
from ops.embedded import Servers

HOST = "127.0.0.1"

KEYS = {"MALAR_LINK_KEY": b"links:", "MALAR_SESSION_KEY": b"sessions:"}
"""Keys that are made up with the token, each for its own purpose."""

SIMULATED_SENDER = "whatsapp:+914522580000"
"""The shop's number in the demo: a Madurai landline nobody is called at."""


@dataclass(frozen=True, slots=True)
class Ports:
    """Where the programs listen, on this machine only unless the door is told otherwise."""

    door: int = 8000
    office: int = 8001
    simulator: int = 8002

    @property
    def door_url(self) -> str:
        """Where Twilio's messages come in."""
        return f"http://{HOST}:{self.door}"

    @property
    def office_url(self) -> str:
        """The owner's pages."""
        return f"http://{HOST}:{self.office}"

    @property
    def simulator_url(self) -> str:
        """The page with the phones."""
        return f"http://{HOST}:{self.simulator}"


def home_of(environ: Mapping[str, str]) -> Path:
    """The folder of everything that is kept: MALAR_HOME, else `.malar` where we are."""
    return Path(environ.get("MALAR_HOME") or ".malar").absolute()


def is_simulated(environ: Mapping[str, str]) -> bool:
    """True when the simulator stands in for Twilio: no account is given, and not in production."""
    has_account = environ.get("TWILIO_ACCOUNT_SID") or environ.get("TWILIO_AUTH_TOKEN")
    return not has_account and environ.get("MALAR_ENVIRONMENT") != "production"


def without_twilio(environ: Mapping[str, str]) -> dict[str, str]:
    """The same environment with no account in it: for the demo, which never calls outside."""
    outside = {"PUBLIC_BASE_URL", "WHATSAPP_SENDER", "SENTRY_DSN", *KEYS, "MALAR_OFFICE_URL"}
    return {
        name: value
        for name, value in environ.items()
        if name not in outside and not name.startswith("TWILIO_")
    }


def complete(
    environ: Mapping[str, str], home: Path, servers: Servers, ports: Ports
) -> dict[str, str]:
    """The environment of every program of a home."""
    whole = {
        **environ,
        "MALAR_HOME": str(home),
        "DATABASE_URL": servers.database_url,
        "REDIS_URL": servers.redis_url,
    }
    if is_simulated(environ):
        whole |= secrets_of(home) | {
            "PUBLIC_BASE_URL": ports.door_url,
            "WHATSAPP_SENDER": SIMULATED_SENDER,
            "TWILIO_API_BASE": ports.simulator_url,
            "SIMULATOR_DOOR": ports.door_url,
            "SIMULATOR_PORT": str(ports.simulator),
        }
    return whole


def secrets_of(home: Path) -> dict[str, str]:
    """The made-up account and key of this home, the same at every call; its owner's alone."""
    path = home / "secrets.env"
    if not path.exists():
        _make_secrets(path)
    lines = path.read_text().splitlines()
    made = dict(line.split("=", 1) for line in lines if "=" in line)
    token = made["TWILIO_AUTH_TOKEN"].encode()
    return made | {
        name: hashlib.sha256(purpose + token).hexdigest() for name, purpose in KEYS.items()
    }


def _make_secrets(path: Path) -> None:
    """Write the file whole or not at all; if another process was first, its file stands."""
    made = {
        "TWILIO_ACCOUNT_SID": f"AC{secrets.token_hex(16)}",
        "TWILIO_AUTH_TOKEN": secrets.token_hex(16),
    }
    make_folder(path.parent)
    with tempfile.NamedTemporaryFile("w", dir=path.parent, prefix="secrets.") as unfinished:
        unfinished.writelines(f"{name}={value}\n" for name, value in made.items())
        unfinished.flush()
        try:
            os.link(unfinished.name, path)
        except FileExistsError:
            return
