"""The workbench in every interface language: nothing of English is left where it can be said."""

from __future__ import annotations

import re
from html import unescape

import pyrage
import pytest

from ownwords.archive import recovery
from ownwords.consent.leaks import fixed_in_template
from ownwords.flows import starting
from ownwords.locales.catalogue import SOURCE, catalogue, languages
from ownwords.locales.tongue import tongue_of
from ownwords.workbench.bench import Bench
from ownwords.workbench.door import asked_for
from ownwords.workbench.session import Session
from tests.workbench.conftest import Window, come_in

OTHERS = [language for language in languages() if language != SOURCE]
PAGES = (
    *("/", "/gather", "/gather/faults", "/posts", "/voices", "/asks", "/asks/new", "/asks/answer"),
    *("/stories", "/publish", "/settings", "/story?slug=what-the-lamp-costs&q=winch"),
)
KEPT_ENGLISH = re.compile(
    r'<(\w+)[^<>]* lang="en"[^<>]*>.*?</\1>|<textarea.*?</textarea>', re.DOTALL
)


def speaking(window: Window, language: str) -> Window:
    window.post("/settings/language", language=language)
    return window


def text_of(page: str) -> str:
    """What a reader sees or hears, without what says itself that it is English."""
    page = KEPT_ENGLISH.sub(" ", page)
    labels = " ".join(re.findall(r'(?:aria-label|alt|title|placeholder)="([^"]*)"', page))
    return " ".join(unescape(f"{re.sub(r'<[^<>]*>', ' ', page)} {labels}").split())


def english(language: str) -> set[str]:
    """Sentences of at least three words that a page in this language must not say."""
    found = set()
    for message in catalogue(language, "workbench"):
        text = message.id if isinstance(message.id, str) else message.id[-1]
        pieces = fixed_in_template(re.sub(r"%\(\w+\)s", "{{ x }}", text))
        found |= {piece for piece in pieces if piece.count(" ") >= 2}
    return found


@pytest.mark.parametrize("language", OTHERS)
def test_no_sentence_of_a_page_is_left_in_english(window: Window, language: str) -> None:
    said = english(language)
    assert len(said) > 300
    tongue = tongue_of(language, "workbench")
    speaking(window, language)
    for path in PAGES:
        page = window.get(path)
        assert f'<html lang="{language}" dir="{tongue.direction}">' in page, path
        text = text_of(page)
        assert [sentence for sentence in said if f" {sentence} " in f" {text} "] == [], path


def test_an_error_is_told_in_the_language_of_the_page(window: Window) -> None:
    speaking(window, "es")
    answer = window.look("/posts?q=(winch").text
    assert "El paréntesis del carácter 1 no se cierra." in answer
    assert "is not closed" not in answer


def test_what_nobody_translated_says_that_it_is_english(window: Window) -> None:
    speaking(window, "ar")
    answer = window.look("/posts?q=winch+OR").text
    assert re.search(r'<p lang="en" dir="ltr"><strong>The OR at character 7 has nothing', answer)


def sheets(window: Window) -> dict[str, str]:
    """What somebody may type who has no key, by what is said to it."""
    whole = starting.sheet_again(window.bench.workspace.folder.root)
    other = recovery.sheet(bytes(32), str(pyrage.x25519.Identity.generate()), "Another")
    short = "\n".join(line for line in whole.splitlines() if not line.startswith("  2"))
    return {
        "This is not a recovery sheet.": "1 nothing of the sort",
        "Line %(number)s of the campaign key has a slip.": re.sub(
            r"(?m)^  2  ....", "  2  ", whole
        ),
        "The campaign key is not complete.": short,
        "The steward key has a slip.": re.sub(r"(KEY-1.{9}).", r"\1B", whole),
        "This sheet does not open this campaign.": other,
        "This campaign already has keys on this computer.": whole,
    }


@pytest.mark.parametrize("language", OTHERS)
def test_what_is_wrong_with_a_sheet_is_told_in_the_language_of_the_page(
    window: Window, language: str
) -> None:
    tongue = tongue_of(language, "workbench")
    speaking(window, language)
    for said, sheet in sheets(window).items():
        page = window.post("/settings/key", sheet=sheet)
        problem = page.text.partition('role="alert"')[2].partition("</div>")[0]
        assert page.status_code == 422
        assert tongue.gettext(said, number=2) in unescape(problem), said
        assert 'lang="en"' not in problem, said


def test_what_is_said_once_is_said_in_the_language_of_the_page(window: Window) -> None:
    speaking(window, "fr")
    window.post("/settings/passphrase", passphrase="short")
    assert "La phrase de passe est trop courte." in window.get("/settings")


def test_a_message_speaks_each_language_of_the_campaign(window: Window) -> None:
    post = re.search(r'name="post" value="([^"]+)"', window.get("/posts"))
    assert post is not None
    page = window.messages(unescape(post[1]))
    for language, words in (
        ("en", "to the letter"),
        ("es", "letra por letra"),
        ("fr", "à la lettre"),
        ("ar", "حرفاً بحرف"),
    ):
        assert re.search(rf'<pre lang="{language}"[^<>]*>[^<]*{words}', page), language


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("es-MX,es;q=0.9,en;q=0.8", "es"),
        ("de-DE,de;q=0.9,fr;q=0.5,en;q=0.3", "fr"),
        ("en;q=0.2, ar-EG", "ar"),
        ("fr;q=0, en;q=0.1", "en"),
        ("de,tlh", ""),
        ("*", ""),
        ("", ""),
        (";;q=nan,,q=1;fr", ""),
    ],
)
def test_the_language_of_a_browser_is_the_best_of_ours(header: str, language: str) -> None:
    assert asked_for(header) == language


def test_before_a_campaign_is_open_the_pages_speak_as_the_browser_does() -> None:
    bench = Bench(Session())
    client = come_in(bench, "ar-EG,en;q=0.5")
    assert '<html lang="ar" dir="rtl">' in client.get("/start")
    assert 'name="languages" dir="ltr" value="ar"' in client.get("/start")
    assert client.post("/settings/language", language="es").headers["location"] == "/start"
    page = client.get("/start")
    assert '<html lang="es" dir="ltr">' in page
    assert re.search(r'value="es" lang="es" aria-current="true">español<', page)
    bench.close()


def test_the_recovery_sheet_speaks_as_the_page_does_and_keeps_the_order_of_its_keys(
    window: Window,
) -> None:
    speaking(window, "ar")
    page = unescape(window.post("/settings/key/sheet").text)
    sheet = page.partition('<pre class="sheet-of-paper">')[2].partition("</pre>")[0]
    assert '<span dir="auto">ورقة الاستعادة' in sheet
    assert len(re.findall(r'<span dir="ltr">  [123]  \w', sheet)) == 3
    assert '<span dir="ltr">  AGE-SECRET-KEY-1' in sheet
    assert not re.search(r'<span dir="auto">\s*\d', sheet)
