"""Five thousand items of a format, with every known trap: none lost, faults as planted."""

from __future__ import annotations

from pathlib import Path

import pytest

from ownwords.gather.connector import Options, detect
from ownwords.gather.sources import Source, find_sources
from ownwords.records.captured import Page, Read
from ownwords.records.errors import UnknownFormat
from tests.gather import (
    making_links,
    making_storify,
    making_stream_grab,
    making_twitter_v1,
    making_warc,
)
from tests.gather.making import found, tally
from tests.gather.reading import read


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


@pytest.mark.parametrize("name", ["2014-01.tar", "2014-01.tar.gz", "2014-01.zip"])
def test_stream_grab(name: str, tmp_path: Path):
    path = tmp_path / name
    made = making_stream_grab.write(path)
    assert len(made.posts) >= 5_000
    assert made.faults > 100
    assert found("stream_grab", path) == made


def test_stream_grab_as_a_folder(tmp_path: Path):
    """Each file is a source of its own; what is none is named."""
    made = making_stream_grab.write(tmp_path, 1_000)
    reads: list[Read] = []
    for source in find_sources(str(tmp_path)):
        assert isinstance(source, Source)
        if source.label.endswith("README.txt"):
            with pytest.raises(UnknownFormat):
                detect(source)
            continue
        assert detect(source).name == "stream_grab"
        reads += detect(source).read(source, Options())
    assert tally(reads) == made


@pytest.mark.parametrize("name", ["pages.warc", "pages.warc.gz", "pages.wacz"])
def test_warc(name: str, tmp_path: Path):
    path = tmp_path / name
    made = making_warc.write(path)
    assert len(made.posts) == 5_000
    assert made.faults > 100
    reads = read("warc", path)
    assert tally(reads) == made
    pages = [one.data for one in reads if isinstance(one, Page)]
    assert all(b"<title>Kanarie</title>" in data for data in pages)
