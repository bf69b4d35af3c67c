"""`malar parse`, `number`, `eval-language`: lines in, lines out, nothing beside them."""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest

from ops.cli import main
from ops.commands.here import REFUSED, Here
from ops.corpus.cases import cases
from tests.ops.shop_desk import MORNING, Desk

MALAR = [sys.executable, "-c", "from ops.cli import main; main()"]
REPOSITORY = Path(__file__).resolve().parents[2]
SHOP = REPOSITORY / "ops" / "corpus" / "shop.json"
KEYS = [
    *("id", "intent", "language", "items", "farmer", "flower", "amount"),
    *("period", "to", "ambiguous"),
]
OF_FILE = ("parse", "--json", "--shop", str(SHOP))


@dataclass(frozen=True)
class Said:
    """What a command wrote, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """The lines of its output; each of them ends."""
        assert self.out == "" or self.out.endswith("\n")
        return self.out.split("\n")[:-1]

    @property
    def objects(self) -> list[dict[str, Any]]:
        """The same as JSON."""
        return [json.loads(line) for line in self.lines]


Call = Callable[..., Said]


@pytest.fixture
def call(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Call:
    """Calls a command with bytes for its input, where no database is."""

    def called(*words: str, typed: bytes, environ: dict[str, str] | None = None) -> Said:
        monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(typed)))
        with pytest.raises(SystemExit) as ended:
            main(words, Here(tmp_path / "home", environ or {}, lambda: MORNING))
        said = capsys.readouterr()
        assert not (tmp_path / "home").exists()
        return Said(int(ended.value.code or 0), said.out, said.err)

    return called


def typed(*messages: dict[str, object]) -> bytes:
    return "".join(f"{json.dumps(message)}\n" for message in messages).encode()


def test_each_line_gets_one_object_with_exactly_the_contracts_keys(call: Call) -> None:
    texts = ("kathiravan malli 5.5 850", "balance", "🙏", "", "advance 2000")
    said = call(*OF_FILE, typed=typed(*({"id": n, "text": text} for n, text in enumerate(texts))))
    assert (said.code, said.err) == (0, "")
    assert [list(each) for each in said.objects] == [KEYS] * len(texts)
    assert said.objects[0] == {
        "id": 0,
        "intent": "entry",
        "language": "en",
        "items": [{"farmer": "F001", "flower": "malli", "quantity": "5.500", "rate": "850.00"}],
        "farmer": None,
        "flower": None,
        "amount": None,
        "period": None,
        "to": None,
        "ambiguous": [],
    }


@pytest.mark.parametrize("name", ["a-1", 7, 1.5, None, "முரு", {"nested": [1]}])
def test_an_id_comes_back_as_it_was_given(name: object, call: Call) -> None:
    assert call(*OF_FILE, typed=typed({"id": name, "text": "hi"})).objects[0]["id"] == name


def test_a_text_may_hold_line_ends_of_every_kind(call: Call) -> None:
    text = "MALLI\nkathiravan 5\r\nbhuvana 3\u2028xavier 2"
    for line in (json.dumps(text), json.dumps(text, ensure_ascii=False)):
        (said,) = call(*OF_FILE, typed=f'{{"id": 1, "text": {line}}}\n'.encode()).objects
        assert [item["farmer"] for item in said["items"]][:2] == ["F001", "F002"]


def test_the_role_of_a_line_goes_before_the_one_of_the_command(call: Call) -> None:
    lot: dict[str, object] = {"text": "kathiravan malli 5"}
    lines = typed(
        lot, {**lot, "role": "farmer"}, {**lot, "role": "staff"}, {**lot, "role": "admin"}
    )
    told = [each["intent"] for each in call(*OF_FILE, typed=lines).objects]
    assert told == ["entry", "unknown", "entry", "entry"]
    told = [each["intent"] for each in call(*OF_FILE, "--role", "farmer", typed=lines).objects]
    assert told == ["unknown", "unknown", "entry", "entry"]


@pytest.mark.parametrize(
    ("now", "period"),
    [
        ("2026-11-24T06:30:00+05:30", "2026-11-23"),
        ("2026-11-24T06:30", "2026-11-23"),
        ("2026-11-22T20:00:00Z", "2026-11-23"),
        ("2026-11-22T18:00:00Z", "2026-11-16"),
        ("2026-12-01", "2026-11-30"),
    ],
)
def test_days_are_reckoned_from_the_moment_that_is_named(now: str, period: str, call: Call) -> None:
    (said,) = call(*OF_FILE, "--now", now, typed=typed({"text": "entries monday"})).objects
    assert said["period"] == period


def test_days_are_reckoned_from_now_where_none_is_named(call: Call) -> None:
    (said,) = call(*OF_FILE, typed=typed({"text": "entries monday"})).objects
    assert said["period"] == "2026-11-23"


BAD_LINES = (
    b"{",
    b"[]",
    b'"text"',
    b"7",
    b"null",
    b'{"id": 1}',
    b'{"id": 1, "text": 5}',
    b"\xff",
    b"[" * 9999,
)


@pytest.mark.parametrize("bad", [*BAD_LINES, b'{"id": 1, "role": "king", "text": "hi"}'])
def test_a_line_that_is_no_message_is_answered_in_its_place(bad: bytes, call: Call) -> None:
    good = typed({"id": "good", "text": "balance"})
    said = call(*OF_FILE, typed=good + bad + b"\n" + good)
    assert [each["intent"] for each in said.objects] == ["balance", "unknown", "balance"]
    good_answer, bad_answer, _ = said.objects
    assert list(bad_answer) == [*good_answer, "error"]
    assert bad_answer["error"]
    assert (said.code, said.err) == (REFUSED, "")


def test_a_line_that_is_no_message_keeps_its_id(call: Call) -> None:
    said = call(*OF_FILE, typed=typed({"id": "m7", "text": None}))
    assert said.objects[0]["id"] == "m7"


def test_an_empty_line_is_no_message_and_no_input_no_output(call: Call) -> None:
    assert call(*OF_FILE, typed=b"").out == ""
    said = call(*OF_FILE, typed=b"\n  \r\n" + typed({"text": "hi"}) + b"\n")
    assert [each["intent"] for each in said.objects] == ["greeting"]
    assert said.code == 0


def test_nothing_is_remembered_from_line_to_line(call: Call) -> None:
    answer = typed({"id": 2, "text": "5"})
    alone = call(*OF_FILE, typed=answer).objects[-1]
    after = call(*OF_FILE, typed=typed({"id": 1, "text": "kathiravan malli"}) + answer)
    assert after.objects[-1] == alone


@pytest.mark.parametrize("text", [None, "{}", "[]", '{"farmers": [{}], "flowers": []}', "\0"])
def test_a_file_that_holds_no_shop_is_refused_in_one_line(
    text: str | None, call: Call, tmp_path: Path
) -> None:
    file = tmp_path / "shop.json"
    if text is not None:
        file.write_text(text, "utf-8")
    said = call("parse", "--json", "--shop", str(file), typed=typed({"text": "hi"}))
    assert (said.code, said.out) == (REFUSED, "")
    assert said.err.startswith(f"malar: {file}: no shop can be read from it")
    assert said.err.count("\n") == 1


@pytest.mark.parametrize(
    "words", [("--now", "yesterday"), ("--role", "king"), ("--from", "S01"), ("hi",)]
)
def test_what_is_no_option_is_refused_in_one_line(words: tuple[str, ...], call: Call) -> None:
    said = call(*OF_FILE, *words, typed=typed({"text": "hi"}))
    assert (said.code, said.out) == (REFUSED, "")
    assert said.err.count("\n") == 1


def test_a_file_may_bring_words_of_the_shops_own(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "shop.json"
    shop = json.loads(SHOP.read_text("utf-8"))
    file.write_text(json.dumps({**shop, "words": {"jigina": "balance", "illa": "yes"}}), "utf-8")
    lines = typed({"text": "kathiravan jigina"}, {"text": "illa"})
    said = call("parse", "--json", "--shop", str(file), typed=lines).objects
    assert [(each["intent"], each["farmer"]) for each in said] == [
        ("balance", "F001"),
        ("no", None),
    ]


def test_without_a_file_the_books_own_names_and_limits_hold(desk: Desk, call: Call) -> None:
    desk("farmer", "add", "F012", "Murugan", "--by", "A01")
    desk("flower", "add", "malli", "Malli", "--by", "A01")
    desk("setting", "set", "quantity_max_milli", "4", "--by", "A01")
    desk("word", "add", "jigina", "--means", "balance", "--by", "A01")
    before = desk("history")
    servers = {"DATABASE_URL": desk.database_url, "REDIS_URL": desk.redis_url}
    lines = typed({"text": "murugan malli 5"}, {"text": "kathiravan malli 3"}, {"text": "jigina"})
    said = call("parse", "--json", typed=lines, environ=servers)
    told = [(each["intent"], each["ambiguous"]) for each in said.objects]
    assert told == [("entry", ["quantity"]), ("entry", ["farmer"]), ("balance", [])]
    assert said.err == ""
    assert desk("history") == before


def test_each_answer_comes_before_the_next_question_is_asked() -> None:
    questions = [typed({"id": case.name, "text": case.text}) for case in cases("train")[:500]]
    with subprocess.Popen(
        [*MALAR, *OF_FILE], cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as program:
        assert program.stdin
        assert program.stdout
        sizes = []
        for question in questions:
            program.stdin.write(question)
            program.stdin.flush()
            answer = json.loads(program.stdout.readline())
            assert answer["id"] == json.loads(question)["id"]
            sizes.append(resident(program.pid))
        program.stdin.close()
        assert program.stdout.read() == b""
    assert program.returncode == 0
    assert sizes[-1] - sizes[len(sizes) // 2] < 16


def resident(pid: int) -> int:
    """Megabytes that a program has in memory."""
    status = Path(f"/proc/{pid}/status").read_text("utf-8")
    found = re.search(r"VmRSS:\s*(\d+) kB", status)
    assert found
    return int(found[1]) // 1024


def phrases(call: Call, said: Iterable[str]) -> list[str]:
    return call("number", typed="".join(f"{line}\n" for line in said).encode()).lines


def test_each_number_phrase_gets_its_value_in_its_place(call: Call) -> None:
    values = {
        "ரெண்டரை": "2.5",
        "ஆயிரத்து ஐநூறு": "1500",
        "noothi ambathu": "150",
        "two and a half": "2.5",
        "1,25,000": "125000",
        "௰": "10",
        "முக்கால்": "0.75",
        "பூஜ்ஜியம்": "0",
        "12.50": "12.5",
    }
    assert phrases(call, values) == list(values.values())


def test_what_is_no_number_is_null_and_an_empty_line_too(call: Call) -> None:
    assert phrases(call, ["மல்லி", "", "  ", "5 மல்லி 3", "?"]) == ["null"] * 5
    assert call("number", typed=b"").out == ""
    assert call("number", typed="அஞ்சு".encode()).lines == ["5"]
    assert call("number", typed=b"5\r\n\xff\r\n").lines == ["5", "null"]


def test_the_corpus_is_scored_and_the_check_half_tells_no_text(call: Call) -> None:
    said = call("eval-language", "--half", "check", typed=b"")
    (counted,) = re.findall(r"^check: (\d+) messages$", said.out, re.MULTILINE)
    assert int(counted) == len(cases("check"))
    rows = re.findall(r"^(en|ta|tanglish|mixed|all) +(\d+)", said.out, re.MULTILINE)
    assert sum(int(n) for style, n in rows if style != "all") == int(counted)
    assert "want" not in said.out
    assert (said.code, said.err) == (0, "")


def test_the_misses_of_the_train_half_are_listed_unless_nobody_wants_them(call: Call) -> None:
    silent = call("eval-language", "--half", "train", "--no-misses", typed=b"")
    loud = call("eval-language", "--half", "train", "--misses", typed=b"")
    assert "want" not in silent.out
    assert loud.lines[: silent.lines.index("")] == silent.lines[: silent.lines.index("")]
    numbers = call("eval-language", "--half", "train", "--numbers", "--no-misses", typed=b"")
    assert "messages" not in numbers.out
    assert "number phrases" in numbers.out
