"""Rows of others in which somebody stands are found, however their record spells the name."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest

from ownwords.archive.erasing_scan import marks_of, said_by_nobody_else
from ownwords.archive.redaction import Names, opening
from ownwords.archive.vault import Vault
from ownwords.records.post import PASSED_ON
from tests.archive.campaign import new, post, take_posts

HANDLES = ["keeper_7", "w\u00e4rterin", "\u706f\u53f0\u5b88", "lamp\U0001f4a1"]


@pytest.mark.parametrize("handle", HANDLES)
@pytest.mark.parametrize("ascii_only", [False, True])
def test_a_name_is_found_as_json_spells_it(
    handle: str, tmp_path: Path, *, ascii_only: bool
) -> None:
    payload = json.dumps({"in_reply_to_screen_name": handle}, ensure_ascii=ascii_only).encode()
    vault = new(tmp_path / "campaign")
    take_posts(vault, [post(1), post(2, payload=payload)])
    names = Names(handles=frozenset({f"light.example@{handle}"}))
    assert inside(vault, names) == {post(2).id}


@pytest.mark.parametrize(
    "spelled",
    [
        r'{"user":"\u006b\u0065\u0065\u0070\u0065\u0072\u005f\u0037"}',
        r'{"note":"@\u003cspan\u003ekeeper_7\u003c\/span\u003e"}',
        r'{"note":"\u0040keeper_7"}',
        '{"at":"https://light.example/%40keeper_7"}',
    ],
)
def test_a_name_is_found_among_escapes_that_need_not_be(spelled: str, tmp_path: Path) -> None:
    vault = new(tmp_path / "campaign")
    take_posts(vault, [post(1), post(2, payload=spelled.encode())])
    names = Names(handles=frozenset({"light.example@keeper_7"}))
    assert inside(vault, names) == {post(2).id}


@pytest.mark.parametrize(
    "words",
    ["It\u2019s dark \u2014 go", "\u706f\u53f0\u3002\u5b88\u308b", "Light \U0001f4a1 on (now)"],
)
def test_words_that_somebody_passes_on_are_found_whatever_stands_in_them(
    words: str, tmp_path: Path
) -> None:
    vault = new(tmp_path / "campaign")
    take_posts(vault, [post(1, content=words), post(2, content=f"RT @keeper: {words}")])
    names = Names(posts=frozenset({post(1).id}), openings=frozenset({opening(words)}))
    assert inside(vault, names) == {post(2).id}


@pytest.mark.parametrize("space", [" ", "\n", "\u3000", "\u00a0", "\u2028", "\x85", "\x0b", "\x1f"])
def test_words_that_somebody_passes_on_are_found_however_they_are_parted(
    space: str, tmp_path: Path
) -> None:
    vault = new(tmp_path / "campaign")
    words = "we keep the light"
    take_posts(vault, [post(1), post(2, content=f"RT @keeper: {words.replace(' ', space)}")])
    names = Names(posts=frozenset({post(1).id}), openings=frozenset({opening(words)}))
    assert inside(vault, names) == {post(2).id}


@pytest.mark.parametrize(
    ("words", "alone"),
    [
        ("we keep the light", True),
        ("\u706f\u53f0\u3092\u5b88\u308b\u4eba\u304c\u3044\u308b\u591c\u306b\u3082", True),
        ("so true", False),
        ("\u304a\u306f\u3088\u3046", False),
    ],
    ids=["words", "no spaces", "two words", "a greeting"],
)
def test_what_only_they_said_is_known_where_it_is_passed_on_without_a_name(
    words: str, tmp_path: Path, *, alone: bool
) -> None:
    vault = new(tmp_path / "campaign")
    take_posts(vault, [post(1, content=words), post(2, content=words, type=PASSED_ON)])
    names = Names(posts=frozenset({post(1).id}))
    with closing(vault):
        found = said_by_nobody_else(vault.folder, vault.desk.manifest(), names, [words])
    assert found == [words] * alone


def inside(vault: Vault, names: Names) -> set[str]:
    """Posts in which they may stand; closes the campaign."""
    with closing(vault):
        return {
            name
            for entry in vault.desk.manifest()
            if entry.kind == "posts"
            for name in marks_of(vault.folder, entry, names).inside - {post(1).id}
        }
