"""What people do by mistake at the bench: they are told what helps, in words of the bench."""

from __future__ import annotations

import ast
import html
import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from httpx2 import Response

import ownwords
from ownwords.workbench.instead import INSTEAD
from ownwords.workbench.upload import inbox_of
from tests.workbench.conftest import HERE, Window
from tests.workbench.test_work import EXPORTS, STORY, a_post, upload, where


def test_an_empty_search_for_somebody_finds_nobody(window: Window):
    """It led to the page of whoever has no handle."""
    answer = window.post("/voices", who="  ")
    assert answer.status_code == 422
    assert "Nobody was named." in answer.text


def test_the_address_of_a_post_leads_to_it_also_as_a_network_writes_it(window: Window):
    post = a_post(window, "winch")
    number = post.rpartition("/")[2]
    shared = f"https://twitter.com/anybody/status/{number}?s=20&t=x"
    assert where(window.post("/posts", q=shared)) == where(window.post("/posts", q=post))
    assert where(window.post("/posts", q=shared)).startswith("/post?id=")
    assert where(window.post("/voices", who=shared)) == where(window.post("/voices", who=post))


def test_the_address_of_a_post_that_is_not_here_says_so(window: Window):
    page = window.get(where(window.post("/posts", q="https://x.com/a/status/1234567890123")))
    assert "The post of this address is not here." in page


@pytest.mark.parametrize("page", ["/posts", "/posts?q=winch", "/voices"])
def test_where_nothing_has_come_in_the_lists_say_so_and_lead_there(
    empty: Window, tmp_path: Path, page: str
):
    empty.post("/start/create", tags="WeKeepTheLight", folder=str(tmp_path / "ours"))
    said = empty.get(page).partition("<main")[2]
    assert "Nothing has come in yet" in said
    assert 'href="/gather"' in said


def test_two_accounts_of_one_person_are_told_apart_in_the_list(window: Window):
    listed = window.get("/voices").partition('<bdi class="who">Tobias Wick</bdi>')[2]
    assert "<bdi>@" in listed.partition("</li>")[0]


@pytest.fixture
def ours(empty: Window, tmp_path: Path) -> Window:
    """A campaign that somebody has just begun."""
    empty.post("/start/create", tags="WeKeepTheLight", folder=str(tmp_path / "ours"))
    return empty


def taken_in(window: Window, path: Path, which: str = "tagged") -> str:
    """What the bench says after a dropped file was to be taken in."""
    upload(window, path)
    key = "/".join(next(inbox_of(window.bench.workspace.folder.root).glob("*/*")).parts[-2:])
    window.post("/gather/begin", file=key, which=which)
    window.done()
    return html.unescape(window.get("/gather/progress").partition("<main")[2])


@pytest.mark.parametrize(
    ("name", "data", "seen"),
    [
        ("letter.txt", b"Dear all\n", "letter.txt is text of a kind that is not known."),
        ("photo.png", b"\x89PNG\r\n", "photo.png is a picture, film or sound"),
        ("mine.csv", b"a,b\n1,2\n", "mine.csv is a table whose columns are not known."),
        ("empty.txt", b"", "empty.txt is empty: 0 bytes"),
    ],
)
def test_a_file_that_is_no_export_is_called_as_its_owner_does_and_not_for_a_terminal(
    ours: Window, tmp_path: Path, name: str, data: bytes, seen: str
):
    path = tmp_path / name
    path.write_bytes(data)
    said = taken_in(ours, path)
    assert f"<strong>{seen}" in said
    assert "inbox" not in said
    assert "--format" not in said
    assert ("voice, date and text" in said) == (name != "empty.txt")


@pytest.mark.parametrize(
    "first", [b"account,answer,uses", b'\xef\xbb\xbf"account";"label"', b"voice,kind,account,role"]
)
def test_a_table_of_answers_is_told_from_an_export(ours: Window, tmp_path: Path, first: bytes):
    path = tmp_path / "answers.csv"
    path.write_bytes(first + b"\n@ada,yes,verbatim\n")
    said = taken_in(ours, path)
    assert "answers.csv is a table of answers, labels or voices: it holds no posts." in said
    assert "ownwords consent import" in said
    assert "voice, date and text" not in said


def test_what_is_wrong_with_a_file_is_said_in_the_language_of_the_pages(
    ours: Window, tmp_path: Path
):
    ours.post("/settings/language", language="es")
    path = tmp_path / "carta.txt"
    path.write_text("Hola", encoding="utf-8")
    said = taken_in(ours, path)
    assert "carta.txt es texto" in said
    assert 'lang="en"' not in said


def test_an_export_without_the_hashtag_says_what_to_look_at(empty: Window, tmp_path: Path):
    empty.post("/start/create", tags="WeKeptTheLight", folder=str(tmp_path / "misspelled"))
    said = taken_in(empty, EXPORTS / "x-archive-2026.zip")
    assert "Nothing of it came in" in said
    assert "hashtag of this campaign" in said
    assert 'href="/settings"' in said
    assert "Read the posts" not in said
    assert "It is in" in taken_in(empty, EXPORTS / "x-archive-2026.zip", "all")


def named(window: Window, path: str) -> Response:
    """What is answered to a path that somebody wrote."""
    sent = {"form": window.token, "path": path, "which": "all"}
    answer = window.client.post("/gather/begin", data=sent, headers=HERE)
    window.done()
    return window.opened(window.client.get(answer.headers["location"]))


def test_a_path_that_is_not_there_stays_in_its_field(ours: Window):
    answer = named(ours, "/nowhere/export.zip")
    assert answer.status_code == 422
    assert 'value="/nowhere/export.zip"' in answer.text
    assert '<option value="all" selected>' in answer.text


def test_a_path_may_stand_in_the_quotation_marks_that_windows_copies(ours: Window):
    assert "It is in" in named(ours, f'"{EXPORTS / "given.csv"}"').text


@pytest.mark.parametrize(
    "said",
    [
        "https://twitter.com/hashtag/OurTag",
        "https://x.com/hashtag/OurTag?src=hashtag_click",
        "https://www.instagram.com/explore/tags/OurTag/",
        "mastodon.example/tags/OurTag",
        "\uff03OurTag",
        "##OurTag,",
    ],
)
def test_a_hashtag_is_taken_as_it_is_pasted(empty: Window, tmp_path: Path, said: str):
    folder = tmp_path / "ours"
    empty.post("/start/create", tags=said, languages="English, arabic pt-BR", folder=str(folder))
    campaign = empty.bench.workspace.campaign
    assert (campaign.name, campaign.hashtags) == ("#OurTag", ("OurTag",))
    assert campaign.languages == ("en", "ar", "pt-BR")


@pytest.mark.parametrize("said", ["One #https://x.com/ours", "One x!!", "One us@example.org"])
def test_what_no_post_can_carry_is_no_hashtag(empty: Window, tmp_path: Path, said: str):
    folder = tmp_path / "ours"
    answer = empty.post("/start/create", tags=said, folder=str(folder))
    assert answer.status_code == 422
    assert "Hashtag 2 holds a sign that no hashtag can hold." in answer.text
    assert f'value="{said}"' in answer.text
    assert not folder.exists()


def test_a_folder_that_holds_no_campaign_stays_in_its_field(empty: Window, tmp_path: Path):
    answer = empty.post("/start/open", folder=f'"{tmp_path}"')
    assert answer.status_code == 422
    assert f'value="&#34;{tmp_path}&#34;"' in answer.text
    empty.post("/start/create", tags="OurTag", folder=str(tmp_path / "ours"))
    empty.post("/start/leave")
    assert where(empty.post("/start/open", folder=f'"{tmp_path / "ours"}"')) == "/"


def test_a_piece_of_a_post_says_in_the_list_that_there_is_more(window: Window):
    assert re.search(r"everyone\s+except…</span>", window.get("/posts?q=Forty-two+days"))


def test_what_publishing_does_is_said_beside_its_button(window: Window):
    beside = window.get("/publish").rpartition(">Publish</button>")[2]
    assert "Nothing goes online by it." in beside.partition("</p>")[0]


def test_nobody_is_asked_for_a_yes_to_what_they_only_passed_on(window: Window):
    """It is not theirs to give, and would not stand there to the letter."""
    moss = where(window.post("/voices", who="@moss_the_night_lock"))
    asked = window.get(moss.replace("/voice?", "/asks/new?"))
    assert "What went through the night lock" in asked
    assert "RT @" not in asked
    listed = window.get(moss.replace("/voice?", "/posts?") + "&passed=yes&q=figure")
    passed_on = re.search(r'name="post" value="([^"]+)"(?:(?!</li>).)*RT @', listed, re.DOTALL)
    assert passed_on
    assert "These posts were only passed on" in window.messages(passed_on[1])
    alone = where(window.post("/voices", who="@gatehand_skerry_153"))
    assert "were only passed on" in window.get(alone.replace("/voice?", "/asks/new?"))


def test_what_somebody_says_without_being_asked_can_be_written_down(window: Window):
    at = where(window.post("/voices", who="@gatehand_skerry_153"))
    form = re.search(r'href="(/asks/answer\?[^"]+)"[^>]*>Write down what they said', window.get(at))
    assert form
    account = re.search(r'name="account" value="([^"]+)"', window.get(html.unescape(form[1])))
    assert account
    window.post("/asks/answer", account=account[1], choice="no", evidence="their call of 3 May")
    assert "their call of 3 May" in window.get(at)


def test_what_a_terminal_is_told_to_type_is_still_said_somewhere():
    """A sentence that changes there is changed in the list of what stands here instead."""
    package = Path(ownwords.__file__).parent
    elsewhere = [path for path in package.rglob("*.py") if path.name != "instead.py"]
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in elsewhere]
    said = {one.value for tree in trees for one in ast.walk(tree) if isinstance(one, ast.Constant)}
    assert set(INSTEAD) <= said


@pytest.mark.parametrize("one", INSTEAD.values())
def test_what_stands_here_instead_names_no_command(one: str):
    assert not re.search(r"ownwords \w|--\w|`", one)


def test_somebody_who_is_not_here_is_told_as_at_the_bench_wherever_they_are_named(window: Window):
    moss = where(window.post("/voices", who="@moss_the_night_lock"))
    account = unquote(moss.partition("account=")[2])
    joined = window.post("/voice/join", account=account, other="@nobody_at_all").text
    sought = window.look("/posts?account=@nobody_at_all").text
    for page in (joined, sought):
        assert "Nobody of that handle or name is held here." in page
        assert "ownwords search" not in page


def test_an_account_that_is_theirs_already_is_said_to_be(window: Window):
    moss = where(window.post("/voices", who="@moss_the_night_lock"))
    account = unquote(moss.partition("account=")[2])
    answer = window.post("/voice/join", account=account, other="https://x.com/moss_the_night_lock")
    assert "That account is theirs already." in answer.text


def test_a_folder_without_a_campaign_is_told_without_commands(empty: Window, tmp_path: Path):
    answer = empty.post("/start/open", folder=str(tmp_path))
    assert "Name the folder in which campaign.toml lies" in answer.text
    assert "ownwords init" not in answer.text


def test_a_story_that_was_taken_out_by_mistake_says_how_it_comes_back(window: Window):
    window.post("/stories/remove", slug=STORY)
    said = window.get("/stories")
    assert f"begin one with the title {STORY}" in said
    again = where(window.post("/stories", title=STORY))
    assert again == f"/story?slug={STORY}"
    assert "Earlier wordings" in window.get(again)


def test_a_story_that_was_only_begun_is_not_called_ready(window: Window):
    window.post("/stories", title="A cold night")
    window.post("/publish/check")
    window.done()
    told = window.get("/publish").partition('id="stories"')[2].partition("A cold night")
    assert "Empty." in told[0].rpartition("<li")[2]
    assert "It would go out with its title alone." in told[2].partition("</li>")[0]
