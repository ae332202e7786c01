"""Whose personal export this is, for `gather --mine`."""

from __future__ import annotations

import pytest

from ownwords.gather.connector import connectors, owner_of
from ownwords.records.post import Account
from tests.gather.reading import FIXTURES, source_of

LAMP = Account("https://x.com/i/user/9000000000000000011", "x", "lamp", "Lamp of Ninefathom")


@pytest.mark.parametrize("name", ["now.zip", "grailbird.zip", "stored-no-account.zip", "unpacked"])
def test_an_archive_says_whose_it_is(name: str):
    source = source_of(FIXTURES / "x_archive" / "good" / name)
    assert owner_of(connectors()["x_archive"], source) == LAMP


@pytest.mark.parametrize("name", ["no-owner.zip", "traversal.zip"])
def test_an_archive_that_does_not_say_has_no_owner(name: str):
    source = source_of(FIXTURES / "x_archive" / "broken" / name)
    assert owner_of(connectors()["x_archive"], source) is None


def test_other_formats_have_no_owner():
    source = source_of(FIXTURES / "twitter_v2" / "good" / "pages.jsonl")
    assert owner_of(connectors()["twitter_v2"], source) is None
