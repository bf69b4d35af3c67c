"""Any speaker, any state, anything said, anything answered: within the shapes, without sense."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import strategies as st

from bot.dialogue import events
from bot.dialogue import events_money as money
from bot.dialogue.events import Event, PostedLine, Quoted, RateChange, RateShown, Said
from bot.dialogue.events_entry import (
    Corrected,
    CorrectionWeighed,
    EntryFound,
    MoneyEntry,
    NothingFound,
    Reversed,
)
from bot.dialogue.lots import (
    Change,
    Flower,
    Line,
    Lot,
    OpenLot,
    Option,
    Person,
    Quality,
    WrittenLot,
)
from bot.dialogue.settled import Settled, Stage
from bot.dialogue.states import (
    Choosing,
    ConfirmingRates,
    Conversation,
    Drafting,
    Enquiry,
    Idle,
    RateStated,
    SettingRates,
    Speaker,
    State,
)
from bot.dialogue.states_entry import (
    AskingCorrection,
    ChoosingLot,
    ConfirmingCorrection,
    ConfirmingUndo,
    FindingEntry,
    WeighingCorrection,
)
from bot.dialogue.states_money import (
    AnsweringSettlement,
    ApprovingSettlement,
    AskingQuestion,
    AskingReason,
    AskingSum,
    ConfirmingSum,
    WeighingSum,
)
from bot.dialogue.sums import OpenSum, Owed, Part, Purpose, Sum
from bot.language.meaning import Intent, Item, Meaning, Slot
from bot.language.shop import FarmerName, FlowerName, Shop
from ledger.lots import Adjustment, Side, worth
from ledger.roles import PartyRole
from locales.facts import Name, Phrase

NOON = datetime(2026, 11, 24, 6, 30, tzinfo=UTC)

SHOP = Shop(
    farmers=(
        FarmerName("F012", "Murugan", "முருகன்", "Nilakottai", "நிலக்கோட்டை"),
        FarmerName("F005", "Selvam", "செல்வம்", "Batlagundu", "வத்தலக்குண்டு"),
        FarmerName("F020", "Selvam", "செல்வம்"),
    ),
    flowers=(
        FlowerName("malli", "Malli", "மல்லி"),
        FlowerName("thamarai", "Thamarai", "தாமரை", "piece"),
    ),
)

moments = st.integers(-3000, 3000).map(lambda minutes: NOON + timedelta(minutes=minutes))
days = st.integers(-3, 3).map(lambda n: date(2026, 11, 24) + timedelta(days=n))
farmer_codes = st.sampled_from(["F012", "F005", "F020", "F999"])
flower_codes = st.sampled_from(["malli", "thamarai", "tulip"])
words = st.text(alphabet="abc மல்லி*_\n😀", max_size=60)
names = st.sampled_from([Name("Murugan", "முருகன்"), Name("Karuppasamy", "கருப்பசாமி")])
numbers = st.integers(1, 9999)
paise = st.integers(-1_000_000, 100_000_000)
slip_numbers = st.just("SET-2026-11-001")

people = st.builds(Person, farmer_codes, names, st.just(Name("Nilakottai", "நிலக்கோட்டை")))
flowers = st.sampled_from(
    [
        Flower("malli", Name("Malli", "மல்லி"), "kg"),
        Flower("thamarai", Name("Thamarai", "தாமரை"), "piece"),
        Flower("thulasi", Name("Thulasi", "துளசி"), "bunch"),
    ]
)


@st.composite
def _lots(draw: st.DrawFn) -> Lot:
    milli, rate, bp = draw(st.integers(1, 500_000)), draw(numbers) * 100, draw(st.integers(0, 1000))
    return Lot(
        farmer=draw(people),
        flower=draw(flowers),
        quantity_milli=milli,
        rate_paise=rate,
        commission_bp=bp,
        worth=worth(milli, rate, commission_bp=bp),
        at=draw(moments),
        qualities=draw(st.sampled_from([(), (WET,), (WET, LATE)])),
    )


WET = Quality(Name("Wet", "ஈரம்"), Adjustment("wet", -1000, Side.PRICE))
LATE = Quality(Name("Late", "தாமதம்"), Adjustment("late", -500, Side.PRICE))
lots = _lots()
lines = st.builds(
    Line,
    key=st.integers(1, 99).map(lambda n: f"wa:SM{n}:1"),
    lot=lots,
    rate_id=st.none() | numbers,
    on=days,
    slot=st.none() | st.just(Name("Early morning", "அதிகாலை")),
    twin=st.none() | numbers,
    board_paise=st.none() | numbers,
    is_repeated=st.booleans(),
    has_board=st.booleans(),
)
phrases = st.just(Phrase("refused_key_reused", {})) | st.builds(
    lambda text: Phrase("unknown_farmer", {"text": text}), words
)


def tuples_of(
    each: st.SearchStrategy[object], *, least: int = 0, most: int = 4
) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(each, min_size=least, max_size=most).map(tuple)


items = st.builds(
    Item,
    farmers=tuples_of(farmer_codes, most=3),
    farmer_text=words,
    flowers=tuples_of(flower_codes, most=2),
    flower_text=words,
    quantity_milli=st.none() | st.integers(-5000, 9_999_000),
    rate_paise=st.none() | st.integers(-500, 9_999_900),
    adjustments=st.sampled_from([(), ("wet",), ("unheard-of",)]),
    at=st.none() | st.builds(time, st.integers(0, 23), st.integers(0, 59)),
    unclear=st.frozensets(st.sampled_from(Slot)),
)
meanings = st.builds(
    Meaning,
    intent=st.sampled_from(Intent),
    language=st.sampled_from(["en", "ta", "tanglish"]),
    items=tuples_of(items),
    farmers=tuples_of(farmer_codes, most=3),
    farmer_text=words,
    flowers=tuples_of(flower_codes, most=2),
    period=st.sampled_from([None, "today", "yesterday", "this_week", "2026-11-20", "2026-11"]),
    to=st.sampled_from([None, "en", "ta", "tanglish"]),
    is_on=st.sampled_from([None, True, False]),
    number=st.none() | st.integers(0, 120),
    amount_paise=st.none() | st.integers(-500, 9_999_900),
    till=st.sampled_from([None, "cash", "upi"]),
    reason=words,
    of=st.sampled_from([None, "advance", "settlement"]),
    settlement=st.none() | slip_numbers,
    unclear=st.frozensets(st.sampled_from(Slot), max_size=2),
)
options = st.builds(Option, farmer_codes, names, st.none() | names)
open_lots = st.builds(
    OpenLot,
    key=st.just("wa:SM5:2"),
    item=items,
    at=moments,
    unit=st.sampled_from(["kg", "piece"]),
    slot=st.sampled_from(Slot),
    options=tuples_of(options),
)
changes_said = st.builds(
    Change,
    items,
    st.none() | st.integers(0, 9).map(lambda n: n * 1000),
    is_no=st.booleans(),
    is_bare=st.booleans(),
    whole=st.none() | items,
)
written = st.builds(
    WrittenLot, numbers, lots, st.booleans(), st.just("wa:SM5:1"), is_of_board=st.booleans()
)
rates = tuples_of(st.builds(RateStated, flower_codes, numbers), least=1)
sums = st.builds(
    Sum,
    st.sampled_from(Purpose),
    farmer_codes,
    st.integers(-5, 10_000_000),
    st.sampled_from(["cash", "bank", "upi"]),
    words,
    st.just("wa:SM4"),
)
open_sums = st.builds(
    OpenSum,
    purpose=st.sampled_from(Purpose),
    farmers=tuples_of(farmer_codes, most=3),
    amount_paise=st.none() | paise,
    till=st.just("cash"),
    reason=words,
    key=st.just("wa:SM4"),
    slot=st.sampled_from([Slot.FARMER, Slot.AMOUNT]),
    options=tuples_of(options),
    misses=st.integers(0, 3),
)
drafts = st.builds(
    Drafting,
    lines=tuples_of(lines, least=1, most=9),
    waiting=tuples_of(open_lots),
    stated_at=moments,
    refused=tuples_of(phrases),
    amending=st.none() | changes_said,
)
states: st.SearchStrategy[State] = st.one_of(
    st.builds(
        Idle,
        last_posted=tuples_of(numbers),
        has_undone=st.booleans(),
        misses=st.integers(0, 3),
        has_lost=st.booleans(),
    ),
    drafts,
    st.builds(
        Choosing,
        st.sampled_from(Enquiry),
        tuples_of(options, least=1),
        st.sampled_from([None, "today", "yesterday"]),
        moments,
    ),
    st.builds(SettingRates, rates, st.just("SM3"), moments),
    st.builds(ConfirmingRates, rates, st.just("SM3"), moments),
    st.builds(FindingEntry, st.none() | numbers, st.none() | moments, moments),
    st.builds(ConfirmingUndo, numbers, moments),
    st.builds(ChoosingLot, tuples_of(written, least=2), st.none() | changes_said, moments),
    st.builds(AskingCorrection, written, open_lots, moments),
    st.builds(WeighingCorrection, written, moments),
    st.builds(ConfirmingCorrection, written, lines, moments),
    st.builds(AskingSum, open_sums, moments),
    st.builds(WeighingSum, sums, moments),
    st.builds(ConfirmingSum, sums, moments, st.booleans(), st.none() | numbers),
    st.builds(AskingReason, numbers, moments),
    st.builds(ApprovingSettlement, numbers, moments),
    st.builds(AnsweringSettlement, slip_numbers, moments),
    st.builds(AskingQuestion, st.none() | slip_numbers | st.integers(0, 999), moments),
)
speakers = st.builds(
    Speaker,
    code=st.just("S01"),
    name=st.just(Name("Selvi", "செல்வி")),
    role=st.sampled_from(PartyRole),
    language=st.sampled_from(["en", "ta"]),
    is_fast=st.booleans(),
)
conversations = st.builds(Conversation, speakers, states)

owed = st.builds(Owed, st.integers(-10_000, 10_000_000), st.integers(0, 2_000_000))
changes = tuples_of(st.builds(RateChange, flowers, st.none() | numbers, numbers), least=1)
entries_found = st.builds(
    EntryFound,
    numbers,
    st.booleans(),
    st.booleans(),
    st.booleans(),
    lot=st.none() | written,
    money=st.none() | st.builds(MoneyEntry, st.just("payment"), people, numbers),
)
said = st.builds(
    Said,
    meaning=meanings,
    text=words,
    at=moments,
    sid=st.just("SM7"),
    shop=st.just(SHOP),
    quoted=st.none()
    | st.builds(
        Quoted,
        st.sampled_from([(), ("wa:SM5:1",), ("wa:SM1:1", "wa:SM2:1")]),
        st.booleans(),
        st.booleans(),
    ),
    written=tuples_of(entries_found, most=3),
)
settled = st.builds(
    Settled,
    settlement_id=numbers,
    number=st.none() | slip_numbers,
    farmer=people,
    stage=st.sampled_from(Stage),
    starts_on=days,
    cut_off=days,
    lots=st.integers(0, 500),
    quantities=st.sampled_from([(), (("kg", 250_000),), (("kg", 1), ("piece", 12_000))]),
    gross_paise=paise,
    commission_paise=paise,
    carried_in_paise=paise,
    due_paise=paise,
    fees_paise=paise,
    recovered_paise=paise,
    advance_after_paise=paise,
    net_paise=paise,
    carried_paise=paise,
    paid_paise=paise,
    pay_on=st.none() | days,
    code=st.none() | st.just("7Q3F-ABCD"),
    is_answered=st.booleans(),
)
advances = st.builds(
    money.AdvanceShown, numbers, people, paise, st.sampled_from(money.AdvanceStage), days, words
)
questions = st.builds(money.OpenQuestion, advance=numbers, farmer=names) | st.builds(
    money.OpenQuestion, settlement=slip_numbers
)
parts = st.builds(Part, st.none() | slip_numbers, paise, paise)
money_answers: st.SearchStrategy[Event] = st.one_of(
    st.builds(
        money.SumWeighed,
        sums,
        people,
        owed,
        is_request=st.booleans(),
        limit_paise=st.none() | paise,
        approved=st.none() | numbers,
        parts=tuples_of(parts),
    ),
    st.builds(money.SumMoved, sums, people, owed, tuples_of(numbers), st.none() | numbers),
    st.builds(money.AdvancesFound, st.none() | people, paise, tuples_of(advances, most=20)),
    st.builds(
        money.PendingFound, tuples_of(advances, most=9), tuples_of(settled), st.integers(0, 9)
    ),
    st.builds(money.AdvanceDecided, advances),
    st.builds(money.SettlementFound, settled, moments),
    st.builds(money.SettlementDrafted, settled, moments),
    st.builds(money.SettlementApproved, settled),
    st.builds(money.SettlementAnswered, settled, st.none() | words),
    st.builds(money.SlipFound, numbers, phrases),
    st.builds(money.StatementFound, people, days, days, phrases),
    st.builds(money.QuestionsOpen, tuples_of(questions), st.integers(1, 3), moments),
    st.builds(money.NoticesSwitched, st.booleans()),
    st.builds(money.TaskOpened, st.sampled_from(["my_data", "forget_me"])),
)
answers: st.SearchStrategy[Event] = st.one_of(
    st.just(events.SentMedia()),
    st.just(events.TappedOld()),
    st.just(NothingFound()),
    st.builds(events.LotsPriced, tuples_of(lines), tuples_of(phrases)),
    st.builds(events.LotsDoubted, tuples_of(lines, least=1), moments),
    st.builds(
        events.LotsPosted,
        tuples_of(st.builds(PostedLine, lines, numbers, st.booleans()), least=1),
    ),
    st.builds(events.BalanceFound, people, owed),
    st.builds(events.LotsFound, days, st.none() | people, tuples_of(written)),
    st.builds(
        events.RatesFound,
        tuples_of(st.builds(RateShown, flowers, st.none() | numbers, st.none() | moments), most=4),
    ),
    st.builds(events.RatesSet, changes),
    st.builds(events.RatesDoubted, changes),
    entries_found,
    st.builds(CorrectionWeighed, lines),
    st.builds(Corrected, numbers, numbers, numbers, lots, st.just("wa:SM5:1")),
    st.builds(Reversed, entries_found.filter(lambda e: e.lot or e.money), numbers),
    money_answers,
    st.builds(events.LanguageSwitched, st.sampled_from(["en", "ta"])),
    st.builds(events.FastModeSwitched, st.booleans()),
    st.builds(events.Refused, phrases),
)
anything: st.SearchStrategy[Event] = st.one_of(said, answers)
