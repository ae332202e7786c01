"""What leaves beside the pages: marked when invented, complete, and never more than was cleared."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import yaml
from msgspec.structs import replace

from ownwords.edition.build import build
from ownwords.edition.packets import cite
from ownwords.edition.pages import Gathered, Site
from ownwords.edition.parts import Checkable, Voiced
from ownwords.locales.tongue import tongue_of
from ownwords.records.cleared import ClearedCount
from ownwords.records.story import Correction, Prose, Quote
from tests.edition import sample, voices

WEB = "https://keepers.example.org/e/"


def files(site: Site) -> dict[str, bytes]:
    return dict(build(site))


def at(address: str, site: Site) -> Site:
    return replace(site, masthead=replace(site.masthead, address=address))


def one_story(*blocks: Any) -> Site:
    site = sample.tiny_site()
    return replace(site, stories=(replace(site.stories[0], blocks=blocks),))


# --- the mark of an invented campaign --------------------------------------------------------

UNMARKED = re.compile(r"assets/(edition|zine)\.css|assets/search.*\.js|robots\.txt|SHA256SUMS")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_file_of_an_invented_campaign_says_so(language: str) -> None:
    site = sample.rich_site()
    site = replace(site, masthead=replace(site.masthead, language=language))
    real = files(replace(site, masthead=replace(site.masthead, invented=False)))
    for path, data in files(site).items():
        if not UNMARKED.fullmatch(path):
            assert data != real[path], path
        if (
            path.endswith((".html", ".json", ".md", ".txt", ".xml", ".cff"))
            and path != "robots.txt"
        ):
            assert "nvented" in data.decode() or "متخيَّل" in data.decode(), path


# --- citation --------------------------------------------------------------------------------

CFF_REQUIRED = {"authors", "cff-version", "message", "title"}
CFF_KNOWN = CFF_REQUIRED | {"abstract", "date-released", "keywords", "type", "url", "version"}


def cff_faults(text: bytes) -> list[str]:
    """What the schema of the Citation File Format 1.2.0 asks of the keys that we write."""
    whole = yaml.safe_load(text)
    faults = [f"{key} is missing" for key in sorted(CFF_REQUIRED - set(whole))]
    faults += [f"{key} is not known" for key in sorted(set(whole) - CFF_KNOWN)]
    if whole.get("cff-version") != "1.2.0" or whole.get("type") not in {"dataset", "software"}:
        faults.append("the version or the type is another")
    texts = ("abstract", "message", "title", "url", "version")
    faults += [f"{key} is empty" for key in texts if key in whole and not whole[key]]
    faults += [f"{key} is no text" for key in texts if not isinstance(whole.get(key, ""), str)]
    if not whole.get("authors") or any(set(one) != {"name"} for one in whole["authors"]):
        faults.append("an author is no entity with a name")
    released = whole.get("date-released", "2026-01-01")
    if not isinstance(released, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d", released):
        faults.append("the date is no ISO day")
    keywords = whole.get("keywords", ["a"])
    if not keywords or len(set(keywords)) != len(keywords):
        faults.append("keywords are empty or stand twice")
    return faults


@pytest.mark.parametrize("address", ["", WEB])
def test_the_citation_file_is_valid(address: str) -> None:
    made = files(at(address, sample.rich_site()))["CITATION.cff"]
    assert cff_faults(made) == []
    whole = yaml.safe_load(made)
    assert whole["version"] == "3"
    assert whole["keywords"] == ["WeKeepTheLight", "نحفظ_النور"]
    assert whole.get("url", "") == address
    assert "license" not in whole


@pytest.mark.parametrize("name", ['a "quoted": name', "- x #y", "a\nb\x85c", "نون\u200dجيم"])
def test_no_name_breaks_the_citation_file(name: str) -> None:
    site = sample.tiny_site()
    head = replace(site.masthead, name=name, told_by=name)
    made = files(replace(site, masthead=head))["CITATION.cff"]
    assert cff_faults(made) == []
    assert "\u200d" not in name or name in yaml.safe_load(made)["title"]


def test_a_broken_citation_file_is_found() -> None:
    good = files(sample.tiny_site())["CITATION.cff"]
    assert cff_faults(good.replace(b"title:", b"titel:")) == [
        "title is missing",
        "titel is not known",
    ]
    assert cff_faults(good.replace(b'"2026-11-22"', b"2026-11-22")) == ["the date is no ISO day"]


# --- datasheet -------------------------------------------------------------------------------


def test_the_datasheet_is_the_same_as_page_text_and_data() -> None:
    site = replace(
        sample.rich_site(),
        gathered=Gathered(
            kinds=ClearedCount(
                (("Posts received from the Twitter API v2", 612, 200),), voices.COUNTED
            ),
            unreadable=1234,
        ),
    )
    made = files(site)
    data = json.loads(made["datasheet.json"])
    page, text = made["datasheet.html"].decode(), made["datasheet.md"].decode()
    for chapter in data["chapters"]:
        assert f"## {chapter['title']}\n" in text
        for one in chapter["asked"]:
            assert f"### {one['question']}\n" in text
            for said in (*one["answer"], *one["items"]):
                assert said in text
                assert said.replace("'", "&#39;").replace("“", "“") in page
            for row in one["rows"]:
                assert f"{row['voices_at_least']:,} |" in text
    assert "1,234 records." in text
    assert "| Posts received from the Twitter API v2 | 612 | 200 |" in text


def test_what_is_to_be_said_of_a_format_is_said_where_its_posts_are_counted() -> None:
    site = sample.rich_site()
    made = files(
        replace(
            site,
            method=replace(site.method, caveats=("This format is a sample.",)),
            gathered=Gathered(not_taken=True),
        )
    )
    assert "This format is a sample." in made["method.html"].decode()
    text = made["datasheet.md"].decode()
    assert "This format is a sample." in text
    assert "such as posts that are not public" in text
    assert "never taken in" not in files(site)["datasheet.md"].decode()


def test_the_datasheet_counts_quotations_as_the_lists_do() -> None:
    """A passage in a story, of a post that a list gives whole, is no second quotation."""
    post = sample.rich_site().quotations[0]
    passage = Checkable(
        id="pas5age", words=post.words, said=post.said, voice=post.voice, check=sample.MAREN.check
    )
    listed = replace(
        one_story(Voiced(quotation=passage, quote=Quote(post="1"))), quotations=(post,)
    )
    assert "Quotations: 1." in files(listed)["datasheet.md"].decode()
    only = Voiced(quotation=replace(passage, alone=True), quote=Quote(post="1"))
    alone = replace(one_story(only), quotations=(post,))
    assert "Quotations: 2." in files(alone)["datasheet.md"].decode(), "it stands in no list"


def test_the_datasheet_says_what_is_missing_and_what_it_is_not_for() -> None:
    text = files(sample.rich_site())["datasheet.md"].decode()
    for said in (
        "| they said no | 18 |",
        "My words are not material for your thesis",
        "Not for training, tuning or testing models",
        "None is given for the words",
        "Every record that came in could be read.",
        "keepers@example.org",
    ):
        assert said in text
    assert "| they said no | 44" not in text, "posts of a table of voices alone"


# --- packets ---------------------------------------------------------------------------------

WHOLE = voices.cleared("We were asked. We said no. Fix the winch.", credit="Maren of the Low Cut")
PART = replace(
    voices.MAREN,
    words=voices.cleared("We said no.", credit="Maren of the Low Cut"),
    before=voices.cleared("We were asked. ", credit="Maren of the Low Cut"),
    after=voices.cleared(" Fix the winch.", credit="Maren of the Low Cut"),
)


def told(**said: Any) -> Voiced:
    return Voiced(quotation=PART, quote=Quote(post="1", **said))


def test_a_packet_says_where_the_words_stand_and_what_stands_around_them() -> None:
    block = told(
        context="Said to the harbour board.", reply_asked="2026-10-01", note="do not print"
    )
    site = at(WEB, one_story(block, Correction("2026-11-02", "The date was wrong.")))
    made = files(site)
    packet = json.loads(made["quotes/m4ren.json"])
    assert packet["cite"].startswith(
        "Maren of the Low Cut. 11 January 2014. We keep the light (inv"
    )
    assert packet["cite"].endswith(f"{WEB}quotes/m4ren.html")
    assert packet["context"] == ["Said to the harbour board."]
    assert packet["asked"] == "2026-10-01"
    assert packet["corrections"] == [{"date": "2026-11-02", "what": "The date was wrong."}]
    assert (packet["before"], packet["after"]) == ("We were asked. ", " Fix the winch.")
    for path in ("quotes/m4ren.txt", "quotes/m4ren.html"):
        page = made[path].decode()
        for said in ("harbour board", "1 October 2026", "The date was wrong.", "We were asked."):
            assert said in page, (path, said)
    assert not any(b"do not print" in data for data in made.values())


def test_a_correction_belongs_to_the_quotation_right_before_it() -> None:
    other = Voiced(quotation=voices.DISSENT, quote=Quote(post="3"))
    mended = (Correction("2026-11-02", "First."), Correction("2026-11-01", "Earlier."))
    made = files(
        one_story(told(), *mended, Prose("And then."), Correction("2026-11-03", "Prose."), other)
    )
    said = json.loads(made["quotes/m4ren.json"])["corrections"]
    assert [one["what"] for one in said] == ["Earlier.", "First."]
    assert json.loads(made["quotes/d1ssent.json"])["corrections"] == []
    assert made["index.html"].decode().count("Corrected on") == 3


def test_named_words_are_found_again_by_a_text_quote_selector() -> None:
    made = json.loads(files(one_story(told()))["quotes/m4ren.json"])["annotation"]
    assert made["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert made["type"] == "Annotation"
    assert made["target"]["source"] == PART.check.address
    selector = made["target"]["selector"]
    whole = "".join(selector[key] for key in ("prefix", "exact", "suffix"))
    assert whole == WHOLE.text
    assert selector["type"] == "TextQuoteSelector"


def test_the_text_says_the_same_for_checking_as_the_json() -> None:
    """The first character is 0: it was left out as if nothing were known."""
    part = replace(PART, check=replace(PART.check, start=0))
    made = files(one_story(Voiced(quotation=part, quote=Quote(post="1"))))
    check = json.loads(made["quotes/m4ren.json"])["check"]
    said = made["quotes/m4ren.txt"].decode().splitlines()
    assert check["start"] == 0
    assert {f"{key}: {value}" for key, value in check.items() if value != ""} <= {*said}


@pytest.mark.parametrize(
    ("language", "nothing"),
    [
        ("en", "Nothing is written down."),
        ("es", "No hay nada anotado."),
        ("fr", "Rien n’est noté."),
        ("ar", "لم يُدوَّن شيء."),
    ],
)
def test_the_text_says_where_no_context_and_no_day_is_set(language: str, nothing: str) -> None:
    site = one_story(Voiced(quotation=PART, quote=Quote(post="1")))
    site = replace(site, masthead=replace(site.masthead, language=language))
    said = files(site)["quotes/m4ren.txt"].decode()
    tongue = tongue_of(language)
    for heading in ("Context", "The voice was asked"):
        assert f"\n{tongue.gettext(heading)}\n{nothing}\n" in said
    assert (
        nothing
        not in files(one_story(told(context="A.", reply_asked="2026-10-01")))[
            "quotes/m4ren.txt"
        ].decode()
    )


def test_words_without_a_name_have_no_annotation_and_nothing_that_leads_to_the_post() -> None:
    made = files(sample.tiny_site())
    packet = made["quotes/d1ssent.json"].decode() + made["quotes/d1ssent.txt"].decode()
    check = voices.DISSENT.check
    assert "annotation" not in packet
    assert check.commitment in packet
    for secret in (check.address, check.post, check.digest, check.payload_digest, "23:59"):
        assert secret not in packet


def test_a_link_to_a_quotation_shows_its_words_whole_or_not_at_all() -> None:
    long = replace(PART, words=voices.cleared("Fix the winch. " * 40, credit="Maren"))
    for one, shown in ((PART, "We said no."), (long, "")):
        block = Voiced(quotation=one, quote=Quote(post="1"))
        head = files(one_story(block))["quotes/m4ren.html"].decode().partition("</head>")[0]
        found = re.search(r'og:description" content="([^"]*)"', head)
        assert (found[1] if found else "") == shown


def test_only_an_edition_with_an_address_names_a_picture() -> None:
    page = files(sample.tiny_site())["index.html"]
    assert b"og:title" in page
    assert b"og:image" not in page
    assert b"og:url" not in page
    page = files(at(WEB, sample.tiny_site()))["quotes/d1ssent.html"]
    assert f'og:image" content="{WEB}assets/card.png"'.encode() in page
    assert f'og:url" content="{WEB}quotes/d1ssent.html"'.encode() in page


@pytest.mark.parametrize(("tongue", "quotation"), [("en", voices.ARABIC), ("ar", voices.MAREN)])
def test_a_name_from_the_other_side_is_kept_apart_from_the_day(
    tongue: str, quotation: Checkable
) -> None:
    """Else 11 January is printed as a 11, the name, and January."""
    line = cite(quotation, sample.MASTHEAD, tongue_of(tongue))
    assert line.startswith(f"\u2068{quotation.words.credit}\u2069. 11 ")
    ours = cite(quotation, sample.MASTHEAD, tongue_of("ar" if tongue == "en" else "en"))
    assert ours.startswith(f"{quotation.words.credit}. 11 ")
