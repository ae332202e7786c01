"""Overview and what came in: what is said of sources, what waits, where the next step leads."""

from __future__ import annotations

import html
import re
from pathlib import Path
from urllib.parse import quote

import pytest

from ownwords.archive.accession import Taking
from ownwords.records.captured import Departed, Departure, Fault, Place
from tests.archive.campaign import take
from tests.workbench.conftest import HERE, Window

FIXTURES = Path(__file__).parents[1] / "fixtures"


def take_in(window: Window, path: Path) -> str:
    """Take a file in and read what it brought."""
    fields = {"form": window.token, "path": str(path), "which": "all"}
    answer = window.client.post("/gather/begin", data=fields, headers=HERE)
    assert answer.status_code == 303, answer.text
    window.done()
    return html.unescape(window.get("/gather/progress"))


def test_links_wait_where_posts_come_in(window: Window):
    page = take_in(window, FIXTURES / "links" / "good" / "links.txt")
    assert "links noted" in page
    around = window.get("/gather")
    wanted = window.bench.workspace.vault.desk.wanted()
    assert wanted
    assert f'<bdi class="code">{html.escape(wanted[0].url)}</bdi>' in around
    assert 'href="/gather#wanted"' in window.get("/")


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("stream_grab/good/2014-01.tar", "its counts are no totals"),
        ("warc/good/pages.warc", "sources"),
    ],
)
def test_what_is_to_be_said_of_a_source_is_said(window: Window, file: str, said: str):
    assert said in take_in(window, FIXTURES / file)
    assert said in window.get("/gather")


def test_what_is_never_taken_in_is_counted(window: Window):
    good = FIXTURES / "mastodon_archive" / "good"
    page = take_in(window, next(good.glob("*.zip")))
    assert "never taken in:" in page
    assert "never taken in" in window.get("/gather")


def test_a_fault_is_told_with_file_member_and_place(window: Window):
    faults = [
        Fault(Place("from/archive.zip!data/tweets.js", 3, 1204), "This is not JSON.", "nothing"),
        Fault(Place("broken.gz"), "The file ends too soon.", "nothing"),
    ]
    page_of_one = Fault(Place("a.warc", 7, 90, "record"), "Its digest is another one.", "nothing")
    for connector, told_of in (("x_archive", faults), ("warc", [page_of_one])):
        taking = Taking.begin(window.bench.workspace.vault, "from", connector)
        taking.add(told_of)
        taking.finish(read=0)
    page = window.get("/gather/faults").partition("<tbody>")[2]
    rows = [" ".join(re.sub(r"<[^>]*>", " ", row).split()) for row in page.split("</tr>")]
    for told in (
        "archive.zip data/tweets.js line 3 byte 1,204 This is not JSON.",
        "a.warc record 7 byte 90 Its digest is another one.",
        "broken.gz the whole file The file ends too soon.",
    ):
        assert [row for row in rows if row.startswith(told)], rows


def test_the_next_step_leads_to_what_changed(window: Window):
    page = window.get("/")
    assert "See what the next edition would change" in page
    assert 'href="/publish"' in page.partition('class="next"')[2].partition("</p>")[0]


def test_copies_of_a_recalled_edition_wait_to_be_taken_away(window: Window):
    window.post("/publish/place", number="1", place="a stick")
    assert "/publish#editions" not in window.get("/")
    window.post("/publish/recall", number="1")
    assert "/publish#editions" in window.get("/")
    window.post("/publish/gone", number="1", place="a stick")
    assert "/publish#editions" not in window.get("/")


def test_a_post_says_what_became_of_it_on_its_network(window: Window):
    vault, place = window.bench.workspace.vault, Place("from", 1)
    here, deleted, suspended = vault.engine.newest(3)
    account = vault.engine.heads([suspended])[suspended].account
    gone = [
        Departed(Departure.DELETED, place, post=deleted),
        Departed(Departure.SUSPENDED, place, account=account),
    ]
    take(vault, gone, "compliance")
    said = ("The author deleted it on the network.", "That is no withdrawal.")
    pages = [window.get(f"/post?id={quote(one)}") for one in (here, deleted, suspended)]
    assert [[one in page for one in said] for page in pages] == [
        [False, False],
        [True, False],
        [False, True],
    ]


def test_what_was_interrupted_is_named_and_can_be_let_go_of(window: Window) -> None:
    workspace = window.bench.workspace
    Taking.begin(workspace.vault, "exports/<b>.jsonl", "twitter_v2").close()
    assert 'href="/gather#interrupted"' in window.get("/")
    page = window.get("/gather")
    assert "exports/&lt;b&gt;.jsonl" in page
    assert 'action="/gather/let-go"' in page
    window.post("/gather/let-go", source="exports/<b>.jsonl")
    assert "interrupted" not in window.get("/gather")
    assert "/gather#interrupted" not in window.get("/")
