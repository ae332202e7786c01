"""What is sent to a locked workbench is found again by whoever opens it, and by nobody else."""

from __future__ import annotations

import html
import re
from urllib.parse import unquote

import pytest
from httpx2 import Response

from tests.workbench.conftest import HERE, Window
from tests.workbench.test_not_lost import TYPED, carried
from tests.workbench.test_work import STORY

PASSPHRASE = "lamp oil and rope"
ANSWER = {
    "account": "https://x.com/i/user/1",
    "choice": "named",
    "name": "Keeper & Co of gate sixty",
    "evidence": "a letter of the third of May",
}


@pytest.fixture
def locked(window: Window) -> Window:
    """A locked workbench, with a page of before the lock still open in another tab."""
    window.bench.session.set_passphrase(PASSPHRASE)
    window.before = window.token  # type: ignore[attr-defined]
    window.post("/lock")
    return window


def late(own: Window, path: str, **fields: str) -> Response:
    form = {"form": own.before, **fields}  # type: ignore[attr-defined]
    return own.client.post(path, data=form, headers=HERE)


def unlocked(window: Window) -> str:
    answer = window.client.post("/locked", data={"passphrase": PASSPHRASE}, headers=HERE)
    return answer.headers["location"]


def test_what_was_typed_is_there_after_the_lock_and_nowhere_before(locked: Window):
    answer = late(locked, "/asks/answer", **ANSWER)
    assert answer.headers["location"] == "/locked?kept=1"
    page = locked.client.get("/locked?kept=1").text
    assert "was not done" in page
    assert "gate sixty" not in page
    assert locked.client.get("/unsent").headers["location"] == "/locked"
    folder = locked.bench.workspace.folder.root
    assert not [
        one for one in folder.rglob("*") if one.is_file() and b"gate sixty" in one.read_bytes()
    ]
    assert unlocked(locked) == "/unsent"
    page = locked.get("/unsent")
    for typed in ("Keeper &amp; Co of gate sixty", "a letter of the third of May"):
        assert f'value="{typed}"' in page
    assert "waits for you" in locked.get("/voices")


def test_it_is_sent_by_one_button_and_then_waits_no_more(locked: Window):
    late(locked, "/stories", title="A night at lock six")
    assert unlocked(locked) == "/unsent"
    page = locked.get("/unsent")
    fields = re.findall(r'name="(form|title)" value="([^"]*)"', page.partition("again-1")[2])
    sent = {name: html.unescape(value) for name, value in fields[:2]}
    answer = locked.client.post("/stories", data=sent, headers=HERE)
    assert answer.headers["location"].startswith("/story?")
    assert (locked.bench.workspace.folder.stories / "a-night-at-lock-six.md").is_file()
    assert locked.look("/unsent").headers["location"] == "/"
    assert "waits for you" not in locked.get("/voices")


def test_of_a_story_the_last_text_waits_and_becomes_its_draft(locked: Window):
    for text in (TYPED[:-5], TYPED):
        late(locked, "/story/draft", slug=STORY, window="a", text=text, while_typing="1")
    assert unlocked(locked) == "/unsent"
    page = locked.get("/unsent")
    assert page.count("<textarea") == 1
    sent = carried(page.partition("again-1")[2].partition("</form>")[0])
    assert sent["text"] == TYPED
    assert "while_typing" not in sent
    answer = locked.opened(locked.client.post("/story/draft", data=sent, headers=HERE))
    assert html.escape(TYPED.splitlines()[-1]) in locked.get(answer.headers["location"])


def test_it_can_be_left(locked: Window):
    late(locked, "/stories", title="A night at lock six")
    unlocked(locked)
    name = re.search(r'name="left" value="([^"]+)"', locked.get("/unsent"))
    assert name
    locked.post("/unsent", left=name[1])
    assert locked.look("/unsent").headers["location"] == "/"


def test_it_does_not_outlast_who_is_taken_out(locked: Window):
    """It may name them or repeat them, and the proof reads files, not this memory."""
    late(locked, "/asks/answer", **ANSWER)
    unlocked(locked)
    listed = re.search(r'href="/voice\?account=([^"&]+)"', locked.get("/voices?only=yes"))
    assert listed
    locked.post("/takeout", who=unquote(listed[1]))
    assert not len(locked.bench.unsent)
    assert "is gone as well" in locked.get("/takeout/progress")
    locked.done()
    assert "gate sixty" not in locked.client.get("/unsent", follow_redirects=True).text


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/posts", {"q": "winch"}),
        ("/voices", {"who": "@somebody"}),
        ("/takeout", {"who": "https://x.com/i/user/1", "shown": "https://x.com/i/user/1"}),
        ("/settings/passphrase", {"passphrase": "another one"}),
        ("/settings/key", {"sheet": "1 ABCD"}),
    ],
)
def test_searches_keys_and_what_nobody_typed_are_not_kept(
    locked: Window, path: str, fields: dict[str, str]
):
    assert late(locked, path, **fields).headers["location"] == "/locked"
    assert unlocked(locked) == "/"


def test_a_passphrase_in_a_form_is_not_kept(locked: Window):
    late(locked, "/voice/decider", account="a", new="Ila", new_pass="between us")
    assert unlocked(locked) == "/unsent"
    page = locked.get("/unsent")
    assert 'value="Ila"' in page
    assert "between us" not in page


def test_what_no_page_of_ours_sent_is_not_kept(locked: Window):
    for form in ("", "x", locked.before[:-70]):  # type: ignore[attr-defined]
        sent = {"form": form, "title": "A night"}
        assert locked.client.post("/stories", data=sent, headers=HERE).status_code == 303
    strange = {"sec-fetch-site": "cross-site"}
    sent = {"form": locked.before, "title": "A night"}  # type: ignore[attr-defined]
    assert locked.client.post("/stories", data=sent, headers=strange).status_code == 403
    assert unlocked(locked) == "/"


def test_without_a_passphrase_it_is_said_that_nothing_is_kept(window: Window):
    window.before = window.token  # type: ignore[attr-defined]
    window.post("/lock")
    assert late(window, "/stories", title="A night").headers["location"] == "/locked?lost=1"
    assert "nothing of it is kept" in window.client.get("/locked?lost=1").text
    assert len(window.bench.unsent) == 0
