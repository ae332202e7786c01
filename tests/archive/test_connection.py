"""A database that cannot be opened: what is broken is put back, what is closed is not."""

from __future__ import annotations

from pathlib import Path

import apsw
import pytest

from ownwords.archive.connection import connect
from ownwords.records.errors import FolderBroken


def test_a_file_that_is_no_database_is_put_back_from_a_backup(tmp_path: Path) -> None:
    path = tmp_path / "desk.sqlite"
    path.write_bytes(b"no database at all" * 100)
    with pytest.raises(FolderBroken, match="backup"):
        connect(path)


def test_a_missing_file_is_missing(tmp_path: Path) -> None:
    with pytest.raises(FolderBroken, match="missing"):
        connect(tmp_path / "desk.sqlite")


@pytest.mark.parametrize("closed", [apsw.ReadOnlyError, apsw.IOError, apsw.FullError])
def test_a_closed_disk_is_no_reason_for_a_backup(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, closed: type[apsw.Error]
) -> None:
    path = tmp_path / "desk.sqlite"
    connect(path, create=True).close()

    def refuse(*_: object, **__: object) -> None:
        raise closed

    monkeypatch.setattr("ownwords.archive.connection.apsw.Connection", refuse)
    with pytest.raises(FolderBroken, match="may write") as refused:
        connect(path)
    assert "backup" not in str(refused.value)
