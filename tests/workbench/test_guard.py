"""Who gets in, and what every answer carries: asked of every address that the application has."""

from __future__ import annotations

import pytest
from starlette.routing import Mount, Route

from ownwords.workbench.app import application, pages
from ownwords.workbench.bench import Bench
from ownwords.workbench.guard import ENTER, HEADERS, OPEN_TO_ALL
from ownwords.workbench.session import SHORTEST, Session
from tests.workbench.conftest import HERE, HOST, a_client, come_in


def routes() -> list[Route]:
    """Every address of the application, found in the application itself."""
    guard = application(Bench(Session()), (HOST,))
    found = guard._app.routes
    assert all(isinstance(one, Route | Mount) for one in found)
    return [one for one in found if isinstance(one, Route)]


CHANGES = sorted({one.path for one in routes() if "POST" in one.methods})
LOOKS = sorted({one.path for one in routes() if "GET" in one.methods})


def test_every_page_is_an_address():
    paths = {page.path for page in pages()}
    assert paths <= set(CHANGES) | set(LOOKS)
    assert len(CHANGES) > 10


@pytest.mark.parametrize("path", CHANGES)
def test_a_change_is_refused_without_the_token_of_a_form(path, looked_at):
    for fields in ({}, {"form": ""}, {"form": "0" * 64}):
        answer = looked_at.client.post(path, data=fields, headers=HERE)
        assert answer.status_code in ({303} if path == "/locked" else {400, 403})


@pytest.mark.parametrize("path", CHANGES)
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
        {"sec-fetch-site": "same-origin", "origin": "http://elsewhere.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
    ],
)
def test_a_change_must_come_from_a_page_of_ours(path, headers, looked_at):
    answer = looked_at.client.post(path, data={"form": looked_at.token}, headers=headers)
    assert answer.status_code == 403


@pytest.mark.parametrize("path", sorted({*CHANGES, *LOOKS}))
def test_nobody_gets_in_without_the_cookie(path, looked_at):
    stranger = a_client(looked_at.bench)
    for method in ("GET", "POST"):
        answer = stranger.request(method, path, headers=HERE)
        assert answer.status_code in {303, 403, 405}
        assert "We keep the light" not in answer.text
        if answer.status_code == 303:
            assert answer.headers["location"].startswith("/locked")


@pytest.mark.parametrize(
    "host", ["elsewhere.example", "127.0.0.1", "127.0.0.1:1", "", "[::1]:8000"]
)
@pytest.mark.parametrize("path", ["/", "/static/workbench.css", ENTER, "/locked"])
def test_another_name_for_this_computer_is_refused(host, path, looked_at):
    assert looked_at.client.get(path, headers={"host": host}).status_code == 421


@pytest.mark.parametrize("path", LOOKS)
def test_every_answer_carries_the_headers(path, looked_at):
    answer = looked_at.client.get(path)
    for name in HEADERS:
        assert answer.headers[name]
    assert "'none'" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]


def test_the_ticket_is_good_once(empty):
    assert empty.bench.session.ticket == ""
    again = a_client(empty.bench).get(ENTER, params={"ticket": ""})
    assert again.headers["location"] == "/locked"
    assert not again.cookies


def test_the_cookie_is_for_this_window_and_no_script(empty):
    empty.bench.session.ticket = "again"
    answer = a_client(empty.bench).get(ENTER, params={"ticket": "again"})
    said = answer.headers["set-cookie"].lower()
    assert "httponly" in said
    assert "samesite=strict" in said
    assert "max-age" not in said
    assert "expires" not in said


def test_two_workbenches_of_one_computer_do_not_lock_each_other(empty):
    other = Bench(Session())
    beside = a_client(other)
    beside.cookies.update(empty.client.cookies)
    beside.get(ENTER, params={"ticket": other.session.ticket})
    empty.client.cookies.update(beside.cookies)
    assert len(empty.client.cookies) == 2
    for client in (beside, empty.client):
        assert client.get("/start").status_code == 200


def test_locking_ends_the_session_and_only_a_passphrase_opens_it(window):
    session = window.bench.session
    assert not session.set_passphrase("x" * (SHORTEST - 1))
    assert session.set_passphrase("lamp oil and rope")
    assert window.post("/lock").headers["location"] == "/locked"
    assert window.client.get("/").headers["location"] == "/locked"
    wrong = window.client.post("/locked", data={"passphrase": "rope"}, headers=HERE)
    assert wrong.headers["location"] == "/locked?wrong=1"
    at_once = {"passphrase": "lamp oil and rope"}
    assert "wrong" in window.client.post("/locked", data=at_once, headers=HERE).headers["location"]
    session._not_before = 0.0
    assert window.client.post("/locked", data=at_once, headers=HERE).headers["location"] == "/"
    assert window.client.get("/").status_code == 200


def test_a_locked_page_says_nothing_of_the_campaign(window):
    window.post("/lock")
    page = window.client.get("/locked")
    assert page.status_code == 403
    assert "light" not in page.text.split("</head>")[1]
    assert "<title>Workbench</title>" in page.text


def test_another_entry_makes_the_old_forms_worthless(empty):
    before = empty.token
    empty.bench.session.ticket = "again"
    come_in(empty.bench)
    assert empty.token != before
    assert not empty.bench.session.is_form_token(before)


def test_what_was_written_before_the_lock_is_sent_once_more_by_hand(window):
    """Locked in another tab, and opened again. Nothing is done before somebody says so."""
    old, session = window.token, window.bench.session
    session.set_passphrase("lamp oil and rope")
    window.post("/lock")
    window.client.post("/locked", data={"passphrase": "lamp oil and rope"}, headers=HERE)
    fields = {"form": old, "title": 'Six <of> "us"', "new_pass": "a secret of theirs"}
    answer = window.client.post("/stories", data=fields, headers=HERE)
    assert answer.status_code == 303
    page = window.client.get(answer.headers["location"])
    assert page.status_code == 403
    assert 'action="/stories"' in page.text
    assert 'name="title" value="Six &lt;of&gt; &#34;us&#34;"' in page.text
    assert "a secret of theirs" not in page.text
    assert old not in page.text
    assert window.token in page.text
    assert not list(window.bench.workspace.folder.stories.glob("six*"))


def test_only_what_says_nothing_is_open_to_all():
    assert set(OPEN_TO_ALL) == {"/static/", "/locked", ENTER}


def test_a_form_of_any_size_is_refused_before_it_fills_the_memory(looked_at):
    answer = looked_at.client.post("/voice/join", data={"form": "x" * (5 << 20)}, headers=HERE)
    assert answer.status_code == 413
    assert "what you typed stands there" in answer.text
