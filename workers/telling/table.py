"""Which function words which kind of notice."""

from ledger.notices import NoticeKind
from workers.telling import flowers, money, settled, shop
from workers.telling.words import Wording

WORDINGS: dict[NoticeKind, Wording] = {
    NoticeKind.LOTS: flowers.lots,
    NoticeKind.LOT_UNDONE: flowers.lot_undone,
    NoticeKind.DAY_DIGEST: flowers.day_digest,
    NoticeKind.RATES: flowers.rates_changed,
    NoticeKind.CORRECTION: flowers.correction,
    NoticeKind.ADVANCE_REQUESTED: money.advance_requested,
    NoticeKind.ADVANCE_APPROVED: money.advance_approved,
    NoticeKind.ADVANCE_REJECTED: money.advance_rejected,
    NoticeKind.ADVANCE_PAID: money.advance_paid,
    NoticeKind.ADVANCE_REPAID: money.advance_repaid,
    NoticeKind.WRITTEN_OFF: money.written_off,
    NoticeKind.PAYMENT: money.payment,
    NoticeKind.SETTLEMENT_READY: settled.ready,
    NoticeKind.SETTLEMENT_PAID: settled.paid,
    NoticeKind.SETTLEMENT_VOIDED: settled.voided,
    NoticeKind.PAY_DATE: settled.pay_date,
    NoticeKind.QUESTION: settled.question,
    NoticeKind.ANSWER: settled.answer,
    NoticeKind.RUN_DONE: settled.run_done,
    NoticeKind.TO_APPROVE: shop.to_approve,
    NoticeKind.DAY_ROOT: shop.day_root,
    NoticeKind.TASK: shop.task,
    NoticeKind.IDENTITY: shop.identity,
}
