"""Real input whole: every post kept as it was, counted right, and not one word of it published."""

from __future__ import annotations

import hashlib
import html
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import zstandard

from ownwords.consent.gate import Context
from ownwords.consent.register import Known, Register
from ownwords.workspace import open_workspace
from tests.demo_campaign import ownwords
from tests.realdata import data_path

MAP = Path(__file__).resolve().parents[2] / "bench" / "maps" / "ira.toml"
SLICE = "ira-campaign/posts-2016-07_08.jsonl.zst"
POSTS = 122_659


def source() -> Iterator[dict[str, str]]:
    with data_path(SLICE).open("rb") as packed:
        stream = zstandard.ZstdDecompressor().stream_reader(packed)
        for line in io.TextIOWrapper(stream, encoding="utf-8"):
            yield json.loads(line)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, dict[str, int]]:
    folder = tmp_path_factory.mktemp("ira")
    path, config = folder / "campaign", folder / "config"
    file = str(data_path(SLICE))
    ownwords(
        ["init", str(path), "--tag", "MerkelMussBleiben", "--contact", "a@example.org"], config
    )
    words = ["gather", file, "--map", str(MAP), "--all", "--json"]
    said = ownwords(words, config, campaign=path)
    return path, config, json.loads(said.splitlines()[-1])


def test_every_post_is_kept(kept: tuple[Path, Path, dict[str, int]]) -> None:
    counts = kept[2]
    assert (counts["read"], counts["kept"], counts["faults"]) == (POSTS, POSTS, 0)


def test_the_tag_is_counted_as_researchers_counted_it(
    kept: tuple[Path, Path, dict[str, int]],
) -> None:
    path, config, _ = kept
    words = ["status", "--tag", "MerkelMussBleiben", "--json"]
    said = json.loads(ownwords(words, config, campaign=path))
    assert (said["tagged_posts"], said["accounts"]) == (5_886, 51)


def test_taking_it_in_twice_adds_nothing(kept: tuple[Path, Path, dict[str, int]]) -> None:
    path, config, _ = kept
    words = ["gather", str(data_path(SLICE)), "--map", str(MAP), "--all", "--json"]
    again = json.loads(ownwords(words, config, campaign=path).splitlines()[-1])
    assert (again["kept"], again["known"]) == (0, POSTS)


def test_texts_are_byte_identical(kept: tuple[Path, Path, dict[str, int]]) -> None:
    """Read back with pyarrow alone, as somebody would who has no ownwords."""
    pq = pytest.importorskip("pyarrow.parquet")
    held: dict[str, bytes] = {}
    for file in (kept[0] / "posts").glob("*.parquet"):
        if "posts" in file.name:
            table = pq.read_table(file, columns=["id", "content"])
            held.update(
                (one["id"], hashlib.sha256(one["content"].encode()).digest())
                for one in table.to_pylist()
            )
    wanted = {one["id"]: hashlib.sha256(one["text"].encode()).digest() for one in source()}
    assert held == wanted


def test_the_edition_counts_and_says_not_one_word(kept: tuple[Path, Path, dict[str, int]]) -> None:
    path, config, _ = kept
    made = json.loads(ownwords(["publish", "--json"], config, campaign=path))
    assert made["quotes"] == 0
    site = Path(made["path"])
    files = (file for file in site.rglob("*.*") if file.is_file())
    pages = [file.read_bytes().decode("utf-8", "replace") for file in files]
    whole = html.unescape("\n".join(pages))
    assert "122,659" in whole
    words = {one["text"] for one in source() if len(one["text"]) > 20}
    assert [text for text in words if text[:40] in whole] == []
    handles = {one["author"] for one in source()}
    assert [handle for handle in handles if len(handle) > 3 and handle in whole] == []


def test_the_gate_lets_nothing_of_it_out(
    kept: tuple[Path, Path, dict[str, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OWNWORDS_CONFIG", str(kept[1]))
    workspace = open_workspace(kept[0])
    context = Context(register=Register(Known.read(workspace.vault.desk)), at=0)
    assert context.register.speakers() == []
    workspace.vault.close()
