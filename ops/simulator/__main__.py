"""`python -m ops.simulator`: one process, many threads, on loopback."""

import os
import sys

from flask import Flask
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]

from ledger.settings import SettingsError
from ops.simulator.app import create_simulator
from ops.simulator.config import SimulatorConfig

THREADS = 64
"""An open page holds one thread for its live feed."""


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn carries no types
    """Gunicorn with one worker: the state lives in it."""

    def __init__(self, config: SimulatorConfig) -> None:
        self._simulator = config
        super().__init__()

    def load_config(self) -> None:
        """One worker with threads, which stops without waiting for open feeds."""
        for name, value in {
            "bind": f"127.0.0.1:{self._simulator.port}",
            "worker_class": "gthread",
            "workers": 1,
            "threads": THREADS,
            "graceful_timeout": 1,
            "loglevel": "warning",
        }.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """The app, made in the worker."""
        return create_simulator(self._simulator)


def main() -> None:
    """Serve until stopped; exits with 2 when a setting is missing."""
    try:
        config = SimulatorConfig.from_env(os.environ)
    except SettingsError as error:
        sys.exit(f"simulator: {error}")
    Server(config).run()


if __name__ == "__main__":
    main()
