"""Asking people for their yes: one message a voice, with everything as it would be printed.

The message is text to copy into whatever channel the team and the voice use; nothing is sent from
here. What is remembered is a statement ``asked``, which counts as no. An answer is a statement with
its evidence. A page where a voice answers by itself can hand its answers to :func:`answer` as well.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

import msgspec

from ownwords.archive.answers import Head
from ownwords.consent.gate import Context, explain, explain_words, release
from ownwords.consent.policy import EVERYONE
from ownwords.consent.register import Register
from ownwords.consent.vocabularies import is_tomorrow
from ownwords.flows.clock import now
from ownwords.flows.people import name_of
from ownwords.flows.registers import read_register
from ownwords.flows.taking_back import LaterChoice, taken_back
from ownwords.flows.telling import read_stories
from ownwords.locales import marked
from ownwords.locales.tongue import Tongue
from ownwords.records.campaign import Campaign
from ownwords.records.cleared import Cleared
from ownwords.records.consent import Answer, GivenBy, Rule, Scope, Statement, Use, Voice
from ownwords.records.errors import AskedWrongly
from ownwords.records.post import PASSED_ON
from ownwords.records.sealed import Sealed
from ownwords.records.story import Paraphrase, Quote
from ownwords.records.text import seen
from ownwords.records.times import iso_day
from ownwords.workspace import Workspace

Choice = Literal["named", "exact", "retold", "no"]
CHOICES: tuple[Choice, ...] = ("named", "exact", "retold", "no")
USES: dict[Choice, tuple[Use, ...]] = {
    "named": (Use.NAMED,),
    "exact": (Use.VERBATIM,),
    "retold": (Use.PARAPHRASE,),
    "no": (),
}
ASKED_FOR = (Use.PARAPHRASE, Use.VERBATIM, Use.NAMED)
"""In the order of the ladder: no answer to one counts as a no to those after it."""
MOST = 200
"""Posts that one round of asking is about, at the most."""


TAGS_NAMED = 2
"""Hashtags that a message names; a campaign may have one in each of many languages."""


class Want(msgspec.Struct, frozen=True):
    """Words that somebody would like to show: a post, a piece of it, the story it would stand in.

    ``span`` counts code points; None asks for the whole post. ``story`` is a title, or empty.
    """

    post: str
    version: str = ""
    span: tuple[int, int] | None = None
    story: str = ""


class Piece(msgspec.Struct, frozen=True):
    """One quotation as it would be printed: the words, the day (ISO), the story's title.

    ``whole`` is the post as lists would print it, None where that is what ``words`` are: a yes is
    for the post, so nobody is asked about less than that.
    """

    post: str
    words: Cleared
    day: str
    story: str
    whole: Cleared | None = None


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """One ask to one voice. ``account`` is the account whose words these are."""

    account: str
    name: str
    voice: Voice
    pieces: tuple[Piece, ...]


class Open(msgspec.Struct, frozen=True, kw_only=True):
    """An ask without an answer: what it was about, since when (microseconds UTC), how it was sent.

    ``ends`` is when the team stops waiting, None for never.
    """

    account: str
    posts: tuple[str, ...]
    sent: int
    ends: int | None
    how: str


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody answered, for ``posts``; ``everywhere`` says that it is for all of theirs here.

    ``until`` (microseconds UTC) bounds a yes. ``said_at`` is when they said it, now if it is None.
    """

    choice: Choice
    name: str = ""
    posts: tuple[str, ...] = ()
    everywhere: bool = False
    also_if_deleted: bool = False
    until: int | None = None
    said_at: int | None = None
    evidence: str = ""


def wants_of_story(workspace: Workspace, slug: str, public: Context) -> list[Want]:
    """What a story quotes or retells and may not show yet. ``public`` asks the gate for it."""
    for story in read_stories(workspace):
        if story.slug == slug:
            blocks = [one for one in story.blocks if isinstance(one, Quote | Paraphrase)]
            words = workspace.vault.engine.words([one.post for one in blocks])
            return [_want(one, story.title) for one in blocks if not _may(one, words, public)]
    raise AskedWrongly("There is no story of that name.", do="Choose one of the list.")


def _may(block: Quote | Paraphrase, words: Mapping[str, Sealed], public: Context) -> bool:
    """Whether the voice has said yes to what a block does with its words."""
    use = block.use if isinstance(block, Quote) else Use.PARAPHRASE
    sealed = words.get(block.post)
    return sealed is not None and explain_words(sealed, public)[use].allowed


def _want(block: Quote | Paraphrase, title: str) -> Want:
    if isinstance(block, Paraphrase):
        return Want(block.post, story=title)
    whole = block.start is None or block.end is None
    span = None if whole else (block.start or 0, block.end or 0)
    return Want(block.post, block.version, span, title)


def asks(workspace: Workspace, team: Context, wants: Sequence[Want], tongue: Tongue) -> list[Ask]:
    """One ask a voice, in the order in which they were wanted.

    Posts that are hidden or gone are not among them, nor what somebody only passed on: it is not
    theirs to give. AskedWrongly when too many are wanted at once.
    """
    if len(wants) > MOST:
        raise AskedWrongly(
            "%(count)s posts are too many at once.",
            do="Choose %(most)s.",
            count=len(wants),
            most=MOST,
        )
    engine = workspace.vault.engine
    heads = engine.heads([one.post for one in wants])
    words = engine.words([name for one in wants for name in (_exactly(one), one.post)])
    pieces: dict[str, dict[Want, Piece]] = defaultdict(dict)
    accounts: dict[str, str] = {}
    for want in wants:
        head, sealed = heads.get(want.post), words.get(_exactly(want))
        piece = None if head is None or sealed is None else _piece(want, head, sealed, team)
        if head is not None and piece is not None:
            piece = msgspec.structs.replace(piece, whole=_whole(piece, words.get(want.post), team))
            account = head.account
            voice = team.register.voice_of(account)
            pieces[voice.id][want] = piece
            accounts.setdefault(voice.id, account)
    return [
        Ask(
            account=accounts[voice],
            name=name_of(heads[next(iter(said)).post], team, tongue),
            voice=team.register.voice_of(accounts[voice]),
            pieces=tuple(said.values()),
        )
        for voice, said in pieces.items()
    ]


def _exactly(want: Want) -> str:
    """The words that are meant and no others: without a version the newest."""
    return f"{want.post}@{want.version}" if want.version else want.post


def _piece(want: Want, head: Head, sealed: Sealed, team: Context) -> Piece | None:
    """The words of a want, as the team may read them."""
    answer = release(sealed, Use.READ, team, want.span)
    if not isinstance(answer, Cleared) or head.type == PASSED_ON:
        return None
    return Piece(want.post, answer, iso_day(head.published), want.story)


def _whole(piece: Piece, sealed: Sealed | None, team: Context) -> Cleared | None:
    """The post as it stands now, where that is more than the piece of it, or was edited since."""
    stands = None if sealed is None else release(sealed, Use.READ, team)
    if not isinstance(stands, Cleared) or stands.text == piece.words.text:
        return None
    return stands


_OPENING = marked(
    "Hello. We keep what was said under %(tags)s, in the words of those who said it. "
    "%(who)s would like to quote you. Nothing of yours is shown unless you say yes."
)
_PRINTED = marked("This is what would stand there, to the letter:")
_WHOLE = marked("A yes is for the whole post. Where posts are listed it would stand like this:")
_WHERE = marked("in the story “%(title)s”")
_SAID = marked("said on %(day)s")
_CHOOSE = marked("What is right for you? Answer with a number:")
_OFFERS: dict[Choice, str] = {
    "named": marked("Yes, in my exact words, with this name: ________"),
    "exact": marked("Yes, in my exact words, without a name. (A search may find me by them.)"),
    "retold": marked("Retell it in other words, without my name."),
    "no": marked("No."),
}
_MORE = marked("You can also say: only until a certain day; also if I delete the post.")
"""What the form of an answer has a field for; a yes for one story alone it cannot write down."""
_LIMITS = marked(
    "No answer is a no. You can change your mind or be taken out at any time: %(contact)s. "
    "Copies that others made by then cannot be called back."
)


def message(ask: Ask, campaign: Campaign, tongue: Tongue) -> str:
    """The text to send, in one language of the campaign."""
    tags = ", ".join(f"#{tag}" for tag in campaign.hashtags[:TAGS_NAMED])
    who = campaign.told_by or campaign.name
    lines = [tongue.gettext(_OPENING, tags=tags, who=who), "", tongue.gettext(_PRINTED), ""]
    for piece in ask.pieces:
        lines += [*_set_in(piece.words), f"  ({'; '.join(_about(piece, tongue))})", ""]
        if piece.whole is not None:
            lines += [tongue.gettext(_WHOLE), "", *_set_in(piece.whole), ""]
    lines.append(tongue.gettext(_CHOOSE))
    offers = (tongue.gettext(_OFFERS[choice]) for choice in CHOICES)
    lines += [f"  {number}. {offer}" for number, offer in enumerate(offers, 1)]
    contact = campaign.contact or campaign.name
    lines += ["", tongue.gettext(_MORE), tongue.gettext(_LIMITS, contact=contact), ""]
    return "\n".join(lines)


def _set_in(words: Cleared) -> list[str]:
    return [f"  {line}" for line in words.text.splitlines()]


def _about(piece: Piece, tongue: Tongue) -> Iterator[str]:
    from ownwords.edition.dates import spoken

    yield tongue.gettext(_SAID, day=spoken(tongue, piece.day))
    if piece.story:
        yield tongue.gettext(_WHERE, title=piece.story)


def note_sent(workspace: Workspace, ask: Ask, how: str, ends: int | None) -> None:
    """Remember that somebody was asked, and how. It counts as no until they answer.

    What they said yes to before, and what is less, is not asked for: that yes holds meanwhile.
    """
    said = [
        Statement(
            answer=Answer.ASKED,
            uses=uses,
            account=ask.account,
            scope=Scope.POSTS,
            posts=tuple(posts),
            ends=ends,
            evidence=how,
            given_by=GivenBy.STEWARD,
            given_at=now(),
        )
        for uses, posts in _not_said_yes_to(workspace, ask).items()
    ]
    if said:
        workspace.vault.desk.add_statements(said)


def _not_said_yes_to(workspace: Workspace, ask: Ask) -> dict[tuple[Use, ...], list[str]]:
    """Posts of an ask by the uses beyond the furthest that their voice said yes to."""
    contexts = list(_where_said_yes(workspace, ask.account))
    found: dict[tuple[Use, ...], list[str]] = {}
    for post in dict.fromkeys(piece.post for piece in ask.pieces):
        decided = [explain(ask.account, post, context) for context in contexts]
        said = [any(one[use].rule is Rule.EXPLICIT_YES for one in decided) for use in ASKED_FOR]
        further = max((place for place, yes in enumerate(said, 1) if yes), default=0)
        if further < len(ASKED_FOR):
            found.setdefault(ASKED_FOR[further:], []).append(post)
    return found


def _where_said_yes(workspace: Workspace, account: str) -> Iterator[Context]:
    """Everywhere, and each story and audience for which an account said yes to something."""
    register, at = read_register(workspace), now()
    said = [one for one in workspace.vault.desk.statements() if one.answer is Answer.YES]
    places = {
        (one.story if one.scope is Scope.STORY else "", one.audience)
        for one in said
        if account in register.reached(one)
    }
    for story, audience in sorted(places | {("", EVERYONE)}):
        yield Context(register=register, at=at, story=story, audience=audience)


def open_asks(workspace: Workspace, register: Register) -> list[Open]:
    """Asks that nobody answered yet, the longest waiting first.

    One to an account is one ask, though it counts as a no for all accounts of that person.
    """
    waiting: dict[tuple[str, tuple[str, ...]], Open] = {}
    for one in workspace.vault.desk.statements():
        if one.answer is Answer.ASKED:
            reached = register.reached(one)
            for account in reached & {one.account} or reached:
                waiting[account, one.posts] = Open(
                    account=account,
                    posts=one.posts,
                    sent=one.given_at,
                    ends=one.ends,
                    how=one.evidence,
                )
        else:
            _close(waiting, one, register.reached(one))
    return sorted(waiting.values(), key=lambda one: one.sent)


def _close(
    waiting: dict[tuple[str, tuple[str, ...]], Open], said: Statement, accounts: Iterable[str]
) -> None:
    """An answer closes the asks of its account about the same posts."""
    for account in accounts:
        for key in [key for key in waiting if key[0] == account]:
            if said.scope is not Scope.POSTS or not key[1] or set(key[1]) <= set(said.posts):
                del waiting[key]


def answer(workspace: Workspace, account: str, given: Given) -> list[Statement]:
    """Write down what somebody answered, with its evidence; returns what was written.

    An answer for everything is written down for the posts that were asked about as well: an ask
    that only names posts would outweigh it. A no for nothing in particular is one for everything.
    What they said yes to before ends where it goes further than the answer.
    Raises AskedWrongly for a yes to nothing, without evidence, to a name that is not given, or
    after which they said no or chose less; and for a day that has not come.
    """
    everything = given.everywhere or (given.choice == "no" and not given.posts)
    if not given.posts and not everything:
        raise AskedWrongly(
            "The yes is for no post.",
            kept="Nothing was recorded.",
            do="Tick the posts that it is for, or say that it is for all of their posts here.",
        )
    if given.choice != "no" and not seen(given.evidence):
        raise AskedWrongly(
            "A yes needs its evidence.",
            kept="Nothing was recorded.",
            do="Write where their answer can be looked up: a letter, a message and its day.",
        )
    if given.choice == "named" and not seen(given.name):
        raise AskedWrongly(
            "They said yes to a name, and none is written here.",
            kept="Nothing was recorded.",
            do="Write the name exactly as they chose it.",
        )
    everywhere = Statement(
        answer=Answer.NO if given.choice == "no" else Answer.YES,
        uses=USES[given.choice],
        account=account,
        name=given.name.strip() if given.choice == "named" else "",
        ends=given.until,
        also_if_deleted=given.also_if_deleted,
        evidence=given.evidence.strip(),
        given_by=GivenBy.SELF,
        given_at=_given_at(given.said_at),
    )
    about = msgspec.structs.replace(everywhere, scope=Scope.POSTS, posts=given.posts)
    said = [about] * bool(given.posts) + [everywhere] * everything
    if any(map(LaterChoice(workspace).ends, said)):
        raise AskedWrongly(
            "They gave another answer on a later day.",
            kept="Nothing was recorded.",
            do="If they have said yes to this again since, write the day of that.",
        )
    said = [*taken_back(workspace, said), *said]
    workspace.vault.desk.add_statements(said)
    return said


def _given_at(said_at: int | None) -> int:
    if said_at is None:
        return now()
    if is_tomorrow(said_at, now()):
        raise AskedWrongly(
            "That day lies in the future: nobody has said it yet.",
            kept="Nothing was recorded.",
            do="Look at the year, or leave the day empty.",
        )
    return min(said_at, now())
