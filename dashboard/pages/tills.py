"""Where money comes from or goes to, as forms offer it, and a sum as it is typed."""

from dashboard.desk import Desk
from ledger.accounts import Till
from locales.phrases import render


def tills(desk: Desk) -> list[tuple[str, str]]:
    """Cash, bank and UPI, in the reader's language."""
    return [(till, render(f"account.{till}", {}, desk.language)) for till in Till]


def rupees(paise: int) -> str:
    """A sum as somebody would type it into a field.

    Example:
        >>> rupees(3012550), rupees(5)
        ('30125.50', '0.05')
    """
    return f"{paise // 100}.{paise % 100:02}"
