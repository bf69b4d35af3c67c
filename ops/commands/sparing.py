"""Options that change only what is named: what is left out stays as it is."""

from collections.abc import Callable, Mapping
from functools import reduce
from typing import Any, Final, TypeVar

import click

SHOP: Final = "shop"
"""Gives up one's own figure for the shop's."""

Command = TypeVar("Command", bound=Callable[..., Any])


class OrShop(click.ParamType[Any]):
    """A figure of one's own, or `shop` for the shop's."""

    def __init__(self, figure: click.ParamType[Any]) -> None:
        self.figure = figure
        self.name = f"{figure.name}|{SHOP}"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401 - click's signature
        """The figure, or `shop` as it is."""
        return SHOP if value == SHOP else self.figure.convert(value, param, ctx)


class Words(click.ParamType[tuple[str, ...]]):
    """Several words in one: `Muru; முரு`. An empty text means none."""

    name = "words"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None  # noqa: ANN401, ARG002 - click's signature
    ) -> tuple[str, ...]:  # fmt: skip
        """Each word that is not empty."""
        if isinstance(value, tuple):
            return value
        return tuple(word for part in str(value).split(";") if (word := part.strip()))


def options(*several: Callable[[Command], Command]) -> Callable[[Command], Command]:
    """Several options as one decorator, in this order in the help."""
    return lambda command: reduce(lambda made, option: option(made), reversed(several), command)


aliases_options = options(
    click.option("--add", type=Words(), default=(), help="Names more, with ; between them."),
    click.option("--remove", type=Words(), default=(), help="Names fewer, likewise."),
)
"""What a farmer or a flower is called more, or no longer."""


def named(fields: Mapping[str, Any]) -> dict[str, Any]:
    """What was named, as the register takes it: None where the shop's figure shall count."""
    return {
        name: None if value == SHOP else value
        for name, value in fields.items()
        if value is not None
    }
