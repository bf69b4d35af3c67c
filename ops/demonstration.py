"""What `malar demo` adds to a running Malar: a shop with a month behind it, and what to try."""

import shutil
import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from ops.demo_shop.access import PASSWORD
from ops.demo_shop.fill import fill
from ops.environment import Ports

MARKET = ZoneInfo("Asia/Kolkata")

WHAT_TO_TRY = """
Malar is running.

  the phones, and the books as they grow   {simulator}
  the owner's pages                        {office}
    sign in as A01 (the owner), {password}
    her second factor:                     {malar} access code A01
    or as S01 (who weighs), the same password

Try, on Selvi's phone (she weighs):   murugan malli 5.5
and answer:                           1
Then, on Murugan's phone:             இருப்பு   (or: balance)

From another terminal, here:          {malar} say --from S01 "murugan malli 5.5"
                                      {malar} balance F012
                                      {malar} audit

What is written is kept in {data}. Ctrl-C stops everything.
"""


def fill_shop(engine: Engine) -> None:
    """Fill the books of the demo shop; when that was done before, bring them up to today.

    Raises:
        OtherShopError: the books are somebody's already.
    """
    fill(engine, today=datetime.now(MARKET).date())


def what_to_try(ports: Ports, data: Path) -> str:
    """What is said when everything is up."""
    return WHAT_TO_TRY.format(
        simulator=ports.simulator_url,
        office=ports.office_url,
        data=_short(data),
        password=PASSWORD,
        malar="malar" if shutil.which("malar") else sys.argv[0],
    )


def _short(path: Path) -> Path:
    """As seen from where we are, if it is below."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
