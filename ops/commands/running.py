"""`malar demo`, `up`, `web`, `worker`: programs that stay until they are told to stop."""

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click

from ledger.migrate import migrate
from ledger.settings import Settings
from ops.commands.here import Here, pass_here
from ops.daemons.place import place_of
from ops.demonstration import fill_shop, what_to_try
from ops.embedded import servers
from ops.environment import HOST, Ports, complete, is_simulated, without_twilio
from ops.programs import (
    WORKERS,
    door_program,
    office_program,
    simulator_program,
    worker_program,
)
from ops.stack import running
from ops.supervisor import Program, Supervisor
from ops.upkeep import Upkeep
from ops.whereabouts import free_ports, refuse_second, refuse_taken

LOOK_SECONDS = 1.0

_PORTS = Ports()

door_port = click.option(
    "--door-port", default=_PORTS.door, show_default=True, help="Where Twilio's messages come in."
)
office_port = click.option(
    "--office-port", default=_PORTS.office, show_default=True, help="The owner's pages."
)
simulator_port = click.option(
    "--simulator-port",
    default=_PORTS.simulator,
    show_default=True,
    help="The page with the phones, where no Twilio account is set.",
)
bind_host = click.option(
    "--bind",
    "host",
    default=HOST,
    show_default=True,
    help="The address that the door listens on; the owner's pages never leave this machine.",
)


def all_ports(command: Callable[..., Any]) -> Callable[..., Any]:
    """The three port options."""
    return door_port(office_port(simulator_port(command)))


@click.command(short_help="Show everything, with simulated phones and a demo shop.")
@all_ports
@pass_here
def demo(here: Here, door_port: int, office_port: int, simulator_port: int) -> None:
    """Show everything, with a simulated WhatsApp and a shop of a month's standing.

    Opens nothing to the outside and needs no account. Taken ports are passed over. What is
    written stays in the home; remove that folder to begin again. Ctrl-C stops all of it.
    """
    shop = Here(here.home, {**without_twilio(here.environ), "MALAR_ENVIRONMENT": "demo"})
    refuse_second(here.home)
    click.echo("Starting Postgres, Valkey, the bot and the phones …")
    with _told_to_stop(), shop.books() as engine:
        fill_shop(engine)
        ports = free_ports(Ports(door_port, office_port, simulator_port))
        with running(shop.home, shop.environ, ports, log=shop.home / "log") as stack:
            click.echo(what_to_try(ports, place_of(shop.home).data))
            _stay(stack.look_after)
    click.echo("Stopped; nothing is left running. What was written is kept.")


@click.command(short_help="Run the shop: door, office and workers.")
@all_ports
@bind_host
@pass_here
def up(here: Here, door_port: int, office_port: int, simulator_port: int, host: str) -> None:
    """Run the shop: door, office and workers under one supervisor, until Ctrl-C.

    Postgres and Valkey come along unless DATABASE_URL and REDIS_URL name others. Where no Twilio
    account is set (TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN), a simulator stands in for Twilio.
    """
    ports = Ports(door_port, office_port, simulator_port)
    with _told_to_stop(), running(here.home, here.environ, ports, host=host) as stack:
        click.echo(f"The door is {ports.door_url}, the office {ports.office_url}")
        if is_simulated(here.environ):
            click.echo(f"No Twilio account is set: phones are simulated at {ports.simulator_url}")
        _stay(stack.look_after)


@click.command(short_help="Run the door and the office only.")
@all_ports
@bind_host
@pass_here
def web(here: Here, door_port: int, office_port: int, simulator_port: int, host: str) -> None:
    """Run the door and the office only; the workers run elsewhere (`malar worker`)."""
    ports = Ports(door_port, office_port, simulator_port)
    refuse_taken(ports, is_simulated=is_simulated(here.environ))
    programs = [door_program(f"{host}:{door_port}"), office_program(office_port)]
    if is_simulated(here.environ):
        programs.append(simulator_program())
    _run(here, ports, programs)


@click.command(short_help="Run workers only, all or some.")
@click.argument("names", nargs=-1, type=click.Choice(WORKERS), metavar="[NAME]...")
@simulator_port
@pass_here
def worker(here: Here, names: tuple[str, ...], simulator_port: int) -> None:
    """Run workers: turns-0, turns-1, outbox, sweep; all of them when none is named."""
    ports = Ports(simulator=simulator_port)
    _run(here, ports, [worker_program(name) for name in names or WORKERS])


def _run(here: Here, ports: Ports, programs: list[Program]) -> None:
    """Keep some programs running until told to stop."""
    with _told_to_stop(), servers(here.home, here.environ) as found:
        environ = complete(here.environ, here.home, found, ports)
        Settings.from_env(environ)
        migrate(found.database_url)
        supervisor, upkeep = Supervisor(programs, environ), Upkeep(here.home, here.environ)

        def look_after() -> None:
            upkeep.look_after()
            supervisor.look_after()

        try:
            _stay(look_after)
        finally:
            supervisor.stop()


def _stay(look_after: Callable[[], None]) -> None:
    while True:
        look_after()
        time.sleep(LOOK_SECONDS)


@contextmanager
def _told_to_stop() -> Iterator[None]:
    """Ctrl-C, a polite kill and a closed terminal end the block in order."""
    for told in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(told, signal.default_int_handler)
    try:
        yield
    except KeyboardInterrupt:
        click.echo()
