"""Pieces of the last edition are used where nothing that they are made of changed, else made."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ownwords.archive import remembered
from ownwords.edition import search_pages
from ownwords.edition.listing import Listings
from ownwords.edition.parts import Quotation
from ownwords.flows import last_edition
from ownwords.flows.publish import publish
from ownwords.records.consent import Answer
from ownwords.workspace import Workspace
from tests.flows.test_remembered import VOICES, answer, both, words_of, workspace

__all__ = ["workspace"]

ALL = {answer(number, Answer.YES).name for number in range(1, VOICES - 2)}
FIRST = words_of(1).encode()


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> dict[str, set[str]]:
    """The names beside the quotations that are made, in lists and in the search."""
    found: dict[str, set[str]] = {"lists": set(), "search": set()}
    item, row = Listings._item, search_pages._row

    def of_list(listings: Listings, one: Quotation, *rest: object) -> str:
        found["lists"].add(one.words.credit)
        return item(listings, one, *rest)

    def of_search(one: Quotation, *rest: object) -> list[str]:
        found["search"].add(one.words.credit)
        return row(one, *rest)

    monkeypatch.setattr(Listings, "_item", of_list)
    monkeypatch.setattr(search_pages, "_row", of_search)
    return found


def test_nothing_is_made_twice(workspace: Workspace, made: dict[str, set[str]]) -> None:
    for _ in range(2):
        publish(workspace)
    assert made == {"lists": set(), "search": set()}


def test_what_changed_is_made(workspace: Workspace, made: dict[str, set[str]]) -> None:
    workspace.vault.desk.add_statements([answer(1, Answer.NO)])
    publish(workspace)
    assert "Keeper 1" not in made["lists"] | made["search"]
    assert made["lists"] < ALL


@pytest.mark.parametrize("changed", ["code", "template", "sentence"])
def test_other_code_or_templates_make_everything_again(
    changed: str,
    workspace: Workspace,
    made: dict[str, set[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ours = last_edition.sources
    if changed == "code":
        monkeypatch.setattr(remembered, "_code", lambda: b"other code")
    else:
        added = {"template": "<li class=new>{{ words }}", "sentence": "another sentence"}[changed]
        monkeypatch.setattr(last_edition, "sources", lambda tongue: [*ours(tongue), added])
    publish(workspace)
    assert made == {"lists": ALL, "search": ALL}


def other_word(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(FIRST, b"never said"))


def other_name(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"Keeper 1", b"Keeper X"))


def moved(path: Path) -> None:
    path.write_bytes(b" " + path.read_bytes())


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-3000])


@pytest.mark.parametrize("change", [other_word, other_name, moved, cut, Path.unlink])
def test_a_file_changed_by_hand_is_not_copied(
    change: Callable[[Path], None], workspace: Workspace, tmp_path: Path
) -> None:
    """The next edition is that of somebody who remembers nothing, and so is the one after it."""
    place = publish(workspace).path
    for path in [*place.glob("voices/*.html"), place / "assets" / "search-index.js"]:
        change(path)
    for _ in range(2):
        found = both(workspace, tmp_path / "copy")
        assert isinstance(found, dict)
        assert FIRST in found["voices/day.html"]
        assert FIRST in found["assets/search-index.js"]
