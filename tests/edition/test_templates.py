"""Templates: only documented fields, only cleared words, never markup from text."""

from __future__ import annotations

import inspect
import re
from html.parser import HTMLParser
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import nodes
from jinja2.exceptions import SecurityError, UndefinedError
from msgspec.structs import replace

from docs.make_edition_pages import PAGE, described, fields_of, page
from ownwords.edition import pages, parts
from ownwords.edition.build import build
from ownwords.edition.pages import Site
from ownwords.edition.templating import TEMPLATES, environment
from ownwords.locales.tongue import tongue_of
from ownwords.records.errors import PublishStopped, SealBroken
from ownwords.records.sealed import Sealed, Subject
from ownwords.records.story import Prose, Quote
from tests.edition import sample, voices

PAGE_OF = {
    "about": pages.AboutPage,
    "browse": pages.BrowsePage,
    "campaign": pages.CampaignPage,
    "datasheet": pages.DatasheetPage,
    "method": pages.MethodPage,
    "numbers": pages.NumbersPage,
    "organisations": pages.OrganisationsPage,
    "preview": pages.PreviewIndex,
    "preview-story": pages.PreviewStory,
    "quote": pages.QuotePage,
    "search": pages.SearchPage,
    "story": pages.StoryPage,
    "this-is-me": pages.ThisIsMePage,
    "timeline": pages.TimelinePage,
    "sources": pages.SourcesPage,
    "zine": pages.ZinePage,
}
EN = tongue_of("en")
PIECES = {"around", "base", "blocks", "linked", "moments", "packet", "picture", "quotation"}
# Fields that a template need not print: build.py uses them, or they hold the pieces that are.
NOT_PRINTED = {"Site", "Preview"}
USED_BY_BUILD = {
    ("Checkable", "alone"),
    ("Gathered", "kinds"),
    ("Gathered", "languages"),
    ("Gathered", "not_taken"),
    ("Gathered", "unreadable"),
    ("Masthead", "key"),
    ("Quotation", "voice"),
    ("Retold", "clearance"),
    ("Source", "tool"),
    ("StoryPage", "slug"),
}


def classes() -> list[type]:
    return [
        thing
        for module in (parts, pages)
        for _, thing in inspect.getmembers(module, inspect.isclass)
        if issubclass(thing, msgspec.Struct) and thing.__module__ == module.__name__
    ]


def looked_at(template: str) -> list[tuple[str, str]]:
    """(name, attribute) for every attribute that a template reads of a plain name."""
    source = (TEMPLATES / f"{template}.html").read_text(encoding="utf-8")
    tree = environment(EN).parse(source)
    return [
        (found.node.name, found.attr)
        for found in tree.find_all(nodes.Getattr)
        if isinstance(found.node, nodes.Name)
    ]


def attributes(template: str) -> set[str]:
    source = (TEMPLATES / f"{template}.html").read_text(encoding="utf-8")
    return {found.attr for found in environment(EN).parse(source).find_all(nodes.Getattr)}


def test_every_template_is_known() -> None:
    assert {path.stem for path in TEMPLATES.glob("*.html")} == set(PAGE_OF) | PIECES


@pytest.mark.parametrize("template", PAGE_OF)
def test_a_template_reads_only_documented_fields_of_its_page(template: str) -> None:
    fields = fields_of(PAGE_OF[template])
    for name, attribute in looked_at(template):
        if name == "page":
            assert attribute in fields
        if name == "masthead":
            assert attribute in fields_of(pages.Masthead)


def test_every_field_is_used() -> None:
    used = set().union(*(attributes(path.stem) for path in TEMPLATES.glob("*.html")))
    for known in classes():
        if known.__name__ in NOT_PRINTED:
            continue
        for field in fields_of(known):
            if (known.__name__, field) not in USED_BY_BUILD:
                assert field in used, f"{known.__name__}.{field}"


@pytest.mark.parametrize("known", classes(), ids=lambda known: known.__name__)
def test_every_field_is_documented_and_nothing_else(known: type) -> None:
    assert set(described(known)) == set(fields_of(known))
    assert all(described(known).values())
    assert known.__struct_config__.frozen  # type: ignore[attr-defined]


def test_the_reference_is_made_from_the_classes() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python docs/make_edition_pages.py"


def show(template: str, **names: Any) -> str:
    return environment(EN).from_string(template).render(names)


def test_cleared_words_are_printed_and_escaped() -> None:
    assert show("{{ words }}", words=voices.cleared("<b>&")) == "&lt;b&gt;&amp;"


SEALED = Sealed("secret", Subject("p", "a"))


@pytest.mark.parametrize(
    "template",
    [
        "{{ words }}",
        "{{ words | string }}",
        "{{ words ~ '' }}",
        "{{ '%s' | format(words) }}",
        "{{ words | length }}",
        "{% for letter in words %}{{ letter }}{% endfor %}",
        "{{ words._Sealed__words }}",
        "{{ words['_Sealed__words'] }}",
        "{{ words | attr('_Sealed__words') }}",
        "{{ words.post }}",
        "{{ [words] }}",
        "{{ [words] | join }}",
    ],
)
def test_sealed_words_are_never_printed(template: str) -> None:
    with pytest.raises((PublishStopped, SealBroken, SecurityError, UndefinedError)) as caught:
        show(template, words=SEALED)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("thing", [None, 1.5, b"bytes", object(), voices.MAREN, ["a"]])
def test_what_is_not_text_is_not_printed(thing: object) -> None:
    with pytest.raises(PublishStopped):
        show("{{ thing }}", thing=thing)


def test_an_unknown_name_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        show("{{ nobody }}")


@pytest.mark.parametrize("template", ["{{ ''.__class__ }}", "{{ f.__globals__ }}"])
def test_the_sandbox_is_closed(template: str) -> None:
    with pytest.raises((SecurityError, UndefinedError)):
        show(template, f=show)


PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'-alert(1)-'",
    "--><svg onload=alert(1)>",
    "</title><h1>",
    "</style><b>",
    "{{ 7*7 }}{% for x in y %}",
    "\u202e\u2066abc",
    "&lt;script&gt;",
    "\u2028\u2029</script>",
)
ALLOWED_TAGS = {
    *("html", "head", "meta", "title", "link", "script", "noscript", "body"),
    *("header", "nav", "main", "footer", "aside", "article", "section", "div", "span"),
    *("h1", "h2", "h3", "p", "a", "strong", "b", "em", "bdi", "time", "code", "pre", "hr", "br"),
    *("figure", "figcaption", "blockquote", "ol", "ul", "li", "dl", "dt", "dd"),
    *("form", "label", "input"),
    *("svg", "desc", "circle", "line", "text"),  # the dots on the campaign page
}


class _Shape(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, tuple[str, ...]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(key for key, _ in attrs)))


def shape(page: bytes) -> list[tuple[str, tuple[str, ...]]]:
    reader = _Shape()
    reader.feed(page.decode())
    return reader.tags


def everywhere(text: str) -> Site:
    """The tiny site with the text in every field that a person or a teller can write into."""
    site = sample.tiny_site()
    words = voices.cleared(text, "en", text)
    one = voices.quotation("p1", words, "2014-01-11")
    odd = replace(one.check, source=text, connector=text, network=text, address=text, post=text)
    one = replace(one, check=odd, voice=text)
    quote = Quote(post=text, translation=text or "t", translated_by=text, note=text)
    story = replace(
        site.stories[0],
        title=text,
        standfirst=text,
        kicker=text,
        by=text,
        language=text,
        blocks=(
            Prose(text),
            parts.Voiced(quotation=one, quote=quote),
            parts.Retold(words=text, clearance=words.clearance),
        ),
    )
    decided = parts.Decided(
        voice=text, name=text, kind="organisation", reason=text, decided_by=(text,), review=text
    )
    return replace(
        site,
        masthead=replace(site.masthead, name=text or "n", told_by=text, language=text),
        stories=(story,),
        campaign=replace(
            site.campaign,
            hashtags=(text,),
            introduction=text,
            moments=(parts.Moment(day=text, name=text),),
        ),
        organisations=pages.OrganisationsPage(decided=(decided,)),
        about=pages.AboutPage(text=text, licence=text),
        method=pages.MethodPage(
            sources=(parts.Source(title=text, received=text, connector=text),),
            caveats=(text,),
            policy_version=text,
            made_with=text,
        ),
        quotations=(one,),
    )


def only_known_markup(text: str) -> None:
    for path, data in build(everywhere(text)):
        if path.endswith(".html"):
            for tag, given in shape(data):
                assert tag in ALLOWED_TAGS, (path, tag)
                assert not any(name.startswith("on") for name in given), (path, given)
            scripts = [tag for tag, _ in shape(data) if tag == "script"]
            assert len(scripts) == (2 if path == "search.html" else 0)
        if path.endswith("index.js"):
            assert b"</" not in data


@pytest.mark.parametrize("text", PAYLOADS)
def test_payloads_never_become_markup(text: str) -> None:
    only_known_markup(f"a {text} z")


@settings(max_examples=25, deadline=None)
@given(st.text(min_size=1, max_size=40).filter(str.strip))
def test_no_text_ever_becomes_markup(text: str) -> None:
    only_known_markup(text)


def test_words_stand_whole_and_unbroken_in_the_page() -> None:
    text = "one  two\n three & <four> “five”"
    page = dict(build(everywhere(text)))["quotes/p1.html"].decode()
    quoted = re.search(r"<blockquote[^>]*><p>(.*?)</p></blockquote>", page, re.DOTALL)
    assert quoted is not None
    assert quoted[1] == "one  two\n three &amp; &lt;four&gt; “five”"
