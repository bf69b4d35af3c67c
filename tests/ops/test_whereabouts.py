import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ops.environment import HOST, Ports
from ops.whereabouts import (
    AlreadyRunningError,
    PortInUseError,
    Whereabouts,
    free_ports,
    note,
    only_one,
    refuse_second,
    refuse_taken,
    where_running,
)

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which something else listens."""
    with socket.create_server((HOST, 0)) as listener:
        yield listener.getsockname()[1]


def test_a_taken_port_is_refused_with_the_option_that_chooses_another(taken: int) -> None:
    with pytest.raises(PortInUseError, match=rf"^port {taken} is in use; .* --office-port$"):
        refuse_taken(Ports(door=free(), office=taken, simulator=free()), is_simulated=True)


def test_the_simulators_port_counts_only_where_it_runs(taken: int) -> None:
    ports = Ports(door=free(), office=free(), simulator=taken)
    refuse_taken(ports, is_simulated=False)
    with pytest.raises(PortInUseError, match=r"--simulator-port$"):
        refuse_taken(ports, is_simulated=True)


def free() -> int:
    with socket.create_server((HOST, 0)) as listener:
        return int(listener.getsockname()[1])


def test_a_taken_port_can_be_passed_over_and_no_port_is_given_twice(taken: int) -> None:
    found = free_ports(Ports(door=taken, office=taken, simulator=taken))
    chosen = [found.door, found.office, found.simulator]
    assert len(set(chosen)) == 3
    assert all(port > taken for port in chosen)


def test_free_ports_are_kept() -> None:
    wanted = Ports(free(), free(), free())
    assert free_ports(wanted) == wanted


def test_where_it_runs_is_known_for_as_long_as_it_runs(tmp_path: Path) -> None:
    found = Whereabouts(Ports(1, 2, 3), is_simulated=True)
    assert where_running(tmp_path) is None
    with only_one(tmp_path):
        note(tmp_path, found)
        assert where_running(tmp_path) == found
        with pytest.raises(AlreadyRunningError, match=r"^already running at http://127.0.0.1:2;"):
            refuse_second(tmp_path)
    assert where_running(tmp_path) is None


def test_one_that_is_just_starting_says_so(tmp_path: Path) -> None:
    with only_one(tmp_path), pytest.raises(AlreadyRunningError, match="just starting"):
        refuse_second(tmp_path)


def test_the_note_of_a_killed_one_counts_for_nothing(tmp_path: Path) -> None:
    code = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from ops.environment import Ports\n"
        "from ops.whereabouts import Whereabouts, note, only_one\n"
        "home = Path(sys.argv[1])\n"
        "with only_one(home):\n"
        "    note(home, Whereabouts(Ports(), is_simulated=True))\n"
        "    print('noted', flush=True)\n"
        "    time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)],
        cwd=REPOSITORY,
        env=os.environ,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout
        assert other.stdout.readline() == "noted\n"
        assert where_running(tmp_path)
        other.kill()
    assert where_running(tmp_path) is None
