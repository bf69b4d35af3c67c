"""What `malar demo` adds to a running Malar: a shop with a month behind it, and what to try."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from ledger.db import engine_for
from ledger.settings import Settings
from ops.demo_shop.fill import fill
from ops.environment import Ports

MARKET = ZoneInfo("Asia/Kolkata")

WHAT_TO_TRY = """
Malar is running.

  the phones, and the books as they grow   {simulator}
  the owner's page                         {office}

Try, on Selvi's phone (she weighs):   murugan malli 5.5
and answer:                           1
Then, on Murugan's phone:             இருப்பு   (or: balance)

From another terminal, here:          malar say --from S01 "murugan malli 5.5"
                                      malar balance F001
                                      malar audit

What is written is kept in {home}. Ctrl-C stops everything.
"""


def fill_shop(settings: Settings) -> None:
    """Fill the books of the demo shop; the second time there is nothing to do."""
    engine = engine_for(settings.database_url)
    try:
        fill(engine, today=datetime.now(MARKET).date())
    finally:
        engine.dispose()


def what_to_try(ports: Ports, home: Path) -> str:
    """What is said when everything is up."""
    return WHAT_TO_TRY.format(
        simulator=ports.simulator_url, office=ports.office_url, home=_short(home)
    )


def _short(path: Path) -> Path:
    """As seen from where we are, if it is below."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
