"""One story in two windows, or in a window and an editor: nobody's words go unseen."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

import pytest

from ownwords.flows import writing
from ownwords.flows.drafts import Typed
from tests.workbench.conftest import Window

SLUG = "two"
BEGUN = "---\ntitle: Two\nlanguage: en\n---\n\n"


@dataclass
class Tab:
    """A page of the story, as somebody has it open."""

    window: Window
    page: str

    @property
    def text(self) -> str:
        found = re.search(r'<textarea id="text"[^>]*>\n(.*?)</textarea>', self.page, re.DOTALL)
        assert found
        return html.unescape(found[1])

    @property
    def notices(self) -> str:
        """What the page says before the text."""
        return html.unescape(self.page.partition('id="desk"')[0])

    def fields(self, text: str) -> dict[str, str]:
        form = self.page.partition('id="desk"')[2].partition("</form>")[0]
        hidden = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form)
        return {**{name: value for name, value in hidden if name != "form"}, "text": text}

    def sends(self, action: str, text: str, **more: str) -> Tab:
        """The page that follows when somebody types this and presses a button."""
        answer = self.window.post(f"/story/{action}", **{**self.fields(text), **more})
        if answer.status_code == 303:
            return Tab(self.window, self.window.get(answer.headers["location"]))
        return Tab(self.window, answer.text)

    def types(self, text: str) -> None:
        """What a script sends while somebody types; the page stays."""
        self.window.post("/story/draft", **self.fields(text))

    def value(self, name: str) -> str:
        """What a button of that name sends."""
        found = re.search(rf'name="{name}" value="([^"]+)"', self.page)
        assert found, name
        return found[1]


def tab(window: Window) -> Tab:
    return Tab(window, window.get(f"/story?slug={SLUG}"))


def file_of(window: Window) -> str:
    return (window.bench.workspace.folder.stories / f"{SLUG}.md").read_text(encoding="utf-8")


def earlier(window: Window) -> list[str]:
    """Every earlier wording, the newest first."""
    own = window.bench.workspace
    return [writing.wording(own, SLUG, one.number) for one in writing.wordings(own, SLUG)]


@pytest.fixture
def two(window: Window) -> tuple[Tab, Tab]:
    window.post("/stories", title="Two")
    return tab(window), tab(window)


def test_what_is_typed_in_one_window_does_not_go_over_what_is_typed_in_another(
    window: Window, two: tuple[Tab, Tab]
):
    one, other = two
    for text in ("O", "Of one.", "Of one, and more."):
        one.types(f"{BEGUN}{text}\n")
    other.types(f"{BEGUN}Of the other.\n")
    one.types(f"{BEGUN}Of one, and the end.\n")
    shown = other.sends("draft", f"{BEGUN}Of the other.\n")
    assert shown.text == f"{BEGUN}Of the other.\n"
    assert "Typed in another window, not saved" in shown.notices
    assert "Of one, and the end." in shown.notices
    assert "Of one, and more." not in shown.notices
    saved = one.sends("save", f"{BEGUN}Of one, and the end.\n")
    assert saved.text == file_of(window) == f"{BEGUN}Of one, and the end.\n"
    assert "Of the other." in saved.notices


def test_a_save_over_what_another_window_saved_shows_it_and_lets_choose(
    window: Window, two: tuple[Tab, Tab]
):
    one, other = two
    one.sends("save", f"{BEGUN}Of one.\n")
    refused = other.sends("save", f"{BEGUN}Of the other.\n")
    assert file_of(window) == f"{BEGUN}Of one.\n"
    assert "was saved in another window" in refused.notices
    assert "Of one." in refused.notices
    assert refused.text == f"{BEGUN}Of the other.\n"
    again = refused.sends("save", refused.text)
    assert file_of(window) == f"{BEGUN}Of one.\n", "a key pressed twice chooses nothing"
    chosen = again.sends("save", f"{again.text}More.\n", over=again.value("over"))
    assert chosen.text == file_of(window) == f"{BEGUN}Of the other.\nMore.\n"
    assert earlier(window)[0] == f"{BEGUN}Of one.\n"
    assert "Of one." not in chosen.notices


def test_what_was_typed_is_an_earlier_wording_when_the_file_is_chosen(
    window: Window, two: tuple[Tab, Tab]
):
    one, other = two
    one.sends("save", f"{BEGUN}Of one.\n")
    refused = other.sends("save", f"{BEGUN}Of the other.\n")
    left = refused.sends("leave", f"{refused.text}More.\n")
    assert left.text == file_of(window) == f"{BEGUN}Of one.\n"
    assert earlier(window)[0] == f"{BEGUN}Of the other.\nMore.\n"
    assert "Of the other." not in left.notices


def test_a_choice_holds_for_the_file_that_was_shown(window: Window, two: tuple[Tab, Tab]):
    _, other = two
    path = window.bench.workspace.folder.stories / f"{SLUG}.md"
    path.write_text(f"{BEGUN}By an editor.\n", encoding="utf-8")
    refused = other.sends("save", f"{BEGUN}Of the other.\n")
    path.write_text(f"{BEGUN}By an editor, and more.\n", encoding="utf-8")
    again = refused.sends("save", refused.text, over=refused.value("over"))
    assert path.read_text(encoding="utf-8") == f"{BEGUN}By an editor, and more.\n"
    assert "By an editor, and more." in again.notices


def test_an_editor_beside_the_page_is_noticed_before_anything_is_saved(
    window: Window, two: tuple[Tab, Tab]
):
    one, _ = two
    one.types(f"{BEGUN}Of one.\n")
    path = window.bench.workspace.folder.stories / f"{SLUG}.md"
    path.write_text(f"{BEGUN}By an editor.\n", encoding="utf-8")
    shown = one.sends("draft", f"{BEGUN}Of one.\n")
    assert "The file says something else than your text" in shown.notices
    assert "By an editor." in shown.notices
    opened = tab(window)
    assert opened.text == f"{BEGUN}By an editor.\n"
    assert "Of one." in opened.notices
    gone_on = opened.sends("draft", opened.text, go_on=opened.value("go_on"))
    assert gone_on.text == f"{BEGUN}Of one.\n"


def test_the_same_words_in_both_windows_are_no_conflict(window: Window, two: tuple[Tab, Tab]):
    one, other = two
    one.sends("save", f"{BEGUN}The same.\n")
    saved = other.sends("save", f"{BEGUN}The same.\n")
    assert "section" not in saved.notices
    assert file_of(window) == f"{BEGUN}The same.\n"


def test_looking_for_words_keeps_no_draft_of_what_nobody_typed(
    window: Window, two: tuple[Tab, Tab]
):
    one, other = two
    path = window.bench.workspace.folder.stories / f"{SLUG}.md"
    path.write_bytes(f"{BEGUN}One.\n".replace("\n", "\r\n").encode())
    one, other = tab(window), tab(window)
    found = one.sends("draft", one.text.replace("\r\n", "\n"), q="winch")
    assert "not saved yet</span>" not in found.page
    other.sends("save", f"{BEGUN}Of the other.\n")
    assert "section" not in tab(window).notices


def test_a_page_that_is_opened_again_goes_on_with_what_was_typed(
    window: Window, two: tuple[Tab, Tab]
):
    one, _ = two
    one.types(f"{BEGUN}Of one.\n")
    again = tab(window)
    assert again.text == f"{BEGUN}Of one.\n"
    assert "section" not in again.notices
    again.types(f"{BEGUN}Of one. And on.\n")
    third = tab(window)
    assert third.text == f"{BEGUN}Of one. And on.\n"
    assert "section" not in third.notices, "what was gone on from is no draft of another window"


def test_what_another_window_has_is_forgotten_only_as_it_was_shown(
    window: Window, two: tuple[Tab, Tab]
):
    one, other = two
    one.types(f"{BEGUN}Of one.\n")
    shown = other.sends("draft", f"{BEGUN}Of the other.\n")
    one.types(f"{BEGUN}Of one, and more.\n")
    still = shown.sends("drop", shown.text, forget=shown.value("forget"))
    assert still.text == f"{BEGUN}Of the other.\n"
    assert "Of one, and more." in still.notices
    gone = still.sends("drop", still.text, forget=still.value("forget"))
    assert "Of one" not in gone.notices
    assert gone.text == f"{BEGUN}Of the other.\n"


def test_forgetting_what_is_not_saved_leaves_the_other_window_its_own(
    window: Window, two: tuple[Tab, Tab]
):
    one, other = two
    one.types(f"{BEGUN}Of one.\n")
    shown = other.sends("draft", f"{BEGUN}Of the other.\n")
    shown.sends("drop", shown.text)
    assert tab(window).text == f"{BEGUN}Of one.\n"


def test_the_page_of_a_window_shows_what_is_typed_there(window: Window, two: tuple[Tab, Tab]):
    one, other = two
    one.types(f"{BEGUN}Of one.\n")
    shown = other.sends("draft", f"{BEGUN}Of the other.\n")
    for page, words in ((shown, "Of the other."), (tab(window), "Of the other.")):
        address = re.search(r'<iframe[^>]* src="([^"]+)"', page.page)
        assert address
        assert words in window.client.get(address[1]).text
    one.types(f"{BEGUN}Of one.\n")
    address = re.search(r'<iframe[^>]* src="([^"]+)"', shown.page)
    assert address
    assert "Of the other." in window.client.get(address[1]).text


@pytest.mark.parametrize("action", ["save", "draft", "insert"])
def test_what_was_typed_into_a_story_that_is_gone_is_shown_and_can_be_gone_on_with(
    window: Window, two: tuple[Tab, Tab], action: str
):
    one, _ = two
    window.post("/stories/move", slug=SLUG, address="elsewhere")
    gone = one.sends(action, f"{BEGUN}Of one.\n")
    assert "is not here any more" in gone.page
    assert gone.text == f"{BEGUN}Of one.\n"
    begun = window.post("/stories", title="Two", base=one.fields("")["base"], text=gone.text)
    opened = Tab(window, window.get(begun.headers["location"]))
    assert opened.text == f"{BEGUN}Of one.\n"
    assert opened.page.count("not saved yet</span>") == 1


def test_a_story_begun_again_brings_nobody_back_who_went(window: Window):
    own = window.bench.workspace
    block = "```quote\npost: https://x.com/i/status/1\n```\n"
    typed = Typed(f"{BEGUN}{block}", "0" * 64 + "0")
    slug = writing.begin(own, "Anew", typed)
    assert "status/1" not in writing.sheet(own, slug).text


def test_a_story_that_is_taken_out_keeps_what_every_window_typed(
    window: Window, two: tuple[Tab, Tab]
):
    one, other = two
    one.types(f"{BEGUN}Of one.\n")
    other.types(f"{BEGUN}Of the other.\n")
    window.post("/stories/remove", slug=SLUG)
    assert {f"{BEGUN}Of one.\n", f"{BEGUN}Of the other.\n"} <= set(earlier(window))


def test_a_draft_of_an_earlier_version_is_gone_on_with(window: Window, two: tuple[Tab, Tab]):
    one, _ = two
    base = one.fields("")["base"]
    place = window.bench.workspace.folder.cache / "writing" / SLUG
    place.mkdir(parents=True)
    (place / "draft.md").write_text(f"{base}\n{BEGUN}Of old.\n", encoding="utf-8")
    (window.bench.workspace.folder.stories / f"{SLUG}.md").write_text(f"{BEGUN}New.\n")
    opened = tab(window)
    gone_on = opened.sends("draft", opened.text, go_on=opened.value("go_on"))
    assert gone_on.text == f"{BEGUN}Of old.\n"
    gone_on.sends("save", f"{gone_on.text}New.\n", over=gone_on.value("over"))
    assert not list(place.glob("draft*"))
