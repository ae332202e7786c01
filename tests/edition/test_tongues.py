"""Editions in every interface language: nothing of English is left, and the scanner knows ours."""

from __future__ import annotations

import re
from html import unescape

import pytest
from msgspec.structs import replace

from ownwords.consent.leaks import fixed_in_template
from ownwords.edition import glance as glances
from ownwords.edition.browse import pages
from ownwords.edition.build import build
from ownwords.edition.pages import Site
from ownwords.edition.templating import sources
from ownwords.locales.catalogue import SOURCE, catalogue, languages
from ownwords.locales.tongue import tongue_of
from tests.edition import sample, voices
from tests.edition.arabic import arabic_site

OTHERS = [language for language in languages() if language != SOURCE]


def site(language: str) -> Site:
    if language == "ar":
        return arabic_site()
    rich = sample.rich_site()
    return replace(rich, masthead=replace(rich.masthead, language=language))


def text_of(page: bytes) -> str:
    """What a reader sees or hears; pictures of the sample are drawn in English."""
    plain = re.sub(r"<svg.*?</svg>", "", page.decode(), flags=re.DOTALL)
    labels = " ".join(re.findall(r'(?:aria-label|alt|title)="([^"]*)"', plain))
    return " ".join(unescape(re.sub(r"<[^<>]*>", " ", plain) + labels).split())


def english(language: str) -> set[str]:
    """Sentences of at least three words that a page in this language must not say."""
    found = set()
    for message in catalogue(language):
        text = message.id if isinstance(message.id, str) else ""
        text = re.sub(r"<code>.*?</code>", "{{ x }}", text)
        pieces = fixed_in_template(re.sub(r"%\(\w+\)s", "{{ x }}", text))
        found |= {piece for piece in pieces if piece.count(" ") >= 2}
    return found


@pytest.mark.parametrize("language", OTHERS)
def test_no_sentence_of_a_page_is_left_in_english(language: str) -> None:
    said = english(language)
    assert len(said) > 100
    for path, data in build(site(language)):
        if path.endswith(".html"):
            text = text_of(data)
            assert [sentence for sentence in said if f" {sentence} " in f" {text} "] == [], path


@pytest.mark.parametrize("language", OTHERS)
def test_a_page_says_its_language_and_words_keep_theirs(language: str) -> None:
    built = dict(build(site(language)))
    tongue = tongue_of(language)
    for path, data in built.items():
        if path.endswith(".html"):
            assert f'<html lang="{language}" dir="{tongue.direction}">' in data.decode(), path
    quote = built["quotes/m4ren.html"].decode()
    assert re.search(r'<blockquote class="[^"]*" dir="ltr" lang="en">', quote)


def test_a_language_without_a_catalogue_is_english() -> None:
    rich = sample.rich_site()
    german = dict(build(replace(rich, masthead=replace(rich.masthead, language="de"))))
    assert b'<html lang="en" dir="ltr">' in german["index.html"]
    assert b'lang="de"' in german["campaign.html"]


def test_names_that_the_campaign_gave_are_told_in_its_language() -> None:
    """Else a voice that reads aloud says them as if they were English."""
    rich = sample.rich_site()
    german = dict(build(replace(rich, masthead=replace(rich.masthead, language="de"))))
    name = f'<bdi lang="de">{rich.masthead.name}</bdi>'.encode()
    for path, data in german.items():
        assert not path.endswith(".html") or name in data, path
    assert b"<h1>" + name in german["campaign.html"]
    moments = rich.campaign.moments
    for page in ("campaign.html", "timeline.html"):
        assert german[page].count(b'<bdi lang="de">') == len(moments) + (1 + ("camp" in page))
    assert b"<bdi lang=" not in dict(build(rich))["campaign.html"]


@pytest.mark.parametrize("language", OTHERS)
def test_the_same_input_gives_the_same_bytes(language: str) -> None:
    assert dict(build(site(language))) == dict(build(site(language)))


@pytest.mark.parametrize("language", OTHERS)
def test_the_scanner_hears_which_words_are_ours(language: str) -> None:
    tongue = tongue_of(language)
    ours = {piece for source in sources(tongue) for piece in fixed_in_template(source)}
    for message in (
        "Nobody who speaks here exists.",
        "Neighbours with too few voices are joined.",
        "How people are counted",
    ):
        assert tongue.gettext(message) in ours
    other = tongue_of("fr" if language == "es" else "es")
    assert other.gettext("How people are counted") not in ours


EN = tongue_of("en")


def test_english_sentences_that_stand_in_code_are_ours_too() -> None:
    ours = {piece for source in sources(tongue_of("en")) for piece in fixed_in_template(source)}
    assert "How to check a quotation" in ours  # a title in build.py, in no template


def test_a_glance_shows_every_quotation_that_has_a_day() -> None:
    lists = pages(voices.QUOTATIONS, "language", EN)[0].contents
    made = glances.glance(voices.QUOTATIONS, lists, EN)
    dated = [one for one in voices.QUOTATIONS if len(one.said) >= 10]
    assert made.svg.count("<circle ") == len(dated)
    assert made.svg.count('"dot ring"') == sum(not one.words.credit for one in dated)
    assert f"{len(voices.QUOTATIONS) - len(dated)} quotations have no day" in made.caption
    assert (made.languages[0].heading, made.languages[-1].key) == ("English", "")


def test_a_glance_without_any_day_draws_nothing() -> None:
    one = voices.quotation("y", voices.cleared("Yes."), "2014")
    made = glances.glance((one,), (), EN)
    assert (made.svg, made.caption, made.languages) == ("", "", ())
