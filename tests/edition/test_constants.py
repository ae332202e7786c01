"""Whoever is called like a word that an edition is written with stops none."""

from __future__ import annotations

import re

from ownwords.consent.fingerprints import fold, tokens_of
from ownwords.consent.leaks import fixed_in_template, tags_in_template
from ownwords.edition.build import build
from ownwords.edition.constants import words
from ownwords.edition.templating import sources
from ownwords.locales.tongue import tongue_of
from tests.edition.sample import rich_site

_PICTURE = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
_SHORTEST = 4


def tokens(texts: set[str]) -> set[str]:
    found = {token for text in texts for token in tokens_of(fold(text))}
    return {token for token in found if len(token) >= _SHORTEST and not token.isdigit()}


def test_every_word_in_the_tags_of_pictures_is_known_as_our_own() -> None:
    tongue = tongue_of("en")
    ours = set(words(tongue))
    for source in sources(tongue):
        ours |= {*tags_in_template(source), *fixed_in_template(source)}
    drawn = {
        tag
        for path, data in build(rich_site())
        if path.endswith(".html")
        for picture in _PICTURE.findall(data.decode())
        for tag in _TAG.findall(picture)
    }
    assert "viewbox" in tokens(drawn)
    assert tokens(drawn) <= tokens(ours)
