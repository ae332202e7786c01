"""An organiser's work at the bench, form by form, without a browser."""

from __future__ import annotations

import html
import io
import os
import re
import zipfile
from pathlib import Path
from urllib.parse import unquote

import msgspec

from ownwords.records.consent import Wish, WishKind
from ownwords.workbench.speaking import WISHES
from ownwords.workbench.upload import inbox_of, safe_name
from tests.workbench.conftest import HERE, Window

EXPORTS = Path(__file__).parents[2] / "examples" / "exports"
STORY = "what-the-lamp-costs"


def where(answer) -> str:
    assert answer.status_code == 303, (answer.status_code, answer.text[-2000:])
    return answer.headers["location"]


def upload(window: Window, path: Path, *, token: str | None = None):
    fields = {"form": window.token if token is None else token}
    with path.open("rb") as stream:
        answer = window.client.post(
            "/gather/upload", data=fields, files={"file": (path.name, stream)}, headers=HERE
        )
    return window.opened(answer)


def a_post(window: Window, words: str, *, shown: str = "") -> str:
    """The id of a post that is found by words."""
    page = window.get(f"/posts?q={words}&shown={shown}")
    found = re.search(r'name="post" value="([^"]+)"', page)
    assert found, words
    return found[1]


def test_every_page_of_a_campaign_is_there(window: Window):
    for path in ("/", "/gather", "/gather/faults", "/posts", "/voices", "/asks", "/stories"):
        assert "<h1" in window.get(path)
    assert "We keep the light" in window.get("/")


def test_without_a_campaign_every_page_leads_to_the_start(empty: Window):
    assert where(empty.client.get("/posts")) == "/start"
    assert "<form" in empty.get("/start")


def test_a_campaign_is_made_with_its_recovery_sheet(empty: Window, tmp_path: Path):
    folder = tmp_path / "ours"
    answer = empty.post(
        "/start/create",
        tags="#OurTag",
        name="Ours",
        contact="us@example.org",
        languages="en es",
        risk="high",
        folder=str(folder),
        at0="2014-01-11",
        what0="The day",
    )
    assert answer.status_code == 200
    assert "<pre" in answer.text
    assert (folder / "campaign.toml").is_file()
    assert "OurTag" in (folder / "campaign.toml").read_text()
    assert "Nothing has come in yet" in empty.get("/")


def test_what_is_wrong_on_the_first_form_is_said_and_what_was_typed_stays(empty: Window):
    answer = empty.post("/start/create", tags="#", name="Ours", at0="2014-01-11")
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert 'value="Ours"' in answer.text


def test_an_export_comes_in_is_mine_and_goes_from_the_inbox(empty: Window, tmp_path: Path):
    empty.post("/start/create", tags="WeKeepTheLight", folder=str(tmp_path / "ours"))
    export = next(EXPORTS.glob("x-archive-2026.zip"))
    page = where(upload(empty, export))
    assert page.startswith("/gather?file=")
    root = empty.bench.workspace.folder.root
    key = "/".join(next(inbox_of(root).glob("*/*")).parts[-2:])
    begun = empty.post("/gather/begin", file=key, which="all", mine="yes")
    progress = where(begun)
    empty.done()
    page = empty.get(progress)
    asked = re.search(r'href="(/gather/mine[^"]+)"', page)
    assert asked
    source = re.search(r'name="source" value="([^"]+)"', empty.get(asked[1].replace("&amp;", "&")))
    assert source
    chosen = {"posts": "all", "words": "exact", "credit": "name", "also_if_deleted": "yes"}
    nameless = empty.post("/gather/mine", source=source[1], name=" ", **chosen)
    assert nameless.status_code == 422
    assert not empty.bench.workspace.vault.desk.statements()
    stays = re.findall(r'name="(\w+)" value="(\w+)" checked', nameless.text)
    assert dict(stays) == chosen
    answer = empty.post(
        "/gather/mine", source=source[1], posts="all", words="exact", credit="name", name="Me"
    )
    assert where(answer) == "/"
    assert not list(inbox_of(root).glob("*/*"))
    assert "may be quoted by name" in empty.get("/posts?passed=yes")


def test_an_export_of_ones_own_that_came_in_waits_for_a_choice_and_not_to_be_taken_in(
    empty: Window, tmp_path: Path
):
    empty.post("/start/create", tags="WeKeepTheLight", folder=str(tmp_path / "ours"))
    upload(empty, next(EXPORTS.glob("x-archive-2026.zip")))
    root = empty.bench.workspace.folder.root
    key = "/".join(next(inbox_of(root).glob("*/*")).parts[-2:])
    assert 'action="/gather/begin"' in card(empty)
    empty.post("/gather/begin", file=key, which="all", mine="yes")
    empty.done()
    waits = card(empty)
    assert "Take it in" not in waits
    assert 'name="mine"' not in waits
    led = re.search(r'href="(/gather/mine[^"]+)"', waits)
    assert led
    assert "This export is yours" in empty.get(led[1])
    assert led[0] in card(empty)
    assert where(empty.post("/gather/discard", file=key)) == "/gather"
    assert card(empty) == ""
    assert "Nothing has come in yet" not in empty.get("/")


def test_an_export_of_ones_own_that_brought_nothing_can_be_taken_in_again(
    empty: Window, tmp_path: Path
):
    empty.post("/start/create", tags="NobodyHasThisTag", folder=str(tmp_path / "ours"))
    upload(empty, next(EXPORTS.glob("x-archive-2026.zip")))
    root = empty.bench.workspace.folder.root
    key = "/".join(next(inbox_of(root).glob("*/*")).parts[-2:])
    empty.post("/gather/begin", file=key, which="tagged", mine="yes")
    empty.done()
    assert 'action="/gather/begin"' in card(empty)


def card(window: Window) -> str:
    """What the page says of the file in the inbox."""
    found = re.search(r'<section class="card.*?</section>', window.get("/gather"), re.DOTALL)
    return found[0] if found else ""


def test_a_form_without_its_token_leaves_no_file(window: Window):
    answer = upload(window, next(EXPORTS.glob("*.csv")), token="0" * 64)
    assert answer.status_code == 403
    assert not list(inbox_of(window.bench.workspace.folder.root).glob("*/*"))


def test_a_file_name_cannot_leave_the_inbox():
    assert safe_name("../../etc/passwd") == "passwd"
    assert safe_name("..\\..\\boot.ini") == "boot.ini"
    assert safe_name("...") == "file"
    assert "/" not in safe_name("a/b\x00\u202ec.zip")


def test_somebody_is_asked_answers_and_may_be_quoted(window: Window):
    post = a_post(window, "winch", shown="no")
    page = window.messages(post)
    assert "Nothing is sent from here" in page
    account = re.search(r'name="account" value="([^"]+)"', page)
    assert account
    assert (
        where(window.post("/asks/sent", post=post, account=account[1], how="by letter")) == "/asks"
    )
    assert "by letter" in window.get("/asks")
    refused = window.post("/asks/answer", account=account[1], post=post, choice="exact")
    assert refused.status_code == 422
    said = window.post(
        "/asks/answer", account=account[1], post=post, choice="exact", evidence="their letter"
    )
    assert where(said).startswith("/voice?account=")
    assert "their letter" in window.get(where(said))
    assert "by letter" not in window.get("/asks")
    assert "yes" in window.get(f"/post?id={post}")


def test_messages_are_saved_as_files_in_the_languages_of_the_campaign(window: Window):
    post = a_post(window, "winch", shown="no")
    answer = window.post("/asks/files", post=post)
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        names = packed.namelist()
        texts = [packed.read(name).decode() for name in names]
    assert names[0] == "message-01.en.txt"
    assert all("winch" in text.lower() for text in texts)


def test_a_story_is_written_kept_and_brought_back(window: Window):
    slug = where(window.post("/stories", title="The night watch")).partition("slug=")[2]
    page = window.get(f"/story?slug={slug}")
    base = re.search(r'name="base" value="([0-9a-f]+)"', page)
    assert base
    post = a_post(window, "winch", shown="yes")
    text = "---\ntitle: The night watch\n---\n\nOne.\n"
    window.post("/story/insert", slug=slug, base=base[1], text=text, post=post, at="")
    page = window.get(f"/story?slug={slug}")
    assert "not saved yet" in page
    assert "```quote" in page
    rehearsal = window.get(window.rehearsal(slug))
    assert "winch" in rehearsal.lower()
    stood = (window.bench.workspace.folder.stories / f"{slug}.md").read_text()
    assert "```quote" not in stood
    window.post("/story/save", slug=slug, base=base[1], text=f"{text}Two.\n")
    saved = (window.bench.workspace.folder.stories / f"{slug}.md").read_text()
    assert saved.endswith("Two.\n")
    number = re.search(r'name="number" value="(\d+)"', window.get(f"/story?slug={slug}"))
    assert number
    window.post("/story/back", slug=slug, number=number[1])
    assert "One." not in window.get(f"/story?slug={slug}").partition("<textarea")[2][:400]


def test_a_story_changed_by_another_program_is_not_overwritten(window: Window):
    path = window.bench.workspace.folder.stories / f"{STORY}.md"
    base = re.search(r'name="base" value="([0-9a-f]+)"', window.get(f"/story?slug={STORY}"))
    assert base
    theirs = path.read_text() + "\nTheirs.\n"
    path.write_text(theirs)
    answer = window.post(
        "/story/save", slug=STORY, base=base[1], text="---\ntitle: x\n---\nMine.\n"
    )
    assert answer.status_code == 422
    assert path.read_text() == theirs
    assert "Mine." in answer.text


def test_a_story_that_cannot_be_read_says_where_in_the_rehearsal(window: Window):
    slug = where(window.post("/stories", title="Broken")).partition("slug=")[2]
    base = re.search(r'name="base" value="([0-9a-f]+)"', window.get(f"/story?slug={slug}"))
    assert base
    window.post("/story/draft", slug=slug, base=base[1], text="no header")
    answer = window.client.get(window.rehearsal(slug))
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


def test_trying_a_span_out_leaves_no_public_name(window: Window):
    desk = window.bench.workspace.vault.desk
    before = desk.changes()
    window.get(window.rehearsal(STORY))
    assert desk.changes() == before


def test_a_dropped_file_that_was_not_settled_waits_on_the_front_page(window: Window):
    kept = inbox_of(window.bench.workspace.folder.root) / "0123456789ab" / "archive.zip"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"PK")
    assert "1 dropped file lies here" in window.get("/")
    kept.unlink()
    assert "dropped file" not in window.get("/")


def test_accounts_of_one_person_are_linked_and_parted(window: Window):
    accounts = re.findall(r'href="/voice\?account=([^"&]+)"', window.get("/voices"))
    one, two = (unquote(name) for name in (accounts[0], accounts[8]))
    assert where(window.post("/voice/join", account=one, other=two)).startswith("/voice")
    assert window.bench.register().voice_of(one) == window.bench.register().voice_of(two)
    window.post("/voice/part", account=one, other=two)
    assert window.bench.register().voice_of(one) != window.bench.register().voice_of(two)


def test_a_role_needs_a_name_a_reason_and_a_decider(window: Window):
    account = unquote(re.findall(r'href="/voice\?account=([^"&]+)"', window.get("/voices"))[0])
    refused = window.post("/voice/role", account=account, kind="organisation", name="The Board")
    assert refused.status_code == 422
    decided = window.post(
        "/voice/role",
        account=account,
        kind="organisation",
        name="The Board",
        reason="a public body",
        by="Ada",
    )
    assert where(decided).startswith("/voice")
    assert "The Board" in window.get("/voices?only=public")


def test_words_in_a_form_come_back_as_text(empty: Window):
    answer = empty.post("/start/create", tags="#", name='"><script>alert(1)</script>')
    assert "<script>alert" not in answer.text


def test_a_public_office_takes_two_people_with_their_own_passphrases(window: Window):
    account = unquote(re.findall(r'href="/voice\?account=([^"&]+)"', window.get("/voices"))[0])
    one, two = "lamp rope tide kettle", "gate winch fog ledger"
    assert (
        window.post("/voice/decider", account=account, new="Ada", new_pass="x").status_code == 422
    )
    where(window.post("/voice/decider", account=account, new="Ada", new_pass=one))
    where(window.post("/voice/decider", account=account, new="Bess", new_pass=two))
    unvouched = window.post("/voice/decider", account=account, new="Cato", new_pass=one)
    assert unvouched.status_code == 422
    asked = {
        "account": account,
        "kind": "public-office",
        "name": "The Harbour Minister",
        "reason": "said in office",
        "review": "2099-01-01",
    }
    same = window.post("/voice/role", **asked, who1="Ada", pass1=one, who2="Ada", pass2=one)
    assert same.status_code == 422
    wrong = window.post("/voice/role", **asked, who1="Ada", pass1=one, who2="Bess", pass2=one)
    assert wrong.status_code == 422
    both = {"who1": "Ada", "pass1": one, "who2": "Bess", "pass2": two}
    assert window.post("/voice/role", **{**asked, "review": ""}, **both).status_code == 422
    where(window.post("/voice/role", **asked, **both))
    voice = window.bench.register().voice_of(account)
    assert voice.decided_by == ("Ada", "Bess")
    assert one not in str(window.bench.workspace.folder.desk.read_bytes())


def test_settings_change_what_the_file_says_and_keep_the_rest(window: Window):
    before = window.bench.workspace.campaign
    page = window.get("/settings")
    fields = dict(re.findall(r'<input[^>]* name="([a-z_0-9]+)"[^>]* value="([^"]*)"', page))
    fields = {name: html.unescape(value) for name, value in fields.items()}
    fields |= {"risk": before.risk.value, "contact": "new@example.org"}
    fields.pop("form")
    where(window.post("/settings", **fields))
    after = window.bench.workspace.campaign
    assert after == msgspec.structs.replace(before, contact="new@example.org")
    refused = window.post("/settings", **{**fields, "address": "no address"})
    assert refused.status_code == 422
    assert window.bench.workspace.campaign == after


def test_pages_speak_another_language(window: Window):
    where(window.post("/settings/language", language="ar"))
    page = window.get("/")
    assert '<html lang="ar" dir="rtl">' in page
    where(window.post("/settings/language", language="xx"))
    assert '<html lang="ar"' in window.get("/")


def test_who_used_the_tag_first_is_for_the_team(window: Window):
    page = window.get("/first")
    days = re.findall(r"· ([^<]+ UTC)</span>", page)
    assert len(days) == 20
    assert "1 January 2014" in days[0] or "January 2014" in days[0]
    assert 'href="/first?tag=' in page
    assert "No post fits" in window.get("/first?tag=nobody-said-this")


def test_a_computer_without_the_key_says_so_on_every_page(window: Window, tmp_path: Path):
    said = "The key of this campaign is not on this computer"
    assert said not in window.get("/")
    config = Path(os.environ["OWNWORDS_CONFIG"])
    config.rename(tmp_path / "elsewhere")
    window.bench.reread()
    for path in ("/", "/posts", "/asks"):
        assert said in window.get(path)


def test_a_post_shows_the_wishes_on_it_and_on_its_account_and_none_on_another_post(window: Window):
    post = a_post(window, "winch", shown="no")
    workspace = window.bench.workspace
    account = workspace.vault.engine.heads([post])[post].account
    told = (
        (WishKind.QUOTE_NOBODY, f"{post}-another"),
        (WishKind.NOT_PUBLIC, post),
        (WishKind.NO_BULK, ""),
    )
    workspace.vault.desk.add_wishes([Wish(kind, account, about) for kind, about in told])
    page = window.get(f"/post?id={post}")
    assert [str(WISHES[kind]) in page for kind, _ in told] == [False, True, True]
