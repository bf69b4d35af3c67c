"""What a person can put right: the command line says it in one line, and shows no traceback."""


class Refusal(Exception):  # noqa: N818 - each child is named an error
    """A command did not do what it was asked; the message says why."""
