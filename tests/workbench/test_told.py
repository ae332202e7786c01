"""Errors of other rooms, told by the workbench in the language of its pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from docs.make_catalogues import PACKAGE, _of_errors
from ownwords.archive.folder import Folder
from ownwords.archive.kept_copies import kept_copies
from ownwords.archive.settings import parse_settings
from ownwords.locales.tongue import tongue_of
from ownwords.records.errors import BadSettings, BadStory
from ownwords.stories.compose import parse_story
from ownwords.workbench.instead import INSTEAD
from ownwords.workbench.speaking import told, unread

BAD_STORIES = (
    "no header",
    "---\ntitle: a",
    "---\nby: a\n---\n",
    "---\ntitle: a\n\nx\n---\n",
    "---\ntitle: a\ntitle: b\n---\n",
    "---\ntitle: a\nxyzzy: b\n---\n",
    "---\ntitle: a\ntitel: b\n---\n",
    "---\ntitle: a\nno field\n---\n",
    "---\ntitle: a\n---\n\n> typed words\n",
    "---\ntitle: a\n---\n\n```quote\npost: b\n",
    "---\ntitle: a\n---\n\n```quot\npost: b\n```\n",
    "---\ntitle: a\n---\n\n```quote\nuse: named\n```\n",
    "---\ntitle: a\n---\n\n```quote\npost: b\nuse: read\n```\n",
    "---\ntitle: a\n---\n\n```quote\npost: b\nspan: x\n```\n",
    "---\ntitle: a\n---\n\n```quote\npost: b\nspan: 5-5\n```\n",
    "---\ntitle: a\n---\n\n```quote\npost: b\ndissent: x\n```\n",
    "---\ntitle: a\n---\n\n```quote\npost: b\nkeep: x\n```\n",
    "---\ntitle: a\n---\n\n```quote\npost: b\n\nwords\n```\n",
    "---\ntitle: a\n---\n\n```chart\nshow: x\n```\n",
)

GOOD = 'format = 1\nname = "a"\nhashtags = ["b"]\n'
BAD_SETTINGS = (
    "name",
    'format = 2\nname = "a"\nhashtags = ["b"]\n',
    'format = "1"\n',
    "format = 1\nhashtags = []\n",
    'format = 1\nname = "a"\nhashtags = []\n',
    'format = 1\nname = "a"\nhashtags = [1]\n',
    'format = 1\nname = "a"\nhashtags = "b"\n',
    'risk = "low"',
    "contcat = 1",
    "xyzzy = 1",
    "contact = 1",
    "invented = 1",
    "policy = 1",
    'since = "2014"',
    'languages = ["English"]',
    'languages = ["-"]',
    "languages = []",
    'address = "a"',
    "moments = [1]",
    'moments = [{name = "a"}]',
    "keep = [1]",
    'keep = [{where = "a", kinds = [], reason = ""}]',
    "policy = {cell = 1}",
)
RECORD = 'url = "https://a.example"\ntaken = 2014-01-12\n'
BAD_RECORDS = (
    "name",
    "name =",
    "colour = 1",
    "",
    'url = "a"\n',
    f"{RECORD}title = 1",
    f"{RECORD}publish = 1",
    f'{RECORD}file = "none.txt"',
    f'{RECORD}file = "copy.txt"\nsha256 = "0"',
    f'{RECORD}publish = true\nfile = "copy.txt"',
    f'{RECORD}publish = true\nfile = "copy.bin"\nwhy = "a"',
    f'{RECORD}publish = true\nfile = "copy.txt"\nwhy = "a"',
    'url = "a"\ntaken = "2014"',
)


@pytest.mark.parametrize("tag", ["es", "fr", "ar"])
@pytest.mark.parametrize("text", BAD_STORIES)
def test_what_is_wrong_in_a_story_is_told_in_the_language_of_the_pages(tag: str, text: str):
    with pytest.raises(BadStory) as caught:
        parse_story(text, "noon")
    sentences = told(tongue_of(tag, "workbench"), caught.value)
    assert [one.text for one in sentences if one.english] == []
    assert caught.value.what not in [one.text for one in sentences]
    assert "stories/noon.md" in sentences[0].text
    assert "ownwords " not in " ".join(one.text for one in sentences)
    listed = unread(tongue_of(tag, "workbench"), caught.value.what)
    assert listed == sentences[0]


@pytest.mark.parametrize("tag", ["es", "fr", "ar"])
def test_what_stops_an_edition_or_a_gather_is_told_in_the_language_of_the_pages(tag: str):
    tongue = tongue_of(tag, "workbench")
    for module in ("flows/publish.py", "flows/deletions.py", "archive/keep_out.py"):
        for _, sentence, _ in _of_errors(PACKAGE / module):
            assert tongue.has(INSTEAD.get(sentence, sentence)), sentence


@pytest.mark.parametrize("tag", ["es", "fr", "ar"])
@pytest.mark.parametrize("line", BAD_SETTINGS)
def test_what_is_wrong_in_the_settings_is_told_in_the_language_of_the_pages(tag: str, line: str):
    with pytest.raises(BadSettings) as caught:
        parse_settings(line if "format" in line else f"{GOOD}{line}\n")
    assert_told(tag, caught.value, "campaign.toml")


@pytest.mark.parametrize("tag", ["es", "fr", "ar"])
@pytest.mark.parametrize("line", BAD_RECORDS)
def test_what_is_wrong_in_a_record_of_a_source_is_told_in_the_language_of_the_pages(
    tag: str, line: str, tmp_path: Path
):
    folder = Folder(tmp_path)
    folder.sources.mkdir()
    (folder.sources / "copy.bin").write_bytes(b"\xff")
    (folder.sources / "copy.txt").write_bytes(b"\xff")
    name = "a b" if line == "name" else "letter"
    text = "" if line == "name" else line
    (folder.sources / f"{name}.toml").write_text(text, encoding="utf-8")
    with pytest.raises(BadSettings) as caught:
        kept_copies(folder)
    assert_told(tag, caught.value, f"sources/{name}.toml")


def assert_told(tag: str, problem: BadSettings, file: str) -> None:
    sentences = told(tongue_of(tag, "workbench"), problem)
    assert [one.text for one in sentences if one.english] == []
    assert problem.what not in [one.text for one in sentences]
    assert problem.do not in [one.text for one in sentences]
    assert file in sentences[0].text
