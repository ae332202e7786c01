"""Errors of other rooms, told by the workbench in the language of its pages."""

from __future__ import annotations

import pytest

from docs.make_catalogues import PACKAGE, _of_errors
from ownwords.locales.tongue import tongue_of
from ownwords.records.errors import BadStory
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
