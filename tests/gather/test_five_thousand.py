"""Five thousand items of a format, with every known trap: none lost, faults as planted."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.gather import making_links, making_storify, making_twitter_v1
from tests.gather.making import found


@pytest.mark.parametrize("array", [False, True])
def test_twitter_v1(array: bool, tmp_path: Path):
    path = tmp_path / "posts.json"
    made = making_twitter_v1.write(path, array=array)
    assert len(made.posts) >= 5_000
    assert made.faults >= making_twitter_v1.BROKEN
    assert found("twitter_v1", path) == made


@pytest.mark.parametrize("seed", [1, 2])
def test_storify(seed: int, tmp_path: Path):
    path = tmp_path / "index.json"
    made = making_storify.write(path, seed=seed)
    assert len(made.posts) == 5_000
    assert made.faults > 50
    assert found("storify", path) == made


def test_links(tmp_path: Path):
    path = tmp_path / "links.txt"
    made = making_links.write(path)
    assert len(made.posts) == 5_000
    assert made.faults > 100
    assert found("links", path) == made
