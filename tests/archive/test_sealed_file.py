"""Small sealed files: opened with their key, for what they are about, and else refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from ownwords.archive.sealed_file import read_sealed, write_sealed
from ownwords.records.errors import FolderBroken

KEY, OTHER = bytes(range(32)), bytes(32)
REFUSAL = FolderBroken("It cannot be opened.")


def test_what_is_sealed_is_read_again_and_stands_nowhere(tmp_path: Path) -> None:
    path = tmp_path / "list.sealed"
    write_sealed(path, KEY, b"about 1", b"maren, maren, maren")
    first = path.read_bytes()
    assert b"maren" not in first
    assert read_sealed(path, KEY, b"about 1", REFUSAL) == b"maren, maren, maren"
    write_sealed(path, KEY, b"about 1", b"maren, maren, maren")
    assert path.read_bytes() != first, "no nonce is used twice"


@pytest.mark.parametrize("wrong", ["key", "about", "bit", "cut", "gone"])
def test_anything_else_is_refused(tmp_path: Path, wrong: str) -> None:
    path = tmp_path / "list.sealed"
    write_sealed(path, KEY, b"about 1", b"words")
    data = path.read_bytes()
    if wrong == "bit":
        path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    elif wrong == "cut":
        path.write_bytes(data[:5])
    elif wrong == "gone":
        path.unlink()
    key, about = (OTHER if wrong == "key" else KEY), (b"2" if wrong == "about" else b"about 1")
    with pytest.raises(FolderBroken, match="It cannot be opened"):
        read_sealed(path, key, about, REFUSAL)
