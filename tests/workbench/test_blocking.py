"""A steward keeps a post or a voice from being shown, sees why later, and lifts it."""

from __future__ import annotations

import re
from urllib.parse import quote_plus

import pytest

from ownwords.flows.lapsed import lapsed
from ownwords.flows.publish import publish
from ownwords.records.consent import Answer, Statement, Use, Voice
from tests.workbench.conftest import Window
from tests.workbench.test_work import a_post, where

WHY = {"block_reason": "a court said so, folder 4", "block_by": "Ines Marrow"}
LIFT = {"block_reason": "annulled on 9 June", "block_by": "Idris Pole", "lift": "yes"}


@pytest.fixture
def post(window: Window) -> str:
    return a_post(window, "winch", shown="no")


@pytest.fixture
def account(window: Window, post: str) -> str:
    return window.bench.workspace.vault.engine.heads([post])[post].account


def words(window: Window, post: str) -> str:
    found = re.search(r"<blockquote>(.+?)</blockquote>", window.get(f"/post?id={post}"), re.DOTALL)
    return found[1] if found else ""


def test_a_post_is_blocked_and_lifted_on_its_page(window: Window, post: str) -> None:
    assert words(window, post)
    assert "Blocked" not in window.get("/voices")
    assert where(window.post("/post/block", id=post, **WHY)) == f"/post?id={quote_plus(post)}"
    page = window.get(f"/post?id={post}")
    assert words(window, post) == ""
    for said in (*WHY.values(), "Lift the block", "Nobody reads its words here"):
        assert said in page
    assert "Keep this from being shown" not in page
    assert WHY["block_reason"] in window.get("/voices")
    where(window.post("/post/block", id=post, **LIFT))
    page = window.get(f"/post?id={post}")
    assert words(window, post)
    for said in (*WHY.values(), *list(LIFT.values())[:2], "Was blocked", "Keep this from being"):
        assert said in page
    assert "Blocked" not in window.get("/voices")


def test_a_voice_is_blocked_with_all_its_posts(window: Window, post: str, account: str) -> None:
    shown = re.findall(r'name="shown" value="([^"]+)"', window.get(f"/voice?account={account}"))
    answer = window.post("/voice/block", account=account, shown=[account], **WHY)
    assert where(answer).startswith("/voice?account=")
    assert account in shown
    for page in (f"/voice?account={account}", f"/post?id={post}"):
        assert "all posts of the account" in window.get(page)
    assert words(window, post) == ""
    assert "Lift the block" not in window.get(f"/post?id={post}")
    refused = window.post("/post/block", id=post, **LIFT)
    assert (refused.status_code, "No block stands on this." in refused.text) == (422, True)
    where(window.post("/voice/block", account=account, shown=[account], **LIFT))
    assert words(window, post)


def test_a_voice_with_other_accounts_by_now_is_not_blocked(window: Window, account: str) -> None:
    answer = window.post("/voice/block", account=account, shown=[account, "another"], **WHY)
    assert "Other accounts are theirs now" in answer.text
    assert window.bench.workspace.vault.desk.blocked() == []


@pytest.mark.parametrize("lacking", ["block_reason", "block_by"])
def test_what_was_written_stays_when_something_lacks(
    window: Window, post: str, account: str, lacking: str
) -> None:
    written = {**WHY, lacking: " "}
    for answer in (
        window.post("/post/block", id=post, **written),
        window.post("/voice/block", account=account, **written),
    ):
        assert answer.status_code == 422
        assert 'role="alert"' in answer.text
        assert [value for value in written.values() if f'value="{value}"' in answer.text]
    assert window.bench.workspace.vault.desk.blocked() == []


def test_nobody_who_is_hidden_is_blocked_or_listed(window: Window, post: str, account: str) -> None:
    where(window.post("/voice/block", account=account, **WHY))
    where(window.post("/post/block", id=post, **WHY))
    assert window.get("/voices").count(WHY["block_reason"]) == 2
    window.bench.workspace.vault.desk.hide([account], 1)
    assert WHY["block_reason"] not in window.get("/voices")
    for answer in (
        window.post("/post/block", id=post, **LIFT),
        window.post("/voice/block", account=account, **LIFT),
    ):
        assert answer.status_code in {409, 422}
    assert all(one.lifted is None for one in window.bench.workspace.vault.desk.blocked())


def test_pages_around_a_blocked_post_go_on(window: Window, post: str, account: str) -> None:
    window.post("/asks/sent", post=post, account=account, how="by letter")
    where(window.post("/post/block", id=post, **WHY))
    for page in ("/", "/posts", "/posts?q=winch", "/voices", "/asks", "/stories", "/publish"):
        assert "<h1" in window.get(page)
    assert window.look(f"/asks/answer?account={account}").status_code == 200


def test_the_edition_that_quotes_it_is_named_as_lapsed(window: Window, post: str) -> None:
    own = window.bench.workspace
    head = own.vault.engine.heads([post])[post]
    yes = Statement(
        answer=Answer.YES, uses=(Use.VERBATIM,), account=head.account, evidence="a letter"
    )
    own.vault.desk.add_statements([yes])
    publish(own)
    before = lapsed(own).quotes
    where(window.post("/post/block", id=post, **WHY))
    assert lapsed(own).quotes == before + 1
    assert "may not be shown any more: publish again" in window.get("/")


def test_the_page_of_two_accounts_says_which_of_them_is_blocked(
    window: Window, post: str, account: str
) -> None:
    own = window.bench.workspace
    other = next(one.account for one in own.vault.engine.speakers() if one.account != account)
    own.vault.desk.put_voices([Voice(id="v", accounts=(account, other))], 1)
    own.vault.desk.block([], [other], "a court said so", "Ila", 1)
    both = window.get(f"/voice?account={account}")
    assert f'all posts of the account <bdi class="code">{other}</bdi>' in both
    assert f'all posts of the account <bdi class="code">{account}</bdi>' not in both
    assert words(window, post)
    where(window.post("/voice/block", account=account, shown=[account, other], **WHY))
    assert own.vault.desk.blocks().accounts == {account, other}
    where(window.post("/voice/block", account=account, shown=[account, other], **LIFT))
    assert own.vault.desk.blocks().accounts == set()
    assert len(own.vault.desk.blocked()) == 3
