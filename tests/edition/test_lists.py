"""Lists of quotations, the search index, addresses, dates and writing."""

from __future__ import annotations

import json
import posixpath
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from ownwords.edition import browse, dates, robots, style, writing
from ownwords.edition.addresses import Links, Places, anchor
from ownwords.edition.parts import Quotation
from ownwords.edition.pieces import Pieced
from ownwords.edition.search_pages import search_index
from ownwords.edition.wording import row_label
from ownwords.locales.tongue import tongue_of
from tests.edition import voices

ORDERS = ("day", "language", "voice")
EN = tongue_of("en")


@pytest.mark.parametrize("by", ORDERS)
def test_a_list_holds_every_quotation_once_and_at_most_200_a_page(by: browse.By) -> None:
    made = browse.pages(voices.many_quotations(901), by, EN)
    shown = [q.id for page in made for section in page.sections for q in section.quotations]
    assert sorted(shown) == sorted(q.id for q in voices.many_quotations(901))
    for page in made:
        assert 0 < sum(len(section.quotations) for section in page.sections) <= 200
        assert (page.pages, page.total) == (len(made), 901)
    assert [page.number for page in made] == list(range(1, len(made) + 1))


def test_long_words_make_shorter_pages() -> None:
    long = tuple(
        voices.quotation(f"long{n}", voices.cleared(f"{n} " + "way " * 1250), "2014-01-11")
        for n in range(40)
    )
    made = browse.pages(long, "day", EN)
    assert len(made) > 1
    assert all(len(page.sections[0].quotations) <= 20 for page in made)


def test_a_section_that_goes_on_says_where_it_began() -> None:
    many = tuple(replace(q, said="2014-01-11") for q in voices.many_quotations(450))
    made = browse.pages(many, "day", EN)
    assert len(made) >= 3
    assert {page.sections[0].page for page in made} == {"day"}
    assert made[0].contents[0].page == "day"
    assert made[1].name == f"day-2014-01-11-from-{made[1].sections[0].quotations[0].id}"


@pytest.mark.parametrize("by", ORDERS)
def test_one_quotation_less_moves_few_to_another_page(by: browse.By) -> None:
    many = browse.in_order(voices.many_quotations(2400))

    def places(quotations: list[Quotation]) -> dict[str, str]:
        made = browse.pages(quotations, by, EN)
        return {q.id: page.name for page in made for part in page.sections for q in part.quotations}

    whole, moved = places(many), []
    for gone in range(0, 2400, 60):
        after = places([*many[:gone], *many[gone + 1 :]])
        moved.append(sum(page != whole[key] for key, page in after.items()))
    assert sum(not some for some in moved) >= 36  # of 40: mostly nothing moves at all
    assert max(moved) <= 800  # and what moves is on a few pages behind the change


@pytest.mark.parametrize("by", ORDERS)
def test_pages_are_named_by_what_they_begin_with_and_lead_to_each_other(by: browse.By) -> None:
    made = browse.pages(browse.in_order(voices.many_quotations(901)), by, EN)
    names = [page.name for page in made]
    assert names[0] == by
    assert len({name.casefold() for name in names}) == len(names)
    assert [page.previous for page in made] == ["", *names[:-1]]
    assert [page.next for page in made] == [*names[1:], ""]
    for page in made[1:]:
        first = page.sections[0]
        within = f"{first.anchor}-from-{first.quotations[0].id}"
        assert page.name == (first.anchor if first.page == page.name else within)


@pytest.mark.parametrize("by", ORDERS)
def test_a_page_is_at_least_half_full(by: browse.By) -> None:
    made = browse.pages(voices.many_quotations(901), by, EN)
    held = [sum(len(section.quotations) for section in page.sections) for page in made]
    assert len(held) > 2
    assert min(held[:-1]) > 50  # a hundred, or 33 kB of words and markup


@pytest.mark.parametrize("by", ORDERS)
def test_the_empty_list_is_one_page(by: browse.By) -> None:
    (page,) = browse.pages((), by, EN)
    assert (page.sections, page.total) == ((), 0)


def test_days_come_in_order_and_partial_dates_stay_partial() -> None:
    ordered = browse.in_order(voices.QUOTATIONS)
    headings = [section.heading for section in browse.sections(ordered, "day", EN)]
    assert headings[:3] == ["2014", "January 2014", "11 January 2014"]


def test_unnamed_words_stand_in_no_order_of_time_within_a_day() -> None:
    early = voices.quotation("z", voices.cleared("early"), "2014-01-11T01:00Z")
    late = voices.quotation("a", voices.cleared("late"), "2014-01-11T23:00Z")
    assert [q.id for q in browse.in_order((early, late))] == ["a", "z"]


def headings(names: Iterable[str]) -> list[str]:
    made = [
        voices.quotation(f"q{place}", voices.cleared("x", "en", name), "2014")
        for place, name in enumerate(names)
    ]
    return [section.heading for section in browse.sections(made, "voice", EN)]


def test_numbers_in_names_stand_as_people_count() -> None:
    names = ["Keeper", "keeper 1", "Keeper 2", "Keeper 11", "Keeper 11b", "Keeper 100", "Keeperess"]
    assert headings(reversed(names)) == names
    assert headings(["Gate \u0661\u0661", "Gate \u0662", "Gate \u00b2x", "Gate 1"]) == [
        "Gate 1", "Gate \u0662", "Gate \u00b2x", "Gate \u0661\u0661"
    ]  # fmt: skip
    assert headings(["7" * 5000, "6" * 5000, "8"]) == ["8", "6" * 5000, "7" * 5000]


@given(st.lists(st.text("aB 0129-\u0662\u00b2\u2155\u4e8c", min_size=1), unique=True))
def test_names_have_one_order_whatever_digits_stand_in_them(names: list[str]) -> None:
    assert headings(names) == headings(reversed(names))


@given(st.lists(st.text(st.characters(exclude_categories=["N", "C"]), min_size=1), unique=True))
def test_names_without_numbers_stand_as_before(names: list[str]) -> None:
    plain = [unicodedata.normalize("NFKC", name).casefold() for name in headings(names)]
    if not any(sign.isdecimal() for name in plain for sign in name):
        assert plain == sorted(plain)


def test_two_names_of_one_voice_are_not_joined() -> None:
    one = voices.quotation("a", voices.cleared("x", "en", "Maren"), "2014")
    two = replace(voices.quotation("b", voices.cleared("y", "en", "M."), "2014"), voice=one.voice)
    assert len(browse.sections((one, two), "voice", EN)) == 2
    assert "Maren" not in browse.voice_key(one)


def test_all_withheld_names_share_one_section() -> None:
    last = browse.sections(voices.QUOTATIONS, "voice", EN)[-1]
    assert (last.key, last.heading) == ("", "Names withheld")
    assert len(last.quotations) == 10


def parsed(script: bytes) -> list[list[str]]:
    text = script.decode()
    assert text.startswith("window.OWNWORDS=[\n")
    assert text.endswith("\n];\n")
    rows: list[list[str]] = json.loads(text[len("window.OWNWORDS=") : -2])
    return rows


def test_the_index_holds_cleared_words_and_their_addresses() -> None:
    places = Places("night", frozenset({"m4ren"}), {"d1ssent": "day-2014-01-12"})
    rows = parsed(search_index((voices.MAREN, voices.DISSENT), EN, Pieced(places)))
    assert rows[0] == [
        "quotes/m4ren.html",
        voices.MAREN.words.text,
        "en",
        "ltr",
        "latin",
        "Maren of the Low Cut",
        "11 January 2014, 05:12 UTC · English",
    ]
    assert rows[1][0] == "voices/day-2014-01-12.html#q-d1ssent"
    assert rows[1][5:] == ["A voice, name withheld", "12 January 2014 · English"]


@given(st.text(max_size=80))
def test_any_words_survive_the_index_and_cannot_end_the_script(words: str) -> None:
    said = voices.quotation("x", voices.cleared(words), "2014")
    script = search_index((said,), EN, Pieced(Places()))
    assert parsed(script)[0][1] == words
    assert b"<" not in script
    assert not re.search("[\u2028\u2029]", script.decode())


@given(
    here=st.sampled_from(
        ["index.html", "stories/a.html", "voices/day-2014-01-14.html", "quotes/x.html"]
    ),
    there=st.sampled_from(["index.html", "stories/b.html", "voices/day.html#q-x", "about.html"]),
)
def test_links_are_relative_and_lead_there(here: str, there: str) -> None:
    link = Links(Places("night"), here).path(there)
    assert not link.startswith("/")
    assert posixpath.normpath(posixpath.join(posixpath.dirname(here), link)) == there


def test_a_fragment_of_the_same_page_stays_on_it() -> None:
    assert Links(Places(), "voices/day.html").path("voices/day.html#q-x") == "#q-x"


def test_the_front_page_is_the_first_story_or_the_campaign() -> None:
    assert Places("night").story("night") == "index.html"
    assert Places("night").campaign() == "campaign.html"
    assert Places().campaign() == "index.html"
    assert Places().quotation("nowhere") == "voices/day.html"
    assert anchor("x") == "q-x"


@pytest.mark.parametrize(
    ("said", "exact", "shown", "attribute"),
    [
        ("2014", True, "2014", "2014"),
        ("2014-01", True, "January 2014", "2014-01"),
        ("2014-01-09", True, "9 January 2014", "2014-01-09"),
        ("2014-01-09T05:12Z", True, "9 January 2014, 05:12 UTC", "2014-01-09T05:12Z"),
        ("2014-01-09T05:12Z", False, "9 January 2014", "2014-01-09"),
        ("2014-01-09T23:30-02:00", True, "10 January 2014, 01:30 UTC", "2014-01-10T01:30Z"),
        ("some day", True, "", ""),
        ("", False, "", ""),
    ],
)
def test_dates_are_no_finer_than_given(said: str, exact: bool, shown: str, attribute: str) -> None:
    assert dates.spoken(EN, said, exact=exact) == shown
    assert dates.machine(said, exact=exact) == attribute


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        ("2014-01-04", "2014-01-20", "4–20 January 2014"),
        ("2014-01-04", "2014-02-02", "4 January – 2 February 2014"),
        ("2013-12-31", "2014-01-01", "31 December 2013 – 1 January 2014"),
        ("2014-01-04", "2014-01-04", "4 January 2014"),
        ("2014-01-04", "", "4 January 2014"),
        ("", "", ""),
    ],
)
def test_a_stretch_of_time_in_words(first: str, last: str, shown: str) -> None:
    assert dates.between(EN, first, last) == shown


@pytest.mark.parametrize(
    ("label", "by", "shown"),
    [
        ("2014-01-11", "day", "11 January 2014"),
        ("2014-01-04/2014-01-06", "day", "4–6 January 2014"),
        ("2014-01-11T05", "hour", "11 January 2014, 05:00 UTC"),
        ("2014-W02", "week", "week of 6 January 2014"),
        ("2014-W01/2014-W02", "week", "30 December 2013 – 12 January 2014"),
        ("2014-01/2014-02", "month", "January–February 2014"),
        (
            "2014-01-11T05/2014-01-11T07",
            "hour",
            "11 January 2014, 05:00 – 11 January 2014, 08:00 UTC",
        ),
        ("all", "day", "all"),
        ("ar", "language", "Arabic"),
        ("other", "language", "other"),
        ("2014", "other", "2014"),
    ],
)
def test_rows_are_named_for_people(label: str, by: str, shown: str) -> None:
    assert row_label(EN, label, by) == shown


def test_the_hour_alone_under_a_day() -> None:
    assert dates.hour(EN, "2014-01-09T05:12Z", exact=True) == "05:12 UTC"
    assert dates.hour(EN, "2014-01-09T05:12Z", exact=False) == ""
    assert dates.hour(EN, "2014-01-09", exact=True) == ""


@pytest.mark.parametrize(
    ("words", "way"),
    [
        ("abc", "ltr"),
        ("لا تكتبوا", "rtl"),
        ("#WeKeepTheLight نحن نجيب كل ليلة على كل سفينة", "rtl"),
        ("I said שלום to them", "ltr"),
        ("123 ?!", "ltr"),
        ("", "ltr"),
    ],
)
def test_direction_is_that_of_most_letters(words: str, way: str) -> None:
    assert writing.direction(words) == way


@pytest.mark.parametrize(
    ("tag", "clean", "name"),
    [
        ("ar", "ar", "Arabic"),
        ("iw", "he", "Hebrew"),
        ("pt-BR", "pt-BR", "Portuguese"),
        ("zh_Hant", "zh-Hant", "Chinese"),
        ("und", "", "language not determined"),
        ("qme", "", "language not determined"),
        ("", "", "language not determined"),
        ('en" onload="x', "", "language not determined"),
        ("xyz", "xyz", "xyz"),
    ],
)
def test_language_tags_are_clean(tag: str, clean: str, name: str) -> None:
    assert writing.language_tag(tag) == clean
    assert writing.language_name(EN, tag) == name


@pytest.mark.parametrize(
    ("words", "script"),
    [
        ("plain", "latin"),
        ("Ναι, è così", "latin"),
        ("#WeKeepTheLight نحن نجيب كل ليلة على كل سفينة", "arabic"),
        ("नदी मुझसे बात करती है", "indic"),
        ("灯りを守る", "han"),
        ("등대는 외롭지", "hangul"),
        ("ฉันตื่นทั้งคืน", "stacked"),
        ("…!", "latin"),
    ],
)
def test_lines_are_set_by_the_letters_themselves(words: str, script: str) -> None:
    assert writing.script_of(words) == script


def test_the_size_of_words_counts_wide_characters_twice() -> None:
    assert writing.size_of("a" * 150) == "short"
    assert writing.size_of("灯" * 76) == "middle"
    assert writing.size_of("a" * 421) == "long"


def test_numbers_have_commas() -> None:
    assert EN.number(122659) == "122,659"


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "wash"])
@pytest.mark.parametrize("letters", ["ink", "soft", "lamp"])
def test_text_has_a_contrast_of_at_least_seven(letters: str, ground: str, scheme: int) -> None:
    """WCAG 2.2 success criterion 1.4.6, formula of relative luminance."""
    css = (Path(style.ASSETS) / "css" / "tokens.css").read_text(encoding="utf-8")
    pairs = dict(re.findall(r"--(\w+): light-dark\((#\w{6}, #\w{6})\)", css))
    light = [luminance(pairs[name].split(", ")[scheme]) for name in (letters, ground)]
    assert (max(light) + 0.05) / (min(light) + 0.05) >= 7


def test_without_light_dark_the_light_scheme_is_the_same() -> None:
    css = (Path(style.ASSETS) / "css" / "tokens.css").read_text(encoding="utf-8")
    plain = dict(re.findall(r"--(\w+): (#\w{6});", css))
    paired = dict(re.findall(r"--(\w+): light-dark\((#\w{6}),", css))
    assert plain == paired
    assert plain


def test_every_style_file_has_its_layer() -> None:
    files = {path.stem for path in (Path(style.ASSETS) / "css").glob("*.css")}
    assert files == set(style.LAYERS) - {"charts"}
    for name in files:
        text = (Path(style.ASSETS) / "css" / f"{name}.css").read_text(encoding="utf-8")
        assert f"@layer {name} {{" in text
        assert text.count("{") == text.count("}")


def test_robots_names_stand_once() -> None:
    assert len(set(robots.TRAINERS)) == len(robots.TRAINERS)
