"""Pages made of blocks: each knows its height, so that the pages are known before one is drawn."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from papers.pen import Align, Pen, line_height


@dataclass(frozen=True, slots=True)
class Block:
    """Something that is not broken across pages.

    Attributes:
        height: in mm.
        draw: draws it, its top at a place.
        keeps_next: it does not stand last on a page, as a heading.
    """

    height: float
    draw: Callable[[Pen, float], None]
    keeps_next: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """How a text looks.

    Attributes:
        size: in points.
        grey: 0 for black to 255 for white.
    """

    size: float
    is_bold: bool = False
    grey: int = 0


def paginated(blocks: Iterable[Block], room: float) -> list[list[Block]]:
    """The blocks of each page.

    Args:
        blocks: from the top of the first page to the end.
        room: the height of a page, in mm, less what stands on every page.
    """
    pages: list[list[Block]] = [[]]
    left = room
    for block in blocks:
        if block.height > left and pages[-1]:
            moved = _heading_at_the_end(pages[-1])
            pages.append(moved)
            left = room - height_of(moved)
        pages[-1].append(block)
        left -= block.height
    return pages


def height_of(blocks: Iterable[Block]) -> float:
    """In mm."""
    return sum(block.height for block in blocks)


def draw_all(pen: Pen, blocks: Iterable[Block], top: float) -> None:
    """Draw blocks one below the other."""
    for block in blocks:
        block.draw(pen, top)
        top += block.height


def space(height: float) -> Block:
    """Nothing."""
    return Block(height, lambda _pen, _top: None)


def rule(left: float, right: float, thickness: float = 0.2) -> Block:
    """A line across, with a little room around it."""

    def draw(pen: Pen, top: float) -> None:
        pen.rule(top + 0.7, left=left, right=right, thickness=thickness)

    return Block(1.4, draw)


def paragraph(  # noqa: PLR0913 - where and how
    pen: Pen,
    text: str,
    look: Look,
    *,
    left: float,
    width: float,
    align: Align = "L",
    keeps_next: bool = False,
) -> Block:
    """A text over as many lines as it needs."""
    lines = pen.wrapped(text, width, look.size, is_bold=look.is_bold)
    step = line_height(look.size)

    def draw(pen: Pen, top: float) -> None:
        for place, line in enumerate(lines):
            pen.write(
                line,
                left,
                top + place * step,
                width,
                look.size,
                align=align,
                is_bold=look.is_bold,
                grey=look.grey,
            )

    return Block(step * len(lines), draw, keeps_next)


def _heading_at_the_end(page: list[Block]) -> list[Block]:
    """Takes a heading that would stand alone off its page."""
    moved: list[Block] = []
    while len(page) > 1 and page[-1].keeps_next:
        moved.insert(0, page.pop())
    return moved
