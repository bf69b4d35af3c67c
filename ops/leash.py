"""`python -m ops.leash PARENT COMMAND…`: become COMMAND, and end when PARENT does.

A killed supervisor cannot stop its programs; on Linux the kernel does it. It is a program of its
own because the wish must be made by the child, after the fork and before it becomes the command.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1
"""Source: Linux, include/uapi/linux/prctl.h."""


def main() -> None:
    """Ask for the parent's end to be ours, and become the command."""
    parent, command = int(sys.argv[1]), sys.argv[2:]
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        sys.exit(f"{parent} has ended before {command[0]} began")
    os.execv(command[0], command)  # noqa: S606 - becoming the command is what it is for


if __name__ == "__main__":
    main()
