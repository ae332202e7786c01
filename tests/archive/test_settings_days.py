"""campaign.toml as people write it: the last day that there is, a file as Notepad saves it."""

from __future__ import annotations

from pathlib import Path

from ownwords.archive.folder import create
from ownwords.archive.settings import parse_settings, read_settings, write_settings_text

TEXT = 'format = 1\nname = "n"\nhashtags = ["t"]\nsince = 0001-01-01\nuntil = 9999-12-31\n'


def test_the_first_and_the_last_day_that_there_are() -> None:
    campaign = parse_settings(TEXT)
    assert parse_settings(write_settings_text(campaign)) == campaign


def test_a_byte_order_mark_is_no_part_of_the_settings(tmp_path: Path) -> None:
    folder = create(tmp_path / "c", TEXT)
    folder.settings_file.write_text(TEXT, "utf-8-sig")
    assert read_settings(folder) == parse_settings(TEXT)
