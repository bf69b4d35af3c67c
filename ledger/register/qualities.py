"""Quality adjustments are added and changed; lots keep the one that they were sold with."""

from dataclasses import asdict, replace
from datetime import datetime

from sqlalchemy import Connection, insert

from ledger import goods
from ledger.acting import acting
from ledger.errors import UnknownCodeError
from ledger.goods import AdjustmentKind, adjustment_table
from ledger.lots import Side
from ledger.money import BASIS
from ledger.people import Party
from ledger.policy import Act, require
from ledger.register import rules

QUALITY: dict[str, rules.Rule] = {
    "code": rules.code,
    "name_en": rules.english,
    "name_ta": rules.tamil,
    "adjustment_bp": rules.whole(1 - BASIS, BASIS),
    "side": rules.one_of(*Side),
}


def known_quality(tx: Connection, code: str) -> AdjustmentKind:
    """The quality adjustment of this code, as it counts today.

    Raises:
        UnknownCodeError: there is none.
    """
    found = goods.adjustment_kinds(tx).get(code.lower())
    if found is None:
        raise UnknownCodeError("quality", code)
    return found


def set_quality(tx: Connection, kind: AdjustmentKind, *, by: Party, at: datetime) -> AdjustmentKind:
    """Let a quality adjustment count from now on: a new one, or another figure for an old code.

    Raises:
        NotAllowedError: the writer's role does not keep the register.
        WrongValueError: a name or the figure cannot be.
    """
    require(by.role, Act.KEEP_REGISTER)
    kept = rules.checked(QUALITY, asdict(kind))
    kept["code"] = kept["code"].lower()
    acting(tx, by.party_id, at)
    tx.execute(insert(adjustment_table).values(**kept, set_by=by.party_id))
    return replace(kind, **kept | {"side": Side(kept["side"])})
