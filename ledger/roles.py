"""What somebody may be at the shop; what he may do is `ledger.policy`'s."""

from enum import StrEnum


class PartyRole(StrEnum):
    """Brings flowers; weighs and writes; owns the shop."""

    FARMER = "farmer"
    STAFF = "staff"
    ADMIN = "admin"
