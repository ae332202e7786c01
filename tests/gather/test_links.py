"""Lists of links as people write them: with remarks, prose and blank lines between."""

from __future__ import annotations

from pathlib import Path

import pytest

from ownwords.gather.connector import Options, detect
from ownwords.gather.links import CONNECTOR
from ownwords.records.captured import Fault, Wanted
from ownwords.records.errors import UnknownFormat
from tests.gather.reading import source_of

LINK = "https://x.com/low_cut/status/421900000000000001"
PROSE = "What Ines noted in February"


def written(folder: Path, name: str, *lines: str) -> Path:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("notes.txt", [PROSE, "", LINK, LINK]),
        ("notes.txt", [f"- {LINK}", f"* {LINK}", PROSE]),
        ("links.txt", [PROSE, PROSE, LINK]),
        ("links-2014.txt", ["https://harbour.example/news", PROSE, PROSE]),
    ],
)
def test_a_list_with_other_lines_is_a_list(tmp_path: Path, name: str, lines: list[str]) -> None:
    assert detect(source_of(written(tmp_path, name, *lines))).name == "links"


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("notes.txt", [PROSE, PROSE, LINK]),
        ("links.txt", [PROSE]),
        ("notes.txt", ["https://harbour.example/news"]),
        ("rows.txt", [f'{{"url":"{LINK}"}}', f'{{"url":"{LINK}"}}']),
    ],
)
def test_other_texts_are_not(tmp_path: Path, name: str, lines: list[str]) -> None:
    with pytest.raises(UnknownFormat):
        detect(source_of(written(tmp_path, name, *lines)))


def test_every_other_line_is_named_by_its_number(tmp_path: Path) -> None:
    path = written(tmp_path, "links.txt", PROSE, LINK, "", "# a remark", f"see {LINK}", "x.com/a")
    read = list(CONNECTOR.read(source_of(path), Options()))
    assert [one.place.line for one in read if isinstance(one, Wanted)] == [2]
    faults = {one.place.line: one.reason for one in read if isinstance(one, Fault)}
    assert {line: "is no link. Write" in reason for line, reason in faults.items()} == {
        1: True,
        5: True,
        6: False,
    }
