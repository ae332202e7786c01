"""What stumbled over the workbench when somebody tried it with the docs alone, held mended."""

from __future__ import annotations

import html
import re
import shutil
from functools import partial
from pathlib import Path
from urllib.parse import quote, unquote

import msgspec
import pytest

from ownwords.archive.places import config_folder
from ownwords.flows.clock import now
from ownwords.flows.consenting import accounts_of
from ownwords.flows.standing import status
from ownwords.records.consent import Answer, VoiceKind
from ownwords.records.times import PartialDate
from ownwords.workbench.bench import Bench
from ownwords.workbench.pages import overview
from ownwords.workbench.session import Session
from tests.workbench.conftest import HERE, Window, come_in
from tests.workbench.test_work import STORY, a_post, where


def test_one_day_is_from_and_until_the_same_day(window: Window):
    page = window.get("/posts?since=2014-01-11&until=2014-01-11&language=ar&shown=yes")
    assert 'name="post"' in page
    assert "11 January 2014" in page
    assert "12 January 2014" not in page


def test_a_post_that_names_somebody_says_in_the_list_that_a_story_waits(window: Window):
    told = "all of it in a story waits"
    assert told in window.get("/posts?q=exposed&shown=yes")
    assert told not in window.get("/posts?q=piano+lock&shown=yes")
    assert told in window.get(f"/story?slug={STORY}&q=exposed")


def test_somebody_is_found_by_their_handle(window: Window):
    answer = window.post("/voices", who="@moss_the_night_lock")
    assert where(answer).startswith("/voice?account=")
    assert "@moss_the_night_lock" in window.get(where(answer))


def test_who_is_found_stays_in_sight_when_two_accounts_are_linked_and_parted(window: Window):
    moss = where(window.post("/voices", who="@moss_the_night_lock"))
    account = unquote(moss.partition("account=")[2])
    window.post("/voice/join", account=account, other="@cato_lock_fourteen", sure="yes")
    assert where(window.post("/voices", who="@Moss_the_night_lock")) == moss
    cato = unquote(where(window.post("/voices", who="@cato_lock_fourteen")).partition("=")[2])
    assert cato != account
    assert where(window.post("/voice/part", account=cato, other=cato)) == moss


def test_nobody_is_found_by_a_handle_that_nobody_has(window: Window):
    answer = window.post("/voices", who="@nobody_at_all")
    assert answer.status_code == 422
    assert "Nobody of that handle or name is held here." in answer.text
    assert "ownwords search" not in answer.text


def test_a_refused_role_stays_open_with_what_was_written(window: Window):
    at = where(window.post("/voices", who="@moss_the_night_lock"))
    account = re.search(r'name="account" value="([^"]+)"', window.get(at))
    assert account
    answer = window.post(
        "/voice/role", account=account[1], kind="organisation", reason="they speak for the lock"
    )
    assert answer.status_code == 422
    form = re.search(r"<details open>(.*?)</details>", answer.text, re.DOTALL)
    assert form
    assert 'value="they speak for the lock"' in form[1]
    assert re.search(r'value="organisation" checked', form[1])


def test_an_ask_for_a_story_leaves_out_what_may_be_shown(window: Window):
    shown = window.get("/asks/new?story=ask-us-what-the-night-is-like")
    assert "There is nobody to ask" in shown
    asked = window.get(f"/asks/new?story={STORY}")
    quoted = set(re.findall(r"^post: *(\S+)", window.get(f"/story?slug={STORY}"), re.MULTILINE))
    about = set(re.findall(r'type="hidden" name="post" value="([^"]+)"', asked))
    assert about < quoted


def test_who_said_no_is_not_ticked_as_asked(window: Window):
    no = re.search(r'href="(/voice\?account=[^"]+)"', window.get("/voices?only=no"))
    assert no
    page = window.get(no[1].replace("/voice?", "/asks/new?"))
    assert "They said no." in page
    assert not re.search(r'name="account" value="[^"]+" checked', page)


def test_a_refused_answer_keeps_what_was_ticked_and_what_was_not(window: Window):
    """A post that was unticked must not be in the yes of the second try."""
    at = where(window.post("/voices", who="https://x.com/i/user/9995961937"))
    asked = window.get(at.replace("/voice?", "/asks/new?"))
    account = re.search(r'name="account" value="([^"]+)"', asked)
    posts = re.findall(r'type="hidden" name="post" value="([^"]+)"', asked)[:2]
    assert account
    assert len(posts) == 2
    window.post("/asks/sent", post=posts, account=account[1], how="by letter")
    refused = window.post(
        "/asks/answer", account=account[1], post=posts[0], choice="exact", also_if_deleted="yes"
    )
    assert refused.status_code == 422
    assert f'name="post" value="{posts[0]}" checked>' in refused.text
    assert f'name="post" value="{posts[1]}">' in refused.text
    assert 'name="also_if_deleted" value="yes" checked>' in refused.text
    assert "<details open>" in refused.text
    assert "about all their posts" not in refused.text
    assert 'name="scope"' in refused.text.partition("They said more")[2]


def asked_about_all(window: Window) -> tuple[str, str]:
    """Somebody who was asked about all their posts: the account, the page of their answer."""
    one = next(
        one
        for one in window.bench.workspace.vault.desk.statements()
        if one.answer is Answer.ASKED and not one.posts
    )
    account = accounts_of(window.bench.workspace, one.account or one.voice)[0]
    return account, window.get(f"/asks/answer?account={quote(account, safe='')}")


def test_an_ask_about_all_their_posts_says_so_and_has_its_tick_beside_the_yes(window: Window):
    account, page = asked_about_all(window)
    assert "They were asked about all their posts." in page
    said = re.search(r"<legend>They said</legend>(.*?)</fieldset>", page, re.DOTALL)
    assert said
    assert 'name="scope"' in said[1]
    assert page.count('name="scope"') == 1
    assert "<details open>" not in page
    answered = window.post(
        "/asks/answer", account=account, choice="exact", scope="campaign", evidence="their letter"
    )
    assert "for all their posts here" in window.get(where(answered))


def test_who_was_asked_about_all_and_again_about_one_is_answered_on_one_page(window: Window):
    account, _ = asked_about_all(window)
    shown = window.get(f"/asks/new?account={quote(account, safe='')}")
    [post, *_] = re.findall(r'type="hidden" name="post" value="([^"]+)"', shown)
    window.post("/asks/sent", post=post, account=account, how="by letter")
    page = window.get(f"/asks/answer?account={quote(account, safe='')}")
    assert "They were asked about all their posts, and about these:" in page
    assert f'name="post" value="{post}" checked>' in page
    assert page.count('name="scope"') == 1


def test_a_decision_about_an_office_says_who_and_until_when_and_waits_when_it_is_due(
    window: Window, monkeypatch: pytest.MonkeyPatch
):
    desk = window.bench.workspace.vault.desk
    at = where(window.post("/voices", who="@moss_the_night_lock"))
    voice = window.bench.register().voice_of(unquote(at.partition("account=")[2]))
    office = msgspec.structs.replace(
        voice,
        kind=VoiceKind.PUBLIC_OFFICE,
        reason="speaks for the lock",
        decided_by=("Ines", "Omar"),
        review=PartialDate.parse("2031-05-31").start,
    )
    desk.put_voices([office], now())
    page = window.get(at)
    assert "Ines, Omar" in page
    assert "to be looked at again on 31 May 2031" in page
    due = "to be looked at again: until then"
    assert due not in window.get("/")
    monkeypatch.setattr(overview, "now", lambda: office.review)
    assert due in window.get("/")


def test_a_yes_by_name_is_quoted_by_name_with_one_button(window: Window):
    page = window.get(f"/story?slug={STORY}&q=winch")
    named = re.search(r'name="named" value="([^"]+)"', page)
    assert named
    at = where(
        window.post("/story/insert", slug=STORY, named=named[1], text="---\ntitle: x\n---\n")
    )
    text = window.get(at).partition("<textarea")[2]
    block = text.partition("```quote")[2].partition("```")[0]
    assert named[1] in block
    assert "use: named" in block


def test_a_retelling_is_written_where_its_words_are_to_stand(window: Window):
    post, text = a_post(window, "winch"), "---\ntitle: ü😀\n---\nOne.\n\nTwo.\n"
    at = where(window.post("/story/insert", slug=STORY, retell=post, text=text, at="30"))
    page = html.unescape(window.get(at))
    caret = re.search(r'name="at" value="(\d+)"', page)
    told = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", page, re.DOTALL)
    assert caret
    assert told
    before = told[1].encode("utf-16-le")[: 2 * int(caret[1])].decode("utf-16-le")
    assert before.endswith("\nwords: ")


def test_an_ask_to_one_of_two_accounts_of_a_person_waits_once_and_its_yes_holds(window: Window):
    """It waited for the other account too, and a yes written down there opened nothing."""
    at = where(window.post("/voices", who="@signaller_hollow_156"))
    account = unquote(at.partition("account=")[2])
    window.post("/voice/join", account=account, other="@cato_lock_fourteen", sure="yes")
    shown = window.get(f"/posts?account={quote(account, safe='')}&shown=no")
    [post, *_] = re.findall(r'name="post" value="([^"]+)"', shown)
    window.post("/asks/sent", post=post, account=account, how="in the meeting of May")
    row = window.get("/asks").split("in the meeting of May")
    assert len(row) == 2
    there = re.search(r'href="(/asks/answer[^"]+)"', row[1])
    assert there
    answering = re.search(r'name="account" value="([^"]+)"', window.get(there[1]))
    assert answering
    window.post(
        "/asks/answer", account=answering[1], post=post, choice="exact", evidence="the minutes"
    )
    may = window.get(f"/post?id={quote(post, safe='')}").partition("Exact words, no name")[2]
    assert may.partition("</span>")[0].endswith(">yes")


def test_a_story_that_cannot_be_read_stops_no_ask(window: Window):
    (window.bench.workspace.folder.stories / "broken.md").write_text(
        "---\ntitle: x\n---\n```quote\n"
    )
    assert "Asked, no answer yet" in window.get("/asks")


def test_a_message_offers_nothing_that_its_answer_has_no_field_for(window: Window):
    post = a_post(window, "winch", shown="no")
    message = window.messages(post)
    assert "only until a certain day; also if I delete the post" in message
    assert "only this story" not in message


def test_posts_of_one_account_are_said_in_the_singular(window: Window, monkeypatch):
    one = partial(msgspec.structs.replace, status(window.bench.workspace), posts=15, accounts=1)
    monkeypatch.setattr(overview, "status", lambda _: one())
    assert "15 posts by 1 account<" in window.get("/")


def test_the_answer_page_says_who_answers(window: Window):
    at = where(window.post("/voices", who="@moss_the_night_lock"))
    page = window.get(at.replace("/voice?", "/asks/answer?"))
    assert "@moss_the_night_lock" in page


def test_a_story_gets_another_address_with_its_earlier_wordings(window: Window):
    window.post("/stories", title="Six of us")
    text = "---\ntitle: Six\n---\nOne.\n"
    base = re.search(r'name="base" value="([^"]*)"', window.get("/story?slug=six-of-us"))
    assert base
    window.post("/story/save", slug="six-of-us", text=text, base=base[1])
    assert where(window.post("/stories/move", slug="six-of-us", address="The Supper!")) == (
        "/story?slug=the-supper"
    )
    page = window.get("/story?slug=the-supper")
    assert "One." in page
    assert "Earlier wordings" in page
    assert not (window.bench.workspace.folder.stories / "six-of-us.md").exists()


def test_an_address_that_another_story_has_is_refused(window: Window):
    answer = window.post("/stories/move", slug=STORY, address="ask us what the night is like")
    assert answer.status_code == 422
    assert (window.bench.workspace.folder.stories / f"{STORY}.md").is_file()


def test_the_key_comes_back_from_the_sheet_on_another_computer(
    window: Window, tmp_path: Path, monkeypatch
):
    shown = window.post("/settings/key/sheet").text
    sheet = re.search(r'<pre class="sheet-of-paper"[^>]*>(.*?)</pre>', shown, re.DOTALL)
    assert sheet
    written = re.sub("<[^<>]*>", "", sheet[1])
    folder = tmp_path / "carried"
    shutil.copytree(window.bench.workspace.folder.root, folder)
    monkeypatch.setenv("OWNWORDS_CONFIG", str(tmp_path / "another computer"))
    assert not config_folder().exists()
    there = Bench(Session())
    there.open(folder)
    other = come_in(there)
    assert "/settings/key" in other.get("/")
    slip = other.post("/settings/key", sheet=written.replace("AGE-SECRET-KEY-1", "AGE-SECRET-1"))
    assert slip.status_code == 422
    assert where(other.post("/settings/key", sheet=written)) == "/"
    home = other.get("/")
    assert "The key is back on this computer." in home
    assert "The key of this campaign is not on this computer" not in home
    there.close()


def test_a_page_that_is_not_there_is_a_page_of_ours(window: Window):
    answer = window.client.get("/nothing-here")
    assert answer.status_code == 404
    assert "There is no such page." in answer.text
    assert 'class="around"' in answer.text


def test_an_error_of_a_page_is_told_calmly_and_without_its_text(window: Window, monkeypatch, capfd):
    def broken(*_: object) -> object:
        raise RuntimeError("words of somebody")

    monkeypatch.setattr(overview, "status", broken)
    answer = window.client.get("/")
    assert answer.status_code == 500
    assert "RuntimeError" in answer.text
    assert "What was finished before is kept." in answer.text
    assert "words of somebody" not in answer.text + "".join(capfd.readouterr())


def test_an_error_beside_the_pages_is_told_calmly_as_well(window: Window, monkeypatch, capfd):
    def broken(_: object) -> object:
        raise RuntimeError("words of somebody")

    monkeypatch.setattr("ownwords.workbench.upload.inbox_of", broken)
    answer = window.client.post(
        "/gather/upload", data={"form": window.token}, files={"file": ("a.csv", b"x")}, headers=HERE
    )
    assert answer.status_code == 500
    assert "This did not work" in answer.text
    assert "words of somebody" not in answer.text + "".join(capfd.readouterr())


def test_the_post_of_one_day_can_be_asked_about(window: Window):
    post = a_post(window, "winch", shown="no")
    assert post in window.messages(post)


def test_posts_of_one_network_are_found_by_its_name(window: Window):
    page = window.get("/posts")
    networks = re.findall(
        r'<option value="([^"]*)"', page.partition('name="network"')[2].partition("</select>")[0]
    )
    assert networks[0] == ""
    assert len(networks) > 2
    everything = set(re.findall(r'name="post" value="([^"]+)"', page))
    some = set(re.findall(r'name="post" value="([^"]+)"', window.get("/posts?network=given")))
    assert some
    assert all(one.startswith("given:") for one in some)
    assert some != everything
