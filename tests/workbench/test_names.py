"""What the team calls somebody: the same on every page, and never an id."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest

from ownwords.flows.people import Person, signs_of
from tests.workbench.conftest import Window

GIVEN = "given to this campaign"


@pytest.fixture
def nameless(looked_at: Window) -> list[Person]:
    """People without a handle or a name, and one whose yes to be read by the team has ended."""
    everybody = looked_at.bench.people(looked_at.bench.workspace.vault.engine.speakers((), 500))
    return [one for one in everybody if one.name.startswith("no name (")]


def seen(page: str) -> str:
    """What stands on a page."""
    return re.sub(r"<[^>]*>", " ", page)


def test_who_has_no_name_is_told_apart_by_signs_and_the_network(nameless: list[Person]):
    assert len({one.name for one in nameless}) == len(nameless)
    assert {one.name.partition("), ")[2] for one in nameless} == {GIVEN, "X (Twitter)"}
    assert all(signs_of(one.account) in one.name for one in nameless)


def test_who_has_no_name_is_called_the_same_everywhere(looked_at: Window, nameless: list[Person]):
    engine = looked_at.bench.workspace.vault.engine
    for one in nameless:
        assert one.name in looked_at.get(f"/voice?account={quote(one.account)}")
    for one in (one for one in nameless if one.name.endswith(GIVEN)):
        [post] = engine.newest(1, one.account)
        for address in (
            f"/posts?account={quote(one.account)}",
            f"/post?id={quote(post)}",
            f"/asks/new?post={quote(post)}",
            f"/asks/answer?account={quote(one.account)}",
            f"/takeout?who={quote(one.account)}",
        ):
            page = seen(looked_at.get(address))
            assert one.name in page, address
            assert one.account not in page, address


def test_no_list_shows_an_id(looked_at: Window, nameless: list[Person]):
    for address in ("/voices", "/voices?page=2", "/voices?only=yes", "/posts", "/asks", "/first"):
        page = seen(looked_at.get(address))
        assert not [one for one in nameless if one.account in page], address


def test_signs_are_no_words():
    signs = {signs_of(f"https://light.example/{number}") for number in range(2_000)}
    assert len(signs) == 2_000
    assert all(re.fullmatch("[2-9B-DF-HJ-NP-TV-XZ]{5}", one) for one in signs)
