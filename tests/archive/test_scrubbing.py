"""What SQLite leaves between the rows of a page when it arranges the page anew is overwritten."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

import apsw
import pytest

from ownwords.archive import scrubbing
from ownwords.archive.connection import connect


def words(random: Random) -> str:
    return " ".join(f"w{random.getrandbits(60):x}" for _ in range(random.randint(1, 60)))


def many_changes(path: Path, seed: int) -> tuple[dict[int, str], list[str]]:
    """Rows that come and go at random places; the rows that stay, and the words that went."""
    random = Random(seed)
    rows = {random.randrange(1 << 40): words(random) for _ in range(1_500)}
    gone: list[str] = []
    connection = connect(path, create=True)
    with connection:
        connection.execute("create table t (place integer primary key, said text)")
        connection.executemany("insert into t values (?, ?)", rows.items())
    with connection:
        for place in random.sample(sorted(rows), 800):
            gone += rows.pop(place).split()
            connection.execute("delete from t where place = ?", (place,))
            again, said = random.randrange(1 << 40), words(random)
            rows[again] = said
            connection.execute("insert into t values (?, ?)", (again, said))
    connection.execute("pragma wal_checkpoint(truncate)").fetchall()
    connection.close()
    return rows, gone


def held(connection: apsw.Connection) -> dict[object, object]:
    return {row[0]: row[1] for row in connection.execute("select place, said from t")}


def left(path: Path, gone: list[str]) -> set[str]:
    readable = re.findall(rb"w[0-9a-f]{4,}", path.read_bytes())
    return {word.decode() for word in readable} & set(gone)


@pytest.mark.parametrize("seed", range(3))
def test_nothing_that_went_is_left_and_nothing_else_changes(seed: int, tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    rows, gone = many_changes(path, seed)
    assert left(path, gone), "secure_delete alone leaves nothing: scrub is not needed any more"
    reader = connect(path)
    assert held(reader) == rows
    assert scrubbing.scrub(path)
    assert left(path, gone) == set()
    assert held(reader) == rows
    assert reader.execute("pragma integrity_check").fetchall() == [("ok",)]
    reader.close()
    fresh = connect(path)
    assert held(fresh) == rows
    assert fresh.execute("pragma integrity_check").fetchall() == [("ok",)]
    fresh.close()


def test_a_file_whose_pages_cannot_be_told_apart_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.sqlite"
    many_changes(path, 1)
    before = path.read_bytes()
    monkeypatch.setattr(scrubbing, "_MOST_PAGES", 2)
    assert not scrubbing.scrub(path)
    assert path.read_bytes() == before
