"""Slips to look at: short and long, with everything that can stand on one."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from ledger.entries import EntryKind
from ledger.fees import Tally
from ledger.lots import Adjustment, Side, worth
from ledger.people import Party
from ledger.queries import LotRow
from ledger.roles import PartyRole
from ledger.settlement import clear
from ledger.settlements.facts import FeeLine, Settlement, SettlementState, Slip, SlipLine
from ledger.shop_profile import ShopProfile
from locales.facts import Name
from papers.slip_parts import Patti
from papers.wording import Names

SHOP = ShopProfile(
    name_en="Malar Flowers",
    name_ta="மலர் பூக்கடை",
    place_en="Mattuthavani, Madurai",
    place_ta="மாட்டுத்தாவணி, மதுரை",
    phone="0452 258 0000",
)
FARMER = Party(
    party_id=12,
    is_active=True,
    code="F012",
    role=PartyRole.FARMER,
    name_en="Murugan",
    name_ta="முருகன்",
    village_en="Nilakottai",
    village_ta="நிலக்கோட்டை",
)
LONG_NAME = "ஸ்ரீரங்கநாதன் கிருஷ்ணமூர்த்தி லட்சுமிநரசிம்மன் பெரியகருப்பன் சுப்பிரமணியன்"
FLOWERS = {
    "malli": Name("Malli", "மல்லிகை"),
    "kozhikondai": Name("Kozhikondai", "கோழிக்கொண்டை"),
    "roja": Name("Roja", "ரோஜா"),
    "thamarai": Name("Thamarai", "தாமரை"),
    "thulasi": Name("Thulasi", "துளசி"),
}
QUALITIES = {
    "wet": Name("Wet", "ஈரம்"),
    "late": Name("Late", "தாமதம்"),
    "bonus": Name("Bonus", "போனஸ்"),
}
UNITS = {"thamarai": "piece", "thulasi": "bunch"}
WET = Adjustment("wet", -1000, Side.PRICE)
LATE = Adjustment("late", -500, Side.PRICE)
MONDAY = date(2026, 11, 16)
LOADING = FeeLine("Loading", "ஏற்றுக் கூலி", "fee:loading", 500_00)


def sold(  # noqa: PLR0913 - a lot
    entry_id: int,
    flower: str = "malli",
    quantity_milli: int = 10_000,
    rate_paise: int = 150_00,
    adjustments: tuple[Adjustment, ...] = (),
    *,
    on: date = MONDAY,
    commission_bp: int = 500,
) -> SlipLine:
    priced = worth(quantity_milli, rate_paise, adjustments, commission_bp=commission_bp)
    lot = LotRow(
        entry_id=entry_id,
        farmer="F012",
        flower=flower,
        unit=UNITS.get(flower, "kg"),
        quantity_milli=quantity_milli,
        rate_paise=rate_paise,
        rate_id=None,
        adjustments=adjustments,
        worth=priced,
        commission_bp=commission_bp,
        at=datetime(on.year, on.month, on.day, 0, 30, tzinfo=UTC),
        on=on,
        actor_id=None,
        is_reversed=False,
    )
    return SlipLine(entry_id, EntryKind.SALE, on, priced.net_paise, lot, None)


def taken_back(line: SlipLine, entry_id: int, reason: str = "scale not zeroed") -> SlipLine:
    return SlipLine(entry_id, EntryKind.REVERSAL, line.on, -line.paise, line.lot, reason)


def on_account(entry_id: int, paise: int, on: date = MONDAY) -> SlipLine:
    return SlipLine(entry_id, EntryKind.PAYMENT, on, -paise, None, None)


def tallied(lines: Iterable[SlipLine]) -> tuple[Mapping[str, Tally], int]:
    """What the lots come to by unit, and their commission; a lot taken back counts against."""
    tallies: dict[str, Tally] = {}
    commission = 0
    for line in lines:
        if line.lot is not None:
            sign = -1 if line.kind is EntryKind.REVERSAL else 1
            lot = line.lot
            tallies[lot.unit] = tallies.get(lot.unit, Tally()).plus(
                sign, sign * lot.quantity_milli, sign * lot.worth.gross_paise
            )
            commission += sign * lot.worth.commission_paise
    return tallies, commission


def patti(  # noqa: PLR0913 - a slip
    *lines: SlipLine,
    fees: tuple[FeeLine, ...] = (),
    lent_paise: int = 0,
    carried_in_paise: int = 0,
    farmer: Party = FARMER,
    state: SettlementState = SettlementState.APPROVED,
    flowers: Mapping[str, Name] = FLOWERS,
) -> Patti:
    tallies, commission = tallied(lines)
    due = sum(line.paise for line in lines) + carried_in_paise
    cleared = clear(
        due,
        fees_paise=sum(fee.paise for fee in fees),
        outstanding_paise=lent_paise,
        recovery_cap_paise=None,
    )
    is_draft = state in {SettlementState.DRAFT, SettlementState.PENDING}
    settlement = Settlement(
        settlement_id=1,
        number=None if is_draft else "SET-2026-11-001",
        farmer=farmer.code,
        cut_off=MONDAY + timedelta(days=6),
        revision=1,
        state=state,
        starts_on=min(line.on for line in lines),
        lots=sum(tally.lots for tally in tallies.values()),
        quantities={unit: tally.quantity_milli for unit, tally in tallies.items()},
        gross_paise=sum(tally.gross_paise for tally in tallies.values()),
        commission_paise=commission,
        carried_in_paise=carried_in_paise,
        due_paise=due,
        fees_paise=cleared.fees_paise,
        fees_carried_paise=cleared.fees_carried_paise,
        recovered_paise=cleared.recovered_paise,
        advance_after_paise=lent_paise - cleared.recovered_paise,
        net_paise=cleared.net_paise,
        carried_paise=cleared.carried_paise,
        paid_paise=0,
        pay_on=None if is_draft else date(2026, 11, 25),
        approved_at=None if is_draft else datetime(2026, 11, 23, 6, tzinfo=UTC),
        approved_by=None,
        entry_id=None if is_draft else 9000,
        code=None if is_draft else "K7QM-2XHD",
        answer=None,
        question=None,
    )
    left = cleared.fees_paise
    taken = []
    for fee in fees:
        taken.append(
            replace(fee, paise=min(fee.paise, left), carried_paise=max(0, fee.paise - left))
        )
        left -= taken[-1].paise
    slip = Slip(settlement, farmer, lines, tuple(taken))
    return Patti(slip=slip, shop=SHOP, names=Names(flowers, QUALITIES, {}, {}))


def sealed(of: Patti, root: str) -> Patti:
    """With the seal of the day."""
    return replace(of, root=root)


def week(lots: int) -> tuple[SlipLine, ...]:
    """Lots of a week, of every flower in turn."""
    names = tuple(FLOWERS)
    return tuple(
        sold(
            100 + n,
            names[n % len(names)],
            2_000 + 250 * (n % 40),
            80_00 + 25_00 * (n % 9),
            (WET, LATE) if n % 11 == 3 else (),
            on=MONDAY + timedelta(days=n * 7 // lots),
        )
        for n in range(lots)
    )


def worked() -> Patti:
    """The worked settlement of the trade's rules: net ₹30,125.00."""
    lots = tuple(sold(100 + n, on=MONDAY + timedelta(days=n % 7)) for n in range(25))
    ordered = sorted(lots, key=lambda line: (line.on, line.entry_id))
    return patti(*ordered, fees=(LOADING,), lent_paise=5_000_00)


def corrected() -> Patti:
    """A lot put right on the slip, one of an earlier slip, money on account, wet flowers."""
    wrong = sold(101, quantity_milli=12_500, rate_paise=320_00)
    earlier = sold(57, "kozhikondai", 500_000, 9_999_00)
    return patti(
        wrong,
        taken_back(wrong, 102),
        sold(103, quantity_milli=11_500, rate_paise=320_00),
        taken_back(earlier, 104, "தவறான விலை எழுதியது"),
        sold(105, "kozhikondai", 500_000, 9_999_50, (WET, LATE)),
        sold(106, "thamarai", 120_000, 8_00),
        on_account(107, 1_000_00),
        fees=(LOADING,),
        lent_paise=20_000_00,
        carried_in_paise=-250_50,
    )


def overpaid() -> Patti:
    """More was paid on account than the flowers fetched."""
    return patti(sold(101), on_account(102, 2_000_00), fees=(LOADING,), lent_paise=5_000_00)
