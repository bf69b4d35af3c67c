"""Log lines: one JSON object each, one sentence and ids. Never a name, a number, a text, an amount.

Errors are logged by their type and the places they passed; their own messages quote data.
"""

import json
import logging
import sys
import traceback
from datetime import UTC, datetime

OURS = frozenset({"bot", "dashboard", "ledger", "locales", "ops", "papers", "workers"})
"""The rooms whose sentences are known to carry no data."""

IDS = frozenset(
    {
        "inbound_id",
        "outbound_id",
        "notice_id",
        "party_id",
        "entry_id",
        "shard",
        "fault",
        "error_code",
        "port",
    }
)
"""What a line may carry beside its sentence."""


def start() -> None:
    """Write everything that this process logs as JSON lines to standard error."""
    out = logging.StreamHandler(sys.stderr)
    out.setFormatter(JsonLines())
    logging.basicConfig(level=logging.WARNING, handlers=[out], force=True)
    for room in OURS:
        logging.getLogger(room).setLevel(logging.INFO)


def is_ours(logger: str) -> bool:
    """Whether one of our rooms speaks; a library may put anything into its sentence."""
    return logger.partition(".")[0] in OURS


class JsonLines(logging.Formatter):
    """A record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """The line: when, how bad, where from, the sentence, the ids."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            # The sentence as the code has it: what is filled in may be data.
            "says": str(record.msg) if is_ours(record.name) else f"{record.module}:{record.lineno}",
            **{key: value for key, value in vars(record).items() if key in IDS},
        }
        if record.exc_info and record.exc_info[1]:
            line["error"] = _chain(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=str)


def _chain(error: BaseException) -> list[str]:
    """An error and what caused it: types, files and lines."""
    told = []
    seen: BaseException | None = error
    while seen is not None:
        places = traceback.extract_tb(seen.__traceback__)
        path = " > ".join(f"{each.filename}:{each.lineno} {each.name}" for each in places)
        told.append(f"{type(seen).__name__} at {path}")
        seen = seen.__cause__ or seen.__context__
    return told
