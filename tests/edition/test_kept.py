"""Kept copies in an edition: a note behind the link, a page that says what is kept."""

from __future__ import annotations

from msgspec.structs import replace

from ownwords.edition.build import build
from ownwords.edition.pages import Site
from ownwords.records.kept import KeptCopy
from ownwords.records.story import Prose
from tests.edition import sample

LEDGER = KeptCopy(
    name="ledger",
    url="https://ledger.example/stürme?day=12",
    taken="2014-01-12",
    title="Storms, and who sits in them",
    by="The Harbour Ledger",
    sha256="ab" * 32,
)
FREE = KeptCopy(
    name="log",
    url="https://log.example/",
    taken="2014-01-13",
    text="Six ships. No help needed.",
    why="Written by the Assembly itself.",
)
TOLD = Prose(
    "They [wrote](https://ledger.example/stürme?day=12#top) and we [noted](https://log.example/) "
    "what [others](https://other.example/) said. Write to [us](mailto:keepers@example.org)."
)


def made(*copies: KeptCopy) -> dict[str, bytes]:
    site = sample.tiny_site()
    story = replace(site.stories[0], blocks=(TOLD,))
    whole: Site = replace(site, stories=(story,), kept=copies)
    return dict(build(whole))


def test_a_link_says_that_a_copy_is_kept_and_since_when() -> None:
    page = made(LEDGER, FREE)["index.html"].decode()
    assert '</a> <span class="kept">(<a href="sources.html#s-ledger">kept copy, 12 January' in page
    assert page.count("kept copy") == 2
    zine = made(LEDGER)["zines/night.html"].decode()
    assert 'href="../sources.html#s-ledger"' in zine


def test_the_page_of_sources_says_what_is_kept_and_hands_out_only_what_may_go() -> None:
    files = made(LEDGER, FREE)
    page = files["sources.html"].decode()
    for said in (LEDGER.title, LEDGER.by, LEDGER.sha256, "12 January 2014", "keepers@example.org"):
        assert said in page
    assert 'href="sources/log.txt"' in page
    assert files["sources/log.txt"].decode().endswith("\n\nSix ships. No help needed.")
    assert "sources/ledger.txt" not in files


def test_without_copies_there_is_no_page_and_no_note() -> None:
    files = made()
    assert "sources.html" not in files
    assert b"kept copy" not in files["index.html"]
