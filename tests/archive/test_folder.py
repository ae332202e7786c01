"""The folder and its settings: made once, found again, read strictly."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ownwords.archive.folder import create, find
from ownwords.archive.settings import SETTINGS, parse_settings, read_settings, write_settings_text
from ownwords.records.campaign import Campaign, Moment, Policy, Risk
from ownwords.records.errors import AskedWrongly, BadSettings
from tests.archive.campaign import SETTINGS as TEXT

DAY = 86_400_000_000
MINIMUM = 'format = 1\nname = "n"\nhashtags = ["#Tag"]\n'


def test_a_folder_that_holds_something_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("x")
    with pytest.raises(AskedWrongly, match="already holds"):
        create(tmp_path, TEXT)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes; folders inherit.")
def test_a_new_campaign_is_open_to_its_owner_alone(tmp_path: Path) -> None:
    made, shared = tmp_path / "made", tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o770)
    for root in (made, shared):
        create(root, TEXT)
    assert [root.stat().st_mode & 0o777 for root in (made, shared)] == [0o700, 0o770]


def test_the_campaign_is_named_or_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    create(tmp_path / "one", TEXT)
    create(tmp_path / "two", TEXT)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(AskedWrongly, match="ownwords init"):
        find(None)
    monkeypatch.setenv("OWNWORDS_CAMPAIGN", str(tmp_path / "one"))
    assert find(None).root == (tmp_path / "one").resolve()
    assert find(Path("two")).root == (tmp_path / "two").resolve()
    monkeypatch.delenv("OWNWORDS_CAMPAIGN")
    monkeypatch.chdir(tmp_path / "two")
    assert find(None).root == (tmp_path / "two").resolve()


_line = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
_day = st.integers(0, 20_000).map(lambda day: day * DAY)


@given(
    campaign=st.builds(
        Campaign,
        name=_line,
        hashtags=st.lists(
            _line.filter(lambda t: t.lstrip("#").strip()), min_size=1, max_size=3
        ).map(lambda tags: tuple(tag.lstrip("#").strip() for tag in tags)),
        since=st.none() | _day,
        until=st.none() | _day.map(lambda at: at + DAY),
        languages=st.just(("ar", "en")),
        introduction=_line,
        contact=_line,
        risk=st.sampled_from(Risk),
        told_by=_line,
        invented=st.booleans(),
        moments=st.lists(st.builds(Moment, _day, _line, st.none() | _day), max_size=2).map(tuple),
        policy=st.builds(Policy, cell=st.integers(5, 99), deletion_erases=st.booleans()),
    )
)
def test_settings_that_are_written_are_read_again(campaign: Campaign) -> None:
    assert parse_settings(write_settings_text(campaign)) == campaign


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (MINIMUM + 'contakt = "x"', "Did you mean `contact`"),
        (MINIMUM + "[policy]\ncells = 9", "Did you mean `policy.cell`"),
        (MINIMUM + "[policy]\ncell = 4", "5 or more"),
        (MINIMUM + 'risk = "low"', "high or ordinary"),
        (MINIMUM + 'since = "2014-01-11"', "must be a date"),
        (MINIMUM + "invented = 1", "true or false"),
        (MINIMUM + '[[moments]]\nname = "n"', "no `at`"),
        ('format = 2\nname = "n"\nhashtags = ["t"]', "format must be 1"),
        ('format = 1\nhashtags = ["t"]', "`name` is missing"),
        ('format = 1\nname = "n"\nhashtags = []', "at least one tag"),
        ('format = 1\nname = "n"\nhashtags = "t"', "must be"),
        ("format = ", "not TOML"),
    ],
)
def test_a_wrong_setting_is_named(text: str, says: str) -> None:
    with pytest.raises(BadSettings, match=re.escape(says)):
        parse_settings(text)


def test_a_day_ends_with_the_day() -> None:
    campaign = parse_settings(MINIMUM + "since = 2014-01-01\nuntil = 2014-01-02")
    assert campaign.since is not None
    assert campaign.until == campaign.since + 2 * DAY
    assert campaign.hashtags == ("Tag",)


def test_missing_settings_say_the_next_step(tmp_path: Path) -> None:
    folder = create(tmp_path / "c", TEXT)
    folder.settings_file.unlink()
    with pytest.raises(BadSettings, match="ownwords init"):
        read_settings(folder)


def test_every_setting_is_documented_with_type_default_and_meaning() -> None:
    page = (Path(__file__).parents[2] / "docs" / "format.md").read_text(encoding="utf-8")
    for setting in SETTINGS:
        row = f"| `{setting.name}` | {setting.type} | {setting.default} | {setting.meaning} |"
        assert row in page, setting.name
