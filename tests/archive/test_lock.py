"""A lock that somebody holds is told from a disk that has none."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from ownwords.archive import lock
from ownwords.archive.lock import Lock
from ownwords.records.errors import OwnwordsError


def test_who_comes_second_does_not_get_it(tmp_path: Path) -> None:
    first, second = Lock(tmp_path / "one.lock"), Lock(tmp_path / "one.lock")
    assert first.take()
    assert not second.take()
    first.release()
    assert second.take()
    second.release()


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS, errno.EIO])
def test_a_disk_without_locks_is_not_called_another_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def refuse(_: int) -> None:
        raise OSError(number, "No locks available")

    monkeypatch.setattr(lock, "_lock", refuse)
    with pytest.raises(OwnwordsError, match="cannot lock a file") as refused:
        Lock(tmp_path / "one.lock").take()
    assert "another disk" in refused.value.do


@pytest.mark.parametrize("number", [errno.EAGAIN, errno.EACCES, errno.EDEADLK])
def test_what_systems_call_a_held_lock_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def refuse(_: int) -> None:
        raise OSError(number, "Held")

    monkeypatch.setattr(lock, "_lock", refuse)
    assert not Lock(tmp_path / "one.lock").take()
