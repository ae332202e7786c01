"""Posts go in and come out as they were, and what holds the same holds the same bytes."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import msgspec
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ownwords.archive import chunks
from ownwords.archive.chunks import read_batches
from ownwords.archive.columns import KINDS, POST_FIELDS, values
from ownwords.archive.fixity import Checked, verify
from ownwords.archive.vault import Vault
from ownwords.records.post import Attachment, Post
from tests.archive.campaign import captured, digests, new, post, take, take_posts
from tests.conftest import FULL

_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
_texts = st.lists(_text, max_size=3).map(tuple)
_moment = st.integers(-62_135_596_800_000_000, 253_402_300_799_999_999)
_attachments = st.lists(st.builds(Attachment, _text, _text, _text), max_size=2).map(tuple)
_SPECIAL: dict[str, Any] = {
    "published": _moment,
    "updated": st.none() | _moment,
    "observed_at": st.none() | _moment,
    "payload": st.binary(max_size=80),
    "sensitive": st.booleans(),
    "truncated": st.booleans(),
    "organisation": st.booleans(),
    "tags": _texts,
    "mentions": _texts,
    "links": _texts,
    "attachments": _attachments,
}
_posts = st.builds(Post, **{name: _SPECIAL.get(name, _text) for name in Post.__struct_fields__})


def held(vault: Vault, kind: str = "posts") -> list[Post]:
    entries = [entry for entry in vault.desk.manifest() if entry.kind == kind]
    batches = [batch for entry in entries for batch in read_batches(vault.folder, entry)]
    rows = [
        dict(zip(POST_FIELDS, row, strict=True))
        for one in batches
        for row in zip(*(values(one.column(name)) for name in POST_FIELDS), strict=True)
    ]
    return [msgspec.convert(row, Post, builtin_types=(bytes,)) for row in rows]


@settings(max_examples=400 if FULL else 25)
@given(posts=st.lists(_posts, max_size=12, unique_by=lambda one: one.id))
def test_any_post_comes_out_as_it_went_in(
    posts: list[Post], tmp_path_factory: pytest.TempPathFactory
) -> None:
    vault = new(tmp_path_factory.mktemp("campaign"))
    counts = take(vault, [captured(one) for one in posts]).counts
    assert (counts.kept, counts.known, counts.faults) == (len(posts), 0, 0)
    by_id = {one.id: one for one in held(vault)}
    assert by_id == {one.id: one for one in posts}
    assert list(verify(vault)) == []
    vault.close()


@settings(max_examples=100 if FULL else 6)
@given(seed=st.integers(0, 1 << 32))
def test_order_and_cut_of_arrival_leave_no_trace_in_the_bytes(
    seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    rnd = random.Random(seed)
    count = rnd.randint(1, 1500)
    posts = [post(number) for number in range(count)]
    edits = [
        post(number, version_id=f"{number}-{edit}", content=f"edit {edit}", updated=edit)
        for number in rnd.sample(range(count), min(count, 9))
        for edit in (1, 2)
    ]
    everything = posts + edits
    roots = [tmp_path_factory.mktemp(name) for name in ("whole", "pieces")]
    vaults = [new(root) for root in roots]
    take_posts(vaults[0], everything)
    rnd.shuffle(everything)
    cuts = sorted(rnd.sample(range(len(everything) + 1), 3)) if len(everything) > 3 else []
    for number, (start, stop) in enumerate(zip([0, *cuts], [*cuts, None], strict=True)):
        take_posts(vaults[1], everything[start:stop], f"part-{number}")
    kinds = ("posts", "versions", "metrics")
    assert digests(roots[0], *kinds) == digests(roots[1], *kinds)
    assert [list(verify(vault)) for vault in vaults] == [[], []]
    for vault in vaults:
        vault.close()


def test_twice_adds_nothing(tmp_path: Path) -> None:
    vault = new(tmp_path / "c")
    posts = [post(number) for number in range(300)]
    take_posts(vault, posts)
    before, generation = digests(tmp_path / "c"), vault.desk.generation()
    counts = take_posts(vault, posts).counts
    assert (counts.kept, counts.known) == (0, 300)
    assert digests(tmp_path / "c") == before
    assert vault.desk.generation() == generation


def test_a_post_twice_in_one_accession_is_known(tmp_path: Path) -> None:
    vault = new(tmp_path / "c")
    counts = take_posts(vault, [post(1), post(2), post(1)]).counts
    assert (counts.kept, counts.known) == (2, 1)


def test_an_edit_is_kept_beside_the_first_version(tmp_path: Path) -> None:
    vault = new(tmp_path / "c")
    first = post(1)
    edit = post(1, content="said otherwise", version_id="2", updated=first.published + 1)
    take_posts(vault, [edit], "late")
    take_posts(vault, [first], "early")
    assert held(vault) == [first]
    assert held(vault, "versions") == [edit]
    assert take_posts(vault, [edit, first]).counts.known == 2
    assert list(verify(vault)) == []


def test_a_text_cut_short_makes_way_for_the_whole_one(tmp_path: Path) -> None:
    vault = new(tmp_path / "c")
    short = post(1, content="said oth…", truncated=True)
    whole = post(1, content="said otherwise")
    take_posts(vault, [short], "old")
    assert take_posts(vault, [whole], "new").counts.kept == 1
    assert take_posts(vault, [short], "old again").counts.known == 1
    assert held(vault, "versions") == [whole]


def test_a_new_post_rewrites_only_the_files_it_touches(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chunks, "LEAST_ROWS", 4)
    small = msgspec.structs.replace(KINDS["posts"], bits=3)
    monkeypatch.setattr("ownwords.archive.filling.POSTS", small)
    vault = new(tmp_path / "c")
    posts = [post(number, attributed_to="one") for number in range(400)]
    take_posts(vault, posts)
    before = set(digests(tmp_path / "c", "posts"))
    take_posts(vault, [post(1000, attributed_to="one", published=posts[200].published + 1)])
    after = set(digests(tmp_path / "c", "posts"))
    assert len(before) > 10
    assert 1 <= len(before - after) <= 2
    assert list(verify(vault)) == []


def test_no_statistics_and_no_dictionaries_over_words_ids_and_handles(tmp_path: Path) -> None:
    vault = new(tmp_path / "c")
    take_posts(vault, [post(number) for number in range(50)])
    plain = {column for kind in KINDS.values() for column in kind.plain}
    assert not plain & {
        "id",
        "content",
        "handle",
        "name",
        "payload",
        "attributed_to",
        "url",
        "post",
    }
    for entry in vault.desk.manifest():
        meta = pq.read_metadata(vault.folder.root / entry.path)
        assert meta.metadata is None
        for number in range(meta.num_columns):
            column = meta.row_group(0).column(number)
            if column.path_in_schema not in plain:
                assert not column.is_stats_set
                assert not column.has_dictionary_page
            assert not column.has_column_index


def test_metrics_are_dated_and_kept_once(tmp_path: Path) -> None:
    vault = new(tmp_path / "c")
    take(vault, [captured(post(1), likes=3)])
    take(vault, [captured(post(1), likes=3)], "again")
    take(vault, [captured(post(1), likes=4)], "later")
    (entry,) = [entry for entry in vault.desk.manifest() if entry.kind == "metrics"]
    (batch,) = read_batches(vault.folder, entry, ["likes"])
    assert values(batch.column(0)) == [3, 4]


def test_verify_counts_what_it_saw(tmp_path: Path) -> None:
    vault = new(tmp_path / "c")
    take_posts(vault, [post(number) for number in range(40)])
    checked = Checked()
    assert list(verify(vault, checked)) == []
    assert checked.rows == 40
    assert checked.files == len(vault.desk.manifest())
