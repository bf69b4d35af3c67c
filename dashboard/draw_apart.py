"""`python -m dashboard.draw_apart`: draws the one file that stands on its input."""

import os
import pickle
import sys

from dashboard.drawing import Wish

NICE = 10
"""Pages go first."""


def main() -> None:
    """Read the wish, write the file."""
    os.nice(NICE)
    wish = pickle.load(sys.stdin.buffer)  # noqa: S301 - written by the office a moment ago
    if not isinstance(wish, Wish):
        raise TypeError(type(wish))
    sys.stdout.buffer.write(wish.written())


if __name__ == "__main__":
    main()
