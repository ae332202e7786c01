"""Our reading of languages stays as good as it was measured."""

from __future__ import annotations

import json
from random import Random

import pytest

from ownwords.archive.language import Detector, rules
from quality.measure_langid import (
    FLOOR,
    MARGIN,
    SENTENCES,
    TWEETS,
    measure,
    measure_all,
    parts,
    read,
    worse,
)
from tests.realdata import data_path

PINNED = json.loads(FLOOR.read_text("utf-8"))


def test_the_floor_was_measured_with_these_rules():
    assert PINNED["rules"] == rules()


@pytest.mark.parametrize("name", [TWEETS, SENTENCES])
def test_a_sample_is_as_good_as_the_floor(name):
    digest, rows = read(data_path(f"langid/{name}.jsonl.zst"))
    assert digest == PINNED["digests"][name]
    _, held = next(parts(name, rows))
    found = measure(Random(1).sample(held, 2_500), Detector())
    assert found["right"] >= PINNED["parts"][name]["right"] - MARGIN
    assert found["covered"] >= PINNED["parts"][name]["covered"] - 2 * MARGIN


@pytest.mark.full
def test_the_whole_is_as_good_as_the_floor():
    data_path("langid")
    assert worse(PINNED, measure_all()) == []


def test_the_floor_is_worth_holding():
    for name in (TWEETS, SENTENCES):
        assert PINNED["parts"][name]["right"] >= 0.98
        assert PINNED["parts"][name]["covered"] >= 0.85
