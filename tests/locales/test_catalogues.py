"""Catalogues: complete, with the same places and markup in every language, and up to date."""

from __future__ import annotations

import re
from datetime import date

import pytest
from babel.messages.catalog import Message

from docs.make_catalogues import renewed, said
from docs.make_own_names import own_names
from ownwords.locales.catalogue import (
    SOURCE,
    SPEAKERS,
    Speaker,
    catalogue,
    file_of,
    languages,
    sentences,
)
from ownwords.locales.tongue import own_name, tongue_of

TRANSLATED = [language for language in languages() if language != SOURCE]
EACH = pytest.mark.parametrize(
    ("language", "speaker"),
    [(language, speaker) for language in TRANSLATED for speaker in SPEAKERS],
)
PLACES = re.compile(r"%\(\w+\)s|\{\w+\}|#(?=\.)")
TAGS = re.compile(r"<[^<>]*>")
DO = "Run `python docs/make_catalogues.py` and translate what is empty in src/ownwords/locales/."
COUNTED = {"%(count)s", "%(shown)s"}


def forms(text: str | tuple[str, ...] | list[str]) -> list[str]:
    return [text] if isinstance(text, str) else list(text)


def messages(language: str, speaker: Speaker) -> list[Message]:
    return [message for message in catalogue(language, speaker) if message.id]


def test_there_are_the_languages_that_were_promised() -> None:
    assert {"en", "es", "fr", "ar"} <= set(languages())


@EACH
def test_a_catalogue_holds_what_the_code_says_and_nothing_else(
    language: str, speaker: Speaker
) -> None:
    known = {(message.id, message.context) for message in messages(language, speaker)}
    needed = {(message.id, message.context) for message in said(speaker) if message.id}
    assert known == needed, DO


@pytest.mark.parametrize("speaker", SPEAKERS)
def test_french_is_set_as_french_is(speaker: Speaker) -> None:
    typed = re.compile(r"[^\W\d_]'[^\W\d_]| [;!?](?=\s|$)| :(?=\s|$)|« | »")
    for message in messages("fr", speaker):
        assert not any(typed.search(form) for form in forms(message.string)), message.id


@pytest.mark.parametrize("language", languages())
def test_no_page_of_an_edition_has_a_typed_apostrophe(language: str) -> None:
    typed = re.compile(r"[^\W\d_]'[^\W\d_]")
    said_in = messages("fr" if language == SOURCE else language, "edition")
    for message in said_in:
        text = message.id if language == SOURCE else message.string
        assert not any(typed.search(form) for form in forms(text)), text


@EACH
def test_renewing_a_catalogue_changes_nothing(language: str, speaker: Speaker) -> None:
    assert file_of(language, speaker).read_bytes() == renewed(language, speaker), DO


@EACH
def test_every_message_is_translated_in_every_form_and_by_a_person(
    language: str, speaker: Speaker
) -> None:
    plurals = catalogue(language, speaker).num_plurals
    for message in messages(language, speaker):
        assert not message.fuzzy, message.id
        wanted = plurals if message.pluralizable else 1
        said_as = [text for text in forms(message.string) if text.strip()]
        assert len(said_as) == wanted, (message.id, DO)


@EACH
def test_a_translation_has_the_places_and_the_markup_of_its_message(
    language: str, speaker: Speaker
) -> None:
    for message in messages(language, speaker):
        one, many = forms(message.id)[0], forms(message.id)[-1]
        allowed = set(PLACES.findall(one)) | set(PLACES.findall(many))
        for text in forms(message.string):
            places = set(PLACES.findall(text))
            assert places <= allowed, (message.id, text)
            # "two quotations" needs no figure in Arabic, and a form for nought need not be said.
            if not message.pluralizable:
                assert places == allowed, (message.id, text)
                assert sorted(TAGS.findall(text)) == sorted(TAGS.findall(one)), (message.id, text)
            assert set(TAGS.findall(text)) <= set(TAGS.findall(many)), (message.id, text)
        if message.pluralizable:
            assert set(PLACES.findall(forms(message.string)[-1])) == set(PLACES.findall(many))


@EACH
def test_nothing_in_a_translation_can_leave_its_place_on_a_page(
    language: str, speaker: Speaker
) -> None:
    """Sentences are markup already when a template prints them, in attributes too."""
    said_as = [text for one in messages(language, speaker) for text in forms(one.string)]
    for sentence in said_as:
        plain = TAGS.sub("", sentence)
        assert not re.search(r'["<>]|&(?!\w+;)', plain), sentence
        assert sentence == sentence.strip()


@pytest.mark.parametrize("speaker", SPEAKERS)
def test_a_message_begins_and_ends_with_a_letter_or_its_mark(speaker: Speaker) -> None:
    """Blanks at an edge get lost between translators and templates."""
    for message in said(speaker):
        for text in forms(message.id):
            assert text == text.strip()


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_workbench_says_what_the_edition_says_as_the_edition_says_it(language: str) -> None:
    ours, theirs = tongue_of(language, "workbench"), tongue_of(language)
    assert ours.gettext("Voices") == theirs.gettext("Voices") != "Voices"


@pytest.mark.parametrize("language", TRANSLATED)
def test_what_only_the_workbench_says_explains_nothing_in_an_edition(language: str) -> None:
    """The scanner of finished files takes the edition's sentences for ours, and no others."""
    ours = {text for one in messages(language, "workbench") for text in forms(one.id)}
    long = {text for text in ours if len(text.split()) >= 5}
    assert len(long) > 100
    assert long.isdisjoint(sentences(language))


@pytest.mark.parametrize(
    ("asked", "got", "direction"),
    [
        ("en", "en", "ltr"),
        ("es-MX", "es", "ltr"),
        ("fr_CA", "fr", "ltr"),
        ("ar", "ar", "rtl"),
        ("AR-EG", "ar", "rtl"),
        ("de", "en", "ltr"),
        ("", "en", "ltr"),
        ("../../etc", "en", "ltr"),
    ],
)
def test_readers_get_their_language_or_english(asked: str, got: str, direction: str) -> None:
    tongue = tongue_of(asked)
    assert (tongue.tag, tongue.direction) == (got, direction)


@pytest.mark.parametrize(
    ("language", "day", "month", "number", "name"),
    [
        ("en", "11 January 2014", "January 2014", "122,659", "Arabic"),
        ("es", "11 de enero de 2014", "enero de 2014", "122.659", "árabe"),
        ("fr", "11 janvier 2014", "janvier 2014", "122\u202f659", "arabe"),
        ("ar", "11 يناير 2014", "يناير 2014", "122,659", "العربية"),
    ],
)
def test_each_tongue_has_its_dates_numbers_and_names(
    language: str, day: str, month: str, number: str, name: str
) -> None:
    tongue = tongue_of(language)
    at = date(2014, 1, 11)
    assert (tongue.day(at), tongue.month(at)) == (day, month)
    assert (tongue.number(122_659), tongue.language("ar-EG")) == (number, name)
    assert len(set(tongue.short_months())) == 12


def test_plural_forms_are_those_of_the_language() -> None:
    one, many = "%(count)s post in the fullest stretch.", "%(count)s posts in the fullest stretch."
    arabic = [tongue_of("ar").ngettext(one, many, count) for count in (1, 2, 5, 11, 100)]
    assert len(set(arabic)) == 5
    assert arabic[3].startswith("11 منشوراً ")
    assert arabic[2].startswith("5 ")
    assert tongue_of("fr").ngettext(one, many, 0).startswith("0 publication ")


@pytest.mark.parametrize(
    ("tag", "name"), [("ar", "العربية"), ("ja", "日本語"), ("pt-BR", "português"), ("xx-bad", "")]
)
def test_a_language_is_called_as_it_calls_itself(tag: str, name: str) -> None:
    assert own_name(tag) == name


def test_the_names_that_languages_give_themselves_are_those_of_babel() -> None:
    told = own_names()
    assert len(told) > 300
    assert {tag: own_name(tag) for tag in told} == told, "Run `python docs/make_own_names.py`."
