"""The patterns page: every part of an edition in every state, cut from built pages.

python -m docs.make_patterns FOLDER

Nothing on it is written for it: invented editions are built, and their parts are cut out and put
below one another, so that it shows what readers get. One page from left to right, one from right
to left. Browser tests check both in both colour schemes.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import accumulate
from pathlib import Path

from msgspec.structs import replace

from ownwords.charts import bars
from ownwords.edition import style
from ownwords.edition.build import build
from ownwords.edition.pages import NumbersPage, Site
from ownwords.edition.parts import Picture, Voiced
from ownwords.edition.preview import build_preview
from ownwords.edition.wording import chart_words
from ownwords.locales.tongue import tongue_of
from ownwords.records.cleared import ClearedCount
from ownwords.records.story import Quote
from tests.edition import sample, voices
from tests.edition.arabic import arabic_site

VOID = {"meta", "link", "input", "br", "hr", "img", "wbr"}


@dataclass(frozen=True)
class Part:
    """A part of the page: its title, the site and page it stands on, what to cut out there.

    ``which`` is a tag, a class or both (``figure.quote``); ``most`` is how many to show.
    """

    title: str
    site: str
    page: str
    which: str
    most: int = 1


PARTS = (
    Part("The head of a story", "rich", "index.html", ".story>header"),
    Part("Prose, with what Markdown can say", "states", "about.html", "div.prose"),
    Part("Quotations in a story", "states", "index.html", "figure.quote", most=40),
    Part("A translation beside a quotation", "rich", "index.html", "p.gloss", most=2),
    Part("Words retold", "rich", "index.html", "div.retold"),
    Part("A number", "rich", "index.html", "aside.number"),
    Part("Quotations in a list", "rich", "voices/voice.html", "ol.list", most=4),
    Part("Orders of a list", "rich", "voices/day.html", "nav.ways-in"),
    Part("Contents of a list", "rich", "voices/day.html", "nav.jump-box"),
    Part("Turning the page", "many", "voices/day-2014-01-21-from-n00300.html", "nav.turn"),
    Part("Counts over time", "rich", "campaign.html", "figure.picture"),
    Part("Amounts: names beside bars, names above bars, several ways", "states", "numbers.html",
         "figure.picture", most=5),
    Part("Quotations by day", "rich", "campaign.html", ".dots"),
    Part("Languages", "rich", "campaign.html", "ul.tongues"),
    Part("What happened", "rich", "campaign.html", "ol.moments"),
    Part("More stories", "rich", "campaign.html", "section.more"),
    Part("How to check, with a name", "rich", "quotes/m4ren.html", "section.steps-box"),
    Part("How to check, without a name", "rich", "quotes/d1ssent.html", "section.steps-box"),
    Part("What was received", "rich", "quotes/m4ren.html", "dl"),
    Part("To quote elsewhere", "rich", "quotes/m4ren.html", "section.packet"),
    Part("A decision about an organisation", "rich", "organisations.html", "section.decided"),
    Part("A table without a picture", "rich", "method.html", "div.rows"),
    Part("Search", "rich", "search.html", "form.search"),
    Part("Nothing found", "rich", "search.html", "p.status"),
    Part("Nobody has said yes", "silent", "index.html", "p.quiet"),
    Part("An empty list", "silent", "voices/day.html", "p.empty"),
    Part("Too few to count", "tiny", "campaign.html", "p.quiet"),
    Part("No numbers", "tiny", "numbers.html", "p.empty"),
    Part("How to speak", "rich", "campaign.html", "section.speak"),
    Part("Waiting, in the team's preview", "preview", "stories/night.html", "figure.waiting"),
)  # fmt: skip
TEXT = """What the tellers write can have *stress*, **weight**, `a command` and
[a link](https://example.org/).

- one thing
- another thing

1. first
2. second

## A heading

### A smaller one

After the heading.

---

After a break.
"""


@dataclass(frozen=True)
class _Element:
    """An element of a page: its tag and attributes, those of its parent, where it stands."""

    tag: str
    attributes: Mapping[str, str]
    parent: Mapping[str, str]
    start: int
    end: int

    def classes(self) -> set[str]:
        return set(self.attributes.get("class", "").split())


class _Cutter(HTMLParser):
    """Finds where elements begin and end in the text that it reads."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._starts = [0, *accumulate(map(len, text.splitlines(keepends=True)))]
        self._open: list[tuple[str, dict[str, str], int]] = []
        self.found: list[_Element] = []
        self.feed(text)

    def _at(self) -> int:
        line, column = self.getpos()
        return self._starts[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            given = {name: value or "" for name, value in attrs}
            self._open.append((tag, given, self._at()))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """It has no inside to cut out."""

    def handle_endtag(self, tag: str) -> None:
        name, given, start = self._open.pop()
        parent = self._open[-1][1] if self._open else {}
        self.found.append(_Element(name, given, parent, start, self._at() + len(f"</{tag}>")))


def cut(html: str, which: str) -> list[str]:
    """The elements of a page in order, in the language of their parent: ``figure.quote``, ``dl``.

    ``.story>header`` is a header right under something of the class story.
    """
    above, _, own = which.rpartition(">")
    tag, _, name = own.partition(".")
    hits = [
        found
        for found in _Cutter(html).found
        if tag in {"", found.tag}
        and (not name or name in found.classes())
        and above.strip(".") in found.parent.get("class", "")
    ]
    hits.sort(key=lambda found: found.start)
    return [_around(found.parent, html[found.start : found.end]) for found in hits]


def _around(parent: Mapping[str, str], fragment: str) -> str:
    """The part with what it has from its parent: language, direction, the grid of a story."""
    given = [f'{name}="{parent[name]}"' for name in ("lang", "dir") if name in parent]
    kind = "pattern story" if "story" in parent.get("class", "").split() else "pattern"
    return f'<div class="{kind}" {" ".join(given)}>{fragment}</div>'


def _own_ids(fragment: str, number: int) -> str:
    """The same part with ids of its own, since parts of many pages meet on one."""
    names = r'\b(id|for|aria-labelledby|aria-describedby)="([^"]+)"'

    def own(match: re.Match[str]) -> str:
        ids = " ".join(f"{name}-{number}" for name in match[2].split())
        return f'{match[1]}="{ids}"'

    return re.sub(names, own, fragment)


def _no_landmark(fragment: str) -> str:
    """A section without its name: on one page there would be several of the same name."""
    named = re.sub(r'<section([^>]*) aria-labelledby="[^"]*"', r"<div\1", fragment)
    return named.replace("</section>", "</div>")


def _states(site: Site) -> Site:
    """Every state of a quotation in one story, every state of a chart on one page."""
    plain = voices.quotation("pl4in", voices.cleared("Yes.", "en", "Ari"), "2014")
    given = replace(
        voices.quotation("g1ven", voices.cleared("I was asked once.", "en", "Noor"), "2014-01"),
        check=voices.check("I was asked once.", given=True, network="", address="", post=""),
    )
    office = voices.quotation(
        "0ffice",
        voices.cleared("We shall look into it.", "en", "The minister for harbours"),
        "2014-01-14",
        standing="public-office",
    )
    whole = {one.id: one for one in (plain, given, office, *site.quotations)}.values()
    blocks = tuple(
        Voiced(quotation=one, quote=Quote(post="1", dissent=one.id == "d1ssent")) for one in whole
    )
    story = replace(site.stories[0], blocks=blocks)
    return replace(
        site,
        stories=(story,),
        about=replace(site.about, text=TEXT),
        numbers=NumbersPage(pictures=tuple(_charts(site.masthead.language))),
    )


def _charts(language: str) -> Iterator[Picture]:
    tongue = tongue_of(language)
    shapes = {
        "Names beside": (("given", (8.0,)), ("X", (3.0,))),
        "Names above": (("given to this campaign", (8.0,)), ("an account archive", (3.0,))),
        "Two ways": (("one", (8.0, 7.0)), ("two", (3.0, None))),
    }
    for number, (title, rows) in enumerate(shapes.items()):
        chart = bars.Bars(
            id=f"bars-{number}",
            title=title,
            rows=tuple(bars.BarRow(name, values) for name, values in rows),
            panels=("Told", "Read")[: len(rows[0][1])],
            rtl=tongue.rtl,
            wording=chart_words(tongue),
        )
        counts = ClearedCount((("x", 8, 5),), voices.COUNTED)
        caption = "One sentence says what there is to see."
        yield Picture(title=title, caption=caption, counts=counts, svg=bars.svg(chart))
    yield Picture(
        title="Withheld",
        caption="The gate lets no row through.",
        counts=ClearedCount((), voices.COUNTED, coarsened="withheld"),
    )


def _sites(language: str) -> Mapping[str, dict[str, str]]:
    rich = arabic_site() if language == "ar" else sample.rich_site()
    head = replace(rich.masthead, language=language)
    made: dict[str, Iterable[tuple[str, bytes]]] = {
        "rich": build(replace(sample.rich_site(), masthead=head, campaign=rich.campaign)),
        "states": build(_states(replace(sample.rich_site(), masthead=head))),
        "tiny": build(replace(sample.tiny_site(), masthead=head)),
        "silent": build(replace(sample.silent_site(), masthead=head)),
        "many": build(
            replace(sample.tiny_site(), masthead=head, quotations=voices.many_quotations(401))
        ),
        "preview": build_preview(replace(sample.preview(), masthead=head)),
    }
    return {
        name: {path: data.decode() for path, data in files if path.endswith(".html")}
        for name, files in made.items()
    }


def _body(sites: Mapping[str, dict[str, str]]) -> Iterator[str]:
    number = 0
    for part in PARTS:
        found = cut(sites[part.site][part.page], part.which)
        if not found:
            raise LookupError(f"{part.page} of the {part.site} edition has no {part.which}.")
        yield f'<h2 class="kicker" lang="en" dir="ltr">{part.title}</h2>'
        for fragment in found[: part.most]:
            number += 1
            shown = fragment.replace(" hidden>", ">")
            shown = re.sub(r'(data-none="([^"]*)"[^>]*>)', r"\1\2", shown)
            yield _own_ids(_no_landmark(shown), number)


def patterns() -> Iterator[tuple[str, bytes]]:
    """The files of the patterns page as (path, bytes)."""
    yield "assets/edition.css", style.stylesheet(preview=True)
    for language in ("en", "ar"):
        sites = _sites(language)
        frame = sites["rich"]["about.html"]
        start = frame.index('<main id="main">') + len('<main id="main">')
        body = "\n".join(_body(sites))
        page = (
            f'{frame[:start]}\n<article class="page wide patterns">\n'
            f'<header><h1 lang="en" dir="ltr">Patterns</h1></header>\n{body}\n</article>\n'
            f"{frame[frame.index('</main>') :]}"
        )
        yield f"patterns-{language}.html", page.encode()


def main(folder: str) -> int:
    for path, data in patterns():
        target = Path(folder) / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("python -m docs.make_patterns FOLDER")
    sys.exit(main(sys.argv[1]))
