"""By which addresses WhatsApp knows somebody: one person writes the first, two change it.

Whoever writes from an address *is* the person: another address in a farmer's name would hear of
his money and speak for him. So a phone number is never changed by chat, one person asks and
another grants, and both numbers are told.
"""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, delete

from ledger import approvals, people
from ledger.acting import acting
from ledger.approvals import Ask, AskKind
from ledger.errors import DuplicateError, UnknownCodeError, WrongValueError
from ledger.history import Room, has_had
from ledger.notices import NoticeKind, note
from ledger.people import Party, identity_table
from ledger.policy import Act, require
from ledger.register import rules
from ledger.register.people import known_party


@dataclass(frozen=True, slots=True)
class IdentityChange:
    """What is to become of somebody's addresses.

    Attributes:
        code: whose.
        added: an address as people write it; None adds none.
        removed: likewise one that he has; None takes none away.
    """

    code: str
    added: str | None = None
    removed: str | None = None


def change_identity(
    tx: Connection, wanted: IdentityChange, *, by: Party, at: datetime, ask: int | None = None
) -> Party:
    """Let an address point to somebody, or no longer; his first one needs one person only.

    Args:
        tx: the transaction.
        wanted: what is to change.
        by: who changes it.
        at: when.
        ask: the second person's yes to exactly this.

    Raises:
        NotAllowedError: the changer's role does not change identities.
        WrongValueError: an address cannot be one, or nothing would change.
        UnknownCodeError: nobody has the code, or he has not the address that is to go.
        DuplicateError: the new address is somebody's already.
        SecondPersonNeededError: it is not his first, and nobody has granted exactly this.
    """
    require(by.role, Act.CHANGE_IDENTITY)
    change = checked(tx, wanted)
    who = known_party(tx, change.code)
    with tx.begin_nested():
        if change.removed is not None or has_had(tx, Room.IDENTITY, change.code):
            approvals.use(tx, ask, AskKind.CHANGE_IDENTITY, asdict(change))
            _tell(tx, who, change, key=f"ask:{ask}:done")
        acting(tx, by.party_id, at)
        if change.removed is not None:
            tx.execute(delete(identity_table).where(identity_table.c.address == change.removed))
        if change.added is not None:
            people.add_address(tx, who.party_id, change.added)
    return who


def ask_for_change(  # noqa: PLR0913 - what is asked, by whom, when, why
    tx: Connection, wanted: IdentityChange, *, by: Party, at: datetime, reason: str, key: str
) -> Ask:
    """Ask a second person for a change that could be made.

    Raises:
        NotAllowedError: the asker's role does not enter anything.
        WrongValueError: an address cannot be one, or nothing would change.
        UnknownCodeError: nobody has the code, or he has not the address that is to go.
        DuplicateError: the new address is somebody's already.
        ReasonMissingError: no reason was given.
    """
    facts = asdict(checked(tx, wanted))
    return approvals.ask(tx, AskKind.CHANGE_IDENTITY, facts, by=by, at=at, reason=reason, key=key)


def checked(tx: Connection, wanted: IdentityChange) -> IdentityChange:
    """The same change in the register's own spelling, if it can be made.

    Raises:
        WrongValueError: an address cannot be one, or nothing would change.
        UnknownCodeError: nobody has the code, or he has not the address that is to go.
        DuplicateError: the new address is somebody's already.
    """
    who = known_party(tx, wanted.code)
    added, removed = (
        None if said is None else rules.kept_by(rules.address, "address", said)
        for said in (wanted.added, wanted.removed)
    )
    if added == removed:
        raise WrongValueError("address", "nothing would change")
    if removed is not None and f"whatsapp:{removed}" not in people.addresses_of(tx, who.party_id):
        raise UnknownCodeError(f"address of {who.code}", removed)
    if added is not None and people.party_at(tx, added) is not None:
        raise DuplicateError("address", added)
    return IdentityChange(who.code, added, removed)


def _tell(tx: Connection, who: Party, change: IdentityChange, *, key: str) -> None:
    """Both numbers hear of it: whoever lost one must be able to object."""
    subject = {"added": change.added, "removed": change.removed}
    note(tx, key=key, party_id=who.party_id, kind=NoticeKind.IDENTITY, subject=subject)
