"""What somebody typed outlives a full disk, a moved folder, a mistake and a double click."""

from __future__ import annotations

import errno
import html
import re
import shutil
from pathlib import Path

import pytest
from httpx2 import Response

from ownwords.archive import files
from ownwords.archive.places import config_folder
from tests.workbench.conftest import HERE, Window
from tests.workbench.test_work import STORY, a_post

TYPED = "---\ntitle: What the lamp costs\n---\n\nAn hour of typing & thinking.\n"


def no_room(path: Path, data: bytes) -> None:
    raise OSError(errno.ENOSPC, "No space left on device", str(path))


def carried(page: str) -> dict[str, str]:
    """What a page would send once more."""
    hidden = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page)
    shown = re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
    return {name: html.unescape(value) for name, value in (*hidden, *shown)}


def clicked_twice(window: Window, path: str, **fields: str) -> list[Response]:
    """What is answered to both halves of a double click on the button of a form."""
    form = {"form": window.token, **fields}
    return [window.client.post(path, data=form, headers=HERE) for _ in range(2)]


def test_a_story_that_a_full_disk_refused_stands_on_the_page_and_is_sent_once_more(
    window: Window, monkeypatch: pytest.MonkeyPatch
):
    begun = carried(window.get(f"/story?slug={STORY}"))
    with monkeypatch.context() as patch:
        patch.setattr(files, "write_bytes", no_room)
        page = window.post("/story/save", **{**begun, "text": TYPED})
    assert page.status_code == 500
    assert "disk is full" in page.text
    assert "No space left on device" in page.text
    assert "ownwords verify" not in page.text
    assert str(window.bench.workspace.folder.root) not in page.text
    again = carried(page.text)
    assert again["text"] == TYPED
    window.bench.leads_to(b"", None)  # making room took a while
    answer = window.client.post("/story/save", data=again, headers=HERE)
    assert answer.headers["location"].startswith("/story?"), "there is room again"
    story = window.bench.workspace.folder.stories / f"{STORY}.md"
    assert story.read_text(encoding="utf-8") == TYPED


def test_who_types_is_told_that_it_is_kept_only_where_it_is(
    window: Window, monkeypatch: pytest.MonkeyPatch
):
    asked = {"form": window.token, "slug": STORY, "text": TYPED, "while_typing": "1"}
    kept = window.client.post("/story/draft", data=asked, headers=HERE)
    assert (kept.status_code, kept.content) == (200, b"")
    asked["text"] += "More of it.\n"
    monkeypatch.setattr(files, "write_bytes", no_room)
    assert window.client.post("/story/draft", data=asked, headers=HERE).status_code == 303
    window.bench.session.lock()
    assert window.client.post("/story/draft", data=asked, headers=HERE).status_code == 303


def test_a_part_that_stands_in_no_post_costs_nothing_of_the_text(window: Window):
    post = a_post(window, "winch")
    page = window.post("/story/insert", slug=STORY, text=TYPED, q="winch", post=post, part="xyzzy")
    assert "do not stand in this post" in page.text
    assert "An hour of typing &amp; thinking." in page.text
    assert 'value="xyzzy"' in page.text
    assert "Quote it here" in page.text


def test_a_campaign_that_was_moved_is_not_said_to_be_empty_or_broken(window: Window):
    root = window.bench.workspace.folder.root
    moved = root.rename(root.with_name("moved"))
    for path in ("/", "/gather", "/posts", "/voices", "/asks", "/stories", "/publish", "/settings"):
        page = window.look(path)
        assert page.status_code == 409, path
        assert "not in its folder any more" in page.text
        assert html.escape(str(root)) in page.text
        assert "No story yet" not in page.text
    page = window.post("/story/save", slug=STORY, text=TYPED)
    assert carried(page.text)["text"] == TYPED
    assert not root.exists(), "nothing is made where it lay"
    assert window.post("/start/open", folder=str(moved)).headers["location"] == "/"
    assert window.look("/stories").status_code == 200


def test_a_double_click_begins_one_story(window: Window):
    stories = window.bench.workspace.folder.stories
    before = len([*stories.glob("*.md")])
    first, second = clicked_twice(window, "/stories", title="A night")
    assert first.headers["location"] == second.headers["location"]
    assert len([*stories.glob("*.md")]) == before + 1
    window.client.post("/stories", data={"form": window.token, "title": "Else"}, headers=HERE)
    clicked_twice(window, "/stories", title="A night")
    assert len([*stories.glob("*.md")]) == before + 3, "somebody meant it"


def test_a_double_click_on_begin_shows_the_recovery_sheet(empty: Window, tmp_path: Path):
    asked = {"tags": "#WeKeepTheLight", "folder": str(tmp_path / "new"), "languages": "en"}
    first, second = clicked_twice(empty, "/start/create", **asked)
    assert first.headers["location"] == second.headers["location"]
    assert "RECOVERY SHEET" in empty.client.get(second.headers["location"]).text


def test_a_double_click_on_close_closes_one_campaign(window: Window):
    for answer in clicked_twice(window, "/start/leave"):
        assert answer.headers["location"] == "/start"


@pytest.mark.parametrize("said", ["/etc/passwd/x", "a\0b", "~nobody-here/x", "x" * 5000])
def test_a_folder_that_cannot_be_made_stays_in_its_field(empty: Window, said: str):
    told = {"tags": "#WeKeepTheLight", "told_by": "the Skerry Assembly", "languages": "en"}
    page = empty.post("/start/create", folder=said, **told)
    assert page.status_code == 422
    assert 'value="the Skerry Assembly"' in page.text
    assert 'role="alert"' in page.text
    page = empty.post("/start/open", folder=said)
    assert page.status_code == 422


def test_a_folder_is_named_after_a_campaign_with_the_longest_name(
    empty: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir("/")
    page = empty.post("/start/create", tags="#A", name="\u706f" * 400, languages="en")
    assert "RECOVERY SHEET" in page.text
    root = empty.bench.workspace.folder.root
    assert root.parent == tmp_path / "Ownwords"
    page = empty.post("/start/create", tags="#A", folder="keepers", languages="en")
    assert empty.bench.workspace.folder.root == tmp_path / "Ownwords" / "keepers"
    assert empty.post("/start/open", folder=root.name).headers["location"] == "/"


def test_a_key_that_went_while_the_campaign_is_open_can_be_brought_back(window: Window):
    sheet = html.unescape(window.post("/settings/key/sheet").text)
    sheet = re.sub("<[^<>]*>", "", sheet.partition("RECOVERY SHEET")[2].partition("</pre>")[0])
    shutil.rmtree(config_folder() / "campaigns")
    page = window.get("/settings/key")
    assert "The key is on this computer" not in page
    assert "is not on this computer" in window.get("/")
    window.post("/publish")
    window.done()
    page = window.get("/publish")
    assert "names every place" not in page, "no place of any text is wrong"
    assert window.post("/settings/key", sheet=sheet).headers["location"] == "/"
    assert "is not on this computer" not in window.get("/")


def test_an_earlier_wording_is_read_before_it_is_brought_back(window: Window):
    begun = carried(window.get(f"/story?slug={STORY}"))
    window.post("/story/save", **{**begun, "text": TYPED})
    page = window.get(f"/story?slug={STORY}")
    read = re.search(r'href="(/story/wording\?[^"]+)"', page)
    assert read
    page = window.get(html.unescape(read[1]))
    assert html.escape(TYPED.splitlines()[-1]) in page, "where it differs from what is on the desk"
    assert html.escape(begun["text"]) in page.replace("&#39;", "&#x27;").replace("&#34;", "&quot;")
    back = carried(page)
    assert window.post("/story/back", **back).status_code == 303
    assert carried(window.get(f"/story?slug={STORY}"))["text"] == begun["text"]


def test_lock_locks_from_a_page_before_an_earlier_lock_too(window: Window):
    before = window.token
    window.post("/settings/passphrase", passphrase="a long passphrase")
    window.client.post("/lock", data={"form": before}, headers=HERE)
    window.client.post("/locked", data={"passphrase": "a long passphrase"}, headers=HERE)
    assert window.client.get("/").status_code == 200
    file = {"file": ("a.json", b"[]")}
    refused = window.client.post("/gather/upload", data={"form": before}, files=file, headers=HERE)
    assert refused.status_code == 403
    assert "drop it again" in refused.text
    answer = window.client.post("/lock", data={"form": before}, headers=HERE)
    assert answer.headers["location"] == "/locked"
    assert window.client.get("/").headers["location"] == "/locked"
