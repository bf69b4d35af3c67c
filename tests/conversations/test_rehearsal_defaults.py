"""The rehearsal opens the same shop as the migrations do."""

import sqlalchemy as sa

from ledger.goods import adjustment_kinds, time_slots
from ops.rehearse_books import KINDS, SLOTS


def test_the_rehearsal_has_the_time_slots_of_a_new_shop(tx: sa.Connection) -> None:
    assert tuple(time_slots(tx)) == SLOTS


def test_the_rehearsal_has_the_adjustments_of_a_new_shop(tx: sa.Connection) -> None:
    assert adjustment_kinds(tx) == {kind.code: kind for kind in KINDS}
