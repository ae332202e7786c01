"""Cutting somebody out of a kept copy leaves the records of others whole."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ownwords.archive.copies import cut
from ownwords.archive.erasing_work import Work

LEAVING = Work.new(1, ("https://x.com/i/user/300000011",), handles=("https://x.com@maren_low_cut",))


@pytest.mark.parametrize("odd", ["\u2028", "\u2029", "\u0085", "\x7f"])
def test_a_record_is_a_line_whatever_ends_one_elsewhere(tmp_path: Path, odd: str) -> None:
    """JSON lets such a sign stand in a string; cut there, half a record was no JSON any more."""
    records = [
        {"text": f"The lock froze.{odd}It did.", "answers": 300000011},
        {"text": "It thawed.", "answers": 300000022},
    ]
    path = tmp_path / "export.jsonl"
    lines = [json.dumps(one, ensure_ascii=False) for one in records]
    path.write_bytes("".join(f"{line}\r\n" for line in lines).encode())
    left = cut(path, [LEAVING]).decode().split("\r\n")
    assert json.loads(left[0]) == {**records[0], "answers": "[withdrawn]"}
    assert left[1:] == [lines[1], ""]
