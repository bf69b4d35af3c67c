"""The languages that Malar answers in, and what stands in for one that is not printed.

Tanglish is spoken Tamil in Latin letters. People chat in it; papers, and the templates that
WhatsApp approves in real languages only, are Tamil for whoever chose it.
"""

LANGUAGES = ("en", "ta", "tanglish")
"""What a person may choose: of answers, notices, and the pages on a screen."""

FORMAL = ("en", "ta")
"""Languages of papers and of approved templates."""

TAGS = {"en": "en", "ta": "ta", "tanglish": "ta-Latn"}
"""How browsers call them.

Source: https://www.rfc-editor.org/rfc/rfc5646, a language followed by the script it is written in.
"""


def formal(language: str) -> str:
    """The language of paper and templates for somebody who reads this one.

    Example:
        >>> formal("tanglish"), formal("en")
        ('ta', 'en')
    """
    return language if language in FORMAL else "ta"
