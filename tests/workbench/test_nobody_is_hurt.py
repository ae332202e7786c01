"""What the workbench must not do to somebody by a slip: each of these happened once."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path
from urllib.parse import unquote

import msgspec
import pytest
from starlette.requests import Request
from starlette.types import Message

from ownwords.consent.gate import explain
from ownwords.flows.settings import change_settings
from ownwords.flows.telling import read_stories
from ownwords.records.consent import Answer, Rule, Scope, Statement, Use, Voice, VoiceKind
from ownwords.records.story import Quote
from ownwords.workbench.bench import Bench
from ownwords.workbench.upload import UPLOAD, _upload, inbox_of
from tests.workbench.conftest import HERE, Window
from tests.workbench.test_work import a_post, where


def accounts(window: Window, page: str = "/voices") -> list[str]:
    found = re.findall(r'href="/voice\?account=([^"&]+)"', window.get(page))
    return [unquote(one) for one in found]


def the_base(page: str) -> str:
    found = re.search(r'name="base" value="([0-9a-f]+)"', page)
    assert found
    return found[1]


def asked_about(window: Window) -> tuple[str, str]:
    """A post that may not be shown, and its account, which was asked about it."""
    post = a_post(window, "winch", shown="no")
    found = re.search(r'name="account" value="([^"]+)"', window.messages(post))
    assert found
    where(window.post("/asks/sent", post=post, account=found[1], how="by letter"))
    return post, found[1]


def test_a_yes_with_no_post_ticked_is_no_yes_to_everything(window: Window):
    _, account = asked_about(window)
    before = window.bench.workspace.vault.desk.statements()
    said = {"account": account, "evidence": "their letter"}
    for choice in ("named", "exact", "retold"):
        assert window.post("/asks/answer", **said, choice=choice, name="A").status_code == 422
    assert window.bench.workspace.vault.desk.statements() == before
    where(window.post("/asks/answer", **said, choice="no"))
    last = window.bench.workspace.vault.desk.statements()[-1]
    assert (last.answer, last.scope) == (Answer.NO, Scope.CAMPAIGN)


def test_a_yes_to_everything_holds_for_what_was_asked_about(window: Window):
    post, account = asked_about(window)
    said = {"account": account, "choice": "exact", "evidence": "their letter"}
    where(window.post("/asks/answer", **said, post=post, scope="campaign"))
    for about in (post, ""):
        assert explain(account, about, window.bench.public())[Use.VERBATIM].allowed
    assert "by letter" not in window.get("/asks")


def people(window: Window) -> list[str]:
    register = window.bench.register()
    return [one for one in accounts(window) if register.voice_of(one).kind is VoiceKind.PERSON]


@pytest.mark.parametrize("swapped", [False, True])
def test_a_no_outlives_the_voice_in_whose_name_it_was_said(window: Window, *, swapped: bool):
    one, two = people(window)[:2]
    desk = window.bench.workspace.vault.desk
    voices = [Voice(id="voice:1", name="One", accounts=(one,))]
    desk.put_voices([*voices, Voice(id="voice:2", name="Two", accounts=(two,))], 0)
    no = Statement(answer=Answer.NO, uses=(), voice="voice:2", scope=Scope.ALL, given_at=1)
    desk.add_statements([no])
    assert not explain(two, "", window.bench.public())[Use.PARAPHRASE].allowed
    first, other = (two, one) if swapped else (one, two)
    warned = window.post("/voice/join", account=first, other=other).text
    assert "will hold for all of their accounts" in warned
    where(window.post("/voice/join", account=first, other=other, sure="yes"))
    for account in (one, two):
        decided = explain(account, "", window.bench.public())[Use.PARAPHRASE]
        assert decided.rule is Rule.EXPLICIT_NO


def quoted_by_a_story(window: Window) -> tuple[str, str, str]:
    """An account that said yes, a story that quotes it, the post that it quotes."""
    engine, willing = window.bench.workspace.vault.engine, accounts(window, "/voices?only=yes")
    for story in read_stories(window.bench.workspace):
        for block in story.blocks:
            if isinstance(block, Quote):
                account = engine.heads([block.post])[block.post].account
                if account in willing:
                    return account, story.slug, block.post
    raise AssertionError


def test_a_window_that_was_open_brings_nobody_back(window: Window):
    account, slug, post = quoted_by_a_story(window)
    folder = window.bench.workspace.folder
    base = the_base(window.get(f"/story?slug={slug}"))
    text = (folder.stories / f"{slug}.md").read_text()
    where(window.post("/takeout", who=account))
    window.done()
    assert "They are out" in window.get("/takeout/progress")
    where(window.post("/story/draft", slug=slug, base=base, text=f"{text}\nMore.\n"))
    refused = window.post("/story/save", slug=slug, base=base, text=f"{text}\nMore.\n")
    assert refused.status_code == 422
    written = [one for one in folder.root.rglob("*.md") if post in one.read_text()]
    assert written == []
    assert "More." in window.get(f"/story?slug={slug}")


def test_what_another_program_wrote_is_replaced_by_who_chose_that(window: Window):
    _, slug, _ = quoted_by_a_story(window)
    path = window.bench.workspace.folder.stories / f"{slug}.md"
    base = the_base(window.get(f"/story?slug={slug}"))
    path.write_text(path.read_text() + "\nTheirs.\n")
    mine = "---\ntitle: x\n---\nMine.\n"
    refused = window.post("/story/save", slug=slug, base=base, text=mine)
    assert refused.status_code == 422
    sent = {"slug": slug, "base": the_base(refused.text), "text": mine}
    assert window.post("/story/save", **sent).status_code == 422
    chosen = re.search(r'name="over" value="(\w+)"', refused.text)
    assert chosen
    where(window.post("/story/save", **sent, over=chosen[1]))
    assert path.read_text() == mine
    earlier = sorted((window.bench.workspace.folder.cache / "writing" / slug).glob("0*.md"))
    assert "Theirs." in earlier[-1].read_text()


def test_an_upload_that_was_broken_off_leaves_nothing(window: Window):
    field = '--B\r\nContent-Disposition: form-data; name="{}"{}\r\n\r\n'
    sent = [field.format("form", ""), window.token, "\r\n"]
    sent += [field.format("file", '; filename="mine.zip"'), "half of"]
    steps = [
        {"type": "http.request", "body": "".join(sent).encode(), "more_body": True},
        {"type": "http.disconnect"},
    ]

    async def receive() -> Message:
        return steps.pop(0)

    scope = {
        "type": "http",
        "method": "POST",
        "path": UPLOAD,
        "headers": [(b"content-type", b"multipart/form-data; boundary=B")],
    }
    asyncio.run(_upload(window.bench, Request(scope, receive)))
    assert not list(inbox_of(window.bench.workspace.folder.root).glob("*"))


def test_an_error_that_nobody_thought_of_tells_nobody_whom_it_is_about(
    window: Window, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
):
    def fail(self: Bench) -> None:
        raise KeyError("https://x.com/i/user/77 said so")

    monkeypatch.setattr(Bench, "team", fail)
    answer = window.client.get("/voices")
    assert answer.status_code == 500
    assert "KeyError" in answer.text
    assert "user/77" not in answer.text + "".join(capfd.readouterr())


def test_what_an_author_deleted_is_erased_where_the_campaign_says_so(
    window: Window, tmp_path: Path
):
    workspace = window.bench.workspace
    policy = msgspec.structs.replace(workspace.campaign.policy, deletion_erases=True)
    change_settings(workspace, msgspec.structs.replace(workspace.campaign, policy=policy))
    engine = workspace.vault.engine
    newest = engine.newest(500)
    post = next(one for one in newest if one.startswith("https://x.com/i/status/"))
    number, whose = post.rpartition("/")[2], engine.heads([post])[post].account
    gone = {"id": int(number), "id_str": number, "user_id_str": whose.rpartition("/")[2]}
    deleted = {"delete": {"status": gone | {"user_id": int(gone["user_id_str"])}}}
    (tmp_path / "stream.jsonl").write_text(f"{json.dumps(deleted)}\n")
    form = {"form": window.token, "path": str(tmp_path / "stream.jsonl"), "which": "all"}
    where(window.client.post("/gather/begin", data=form, headers=HERE))
    window.done()
    assert window.bench.jobs.last.state == "done", window.bench.jobs.last.problem
    assert engine.heads([post]) == {}
    page = window.get("/gather/progress")
    assert "posts were deleted by their authors and are erased here too." in page


def test_a_yes_to_a_name_needs_the_name(window: Window):
    post, account = asked_about(window)
    said = {"account": account, "choice": "named", "evidence": "their letter", "post": post}
    before = window.bench.workspace.vault.desk.statements()
    refused = window.post("/asks/answer", **said, name=" ")
    assert refused.status_code == 422
    assert "Write the name exactly as they chose it" in refused.text
    assert window.bench.workspace.vault.desk.statements() == before
