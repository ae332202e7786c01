"""A gather that ends while somebody reads replaces files: no damage, and not told as one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ownwords.archive.desk import Desk
from ownwords.archive.fixity import Checked, verify
from ownwords.archive.language import read_languages
from ownwords.archive.lock import Lock
from ownwords.archive.manifest import NotAsWritten, Replaced, read_again
from ownwords.archive.search_feed import open_search, rebuild_search
from ownwords.archive.vault import Vault
from ownwords.reading.languages import languages
from tests.archive.campaign import new, post, take_posts

BEFORE, AFTER = 60, 90


def _searched(vault: Vault) -> int:
    with open_search(vault) as index:
        return len(index)


def _labelled(vault: Vault) -> int:
    return sum(row.labelled_posts for row in languages(vault).rows)


def _verified(vault: Vault) -> int:
    checked = Checked()
    assert list(verify(vault, checked)) == []
    return checked.rows


ASKED: dict[str, Callable[[Vault], object]] = {
    "totals": lambda vault: vault.engine.totals().posts,
    "words": lambda vault: len(vault.engine.words([post(one).id for one in range(AFTER)])),
    "search": _searched,
    "search again": rebuild_search,
    "languages": _labelled,
    "verify": _verified,
}
AT_ONCE = ("totals", "search", "search again", "languages", "verify")
"""These begin again by themselves."""


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Vault:
    """One whose next look at the manifest is followed by the end of another program's gather."""
    made = new(tmp_path / "c")
    take_posts(made, [post(number) for number in range(BEFORE)])
    real, came = Desk.manifest, []

    def slow(desk: Desk) -> object:
        found = real(desk)
        if desk is made.desk and not came:
            came.append(True)
            other = Vault.open(made.folder.root)
            take_posts(other, [post(number) for number in range(BEFORE, AFTER)])
            other.close()
        return found

    monkeypatch.setattr(Desk, "manifest", slow)
    return made


@pytest.mark.parametrize("name", ASKED)
def test_who_reads_meanwhile_is_told_so_or_reads_again(vault: Vault, name: str) -> None:
    ask = ASKED[name]
    if name in AT_ONCE:
        assert ask(vault) == AFTER
    else:
        with pytest.raises(Replaced, match="Nothing is missing"):
            ask(vault)
        assert read_again(lambda: ask(vault)) == AFTER
    vault.close()


def test_a_reading_that_another_program_tidied_away_is_not_damaged(tmp_path: Path) -> None:
    made = new(tmp_path / "c")
    take_posts(made, [post(number) for number in range(BEFORE)])
    read_languages(made)
    for part in (made.folder.cache / "languages").iterdir():
        part.unlink()
    assert _labelled(made) == BEFORE
    made.close()


def test_a_file_that_still_counts_is_named_as_damaged(tmp_path: Path) -> None:
    made = new(tmp_path / "c")
    take_posts(made, [post(number) for number in range(BEFORE)])
    entry = next(one for one in made.desk.manifest() if one.kind == "posts")
    (made.folder.root / entry.path).unlink()
    with pytest.raises(NotAsWritten):
        rebuild_search(made)
    made.close()


def test_what_a_gather_at_work_has_written_is_no_stray(tmp_path: Path) -> None:
    made = new(tmp_path / "c")
    take_posts(made, [post(number) for number in range(BEFORE)])
    (made.folder.posts / "01-posts-0000000000000000.parquet").write_bytes(b"not named yet")
    gathering = Lock(made.folder.gathering)
    assert gathering.take()
    assert list(verify(made)) == []
    gathering.release()
    assert [one.file for one in verify(made)] == ["posts/01-posts-0000000000000000.parquet"]
    made.close()
