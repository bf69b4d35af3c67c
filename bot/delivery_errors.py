"""What Twilio's error codes mean for a message, as a table: try again, look it up, or give up.

Twilio publishes no list of what may be retried; this is a reading of each code's page.
Source: https://www.twilio.com/docs/api/errors
"""

from enum import StrEnum


class Fault(StrEnum):
    """Why a message did not go out, by what follows from it.

    Attributes:
        LATER: too much at once; certainly not sent.
        AMBIGUOUS: perhaps sent; only Twilio's list can tell.
        WINDOW: the person wrote more than 24 hours ago, and no template carries this.
        PERSON: no WhatsApp behind the number, or he has blocked or stopped us.
        CONTENT: the text itself is refused; our mistake.
        TEMPLATE: not registered, rejected or paused.
        CHANNEL: our account or its settings are refused.
        TODAY: a limit of the day is used up.
    """

    LATER = "later"
    AMBIGUOUS = "ambiguous"
    WINDOW = "window"
    PERSON = "person"
    CONTENT = "content"
    TEMPLATE = "template"
    CHANNEL = "channel"
    TODAY = "today"


_CODES = {
    Fault.LATER: (20429, 21611, 30001, 30500, 63010, 63012, 63018),
    Fault.AMBIGUOUS: (20500, 20503, 20504),
    Fault.WINDOW: (63016,),
    Fault.PERSON: (21211, 21610, 63003, 63014, 63015, 63024, 63032, 63033),
    Fault.CONTENT: (
        *(21617, 21655, 21656, 63005, 63006, 63013, 63019, 63021, 63028, 63030, 92007),
    ),
    Fault.TEMPLATE: (63027, 63040, 63041, 63042),
    Fault.CHANNEL: (20003, 63001, 63002, 63007, 63008, 63020, 63051, 63112),
    Fault.TODAY: (63038, 63049),
}

_FAULTS = {code: fault for fault, codes in _CODES.items() for code in codes}


def fault_of(code: int | None, http_status: int | None = None) -> Fault:
    """The class of an error.

    Args:
        code: Twilio's own code, where it gave one.
        http_status: of the answer to a send; None for a status callback, which never leaves
            open whether the message was taken.
    """
    if code in _FAULTS:
        return _FAULTS[code]
    if http_status is None:
        return Fault.CONTENT
    if http_status == TOO_MANY_REQUESTS:
        return Fault.LATER
    if http_status in (401, 403):
        return Fault.CHANNEL
    return Fault.AMBIGUOUS if http_status >= SERVER_ERROR else Fault.CONTENT


TOO_MANY_REQUESTS = 429
SERVER_ERROR = 500
