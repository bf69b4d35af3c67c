"""What a message ends in and asks by: `malli rate 800ah`, `5 kg aa`, 800ஆ."""

from collections.abc import Sequence

from bot.language.parts import Figure, Part, Word, stands_for

QUESTION = "question"


def with_asking_tail(lines: Sequence[Sequence[Part]]) -> list[list[Part]]:
    """The measured lines of a message; an `-ah` behind its last figure is a question mark.

    Inside a message it says nothing: `5 kg ah podunga`, `cash ah`.
    """
    read = [list(line) for line in lines]
    last = read[-1] if read else []
    match last:
        case [*_, Figure(), Word() as tail] if stands_for(tail, "ah"):
            last[-1] = Word(tail.concepts | {QUESTION}, tail.text, tail.lists, tail.is_joined)
        case _:
            pass
    return read
