"""Quotations in lists: filled from a mould, with the same markup as from the macro."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape
from msgspec.structs import force_setattr, replace

from ownwords.edition.addresses import Places
from ownwords.edition.browse import ORDERS, By
from ownwords.edition.listing import Listings
from ownwords.edition.parts import Quotation
from ownwords.edition.pieces import Pieced
from ownwords.locales.tongue import tongue_of
from ownwords.records.cleared import Cleared
from ownwords.records.errors import PublishStopped
from ownwords.records.sealed import Sealed, Subject
from tests.edition import voices

TRAPS = st.text(st.sampled_from("a %(words)s{}<>&\"'\ue000\ue001"), min_size=1, max_size=80)


def listed(by: By, *quotations: Quotation) -> str:
    places = Places(listed={one.id: 1 for one in quotations})
    listings = Listings(places, tongue_of("en"), Pieced(places))
    return str(listings.on(f"voices/{by}-1.html", by)(quotations))


def saying(words: str, credit: str) -> Quotation:
    (one,) = voices.many_quotations(1)
    clearance = one.words.clearance
    return replace(one, words=Cleared(words, clearance, credit=credit, language="en"))


@given(words=TRAPS, credit=TRAPS)
@pytest.mark.parametrize("by", ORDERS)
def test_nothing_in_words_or_names_changes_the_markup_around_them(
    by: By, words: str, credit: str
) -> None:
    plain = listed(by, saying("plain-words", "plain-credit"))
    made = listed(by, saying(words, credit))
    told = plain.replace("plain-words", str(escape(words)))
    assert made == told.replace("plain-credit", str(escape(credit)))


def test_a_mould_serves_every_quotation_of_its_shape_alone() -> None:
    named, nameless = saying("one", "Maren"), saying("two", "")
    both = listed("day", named, replace(nameless, id="other"))
    assert both.count("Maren") == 2
    assert both.count("name withheld") == 1
    assert both.count("<li ") == both.count("</li>\n") == 2


def test_sealed_words_stand_in_no_list() -> None:
    sealed = Sealed("nobody may read this", Subject("p", "a"))
    kept = saying("plain", "Maren")
    force_setattr(kept, "words", _Posing(sealed, kept.words))
    with pytest.raises(PublishStopped):
        listed("day", kept)


class _Posing:
    """Something with a name and a language that nobody cleared."""

    def __init__(self, sealed: Sealed, like: Cleared) -> None:
        self.sealed, self.credit, self.language = sealed, like.credit, like.language
