"""Letters as strokes: drawn whole or not at all, the same pixels for ever."""

from __future__ import annotations

import hashlib
import struct
import unicodedata
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownwords.charts.letters import HEIGHT, strokes
from ownwords.charts.raster import Canvas

PAPER, INK = (255, 255, 255), (0, 0, 0)
CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


def pixels(png: bytes) -> tuple[int, int, bytes]:
    """Width, height and indices of a PNG with a palette, read by its specification."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    chunks, at = {}, 8
    while at < len(png):
        length, name = struct.unpack(">I4s", png[at : at + 8])
        body = png[at + 8 : at + 8 + length]
        (crc,) = struct.unpack(">I", png[at + 8 + length : at + 12 + length])
        assert crc == zlib.crc32(name + body)
        chunks[name] = body
        at += 12 + length
    width, height, depth, colour, *rest = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    assert (depth, colour, rest) == (8, 3, [0, 0, 0])
    assert len(chunks[b"PLTE"]) % 3 == 0
    rows = zlib.decompress(chunks[b"IDAT"])
    lines = [rows[n * (width + 1) : (n + 1) * (width + 1)] for n in range(height)]
    assert all(line[0] == 0 for line in lines)
    assert max(max(line) for line in lines) < len(chunks[b"PLTE"]) // 3
    return width, height, b"".join(line[1:] for line in lines)


def drawn(text: str, scale: int = 8) -> bytes:
    made = strokes(text)
    assert made is not None
    canvas = Canvas((made[1] + 4) * scale, (HEIGHT + 8) * scale, PAPER)
    canvas.line(made[0], scale, (2 * scale, 4 * scale), INK)
    return canvas.png()


def test_every_letter_looks_different_from_every_other() -> None:
    seen = {pixels(drawn(f"{letter}I"))[2]: letter for letter in CAPITALS if letter not in "0O"}
    assert len(seen) == len(CAPITALS) - 2


@pytest.mark.parametrize("text", ["نحفظ", "रात", "ไฟ", "灯り", "Φως", "свет", "a\u0332", "A🔥"])
def test_a_script_without_strokes_is_not_drawn(text: str) -> None:
    assert strokes(text) is None
    assert strokes(f"LIGHT {text}") is None


@given(st.text(max_size=20))
def test_every_text_is_drawn_whole_or_not_at_all(text: str) -> None:
    made = strokes(text)
    letters = [c for c in unicodedata.normalize("NFC", text) if c.isalpha()]
    if made is None:
        assert strokes(f"A{text}") is None
    else:
        assert len(made[0]) >= len(letters)
        assert all(0 <= y <= HEIGHT + 2 or y < 0 for stroke in made[0] for _, y in stroke)


def test_accents_stand_over_their_own_letter() -> None:
    plain, accented = strokes("LE"), strokes("LÉ")
    assert plain is not None
    assert accented is not None
    (mark,) = [stroke for stroke in accented[0] if stroke not in plain[0]]
    assert all(6 <= x <= 10 and y < 0 for x, y in mark)
    assert accented[1] == plain[1]


def test_the_same_picture_has_the_same_pixels_on_every_machine() -> None:
    found = hashlib.sha256(pixels(drawn("WE KEEP THE LIGHT"))[2]).hexdigest()
    assert found == "f7fcccfc84793f04f12b96053eaf52e1752de705a2b8358dbd16a11d36ab5960"


def test_a_stroke_is_as_wide_as_its_pen() -> None:
    canvas = Canvas(40, 40, PAPER)
    canvas.line([((0, 0), (2, 0))], 10, (10, 20), INK)
    _, _, flat = pixels(canvas.png())
    inked = np.frombuffer(flat, np.uint8).reshape(40, 40) > 0
    assert inked[:, 20].sum() in {6, 7}
    assert not inked[:10].any()


def test_a_box_is_exactly_a_box() -> None:
    canvas = Canvas(8, 6, PAPER)
    canvas.box((2, 1, 3, 4), INK)
    _, _, flat = pixels(canvas.png())
    inked = np.frombuffer(flat, np.uint8).reshape(6, 8)
    assert inked.sum() == 12
    assert inked[1:5, 2:5].all()
