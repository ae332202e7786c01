"""Formats that must not be counted without a word say it, and only they do."""

from __future__ import annotations

from pathlib import Path

from ownwords.gather.connector import caveat_of, caveats_of, connectors
from tests.gather.reading import FIXTURES

DOUBTFUL = {"storify", "stream_grab"}


def test_only_doubtful_formats_have_a_caveat():
    assert {name for name in connectors() if caveat_of(name)} == DOUBTFUL
    assert caveat_of("mapped, twitter_v2") == caveat_of("unknown") == ""


def test_what_is_said_of_a_sample_is_said_of_the_folder_that_holds_it():
    sample = caveat_of("stream_grab")
    assert caveat_of("mapped, stream_grab") == sample
    assert caveats_of(["mapped, stream_grab", "stream_grab", "given"]) == (sample,)


def test_the_xml_and_html_beside_a_saved_story_are_no_sources(tmp_path: Path):
    from ownwords.gather.sources import Source, find_sources

    saved = FIXTURES / "storify" / "good" / "saved"
    assert len(list(saved.iterdir())) == 3
    (source,) = find_sources(str(saved))
    assert isinstance(source, Source)
    assert source.label.endswith("saved/index.json")
    (tmp_path / "index.html").write_text("alone")
    assert len(list(find_sources(str(tmp_path)))) == 1
