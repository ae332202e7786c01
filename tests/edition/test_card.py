"""The picture beside a link: marked when invented, no words of anybody, whatever the name."""

from __future__ import annotations

import re

import pytest
from msgspec.structs import replace

from ownwords.edition.build import build
from ownwords.edition.card import HEADROOM, TALL, WIDTH, card
from ownwords.edition.zine import heads
from ownwords.locales.tongue import tongue_of
from ownwords.records.cleared import ClearedCount
from tests.charts.test_letters import pixels
from tests.edition import sample, voices

EN = tongue_of("en")
NAMES = ("We keep the light", "نحفظ النور", "A" * 200, " ".join(["écluse"] * 40), "W")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("days", [sample.DAY_COUNTS, None, ClearedCount((), voices.COUNTED)])
def test_every_campaign_has_a_card_of_the_size_that_platforms_want(
    name: str, days: ClearedCount | None
) -> None:
    png = card(replace(sample.MASTHEAD, name=name), days, EN)
    assert pixels(png)[:2] == (WIDTH, TALL)
    assert len(png) < 30_000


def test_an_invented_campaign_has_its_band() -> None:
    real = replace(sample.MASTHEAD, invented=False)
    for name in NAMES:
        marked = pixels(card(replace(sample.MASTHEAD, name=name), None, EN))[2]
        plain = pixels(card(replace(real, name=name), None, EN))[2]
        assert set(plain[: HEADROOM * WIDTH]) == {0}
        assert plain[0] != marked[0]
        assert marked[HEADROOM * WIDTH :].count(0) == plain[HEADROOM * WIDTH :].count(0)


def test_a_name_that_cannot_be_drawn_is_left_out_whole() -> None:
    none = pixels(card(replace(sample.MASTHEAD, name="نور"), sample.DAY_COUNTS, EN))[2]
    mixed = pixels(card(replace(sample.MASTHEAD, name="The نور"), sample.DAY_COUNTS, EN))[2]
    assert none == mixed


def test_the_card_depends_on_numbers_and_the_name_alone() -> None:
    site = sample.rich_site()
    quiet = replace(site, stories=(), quotations=())
    assert dict(build(site))["assets/card.png"] == dict(build(quiet))["assets/card.png"]


@pytest.mark.parametrize("title", ['a "b" \\c\n}', "</style>", "ا" * 100])
def test_no_title_ends_the_running_head(title: str) -> None:
    made = heads(replace(sample.FIRST, title=title), sample.MASTHEAD, EN).decode()
    assert made.count('"') == 4
    assert made.count("{") == made.count("}") == 8
    assert "<" not in made
    assert "\\" not in made


@pytest.mark.parametrize("word", ["Keepers", "K" * 200, "نحفظ"])
def test_a_long_name_is_cut_on_a_leaf_and_still_called_invented(word: str) -> None:
    """The booklet has no band on its leaves: their heads alone say that nobody in it exists."""
    name = " ".join([word] * 30)
    made = heads(sample.FIRST, replace(sample.MASTHEAD, name=name), EN).decode()
    said = re.findall(r'@top-left \{[^}]*content: "([^"]*)"', made)
    assert len(said) == 1
    assert said[0].endswith("… (invented)")
    assert len(said[0]) < 80
