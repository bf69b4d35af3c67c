"""`malar bench`: how long things take on this machine."""

import click


@click.group()
def bench() -> None:
    """Measure this machine."""
