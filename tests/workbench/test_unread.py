"""Why something could not be read, in the language of the pages; the desk keeps it in English."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from ownwords.archive.accession import Taking
from ownwords.gather.sources import Source
from ownwords.locales.catalogue import SOURCE, languages
from ownwords.locales.tongue import tongue_of
from ownwords.records.captured import Fault, LeftOut, Place
from ownwords.records.errors import BadMapping
from ownwords.workbench.speaking import Told, unread
from tests.gather.reading import Case, cases
from tests.workbench.conftest import Window

OTHERS = [language for language in languages() if language != SOURCE]
BROKEN = [case for case in cases() if not case.good]
PACKED = [case for case in cases() if case.path.is_file()]


def said_of(case: Case) -> set[str]:
    """All that is said of what a fixture holds and cannot be read, or is never taken in."""
    return said_in(case.read())


def said_in(reads: object) -> set[str]:
    assert isinstance(reads, list)
    faults = [one for one in reads if isinstance(one, Fault)]
    left_out = [one.reason for one in reads if isinstance(one, LeftOut)]
    return {said for one in faults for said in (one.reason, one.kept)} | set(left_out)


def in_english(said: set[str], language: str) -> list[str]:
    """What is left in English of what a reader of another language is told."""
    told = {one: unread(tongue_of(language, "workbench"), one) for one in said}
    return [one for one, again in told.items() if again.english or again.text == one]


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case.name)
def test_every_reason_of_a_broken_file_is_told_in_each_language(case: Case, language: str):
    said = said_of(case)
    assert said
    assert in_english(said, language) == []


@pytest.mark.parametrize("language", OTHERS)
def test_every_reason_of_a_file_that_was_cut_is_told_in_each_language(
    tmp_path: Path, language: str
):
    said = set()
    for number, case in enumerate(PACKED):
        data = case.path.read_bytes()
        for part in (1, 2, 3):
            path = tmp_path / f"{number}-{part}-{case.path.name}"
            path.write_bytes(data[: len(data) * part // 4])
            source = Source(case.source().label, path, path.stat().st_size)
            try:
                said |= said_in(list(case.connector.read(source, case.options)))
            except BadMapping as error:
                said.add(error.what)
    assert len(said) > 10
    assert in_english(said, language) == []


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            "The row has 3 cells where the header has 12.",
            "La fila tiene 3 celdas donde la cabecera tiene 12.",
        ),
        (
            'A header key is not known. Did you mean "evidence"?',
            "Una clave de la cabecera no se conoce. ¿Querías decir «evidence»?",
        ),
        (
            "new.csv has no column Posts, which the mapping mine names.",
            "new.csv no tiene la columna Posts, que nombra la correspondencia mine.",
        ),
        (
            "The mapping mine has a key that is not known: columm.",
            "La correspondencia mine tiene una clave que no se conoce: columm.",
        ),
        ("nothing", "nada"),
    ],
)
def test_values_and_hints_stand_in_the_translation(said: str, told: str):
    assert unread(tongue_of("es", "workbench"), said) == Told(told, english=False)


def test_what_a_connector_of_others_says_stays_english_and_says_so():
    said = "The flux is not aligned. Half of it was read."
    assert unread(tongue_of("es", "workbench"), said) == Told(said, english=True)
    assert unread(tongue_of("en", "workbench"), said) == Told(said, english=False)
    assert unread(tongue_of("es", "workbench"), "") == Told("", english=False)


def test_the_page_tells_them_and_the_desk_keeps_what_was_recorded(window: Window):
    cut = Fault(
        Place("a.zip!data/tweets.js", 3, 4), "The file is cut here.", "the rest of the page"
    )
    odd = Fault(Place("b.bin"), "The flux is not aligned.")
    taking = Taking.begin(window.bench.workspace.vault, "from", "x_archive")
    taking.add([cut, odd])
    taking.finish(read=0)
    window.post("/settings/language", language="fr")
    page = unescape(window.get("/gather/faults").partition("<tbody>")[2])
    cells = re.findall(r"<td([^>]*)>([^<]*)</td>", page)
    assert (' class="why"', "Le fichier est coupé ici.") in cells
    assert ("", "le reste de la page") in cells
    assert (' class="why" lang="en" dir="ltr"', "The flux is not aligned.") in cells
    assert [one for _, one in window.bench.workspace.vault.desk.faults()][-2:] == [cut, odd]


OPEN_DOCUMENT = (
    "table.ods is an OpenDocument file. Save it as CSV (UTF-8), with the ids as text, and take "
    "that in. The words of a letter go into a table with the columns voice, date and text."
)
OF_ANSWERS = (
    "answers.csv is a table of answers, labels or voices: it holds no posts. In a terminal, "
    "'ownwords consent import' takes it in. At the workbench, write each answer down on the page "
    "of its voice."
)


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("said", [OPEN_DOCUMENT, OF_ANSWERS])
def test_advice_of_several_sentences_is_told_in_each_language(said: str, language: str):
    assert in_english({said}, language) == []
    assert unread(tongue_of(language, "workbench"), f"{said} Half of it was read.").english
