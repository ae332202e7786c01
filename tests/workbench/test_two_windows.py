"""A form does what its page showed: or nothing, where something changed in another window."""

from __future__ import annotations

import html
import json
import re
import threading
from pathlib import Path
from urllib.parse import quote, unquote

import msgspec
import pytest

from ownwords.archive.settings import read_settings, write_settings_text
from ownwords.flows import drafts, writing
from ownwords.flows.drafts import Typed
from ownwords.flows.gathering import Request, gather
from ownwords.records.campaign import Moment
from ownwords.records.consent import Answer, Scope, Statement, Use
from ownwords.records.errors import AskedWrongly
from ownwords.workbench.jobs import Job
from tests.flows.keepers import Silent, account, post, tweet
from tests.workbench.conftest import HERE, Window

SETTINGS = {"name": "Of the first", "tags": "#first", "languages": "en", "risk": "high"}


def test_a_form_of_another_campaign_is_kept_until_that_one_is_open(window: Window, tmp_path: Path):
    first = window.bench.workspace.folder.root
    before = window.token
    window.post("/start/create", name="Another", tags="#another", folder=str(tmp_path / "two"))
    second = window.bench.workspace.folder.root
    assert second != first
    settings = (second / "campaign.toml").read_bytes()
    page = window.post("/settings", form=before, **SETTINGS)
    assert page.status_code == 403
    assert "another campaign" in page.text
    assert "Of the first" in page.text
    assert (second / "campaign.toml").read_bytes() == settings
    carried = re.findall(r'<input[^<>]* name="([^"]+)" value="([^"]*)"', page.text)
    again = {name: html.unescape(value) for name, value in carried}
    sent = window.client.post("/settings", data=again, headers=HERE)
    assert sent.headers["location"].startswith("/answered"), "the other one is still open"
    assert (second / "campaign.toml").read_bytes() == settings
    window.post("/start/open", folder=str(first))
    token = again["form"]
    assert window.bench.is_for_this(token)
    assert window.client.post("/settings", data=again, headers=HERE).headers["location"] == (
        "/settings"
    )
    assert b"Of the first" in (first / "campaign.toml").read_bytes()


def test_a_file_dropped_for_another_campaign_does_not_come_in(window: Window, tmp_path: Path):
    before = window.token
    window.post("/start/create", name="Another", tags="#another", folder=str(tmp_path / "two"))
    answer = window.client.post(
        "/gather/upload", data={"form": before}, files={"file": ("a.json", b"[]")}, headers=HERE
    )
    assert answer.status_code == 403
    assert not list((tmp_path / "two").glob("cache/inbox/*/*"))


def hidden_fields(page: str, action: str) -> dict[str, list[str]]:
    """What the form of that action carries besides its token."""
    form = page.partition(f'action="{action}"')[2].partition("</form>")[0]
    carried: dict[str, list[str]] = {}
    for name, value in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form):
        carried.setdefault(name, []).append(html.unescape(value))
    del carried["form"]
    return carried


def two_people(window: Window) -> tuple[str, str]:
    """Two accounts that nobody has linked."""
    said = [window.post("/voices", who=who).headers["location"] for who in TWO]
    one, two = (unquote(at.partition("account=")[2]) for at in said)
    return one, two


def somebody_new(window: Window, folder: Path) -> tuple[str, str, str]:
    """An account of whom two posts just came in, and these."""
    source = folder / "new.jsonl"
    said = [tweet(number, 33, "ada", f"No {number} #WeKeepTheLight") for number in (1, 2)]
    source.write_text("".join(json.dumps(one) + "\n" for one in said), encoding="utf-8")
    for _ in gather(window.bench.workspace, Request(sources=(str(source),)), Silent()):
        pass
    return account(33), post(1), post(2)


TWO = ("@signaller_hollow_156", "@cato_lock_fourteen")
THIRD = "@oiler_cinder_079"


def test_nobody_goes_with_somebody_who_was_linked_to_them_meanwhile(window: Window):
    one, two = two_people(window)
    shown = hidden_fields(window.get(f"/takeout?who={quote(one)}"), "/takeout")
    window.post("/voice/join", account=one, other=two, sure="yes")
    desk = window.bench.workspace.vault.desk
    for action in ("/takeout", "/takeout/hide"):
        assert window.post(action, **shown).status_code == 409, action
        assert not desk.hidden(), action
    shown = hidden_fields(window.get(f"/takeout?who={quote(one)}"), "/takeout")
    assert set(shown["shown"]) >= {one, two}
    window.post("/takeout/hide", **shown)
    assert desk.hidden() >= {one, two}
    shown["shown"].remove(two)
    assert window.post("/takeout/undo", **shown).status_code == 409
    assert desk.hidden() >= {one, two}


def test_a_page_that_still_shows_a_gather_stops_nothing_else(window: Window):
    going = threading.Event()
    job = Job("publish", "")
    root = window.bench.workspace.folder.root
    window.bench.jobs.begin(job, root, lambda _own, own: going.wait(60) and own.progress("", 0, 0))
    window.bench.jobs.wait(0.1)
    answer = threading.Timer(0.5, going.set)
    answer.start()
    window.post("/gather/cancel")
    window.done()
    assert job.state == "done"


@pytest.mark.parametrize(
    ("action", "more"),
    [
        ("/voice/role", {"kind": "organisation", "name": "A", "reason": "b", "by": "c"}),
        ("/voice/part", {}),
        ("/voice/join", {"other": "@cook_lowcut_087x"}),
    ],
)
def test_nothing_is_said_of_a_voice_that_has_other_accounts_by_then(
    window: Window, action: str, more: dict[str, str]
):
    one, two = two_people(window)
    window.post("/voice/join", account=one, other=THIRD, sure="yes")
    shown = hidden_fields(window.get(f"/voice?account={quote(one)}"), action)
    assert set(shown["shown"]) > {one}
    window.post("/voice/join", account=one, other=two, sure="yes")
    voices = window.bench.workspace.vault.desk.voices()
    page = window.post(action, **{**shown, **more})
    assert "Other accounts are theirs now" in page.text
    assert window.bench.workspace.vault.desk.voices() == voices


def test_nothing_is_written_down_about_who_is_gone_by_then(window: Window):
    [listed, *_] = re.findall(r'href="/voice\?account=([^"&]+)"', window.get("/voices?only=yes"))
    gone = unquote(listed)
    shown = hidden_fields(window.get(f"/voice?account={listed}"), "/voice/role")
    window.post("/takeout", who=gone)
    window.done()
    assert "They are out" in window.get("/takeout/progress")
    role = {"kind": "organisation", "name": "A", "reason": "b", "by": "c"}
    window.post("/voice/role", **{**shown, **role})
    window.post("/asks/answer", account=gone, choice="no", evidence="a letter")
    desk = window.bench.workspace.vault.desk
    assert not [one for one in desk.voices() if gone in one.accounts]
    assert not [one for one in desk.statements() if one.account == gone]


def test_nobody_was_asked_for_what_the_story_quotes_since(window: Window, tmp_path: Path):
    at = window.post("/stories", title="Two").headers["location"]
    one, first, second = somebody_new(window, tmp_path)

    def quoted(post: str) -> None:
        sheet = writing.sheet(window.bench.workspace, "two")
        window.post("/story/insert", slug="two", base=sheet.base, text=sheet.text, post=post)
        sheet = writing.sheet(window.bench.workspace, "two")
        window.post("/story/save", slug="two", base=sheet.base, text=sheet.text)

    assert at == "/story?slug=two"
    quoted(first)
    shown = hidden_fields(window.get("/asks/new?story=two"), "/asks/sent")
    assert shown["post"] == [first]
    quoted(second)
    window.post("/asks/sent", **shown, account=one, how="in the meeting of May")
    said = [one for one in window.bench.workspace.vault.desk.statements() if "May" in one.evidence]
    assert [one.posts for one in said] == [(first,)]


def test_a_new_story_has_no_part_in_one_that_was_removed(window: Window):
    """Neither its draft nor a yes that somebody gave for it alone."""
    workspace = window.bench.workspace
    old = writing.begin(workspace, "The Winch")
    base = writing.sheet(workspace, old).base
    writing.keep_draft(workspace, old, Typed("What nobody has saved.", base))
    account = workspace.vault.desk.statements()[0].account
    yes = Statement(
        answer=Answer.YES,
        uses=(Use.NAMED,),
        account=account,
        name="K",
        scope=Scope.STORY,
        story=old,
    )
    workspace.vault.desk.add_statements([yes])
    writing.remove(workspace, old)
    new = writing.begin(workspace, "The Winch")
    assert new != old
    assert "nobody has saved" not in writing.sheet(workspace, new).text
    with pytest.raises(AskedWrongly):
        writing.move(workspace, new, old)
    third = writing.begin(workspace, "A Third")
    writing.keep_draft(workspace, third, Typed("Typed.", writing.sheet(workspace, third).base))
    writing.remove(workspace, third)
    assert writing.sheet(workspace, writing.begin(workspace, "A Third")).draft is None


def test_bringing_a_wording_back_keeps_what_was_typed(window: Window):
    workspace = window.bench.workspace
    slug = writing.begin(workspace, "The Winch")
    first = writing.sheet(workspace, slug)
    writing.save(workspace, slug, Typed(first.text + "One.\n", first.base))
    second = writing.sheet(workspace, slug)
    writing.keep_draft(workspace, slug, Typed(f"{second.text}Typed for an hour.\n", second.base))
    [wording] = writing.wordings(workspace, slug)
    writing.bring_back(workspace, slug, wording.number, drafts.Window())
    assert writing.sheet(workspace, slug).text == first.text
    kept = [
        writing.wording(workspace, slug, one.number) for one in writing.wordings(workspace, slug)
    ]
    assert any("Typed for an hour." in one for one in kept)


def test_settings_that_were_changed_elsewhere_are_not_overwritten_unseen(window: Window):
    file = window.bench.workspace.folder.settings_file
    first = hidden_fields(window.get("/settings"), "/settings")
    before = read_settings(window.bench.workspace.folder)
    lamp = Moment(1_390_000_000_000_000, "By hand, the lamp went out")
    changed = msgspec.structs.replace(
        before, contact="by hand", introduction="Written by hand.", moments=(lamp,)
    )
    file.write_text(write_settings_text(changed), encoding="utf-8")
    page = window.post("/settings", **{**SETTINGS, **first})
    assert page.status_code == 422
    assert "changed by another program" in page.text
    assert 'value="Of the first"' in page.text
    differs = page.text.partition('id="others"')[2].partition("</section>")[0]
    for said in ("by hand", before.name, "Of the first", "By hand, the lamp went out"):
        assert said in differs, said
    assert read_settings(window.bench.workspace.folder) == changed
    slip = window.post("/settings", **{**SETTINGS, **first, "since": "never"})
    assert hidden_fields(slip.text, "/settings") == first, "a slip says nothing of the file"
    window.post("/settings", **{**SETTINGS, **hidden_fields(page.text, "/settings")})
    after = read_settings(window.bench.workspace.folder)
    assert (after.name, after.introduction) == ("Of the first", "Written by hand.")


def test_a_line_that_moved_since_it_was_read_is_not_kept(window: Window):
    desk, root = window.bench.workspace.vault.desk, window.bench.workspace.folder.root
    named = [one for one in desk.statements() if one.name and one.account.startswith("https:")]
    said = next(one for one in named if " " in one.name)
    public, private = f"{said.name} is public.\n", f"{said.name} slept badly.\n"
    about = root / "about.md"
    about.write_text(f"Once.\n\n{public}{private}", encoding="utf-8")
    window.post("/takeout", who=said.account)
    window.done()
    shown = hidden_fields(window.get("/takeout/progress"), "/takeout/keep")
    about.write_text(f"Once.\n{public}{private}", encoding="utf-8")
    refused = window.post("/takeout/keep", **shown, line="about.md:3")
    assert refused.status_code == 409
    assert "about.md:3" in refused.text
    about.write_text(f"Once.\n\n{public}", encoding="utf-8")
    window.post("/takeout/keep", **shown, line="about.md:3")
    window.done()
    assert "about.md" not in window.get("/takeout/progress")
