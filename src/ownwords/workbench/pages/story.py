"""Writing one story: the text, a search beside it, and the page as the edition would show it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import msgspec

from ownwords.consent.gate import Context, release
from ownwords.flows import writing
from ownwords.flows.drafts import NAMELESS, Typed, Window, differences
from ownwords.flows.numbers import Numbers
from ownwords.flows.people import name_of
from ownwords.flows.reading import as_block
from ownwords.reading.query import Query
from ownwords.reading.search import search
from ownwords.records.cleared import Cleared
from ownwords.records.consent import Use
from ownwords.records.errors import AskedWrongly, BadStory, FolderBroken, OwnwordsError
from ownwords.records.post import PASSED_ON
from ownwords.workbench.addresses import IN_PATH
from ownwords.workbench.asked import Answer, Asked, Go, Page, Sent, Shown
from ownwords.workbench.bench import A_MOMENT, Bench
from ownwords.workbench.naming import held, highest
from ownwords.workspace import Workspace

FOUND = 12
"""Posts that the search beside the text shows."""

LOOKED_AT = 40
"""What somebody only passed on is not theirs to be quoted with."""

_TYPES = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
}
_NEW_LINE = "\n"
_FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)
_FENCES = 2
"""Lines that open and close the header."""

REHEARSED = "stories/page.html"
_TITLE = re.compile(rb"<title>[^<]*</title>")
"""Browsers keep the titles of what was looked at."""

_UNTOLD = "words: \n```\n"
_RETELLING = "```paraphrase\npost: {post}\n" + _UNTOLD


@dataclass(frozen=True, slots=True)
class Found:
    """A post beside the text: its words, who, whether it may be shown."""

    id: str
    words: Cleared
    who: str
    published: int
    shown: str
    held: bool
    """Whether a story that quotes all of it would wait: it may give somebody away."""


def show(asked: Asked) -> Answer:
    """The editor."""
    return _editor(asked, asked.query("slug"), asked.query("window"), None)


def _editor(asked: Asked, slug: str, window: str, problem: OwnwordsError | None) -> Shown:
    bench = asked.bench
    asked_for = asked.query("q") or asked.text("q")
    found: tuple[Found, ...] | None = None
    try:
        found = tuple(_found(bench, asked_for)) if asked_for else None
    except (AskedWrongly, FolderBroken) as error:
        problem = problem or error
    sheet = writing.sheet(bench.workspace, slug, [window])
    values = {
        "sheet": sheet,
        "windows": [sheet.window.name, *([sheet.draft.window] if sheet.draft else [])],
        "wordings": tuple(writing.wordings(bench.workspace, slug)),
        "page": f"/rehearsal/{IN_PATH}/{REHEARSED}",
        "q": asked_for,
        "at": asked.query("at"),
        "part": asked.text("part"),
        "on": asked.query("on"),
        "found": found,
        "problem": problem,
    }
    return Shown("story.html", values, status=422 if problem else 200)


def _found(bench: Bench, text: str) -> Iterator[Found]:
    engine, team, public = bench.workspace.vault.engine, bench.team(), bench.public()
    asked = Query(text=text, limit=LOOKED_AT)
    hits = search(bench.workspace.vault, team, asked, A_MOMENT)
    ids = [one.id for one in hits]
    heads, words = engine.heads(ids), engine.words(ids)
    said = [one for one in ids if one in heads and heads[one].type != PASSED_ON]
    uses = {one: highest(words[one], public) for one in said[:FOUND]}
    waits = held(bench.workspace, {one: words[one] for one in uses if uses[one]}, team)
    for one, shown in uses.items():
        cleared = release(words[one], Use.READ, team)
        if isinstance(cleared, Cleared):
            head = heads[one]
            who = name_of(head, team, bench.tongue)
            yield Found(one, cleared, who, head.published, shown, one in waits)


def _window(asked: Asked) -> Window:
    return Window(asked.text("window") or NAMELESS, asked.text("seen"))


def _typed(asked: Asked) -> Typed:
    return Typed(asked.body("text"), asked.text("base"), _window(asked))


def draft(asked: Asked) -> Answer:
    """Keep what is typed, and show the search and the page for it; or what another window has."""
    slug = asked.text("slug")
    writing.keep_draft(asked.bench.workspace, slug, _typed(asked))
    if asked.text("while_typing"):
        return Sent(b"", "text/plain; charset=utf-8", "")
    if asked.text("go_on"):
        return Go("/story", {"slug": slug, "window": asked.text("go_on")})
    return _goes_on(asked, asked.text("at"), "q" if asked.text("q") else "text")


def _goes_on(asked: Asked, at: str | int, on: str) -> Go:
    """The same window again, with what it looked for, the caret and where to stand."""
    slug, looked_for, window = asked.text("slug"), asked.text("q"), _window(asked).name
    return Go("/story", {"slug": slug, "q": looked_for, "window": window, "at": at, "on": on})


def save(asked: Asked) -> Answer:
    """Make what is typed the story."""
    slug, typed = asked.text("slug"), _typed(asked)
    try:
        writing.save(asked.bench.workspace, slug, typed, asked.text("over"))
    except AskedWrongly as problem:
        return _editor(asked, slug, typed.window.name, problem)
    asked.bench.say("Saved.")
    return _goes_on(asked, asked.text("at"), "text")


def insert(asked: Asked) -> Answer:
    """Put a quotation, or a retelling, into the text at the caret."""
    bench, slug, typed = asked.bench, asked.text("slug"), _typed(asked)
    try:
        block = _chosen(bench, asked)
    except AskedWrongly as problem:
        writing.keep_draft(bench.workspace, slug, typed)
        return _editor(asked, slug, typed.window.name, problem)
    text, behind = _with_block(typed.text, block, asked.text("at"))
    writing.keep_draft(bench.workspace, slug, msgspec.structs.replace(typed, text=text))
    return _goes_on(asked, behind, "text")


def _chosen(bench: Bench, asked: Asked) -> str:
    """The block that was chosen: a retelling, exact words, or these with the name of the voice."""
    if asked.text("retell"):
        return _RETELLING.format(post=asked.text("retell"))
    named = asked.text("named")
    block = _block(bench, named or asked.text("post"), asked.body("part"))
    return block.replace(f"use: {Use.VERBATIM}", f"use: {Use.NAMED}", 1) if named else block


def _block(bench: Bench, post: str, part: str) -> str:
    """The block of a whole post, or of the part of it that was named by its words."""
    engine = bench.workspace.vault.engine
    head, sealed = engine.heads([post]).get(post), engine.words([post]).get(post)
    words = None if sealed is None else release(sealed, Use.READ, bench.team())
    if head is None or not isinstance(words, Cleared):
        raise AskedWrongly("No such post may be read here.", do="Look for another.")
    start = words.text.find(part.strip()) if part.strip() else 0
    if start < 0:
        raise AskedWrongly(
            "Those words do not stand in this post, to the letter.",
            kept="Your text is as it was.",
            do="Copy the part out of the post, or leave the field empty for all of it.",
        )
    span = (start, start + len(part.strip())) if part.strip() else (0, len(words.text))
    return as_block(bench.workspace, post, head.version, words, span)


def _with_block(text: str, block: str, at: str) -> tuple[str, int]:
    """The text with a block between blank lines, and the place to go on writing.

    That is behind the block; in a retelling, where its words are to stand.

    Places count UTF-16 units, as browsers do. What would stand in the header, or nowhere, stands at
    the end.
    """
    units = text.encode("utf-16-le", "surrogatepass")
    place = 2 * int(at) if at.isascii() and at.isdecimal() and len(at) < 9 else len(units)
    before = units[:place].decode("utf-16-le", "ignore")
    if len(_FENCE.findall(before)) < _FENCES:
        place, before = len(units), text
    after = units[place:].decode("utf-16-le", "ignore").lstrip("\n")
    so_far = f"{before.rstrip(_NEW_LINE)}\n\n{block}\n"
    written = so_far.rstrip("`\n") if block.endswith(_UNTOLD) else so_far
    return so_far + after, len(written.encode("utf-16-le", "surrogatepass")) // 2


def read_earlier(asked: Asked) -> Answer:
    """An earlier wording, and where it differs from what is on the desk of the window."""
    workspace, slug, name = asked.bench.workspace, asked.query("slug"), asked.query("window")
    number = _number(asked.query("number"))
    desk = writing.sheet(workspace, slug, [name])
    text = writing.wording(workspace, slug, number)
    values = {
        "slug": slug,
        "file": f"stories/{slug}.md",
        "number": number,
        "at": next(one.at for one in writing.wordings(workspace, slug) if one.number == number),
        "window": Window(name or NAMELESS, asked.query("seen")),
        "text": text,
        "differs": differences(text, desk.text),
    }
    return Shown("wording.html", values)


def _number(said: str) -> int:
    if not (said.isascii() and said.isdecimal() and len(said) < 9):
        raise AskedWrongly("No wording was chosen.", do="Choose one of the list.")
    return int(said)


def bring_back(asked: Asked) -> Answer:
    """Put an earlier wording on the desk."""
    slug, number = asked.text("slug"), _number(asked.text("number"))
    window = _window(asked)
    writing.bring_back(asked.bench.workspace, slug, number, window)
    return Go("/story", {"slug": slug, "window": window.name})


def drop(asked: Asked) -> Answer:
    """Forget what was typed since it was last saved: here, or in another window as it was shown."""
    slug, workspace, elsewhere = asked.text("slug"), asked.bench.workspace, asked.text("forget")
    if elsewhere:
        writing.keep_draft(workspace, slug, _typed(asked))
        writing.drop_seen(workspace, slug, elsewhere)
        return _goes_on(asked, asked.text("at"), "text")
    writing.drop_draft(workspace, slug, _window(asked))
    return Go("/story", {"slug": slug})


def leave(asked: Asked) -> Answer:
    """Go on with the file as it is now; what was typed becomes an earlier wording."""
    slug, workspace = asked.text("slug"), asked.bench.workspace
    writing.keep_draft(workspace, slug, _typed(asked))
    writing.set_aside(workspace, slug, _window(asked))
    return Go("/story", {"slug": slug})


def _while_there(answer: Callable[[Asked], Answer]) -> Callable[[Asked], Answer]:
    """What is typed into a story that another window took away is shown, to be gone on with."""

    def answered(asked: Asked) -> Answer:
        slug, text = asked.text("slug"), asked.body("text")
        if text and not writing.is_there(asked.bench.workspace, slug):
            values = {"slug": slug, "text": text, "base": asked.text("base")}
            return Shown("gone.html", values, status=409)
        return answer(asked)

    return answered


def rehearse(asked: Asked) -> Answer:
    """A file of the rehearsal: the story's page, which does not bear its name, its style sheet."""
    slug, path = asked.query("slug"), asked.path.split("/", 3)[3]
    text = writing.sheet(asked.bench.workspace, slug, asked.queries("window")).text
    try:
        made = asked.bench.known(
            f"rehearsal {slug} {_digest(text)}", partial(_made, asked.bench, slug, text)
        )
    except BadStory as problem:
        return Shown("unread.html", {"problem": problem}, status=422)
    data = made.get(f"stories/{slug}.html" if path == REHEARSED else path)
    if data is None:
        return Shown("unread.html", {"problem": None}, status=404)
    data = _TITLE.sub(f"<title>{asked.bench.tongue.gettext('Workbench')}</title>".encode(), data)
    return Sent(data, _TYPES.get(path.rpartition(".")[2], "application/octet-stream"), "")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _made(bench: Bench, slug: str, text: str, workspace: Workspace) -> dict[str, bytes]:
    """Every file of the rehearsal. The numbers are counted once, not for every letter typed."""
    context = bench.public()
    numbers = bench.known("numbers", partial(_numbers, context))
    return dict(writing.rehearsed(workspace, slug, text, (context, numbers)))


def _numbers(context: Context, workspace: Workspace) -> Numbers:
    return Numbers(workspace, context)


PAGES = (
    Page("GET", "/story", show),
    Page("GET", "/story/wording", read_earlier),
    Page("POST", "/story/draft", _while_there(draft)),
    Page("POST", "/story/save", _while_there(save)),
    Page("POST", "/story/insert", _while_there(insert)),
    Page("POST", "/story/back", bring_back),
    Page("POST", "/story/drop", drop),
    Page("POST", "/story/leave", leave),
    Page("GET", f"/rehearsal/{IN_PATH}/{{path:path}}", rehearse),
)
