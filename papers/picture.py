"""A page as a picture, for whoever does not open documents."""

from io import BytesIO

import pypdfium2

WIDTH = 1080
"""Pixels; WhatsApp keeps a picture of this width as it is, and a phone shows every digit of it."""

SHADES = 16
"""Greys: letters stay smooth and a slip stays below 100 kB."""


def png_of(document: bytes, page: int = 0) -> bytes:
    """A page of a PDF as a PNG, in shades of grey."""
    with pypdfium2.PdfDocument(document) as opened:
        shown = opened[page]
        drawn = shown.render(scale=WIDTH / shown.get_width(), grayscale=True).to_pil()
    picture = BytesIO()
    drawn.quantize(SHADES).save(picture, "PNG")
    return picture.getvalue()
