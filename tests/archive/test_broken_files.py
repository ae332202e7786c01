"""A file of posts/ that is gone or damaged: every way to read the posts names it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ownwords.archive.language import compare, read_languages
from ownwords.archive.manifest import NotAsWritten
from ownwords.archive.search_feed import rebuild_search
from ownwords.archive.vault import Vault
from ownwords.records.errors import FolderBroken
from tests.archive.campaign import new, post, take_posts

Break = Callable[[Path], object]
Ask = Callable[[Vault], object]

BROKEN: dict[str, Break] = {
    "gone": Path.unlink,
    "cut": lambda path: path.write_bytes(path.read_bytes()[:-9]),
    "empty": lambda path: path.write_bytes(b""),
}
ASKED: dict[str, Ask] = {
    "totals": lambda vault: vault.engine.totals(),
    "bins": lambda vault: vault.engine.bins("day"),
    "members": lambda vault: list(vault.engine.members("language")),
    "words": lambda vault: vault.engine.words([post(number).id for number in range(60)]),
    "newest": lambda vault: vault.engine.newest(),
    "held words": lambda vault: list(vault.engine.held_words()),
    "search": rebuild_search,
    "languages": read_languages,
}


@pytest.mark.parametrize("ask", ASKED.values(), ids=ASKED)
@pytest.mark.parametrize("spoil", BROKEN.values(), ids=BROKEN)
def test_the_broken_file_is_named_with_what_to_do(tmp_path: Path, spoil: Break, ask: Ask) -> None:
    vault = new(tmp_path / "c")
    take_posts(vault, [post(number) for number in range(60)])
    entry = next(one for one in vault.desk.manifest() if one.kind == "posts")
    spoil(vault.folder.root / entry.path)
    with pytest.raises(NotAsWritten) as stopped:
        ask(vault)
    assert entry.path in stopped.value.what
    assert "ownwords verify" in stopped.value.do
    vault.close()


def test_an_error_that_is_no_files_fault_stays_what_it_is(tmp_path: Path) -> None:
    import duckdb

    vault = new(tmp_path / "c")
    take_posts(vault, [post(1)])
    vault.engine.totals()
    with pytest.raises(duckdb.Error):
        vault.engine._asking.rows("select nothing_of_the_kind from posts")
    vault.close()


def test_a_damaged_reading_of_languages_says_how_to_make_it_again(tmp_path: Path) -> None:
    vault = new(tmp_path / "c")
    take_posts(vault, [post(number) for number in range(60)])
    read_languages(vault)
    part = next((vault.folder.cache / "languages").glob("*.parquet"))
    part.write_bytes(b"x")
    with pytest.raises(FolderBroken, match="ownwords rebuild"):
        compare(vault)
    vault.close()
