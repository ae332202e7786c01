"""Publishing in the window, form by form: check, build, open, pack, place, verify, recall."""

from __future__ import annotations

import html
import io
import re
import threading
import zipfile
from pathlib import Path

import pytest

from ownwords.flows import editions
from ownwords.records.consent import Use
from ownwords.records.errors import OwnwordsError
from ownwords.workbench.guard import HEADERS
from ownwords.workbench.jobs import Job
from tests.workbench.conftest import Window

PUBLISH = "/publish"


def went(answer) -> str:
    """Where an answer leads; it must lead somewhere."""
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def job(window: Window, path: str, **fields: str) -> str:
    """Begin a job and read the page when it is done."""
    assert went(window.post(path, **fields)) == PUBLISH
    window.done()
    return html.unescape(window.get(PUBLISH))


def shelf(window: Window) -> list[editions.Shelved]:
    return editions.shelf(window.bench.workspace)


def test_a_check_publishes_nothing_and_says_what_to_do(window: Window):
    page = job(window, "/publish/check")
    assert "Edition 2 can go out" in page
    assert "none found" in page
    assert "Nothing: the same stories and the same quotations." in page
    waits = page.partition("What the lamp costs")[2].partition("What is different")[0]
    assert "Silence is not a yes." in waits
    assert "/asks/new?story=what-the-lamp-costs" in waits
    assert "/story?slug=what-the-lamp-costs" in waits
    assert [one.number for one in shelf(window)] == [1]


def test_what_stops_the_edition_leads_to_its_place(window: Window):
    story = window.bench.workspace.folder.stories / "slip.md"
    story.write_text("---\ntitle: A slip\n---\n\nCall +1 202 555 0143.\n", encoding="utf-8")
    page = job(window, "/publish/check")
    assert "cannot go out yet" in page
    assert "/story?slug=slip" in page
    assert "(line 5)" in page
    assert "a telephone number" in page
    assert "new stories" in page
    refused = job(window, PUBLISH)
    assert 'role="alert"' in refused
    assert [one.number for one in shelf(window)] == [1]


def test_a_story_that_cannot_be_read_is_named(window: Window):
    (window.bench.workspace.folder.stories / "broken.md").write_text("no header", encoding="utf-8")
    assert "broken.md" in job(window, "/publish/check")


def test_an_edition_is_published_opened_and_packed(window: Window):
    page = job(window, PUBLISH, place="https://keepers.example")
    assert "Edition 2 is ready" in page
    newest = shelf(window)[0]
    assert newest.places == ("https://keepers.example",)
    assert str(newest.folder) in page
    front = window.client.get("/edition/2/index.html")
    assert front.content == (newest.folder / "index.html").read_bytes()
    assert front.headers["Content-Security-Policy"] == HEADERS["Content-Security-Policy"]
    assert window.get("/edition/2/") == front.text
    for link in re.findall(r'(?:href|src)="((?!https?:|mailto:|#)[^"#]+)"', front.text):
        answer = window.client.get(f"/edition/2/{link}")
        assert answer.status_code == 200, link
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert window.look("/publish/zip?number=2").status_code == 409
    assert "/publish/zip?number=2" in job(window, "/publish/pack", number="2")
    packed = window.look("/publish/zip?number=2")
    assert packed.headers["content-disposition"].startswith("attachment")
    with zipfile.ZipFile(io.BytesIO(packed.content)) as whole:
        assert whole.read("index.html") == front.content


def test_no_zip_is_handed_on_that_shows_whom_it_may_not(window: Window):
    packed = "/publish/zip?number=1"
    assert packed in job(window, "/publish/pack", number="1")
    assert window.look(packed).status_code == 200
    desk = window.bench.workspace.vault.desk
    quoted = next(one for one in desk.editions()[0].quotes if one.use is Use.NAMED)
    place = desk.quoted(quoted.id)
    assert place
    account = window.bench.workspace.vault.engine.heads([place[0]])[place[0]].account
    desk.hide([account], 1)
    for answer in (window.look(packed).text, job(window, "/publish/pack", number="1")):
        assert "shows what may not be shown any more" in answer
        assert "Publish again" in answer
    assert window.look(packed).status_code == 409
    desk.unhide([account])
    assert window.look(packed).status_code == 200


@pytest.mark.parametrize("path", ["none.html", "%2e%2e/%2e%2e/campaign.toml", "assets/", "..%2f"])
def test_only_pages_of_an_edition_are_shown(window: Window, path: str):
    for number in ("1", "7", "x", "99999999999"):
        answer = window.client.get(f"/edition/{number}/{path}")
        assert answer.status_code == 409
        assert "hashtags" not in answer.text


def test_a_page_that_was_changed_is_not_run_in_the_window(window: Window):
    folder = shelf(window)[0].folder
    assert folder
    script = folder / "assets" / "search.js"
    script.write_bytes(script.read_bytes() + b"\nalert(1)\n")
    answer = window.client.get("/edition/1/assets/search.js")
    assert answer.status_code == 409
    assert "alert(1)" not in answer.text
    page = job(window, "/publish/verify", number="1")
    assert "Edition 1 was changed" in page
    assert "assets/search.js" in page


def test_an_edition_is_verified(window: Window):
    assert "Edition 1 is as it was built" in job(window, "/publish/verify", number="1")
    assert 'role="alert"' in job(window, "/publish/verify", number="9")


def test_places_are_written_down_and_crossed_out(window: Window):
    spiked = '"><b>a stick</b>'
    assert went(window.post("/publish/place", number="1", place=spiked)) == "/publish#editions"
    assert shelf(window)[0].places == (spiked,)
    assert "<b>a stick" not in window.get(PUBLISH)
    assert window.post("/publish/place", number="1", place=" ").status_code == 409
    assert window.post(PUBLISH, place="x" * 500).status_code == 409
    assert went(window.post("/publish/gone", number="1", place=spiked)) == "/publish#editions"
    assert shelf(window)[0].places == ()


def test_an_edition_is_recalled_and_a_replacement_published(window: Window):
    went(window.post("/publish/place", number="1", place="a stick"))
    folder = shelf(window)[0].folder
    assert folder
    asked = window.get("/publish/recall?number=1")
    assert "a stick" in asked
    assert folder.exists()
    assert went(window.post("/publish/recall", number="1")) == "/publish#editions"
    assert not folder.exists()
    page = window.get(PUBLISH)
    assert "Recalled." in page
    assert "a stick" in page
    assert window.client.get("/edition/1/index.html").status_code == 409
    assert window.look("/publish/recall?number=1").status_code == 409
    assert window.post("/publish/recall", number="1").status_code == 409
    assert "Edition 2 is ready" in job(window, PUBLISH)
    assert "everything in it is new" not in job(window, "/publish/check")


def test_a_stopped_job_leaves_nothing(window: Window, monkeypatch: pytest.MonkeyPatch):
    from ownwords.workbench.pages import publish as pages

    def stopping(job, step: str, done: int) -> None:
        if step == "searching":
            job.cancel()
        job.progress(step, done, 0)

    monkeypatch.setattr(pages, "_watched", stopping)
    page = job(window, PUBLISH)
    assert "Stopped" in page
    assert [one.number for one in shelf(window)] == [1]
    folder = window.bench.workspace.folder.editions
    assert [path.name for path in folder.iterdir() if path.name.startswith(".")] == []


def test_while_a_job_runs_every_page_leads_to_it(window: Window):
    goes_on = threading.Event()

    def work(_, __) -> None:
        goes_on.wait(60)
        raise OwnwordsError("It stopped.")

    bench = window.bench
    bench.jobs.begin(Job("check", ""), bench.workspace.folder.root, work)
    try:
        assert 'data-refresh="1"' in window.get(PUBLISH)
        assert 'href="/publish">See how far' in window.get("/settings")
        assert window.post(PUBLISH).status_code == 409
        assert window.post("/publish/recall", number="1").status_code == 409
    finally:
        goes_on.set()
    window.done()
    assert "It stopped." in window.get(PUBLISH)


def test_what_was_found_of_one_campaign_is_not_shown_in_another(window: Window, tmp_path: Path):
    assert "Edition 1 is as it was built" in job(window, "/publish/verify", number="1")
    went(window.post("/start/leave"))
    window.post("/start/create", tags="#Other", folder=str(tmp_path / "other"))
    assert "as it was built" not in window.get(PUBLISH)
    assert went(window.client.get("/takeout/progress")) == "/voices"
