"""Links to papers: signed, so that nobody can make one up, and good for a time only.

Pure: the moment is a parameter. A link says which file and until when, and nothing about anybody.
"""

from datetime import datetime

from itsdangerous import BadData, URLSafeSerializer


class BadLinkError(Exception):
    """Nobody here made this link."""


class ExpiredLinkError(Exception):
    """The link was ours, and its time is over."""


def sign(key: str, paper_id: int, until: datetime) -> str:
    """The token of a link to a file.

    Args:
        key: the secret of this home.
        paper_id: which file.
        until: how long the link is good.
    """
    return _signer(key).dumps([paper_id, int(until.timestamp())])


def read(key: str, token: str, now: datetime) -> int:
    """Which file a token opens.

    Raises:
        BadLinkError: it is not ours, or was changed.
        ExpiredLinkError: its time is over.
    """
    try:
        paper_id, until = _signer(key).loads(token)
    except BadData as error:
        raise BadLinkError from error
    if until < now.timestamp():
        raise ExpiredLinkError
    return int(paper_id)


def _signer(key: str) -> URLSafeSerializer:
    return URLSafeSerializer(key, salt="malar.papers")
