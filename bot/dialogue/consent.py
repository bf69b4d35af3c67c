"""Notices on and off, and what a farmer may ask about what the shop keeps of him."""

from bot.dialogue.effects import Step
from bot.dialogue.effects_money import OpenTask, SwitchNotices
from bot.dialogue.events import Said
from bot.dialogue.events_money import NoticesSwitched, TaskOpened
from bot.dialogue.states import Conversation
from bot.dialogue.wording import phrase, say


def stop(conversation: Conversation, said: Said) -> Step:  # noqa: ARG001 - as every conversation
    """No more notices; whoever writes is still answered."""
    return Step(conversation, (SwitchNotices(is_on=False),))


def start(conversation: Conversation, said: Said) -> Step:  # noqa: ARG001 - likewise
    """Notices again."""
    return Step(conversation, (SwitchNotices(is_on=True),))


def switched(conversation: Conversation, event: NoticesSwitched) -> Step:
    """How it stands now."""
    return Step(conversation, (say(phrase("notices_on" if event.is_on else "notices_off")),))


def my_data(conversation: Conversation, said: Said) -> Step:  # noqa: ARG001 - likewise
    """He wants to know what is kept about him."""
    return Step(conversation, (OpenTask("my_data"),))


def forget_me(conversation: Conversation, said: Said) -> Step:  # noqa: ARG001 - likewise
    """He wants it deleted."""
    return Step(conversation, (OpenTask("forget_me"),))


def task_opened(conversation: Conversation, event: TaskOpened) -> Step:
    """The shop's people see to it; what will happen."""
    return Step(conversation, (say(phrase(f"task.{event.task}")),))
