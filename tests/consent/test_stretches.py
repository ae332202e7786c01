"""Lists cut into stretches: a search of the stretches finds what a search of the file finds."""

from __future__ import annotations

import gzip
import json
import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ownwords.consent.leaks import LeakScanner
from ownwords.consent.stretches import cuts
from tests.consent.planting import WAYS, Archive, a_run, a_word

HELD = Archive(seed=31, posts=300)
SCANNER = LeakScanner.of(HELD.sealed)
HEAD, TAIL = b"<title>zed</title>\n<body>\n<ol>\n", b"    </ol>\n"
FOOT = b"""</main>
<footer class="end">
  <p class="me"><a href="me.html">This is me</a></p>
  <p class="ways">
%b  </p>
  <p class="fine">Edition %d</p>
</footer>
"""


def stretches(data: bytes) -> list[bytes]:
    """The stretches of a file, each with the seam to the last."""
    return [data[start:end] for start, end in cuts(data)]


def words(dice: random.Random, most: int = 30) -> str:
    """Words that nobody holds."""
    return " ".join(f"z{a_word(dice)}" for _ in range(dice.randint(0, most)))


def item(said: str) -> bytes:
    """An item of a list as it stands in a page."""
    return f'<li dir="ltr">\n  <p>{said}</p>\n  <p class="who">zed</p>\n</li>\n'.encode()


def page(items: list[bytes]) -> bytes:
    """A page with one list."""
    return b"".join((HEAD, *items, TAIL))


def rows(texts: list[str]) -> bytes:
    """The words of the search, as its script holds them."""
    return ("window.O=[\n" + ",\n".join(json.dumps([text, "zed"]) for text in texts) + "]").encode()


def runs(data: bytes) -> set[tuple[bytes, ...]]:
    """Every twelve words that stand beside each other outside of tags."""
    heard = re.findall(rb"\w+", re.sub(rb"<[^<>]*>", b"", data))
    return {tuple(heard[at : at + 12]) for at in range(len(heard) - 11)}


@given(st.integers(0, 10_000), st.integers(0, 60))
def test_every_twelve_words_stand_together_in_one_stretch(seed: int, many: int) -> None:
    dice = random.Random(seed)
    ways = b"".join(b"    <a href='x'>%b</a>\n" % words(dice, 3).encode() for _ in range(many))
    data = page([item(words(dice, 8)) for _ in range(many)]) + FOOT % (ways, seed)
    assert runs(data) == set().union(*map(runs, stretches(data)))


@pytest.mark.parametrize("way", WAYS)
def test_a_leak_in_a_list_is_found_in_a_stretch_of_it(way: str) -> None:
    dice = random.Random(way)
    for _ in range(6):
        items = [item(words(dice)) for _ in range(dice.randint(1, 80))]
        leak = WAYS[way](dice, dice.choice(HELD.texts))
        items.insert(dice.randint(0, len(items)), b"<li >\n" + leak + b"</li>\n")
        data = page(items)
        assert SCANNER.scan("p", data)
        assert any(SCANNER.scan("p", one) for one in stretches(data))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 1 << 30))
def test_a_run_over_a_border_is_found(seed: int) -> None:
    dice = random.Random(seed)
    run = a_run(dice, dice.choice([text for text in HELD.texts if text.isascii()])).split()
    items = [item(words(dice, 3)) for _ in range(50)]
    at, cut = dice.randint(1, 48), dice.randint(1, len(run) - 1)
    items[at] = f"<li >\n<p>{' '.join(run[:cut])}</p>\n".encode()
    items[at + 1] = f"<li >\n<p>{' '.join(run[cut:])}</p>\n</li>\n".encode()
    data = page(items)
    assert SCANNER.scan("p", data)
    assert any(SCANNER.scan("p", one) for one in stretches(data))


@pytest.mark.parametrize("written", ["{}", "&#x{:x};"], ids=["plain", "escaped"])
def test_a_run_over_many_borders_is_found(written: str) -> None:
    """Twelve characters of a script without spaces, one an item."""
    dice = random.Random(7)
    texts = [text for text in HELD.texts if " " not in text]
    for _ in range(40):
        run = a_run(dice, dice.choice(texts))
        said = (one if written == "{}" else written.format(ord(one)) for one in run)
        data = page([f"<li >\n<p>{one}</p>\n</li>\n".encode() for one in said] * 9)
        assert len(stretches(data)) > 2
        assert SCANNER.scan("p", data)
        assert any(SCANNER.scan("p", one) for one in stretches(data))


def test_a_leak_in_the_rows_of_the_search_is_found() -> None:
    dice = random.Random(5)
    for _ in range(20):
        texts = [words(dice) for _ in range(70)]
        texts[dice.randint(0, 69)] = dice.choice(HELD.texts)
        cut = stretches(rows(texts))
        assert len(cut) > 2
        assert any(SCANNER.scan("p", one) for one in cut)


def test_the_number_of_an_edition_stands_in_the_foot_alone() -> None:
    dice = random.Random(8)
    ways = b"".join(b'    <a href="%d.html">way %d</a>\n' % (one, one) for one in range(20))
    body = page([item(words(dice)) for _ in range(90)])
    first, second = (set(stretches(body + FOOT % (ways, number))) for number in (1, 2))
    assert [b"Edition 2" in one for one in second - first] == [True]
    assert len(second) > 3


def test_one_item_more_changes_a_stretch_and_its_neighbour() -> None:
    dice = random.Random(6)
    items = [item(words(dice)) for _ in range(800)]
    before = set(stretches(page(items)))
    for at in range(0, 800, 23):
        after = set(stretches(page([*items[:at], item("one more"), *items[at:]])))
        assert 1 <= len(after - before) <= 3
        assert len(after) > 10


NO_LISTS = {
    "nothing": b"",
    "prose": b"no list",
    "packed": gzip.compress(page([item("a")]), mtime=0),
    "a head behind a null": b"\0" + HEAD,
}


@pytest.mark.parametrize("data", NO_LISTS.values(), ids=NO_LISTS.keys())
def test_what_is_no_list_is_one_stretch(data: bytes) -> None:
    assert stretches(data) == [data]
