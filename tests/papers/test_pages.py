"""Slips on paper: nothing overlaps, nothing is cut, no letter is missing or misshaped."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
import uharfbuzz
from fpdf import FPDF
from fpdf.fonts import TTFFont
from PIL import Image

from locales.languages import FORMAL
from locales.phrases import catalog, money
from ops.demo_shop.fill import SHOP as DEMO_SHOP
from papers import slip_parts
from papers.asked import Form
from papers.pen import FAMILY, FONTS, Pen
from papers.picture import WIDTH, png_of
from papers.slip_page import MARGIN, form_of, slip_pdf, slip_png
from tests.papers.patti import (
    FARMER,
    LOADING,
    LONG_NAME,
    corrected,
    overpaid,
    patti,
    sold,
    week,
    worked,
)
from tests.papers.patti import SHOP as PAPER_SHOP

ROOT = Path(__file__).resolve().parents[2]
LONG = replace(FARMER, name_ta=LONG_NAME, name_en="Sri Ranganathan " * 6, village_ta="க்ஷேத்திரம்")
SLIPS = {
    "one lot": patti(sold(1)),
    "worked": worked(),
    "300 lots": patti(*week(300), fees=(LOADING,), lent_paise=7_000_00),
    "corrected": corrected(),
    "overpaid": overpaid(),
    "long names": patti(*week(8), farmer=LONG),
}
CHAT_ONLY = {"→"}
"""Stands in chat, where the phone has it, and on no paper."""

HARD = ("கொ", "மொத்தம்", "கோழிக்கொண்டை", "ஸ்ரீ", "க்ஷேத்திரம்", "ஔவை", "டு டூ லு ளு று றூ ணை லை")
"""Vowel signs that stand left of their letter or on both sides, ligatures, irregular forms."""

Box = tuple[float, float, float, float]


@cache
def document(name: str, language: str) -> bytes:
    return slip_pdf(SLIPS[name], language)


def pages_of(content: bytes) -> Iterator[pypdfium2.PdfPage]:
    with pypdfium2.PdfDocument(content) as opened:
        yield from opened


def boxes(page: pypdfium2.PdfPage) -> list[Box]:
    """Where the texts of a page stand: left, bottom, right, top, in points."""
    texts = page.get_textpage()
    return [texts.get_rect(number) for number in range(texts.count_rects())]


def overlap(one: Box, other: Box) -> bool:
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return across > 1 and down > 0.4 * min(one[3] - one[1], other[3] - other[1])


def shaped(text: str, font: Path) -> list[int]:
    """The glyphs of a text; 0 is the box for a missing letter."""
    face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(font)))
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    uharfbuzz.shape(uharfbuzz.Font(face), buffer, {})
    return [info.codepoint for info in buffer.glyph_infos]


def fonts() -> list[Path]:
    return sorted(FONTS.glob("*.ttf"))


@pytest.mark.parametrize("language", FORMAL)
@pytest.mark.parametrize("name", SLIPS)
def test_no_text_overlaps_another_or_leaves_the_page(name: str, language: str) -> None:
    for page in pages_of(document(name, language)):
        placed = boxes(page)
        assert placed
        edge = (MARGIN - 0.5) * 72 / 25.4
        assert min(box[0] for box in placed) >= edge
        assert max(box[2] for box in placed) <= page.get_width() - edge
        pairs = [(a, b) for n, a in enumerate(placed) for b in placed[n + 1 :] if overlap(a, b)]
        assert pairs == []


@pytest.mark.parametrize("language", FORMAL)
@pytest.mark.parametrize("name", SLIPS)
def test_a_document_has_every_lot_and_every_figure(name: str, language: str) -> None:
    text = " ".join(
        page.get_textpage().get_text_range() for page in pages_of(document(name, language))
    )
    lots = [line.lot for line in SLIPS[name].slip.lines if line.lot is not None]
    for lot in lots:
        assert money(lot.worth.gross_paise).removeprefix("₹") in text
    for figure in slip_parts.figures(SLIPS[name]):
        assert money(abs(figure.paise)).removeprefix("₹") in text
    assert text.count(".000") >= len(lots) // 10


def test_a_long_slip_goes_on_over_numbered_pages() -> None:
    texts = [page.get_textpage().get_text_range() for page in pages_of(document("300 lots", "en"))]
    assert len(texts) > 5
    assert [f"{n} / {len(texts)}" in text for n, text in enumerate(texts, 1)] == [True] * len(texts)
    assert all("Flower" in text and "SET-2026-11-001" in text for text in texts)


@pytest.mark.parametrize("language", FORMAL)
def test_what_can_be_read_in_one_look_is_a_picture_and_a_longer_slip_a_document(
    language: str,
) -> None:
    forms = {name: form_of(slip, language) for name, slip in SLIPS.items()}
    assert {name for name, form in forms.items() if form is Form.DOCUMENT} == {"300 lots"}


@pytest.mark.parametrize("language", FORMAL)
@pytest.mark.parametrize("name", SLIPS)
def test_a_picture_is_as_wide_as_a_phone_and_light(name: str, language: str) -> None:
    content = slip_png(SLIPS[name], language)
    assert len(content) < 150_000
    with Image.open(BytesIO(content)) as picture:
        assert picture.width == WIDTH
        assert WIDTH * 0.8 < picture.height < WIDTH * 2.8
        inked = picture.convert("L").point(lambda grey: 255 if grey < 128 else 0).getbbox()
    assert inked is not None
    left, _, right, bottom = inked
    assert left > 20
    assert right < WIDTH - 20
    assert bottom < picture.height - 20


def test_the_net_is_the_largest_of_all() -> None:
    for page in pages_of(document("worked", "en")):
        texts = page.get_textpage()
        heights = {texts.get_text_bounded(*box): box[3] - box[1] for box in boxes(page)}
        assert max(heights, key=heights.__getitem__).strip().endswith("30,125.00")


@pytest.mark.parametrize("font", fonts(), ids=lambda font: font.stem)
@pytest.mark.parametrize("language", FORMAL)
def test_the_fonts_have_every_letter_that_malar_writes(language: str, font: Path) -> None:
    known = catalog(language)
    written = {known.translations.ngettext(key, key, n) for key in known.plurals for n in (1, 2)}
    written |= {known.translations.gettext(key) for key in known.keys - known.plurals}
    letters = "".join(sorted(set("".join(written)) - CHAT_ONLY - {"\n"}))
    assert len(letters) > 60
    assert [letter for letter in letters if 0 in shaped(letter, font)] == []
    assert [text for text in written if 0 in shaped(re.sub(r"[\n→]", "", text), font)] == []


@pytest.mark.parametrize("font", fonts(), ids=lambda font: font.stem)
def test_the_fonts_have_every_letter_of_the_demo_shop(font: Path) -> None:
    names = DEMO_SHOP.read_text("utf-8")
    assert 0 not in shaped("".join(sorted(set(names) - {"\n"})), font)
    assert 0 not in shaped("".join(HARD) + PAPER_SHOP.name_ta + "₹·×−–…", font)


@pytest.mark.parametrize("text", HARD)
def test_letters_are_written_in_the_order_in_which_they_are_read(text: str) -> None:
    """As HarfBuzz shapes them, glyph by glyph: as wide, and not as their code points stand."""
    pen = Pen(90, 40, "x")
    face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(FONTS / "NotoSansTamil-Regular.ttf")))
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    uharfbuzz.shape(uharfbuzz.Font(face), buffer, {})
    units = sum(position.x_advance for position in buffer.glyph_positions)
    assert pen.width_of(text, 10) == pytest.approx(units / face.upem * 10 * 25.4 / 72, rel=0.01)


def test_a_vowel_sign_on_both_sides_stands_on_both_sides() -> None:
    """கொ looks like the old typewriter's ெ, க, ா in a row, and not like க, ொ."""
    assert drawn("கொ") == typed("ெகா")
    assert drawn("கொ") != typed("கொ")


def drawn(text: str) -> bytes:
    pen = Pen(90, 40, "x")
    pen.next_page()
    pen.write(text, 10, 10, 70, 20)
    return png_of(pen.document())


def typed(text: str) -> bytes:
    """Letter after letter, without shaping."""
    pdf = FPDF(unit="mm", format=(90, 40))
    pdf.c_margin = 0
    pdf.add_font(FAMILY, "", FONTS / "NotoSansTamil-Regular.ttf")
    pdf.add_page()
    pdf.set_font(FAMILY, "", 20)
    pdf.set_xy(10, 10)
    pdf.cell(70, 20 * 25.4 / 72 * 1.4, text)
    content = png_of(bytes(pdf.output()))
    for font in pdf.fonts.values():
        if isinstance(font, TTFFont):
            font.close()
    return content


def test_the_same_slip_comes_out_in_the_same_bytes_in_every_process() -> None:
    program = (
        "import hashlib\n"
        "from papers.slip_page import slip_pdf, slip_png\n"
        "from tests.papers.patti import corrected\n"
        "for draw in (slip_pdf, slip_png):\n"
        "    print(hashlib.sha256(draw(corrected(), 'ta')).hexdigest())\n"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1


def test_a_slip_says_another_thing_in_another_language() -> None:
    assert slip_png(SLIPS["one lot"], "en") != slip_png(SLIPS["one lot"], "ta")
