"""Sentences with places, made in one room and shown in another."""

from __future__ import annotations

from ownwords.consent.reasons import in_tongue
from ownwords.consent.screening_flags import WAYS, WHAT, Kind
from ownwords.locales.sentence import Sentence, told
from ownwords.locales.tongue import tongue_of

STEP = "Shorten the span, or write `keep: %(kinds)s` into the block and a note why."


def test_everybody_takes_it_for_the_english_text() -> None:
    said = told(STEP, kinds="phone")
    assert said == "Shorten the span, or write `keep: phone` into the block and a note why."
    assert in_tongue(tongue_of("en", "workbench"), said) == said


def test_readers_of_another_language_get_it_with_its_places() -> None:
    said = in_tongue(tongue_of("fr", "workbench"), told(STEP, kinds="phone"))
    assert said.startswith("Raccourcissez le passage, ou écrivez `keep: phone`")


def test_several_messages_follow_each_other() -> None:
    said = Sentence.of((what, {}) for what in (WHAT[Kind.PHONE], WAYS))
    spanish = in_tongue(tongue_of("es", "workbench"), said)
    assert spanish.startswith("Un número de teléfono. ")
    assert spanish.endswith("déjalo y anota por qué.")


def test_a_percent_sign_without_places_stays() -> None:
    assert told("about 1 % of it") == "about 1 % of it"
