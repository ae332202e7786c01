"""Desks of earlier programs are brought up to date; those of later ones are refused.

``desks/`` holds desks as the programs of their time wrote them: ``first-tables`` before links,
receipts and deciders were, ``before-not-taken`` one column short. The people in them are invented.
"""

from __future__ import annotations

import contextlib
import zipfile
from pathlib import Path

import pytest

from ownwords.archive import files
from ownwords.archive.connection import connect
from ownwords.archive.desk import Desk
from ownwords.archive.layout import VERSION
from ownwords.archive.tables import TABLES
from ownwords.records.accession import Counts
from ownwords.records.consent import Answer, Use
from ownwords.records.errors import FolderBroken

DESKS = Path(__file__).parent / "desks"
OLD = ("first-tables", "before-not-taken")


def unpacked(name: str, folder: Path) -> Path:
    with zipfile.ZipFile(DESKS / f"{name}.zip") as packed:
        for member in ("desk.sqlite", "desk.head"):
            (folder / member).write_bytes(packed.read(member))
    return folder / "desk.sqlite"


def ask(path: Path, question: str) -> list[tuple[object, ...]]:
    connection = connect(path)
    try:
        return connection.execute(question).fetchall()
    finally:
        connection.close()


def shape(path: Path) -> dict[str, list[tuple[object, ...]]]:
    return {table: ask(path, f"pragma table_info({table})") for table in TABLES}


@pytest.mark.parametrize("name", OLD)
def test_an_older_desk_is_brought_up_to_date_with_everything_in_it(
    name: str, tmp_path: Path
) -> None:
    path = unpacked(name, tmp_path)
    desk = Desk.open(path)
    [accession] = desk.accessions()
    assert accession.counts == Counts(read=5, kept=3, known=1, faults=1)
    yes, no = desk.statements()
    assert (yes.answer, yes.uses, yes.evidence) == (Answer.YES, (Use.VERBATIM,), "letter")
    assert (no.answer, no.voice) == (Answer.NO, "v1")
    assert desk.hidden() == {"https://x.com/i/user/3"}
    assert [one.number for one in desk.editions()] == [1]
    assert [len(voice.accounts) for voice in desk.voices()] == [2]
    assert (desk.wanted(), desk.receipts(1)) == ([], [])
    assert desk.check_chain() == []
    desk.hide(["later"], 9)
    desk.close()
    again = Desk.open(path)
    assert again.hidden() == {"https://x.com/i/user/3", "later"}
    assert again.check_chain() == []
    again.close()
    new = tmp_path / "new" / "desk.sqlite"
    new.parent.mkdir()
    Desk.open(new, create=True).close()
    assert shape(path) == shape(new)
    assert ask(path, "pragma user_version") == ask(new, "pragma user_version") == [(VERSION,)]


@pytest.mark.parametrize("name", OLD)
def test_an_older_desk_that_was_changed_from_outside_is_left_as_it_is(
    name: str, tmp_path: Path
) -> None:
    path = unpacked(name, tmp_path)
    connection = connect(path)
    connection.execute("update hidden set account = 'somebody else'")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(FolderBroken, match="not as it was last written"):
        Desk.open(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("moment", [1, 2])
def test_a_crash_on_the_way_leaves_the_old_desk_or_the_new_one(
    moment: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = unpacked(OLD[0], tmp_path)
    calls = iter(range(1, 100))
    write = files.write_bytes

    def crash(target: Path, data: bytes) -> None:
        if next(calls) == moment:
            raise OSError(5, "pulled out")
        write(target, data)

    monkeypatch.setattr(files, "write_bytes", crash)
    with contextlib.suppress(OSError):
        Desk.open(path)
    monkeypatch.setattr(files, "write_bytes", write)
    desk = Desk.open(path)
    assert desk.hidden() == {"https://x.com/i/user/3"}
    assert desk.check_chain() == []
    desk.close()


def test_a_newer_desk_is_refused_and_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "desk.sqlite"
    Desk.open(path, create=True).close()
    ask(path, f"pragma user_version = {VERSION + 1}")
    before = path.read_bytes()
    with pytest.raises(FolderBroken, match=f"version {VERSION + 1}, and this") as refused:
        Desk.open(path)
    assert "pip install --upgrade ownwords" in refused.value.do
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "change",
    [
        "alter table hidden add column why text",
        "alter table wishes drop column seen_at",
        "create table more (id integer primary key, link blob not null) strict",
        "drop table meta",
    ],
)
def test_a_desk_of_no_version_that_was_ever_used_is_refused(change: str, tmp_path: Path) -> None:
    path = unpacked(OLD[1], tmp_path)
    ask(path, change)
    before = path.read_bytes()
    with pytest.raises(FolderBroken):
        Desk.open(path)
    assert path.read_bytes() == before


def test_an_older_desk_beside_another_program_that_uses_it(tmp_path: Path) -> None:
    path = unpacked(OLD[0], tmp_path)
    one, other = Desk.open(path), Desk.open(path)
    one.hide(["a"], 1)
    other.hide(["b"], 2)
    assert one.hidden() == other.hidden() == {"https://x.com/i/user/3", "a", "b"}
    assert other.check_chain() == []
    one.close()
    other.close()
