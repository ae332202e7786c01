"""Taking somebody out in the window: said first, done, proved; what is left, with the way on."""

from __future__ import annotations

import gzip
import json
import re
from urllib.parse import quote, unquote

import pytest

from ownwords.flows import gathering
from ownwords.flows.gathering import Request
from ownwords.flows.people import signs_of
from ownwords.flows.publish import publish
from ownwords.workbench.instead import INSTEAD
from ownwords.workbench.pages import takeout
from tests.withdrawal import campaigns
from tests.withdrawal.crowd import HANDLE, LEAVER, OTHERS, TAG, Crowd
from tests.workbench.conftest import Window
from tests.workbench.test_work import STORY, where


def test_somebody_is_taken_out_and_gone_from_every_page(window: Window):
    page = window.get("/voices?only=yes")
    account = re.search(r'href="/voice\?account=([^"&]+)"', page)
    assert account
    whole = unquote(account[1])
    assert "cannot be undone" in window.get(f"/takeout?who={account[1]}").lower()
    assert where(window.post("/takeout", who=whole)) == "/takeout/progress"
    window.done()
    page = window.get("/takeout/progress")
    assert "They are out" in page
    assert window.get("/takeout/letter")
    assert window.look(f"/voice?account={account[1]}").status_code == 409
    assert account[1] not in window.get("/voices?only=yes")


def test_what_nobody_published_is_named_and_stays_unpublished(window: Window):
    workspace = window.bench.workspace
    publish(workspace)
    draft = workspace.folder.stories / "not-before-the-hearing.md"
    draft.write_text("---\ntitle: Later\n---\n\nThe bell is silent.\n", encoding="utf-8")
    listed = re.search(r'href="/voice\?account=([^"&]+)"', window.get("/voices?only=yes"))
    assert listed
    window.post("/takeout", who=unquote(listed[1]))
    window.done()
    page = window.get("/takeout/progress")
    assert "They are out" in page
    assert "for they were not in the one before" in page
    assert "<bdi>not-before-the-hearing.md</bdi>" in page
    pages = {path.name for path in workspace.folder.editions.rglob("*.html")}
    assert "ask-us-what-the-night-is-like.html" in pages
    assert "not-before-the-hearing.html" not in pages


def test_nobody_waits_for_a_page_until_a_large_campaign_was_compared(
    window: Window, monkeypatch: pytest.MonkeyPatch
):
    listed = re.search(r'href="/voice\?account=([^"&]+)"', window.get("/voices?only=yes"))
    assert listed
    about = window.bench.workspace.folder.root / "about.md"
    about.write_text(f"See {unquote(listed[1])}.\n", encoding="utf-8")
    page = window.get(f"/takeout?who={listed[1]}")
    assert "about.md</bdi> (line 1)" in page
    assert "This campaign is large" not in page
    monkeypatch.setattr(takeout, "LOOKED_THROUGH", 10)
    page = window.get(f"/takeout?who={listed[1]}")
    assert "about.md" not in page
    assert "This campaign is large" in page
    about.unlink()


def test_what_the_tellers_repeat_is_named_until_it_is_mended(window: Window):
    listed = re.search(r'href="/voice\?account=([^"&]+)"', window.get("/voices?only=yes"))
    assert listed
    account = unquote(listed[1])
    about = window.bench.workspace.folder.root / "about.md"
    about.write_text(f"Once.\n\nSee {account}.\n", encoding="utf-8")
    window.post("/takeout", who=account)
    window.done()
    page = window.get("/takeout/progress")
    assert "What you wrote repeats them" in page
    assert "about.md</bdi> (line 3)" in page
    assert "The letter for them" not in page
    for address in ("/", f"/story?slug={STORY}", "/stories", "/gather", "/publish"):
        first = window.get(address).partition('<main id="main" tabindex="-1">')[2].strip()
        assert first.startswith('<div class="problem"><p><strong>Somebody is being taken out')
        assert first.count('href="/takeout/unfinished"') == 1
    assert 'action="/takeout/resume"' in window.get("/takeout/unfinished")
    about.unlink()
    window.post("/takeout/resume")
    window.done()
    assert "They are out" in window.get("/takeout/progress")
    assert "/takeout/unfinished" not in window.get("/")
    assert where(window.client.get("/takeout/unfinished", follow_redirects=False)) == "/voices"


def test_a_sentence_that_names_them_waits_for_a_word(window: Window):
    desk, root = window.bench.workspace.vault.desk, window.bench.workspace.folder.root
    named = [one for one in desk.statements() if one.name and one.account.startswith("https:")]
    said = next(one for one in named if " " in one.name)
    (root / "about.md").write_text(f"Once.\n\nThen {said.name} slept.\n", encoding="utf-8")
    window.post("/takeout", who=said.account)
    window.done()
    page = window.get("/takeout/progress")
    assert "What you wrote repeats them" in page
    assert "about.md</bdi> (line 3)" in page
    assert "The letter for them" not in page
    assert said.name not in page
    lines = re.findall(r'name="line" value="([^"]+)"', page)
    assert "about.md:3" in lines
    assert window.post("/takeout/keep", line="about.md:1").status_code == 409
    assert where(window.post("/takeout/keep", line=lines)) == "/takeout/progress"
    window.done()
    assert "They are out" in window.get("/takeout/progress")


def test_who_is_hidden_is_listed_by_signs_and_shown_again(window: Window):
    listed = re.search(r'href="/voice\?account=([^"&]+)"', window.get("/voices?only=yes"))
    assert listed
    account = unquote(listed[1])
    assert where(window.post("/takeout/hide", who=account)) == "/voices"
    page = window.get("/voices")
    assert account not in unquote(page).replace(f"/takeout?who={account}", "")
    assert f">{signs_of(account)}</bdi>" in page
    assert 'formaction="/takeout/undo"' in window.get(f"/takeout?who={listed[1]}")
    window.post("/takeout/undo", who=account)
    assert listed[0] in window.get("/voices?only=yes")


def test_a_post_of_somebody_else_that_repeats_them_goes_by_one_button(window: Window):
    root = window.bench.workspace.folder.root
    crowd = Crowd(9)
    said = "the winch was mended by nobody but the two of us"
    leaver = crowd.status(LEAVER, f"{said} {TAG}")
    unnamed = crowd.status(OTHERS[0], f"@{HANDLE} this: {said}! {TAG}")
    lines = root.parent / "two.jsonl"
    lines.write_text("".join(json.dumps(one) + "\n" for one in (leaver, unnamed)), "utf-8")
    campaigns.take(window.bench.workspace, lines)
    window.post("/takeout", who=f"https://x.com/i/user/{LEAVER}")
    window.done()
    page = window.get("/takeout/progress")
    assert "Others repeat them" in page
    assert f"https://x.com/i/status/{unnamed['id_str']}" in page
    assert said[:20] not in page
    [theirs] = re.findall(r'href="(/post[?]id=[^"]+)"', page)
    assert said in window.get(theirs)
    listed = re.findall(r'type="hidden" name="post" value="([^"]+)"', page)
    assert listed == [f"https://x.com/i/status/{unnamed['id_str']}"]
    later = crowd.status(OTHERS[1], f"@{HANDLE} this: {said}! {TAG}")
    lines.write_text(json.dumps(later) + "\n", "utf-8")
    campaigns.take(window.bench.workspace, lines)
    window.post("/takeout/others", post=listed)
    window.done()
    page = window.get("/takeout/progress")
    assert "Others repeat them" in page, "nobody has read the post that came in since"
    window.post("/takeout/others", post=re.findall(r'name="post" value="([^"]+)"', page))
    window.done()
    assert "They are out" in window.get("/takeout/progress")


def taken_out_of_copies(window: Window, how: str) -> str:
    """Take somebody out who stands in a kept copy and in a packed one; the page at the end."""
    sources = window.bench.workspace.folder.root / "sources"
    listed = re.search(r'href="/voice\?account=([^"&]+)"', window.get("/voices?only=yes"))
    assert listed
    account = unquote(listed[1])
    (sources / "list.txt").write_text(f"One.\n{account}\n", encoding="utf-8")
    (sources / "packed.gz").write_bytes(gzip.compress(account.encode(), mtime=0))
    assert 'name="copies"' in window.get(f"/takeout?who={listed[1]}")
    window.post("/takeout", who=account, copies=how)
    window.done()
    return window.get("/takeout/progress")


@pytest.mark.parametrize("how", ["redact", "quarantine"])
def test_kept_copies_are_cut_or_sealed_away_where_somebody_says_so(window: Window, how: str):
    page = taken_out_of_copies(window, how)
    root = window.bench.workspace.folder.root
    assert "They are out" in page
    assert "packed.gz" in page.partition("sealed away in quarantine/")[2]
    assert not (root / "sources" / "packed.gz").exists()
    left = (root / "sources" / "list.txt").exists()
    assert left == (how == "redact")
    assert ("They were cut out of these copies" in page) == left


def test_kept_copies_are_named_and_can_be_settled_afterwards(window: Window):
    page = taken_out_of_copies(window, "")
    assert "Something of them is left" in page
    assert page.count("sources/list.txt") == 1
    assert 'name="copies"' in page
    assert 'name="copies"' in window.get("/takeout/unfinished")
    window.post("/takeout/resume", copies="redact")
    window.done()
    assert "They are out" in window.get("/takeout/progress")


def test_whom_somebody_takes_out_is_said_first(window: Window):
    at = where(window.post("/voices", who="@moss_the_night_lock"))
    assert "@moss_the_night_lock" in window.get(at.replace("/voice?account=", "/takeout?who="))


def test_lines_of_the_tellers_are_named_before_the_yes_until_they_are_mended(window: Window):
    """As the command names them. Nothing has happened by then; no words of theirs are shown."""
    desk, root = window.bench.workspace.vault.desk, window.bench.workspace.folder.root
    said = next(one for one in desk.statements() if one.name and one.account.startswith("https:"))
    at = f"/takeout?who={quote(said.account, safe='')}"
    before = window.get(at).count("about.md")
    (root / "about.md").write_text(f"Once.\n\nThen {said.name} slept.\n", encoding="utf-8")
    page = window.get(at).partition("<form")[2]
    assert "What you wrote yourselves is not cut" in page
    assert "about.md</bdi> (line 3): their name, in a sentence" in page
    assert said.account not in desk.hidden()
    (root / "about.md").write_text("Once.\n", encoding="utf-8")
    assert window.get(at).count("about.md") == before


def test_who_goes_by_the_same_handle_is_told_before_the_yes(window: Window):
    """An account under another of its ids goes too; somebody else who had the handle is named."""
    root = window.bench.workspace.folder.root
    crowd = Crowd(9)
    lines = root.parent / "two.jsonl"
    said = [crowd.status(LEAVER, f"The kettle goes on at six {TAG}")]
    lines.write_text("".join(json.dumps(one) + "\n" for one in said), "utf-8")
    campaigns.take(window.bench.workspace, lines)
    sheet = root.parent / "sheet.csv"
    sheet.write_text(
        "id_str,from_user,text,created_at\n"
        f"421900000000000055,{HANDLE},Lit again tonight {TAG},Sat Jan 11 05:12:00 +0000 2014\n",
        encoding="utf-8",
    )
    request = Request(sources=(str(sheet),), mapping="tags", everything=True)
    list(gathering.gather(window.bench.workspace, request, campaigns.Quiet()))
    page = window.get(f"/takeout?who={quote(f'https://x.com/i/user/{LEAVER}', safe='')}")
    told = page.partition("Theirs too, by the same handle on the same network:")[2]
    assert f"<bdi>https://x.com/{HANDLE}</bdi>" in told.partition("</ul>")[0]
    # Somebody else comes in who had the handle: the page that did not name them does nothing.
    who, shown = f"https://x.com/i/user/{LEAVER}", re.findall(r'name="shown" value="([^"]+)"', page)
    rival = json.dumps(crowd.status(LEAVER, f"Another one speaks {TAG}"))
    other = str(int(LEAVER) + 1)
    lines.write_text(rival.replace(f'"{LEAVER}"', f'"{other}"') + "\n", "utf-8")
    campaigns.take(window.bench.workspace, lines)
    assert window.post("/takeout/hide", who=who, shown=shown).status_code == 409
    assert not window.bench.workspace.vault.desk.hidden()
    page = window.get(f"/takeout?who={quote(who, safe='')}")
    assert f"beside them https://x.com/i/user/{other}" in page


def test_somebody_is_let_back_in_by_each_name_on_their_own_word(window: Window):
    listed = re.search(r'href="/voice\?account=([^"&]+)"', window.get("/voices?only=yes"))
    assert listed
    account = unquote(listed[1])
    window.post("/takeout", who=account)
    window.done()
    assert "/takeout/back" in window.get("/voices")
    assert "Where their yes can be looked up" in window.get("/takeout/back")
    for fields in ({"names": account, "evidence": "\u200b"}, {"names": " ", "evidence": "letter"}):
        assert window.post("/takeout/back", **fields).status_code == 422
    page = window.post("/takeout/back", names=f"{account}\r\n@nobody_here\r\n", evidence="letter")
    assert page.status_code == 422
    assert "Under these names they can be gathered again" in page.text
    assert f'<bdi class="code">{account}</bdi>' in page.text
    assert "Nobody is kept out under that name" in page.text
    assert re.search(r"<textarea[^>]*>\n@nobody_here</textarea>", page.text), "to be mended"
    again = window.post("/takeout/back", names=account, evidence="letter")
    assert "Nobody is kept out under that name" in again.text


def test_who_was_taken_out_and_says_yes_is_told_the_page_that_lets_them_in():
    said = "If they want to be gathered again, they say so: ownwords withdraw ACCOUNT --lift"
    told = next(page for sentence, page in INSTEAD.items() if sentence.startswith(said))
    assert "ownwords " not in told
