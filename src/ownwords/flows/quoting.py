"""Words through the gate into quotations that a reader can check."""

from __future__ import annotations

import hashlib
import hmac
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import copy
from dataclasses import replace
from typing import Literal

import msgspec

from ownwords.archive.answers import Dated, Head, Record
from ownwords.archive.remembered import Remembered
from ownwords.consent.findability import Tested, findability
from ownwords.consent.gate import Context, may_sign, release, retell
from ownwords.consent.screening_flags import Flag
from ownwords.edition.parts import Check, Checkable, Quotation
from ownwords.flows.behind_links import BehindLinks
from ownwords.flows.screened import Screen
from ownwords.gather.connector import title_of
from ownwords.locales import marked
from ownwords.locales.tongue import tongue_of
from ownwords.records.cleared import Cleared
from ownwords.records.consent import Clearance, Decision, Rule, Use, Voice, VoiceKind
from ownwords.records.errors import AskedWrongly, KeyMissing
from ownwords.records.post import GIVEN
from ownwords.records.sealed import Sealed, Subject
from ownwords.records.story import Quote
from ownwords.records.times import iso, iso_day
from ownwords.stories.quotation import Span, Spoken
from ownwords.workspace import Workspace

_DAY = 10
_AT_ONCE = 25_000
_NO_NETWORK = marked("a record from a place that the voice does not want named")
_NO_SOURCE = marked("a record whose source and day are not told: they could lead to the voice")

Way = tuple[Use, str, Rule]
"""How words are printed: for which use, with which name, by which rule they may be."""

Named = Callable[[str, str, Span | None], str]
"""Post, version and span to the public name of a quotation."""


class Quoter:
    """Makes quotations for one edition.

    ``clearances`` collects why each may be shown, ``accounts`` whose words they are, ``posts`` and
    ``voices`` the post and the voice's id of each public id, ``addresses`` the cleared addresses
    and ids beside them, ``remembered`` what was found harmless in the last edition. ``named`` gives
    quotations their public names; the desk makes lasting ones.
    """

    def __init__(
        self, workspace: Workspace, context: Context, *, named: Named | None = None
    ) -> None:
        keys = workspace.vault.keys
        if keys is None:
            raise KeyMissing(
                "The key of this campaign is not on this computer, so quotations cannot be named.",
                kept="Nothing was changed.",
                do="Bring it back: ownwords init DIR --recover SHEET.",
            )
        self.context = context
        self.digest_key = keys.derive("quote-digest")
        self._note_nothing_yet()
        self.remembered = Remembered.of(workspace.vault)
        self.screen = Screen(workspace, context.register, self.remembered)
        self._behind = BehindLinks(workspace, context.register, self._signs_as_the_account)
        self._names = keys.derive("public-id")
        self._keys: dict[str, str] = {}
        self._vault = workspace.vault
        self._desk = workspace.vault.desk
        self._named_by = named or self._desk.public_id
        self._engine = workspace.vault.engine
        self._accessions = {
            one.id: (one.connector, iso_day(one.ended)) for one in self._desk.accessions()
        }
        self._tongue = tongue_of(workspace.campaign.languages[0])
        self._listed: dict[str, tuple[str, Way]] = {}
        self._way_of: dict[str, Way | None] = {}

    def _note_nothing_yet(self) -> None:
        self.clearances: list[Clearance] = []
        self.accounts: set[str] = set()
        self.posts: dict[str, str] = {}
        self.voices: dict[str, str] = {}
        self.addresses: list[Cleared] = []

    def beside(self) -> Quoter:
        """The same for what the edition does not print, a preview: its notes are its own."""
        other = copy(self)
        other._note_nothing_yet()
        return other

    def context_of(self, story: str) -> Context:
        """The context of one story."""
        return replace(self.context, story=story)

    def fetch(self, post: str, version: str) -> Sealed | None:
        """Sealed words of a post, of its newest version when none is named."""
        name = f"{post}@{version}" if version else post
        return self._engine.words([name]).get(name)

    def retold(self, words: str, sealed: Sealed, context: Context) -> Cleared | Decision | Tested:
        """The teller's sentence about somebody's words, or why it may not stand.

        Who said yes to exact words has accepted that a search may find them; for everybody else a
        retelling by which the original can be found is refused, a yes to it notwithstanding.
        """
        from ownwords.archive.search_feed import open_search  # brings pyarrow

        with open_search(self._vault) as index:
            tested = findability(words, sealed, index)
        answer = retell(words, sealed, replace(context, findability_passed=tested.passed))
        if tested.passed or isinstance(release(sealed, Use.VERBATIM, context), Cleared):
            return answer
        return answer if _says_no(answer) else tested

    def retells(self, post: str, clearance: Clearance) -> str:
        """Note that a post is retold, and why it may be; its public id."""
        self.clearances.append(clearance)
        return self._named_by(post, self._engine.heads([post])[post].version, None)

    def expect(self, told: Iterable[Spoken]) -> None:
        """Hear of all quotations of an edition before one of them is made.

        Where the same words are printed with a name and without, or with two, each way gets a
        public name, and so a page, of its own. The plain one stays with lists, else with words
        without a name: it never comes to lead to a name that was not given for its place.
        """
        ways: dict[str, set[Way]] = defaultdict(set)
        quoted: dict[str, list[Spoken]] = defaultdict(list)
        for one in told:
            ways[one.quote.post].add(_way(one.words))
            quoted[one.quote.post].append(one)
        for post, found in ways.items():
            name, way = self._listed.get(post, ("", None))
            if len(found | {way} - {None}) > 1:
                self._share_out(quoted[post], name, way)

    def _share_out(self, told: Sequence[Spoken], listed: str, way: Way | None) -> None:
        """Say for every place of one post which way to print it has the plain name."""
        head = self._engine.heads([told[0].quote.post])[told[0].quote.post]
        ways: dict[str, set[Way]] = defaultdict(set)
        for one in told:
            ways[self._place(head, one.quote)].add(_way(one.words))
        for name, found in ways.items():
            if name == listed:
                self._way_of[name] = way
            elif len(found) > 1:
                nameless = sorted(one for one in found if one[0] is Use.VERBATIM)
                self._way_of[name] = nameless[0] if nameless else None

    def _place(self, head: Head, quote: Quote) -> str:
        """The public name of a place in a post."""
        return self._named_by(head.id, quote.version or head.version, _span(quote))

    def _own_name(self, place: str, way: Way) -> str:
        """The public name of what is printed of a place in this way."""
        if self._way_of.get(place, way) == way:
            return place
        told = "\n".join(("printed", place, *way)).encode()
        return f"{place}-{hmac.digest(self._names, told, 'sha256').hex()[:8]}"

    def spoken(self, spoken: Spoken) -> Checkable:
        """A quotation of a story, with all that it can be checked by."""
        quote = spoken.quote
        head = self._engine.heads([quote.post])[quote.post]
        span = _span(quote)
        version = quote.version or head.version
        name = self._own_name(self._place(head, quote), _way(spoken.words))
        made = self._quotation(head, spoken.words, name)
        sealed = self.fetch(quote.post, quote.version)
        before, after = self._around(sealed, quote, span) if span else (None, None)
        return Checkable(
            **msgspec.structs.asdict(made),
            check=self._check(head, spoken.words, (version, span), name),
            before=before,
            after=after,
            alone=not self._is_for_everywhere(sealed, spoken.words, span),
        )

    def _is_for_everywhere(self, sealed: Sealed | None, words: Cleared, span: Span | None) -> bool:
        """Whether words of a story may be shown outside of it as well, with the same name."""
        if sealed is None:
            return False
        answer = release(sealed, words.clearance.use, self.context, span)
        return isinstance(answer, Cleared) and answer.credit == words.credit

    def _around(
        self, sealed: Sealed | None, quote: Quote, span: Span
    ) -> tuple[Cleared | None, Cleared | None]:
        """The words of the same post before and after a span, where the whole may be shown."""
        whole = release(sealed, quote.use, self.context) if sealed is not None else None
        if sealed is None or not isinstance(whole, Cleared) or self.flags(whole, quote.post):
            return None, None
        parts = ((0, span[0]), (span[1], len(whole.text)))
        cut = [release(sealed, quote.use, self.context, p) if p[0] < p[1] else None for p in parts]
        before, after = (part if isinstance(part, Cleared) else None for part in cut)
        return before, after

    def all_allowed(self, accounts: Sequence[str]) -> Iterator[Quotation]:
        """Every whole post of these accounts that may be shown, with its name where allowed.

        Whole but for links at its end that would lead to an account.
        """
        posts = self._engine.posts_of(accounts)
        for start in range(0, len(posts), _AT_ONCE):
            ids = posts[start : start + _AT_ONCE]
            words = self._engine.dated_words(ids)
            asked = ((post, self._cleared(words[post][1])) for post in ids)
            said = {post: whole for post, whole in asked if whole is not None}
            self._behind.expect((words[post][0], whole) for post, whole in said.items())
            spans = {post: self._behind.before(whole, post) for post, whole in said.items()}
            cut = (
                (post, self._cleared(words[post][1], span)) for post, span in spans.items() if span
            )
            said |= {post: one for post, one in cut if one is not None}
            self.screen.expect(one.text for one in said.values())
            holds, flags = self.screen.holds, self.flags
            allowed = [post for post, one in said.items() if not holds(flags(one, post))]
            wanted = [(post, words[post][0].version, spans[post]) for post in allowed]
            for post, name in zip(allowed, self._desk.public_ids(wanted), strict=True):
                self._listed[post] = name, _way(said[post])
                yield self._quotation(words[post][0], said[post], name)

    def flags(self, words: Cleared, post: str) -> tuple[Flag, ...]:
        """What could give somebody away, in words of a post and behind their links."""
        return (*self.screen.flags(words.text), *self._behind.flags(words, post))

    def _cleared(self, sealed: Sealed, span: Span | None = None) -> Cleared | None:
        for use in (Use.NAMED, Use.VERBATIM):
            answer = release(sealed, use, self.context, span)
            if isinstance(answer, Cleared):
                return answer
        return None

    def _quotation(self, dated: Dated, words: Cleared, name: str) -> Quotation:
        """``name`` is the public name of these words of the post."""
        self.clearances.append(words.clearance)
        self.accounts.add(dated.account)
        voice = self.context.register.voice_of(dated.account)
        self.posts[name], self.voices[name] = dated.id, voice.id
        named = bool(words.credit)
        return Quotation(
            id=name,
            words=words,
            said=said_at(dated, exact=named),
            voice=self.public_key(voice) if named else "",
            standing=_standing(voice),
        )

    def public_name(self) -> str:
        """The UUID of the campaign in feeds: keyed, the same in every edition."""
        keyed = hmac.digest(self._names, b"campaign", "sha256").hex()
        return str(uuid.uuid5(uuid.NAMESPACE_OID, keyed))

    def public_key(self, voice: Voice) -> str:
        """The name of a voice in addresses: keyed, the same in every edition."""
        if voice.id not in self._keys:
            keyed = hmac.digest(self._names, voice.id.encode(), "sha256").hex()
            self._keys[voice.id] = keyed[:12]
        return self._keys[voice.id]

    def _check(self, head: Head, words: Cleared, what: tuple[str, Span | None], name: str) -> Check:
        """``what`` is the version, and the span of it.

        Without a name the source is untold: of what one person brought, its kind and day would
        lead from these words to others of theirs, and so to a name that stands beside those.
        """
        version, span = what
        start, end = span or (0, len(words.text))
        if not words.credit:
            return Check(
                source=self._tongue.gettext(_NO_SOURCE),
                received="",
                connector="",
                start=start,
                end=end,
                commitment=self._commitment(head, words, name),
            )
        record = head.record(version)
        source = self._source(head, record)
        address = post = ""
        if source["connector"] and self._signs_as_the_account(head, words.credit):
            address = self._named(head.url)
            post = self._named(Sealed(head.id, Subject(head.id, head.account, part="id")))
        given = head.network == GIVEN
        return Check(
            **source,
            start=start,
            end=end,
            address=address,
            post=post,
            given=given,
            network=head.network if source["connector"] and not given else "",
            version=version if post and len(head.versions) > 1 else "",
            digest=hashlib.sha256(words.text.encode("utf-8", "surrogatepass")).hexdigest(),
            payload_digest=record.payload_sha256 if address else "",
        )

    def _source(self, head: Head, record: Record) -> dict[str, str]:
        """Where a record came from and when, unless who speaks wants the network out.

        The day goes too then: the page on the method says what came in on it.
        """
        say = self._tongue.gettext
        if self.context.register.wants_no_network(head.account, head.id, record.others):
            return {"source": say(_NO_NETWORK), "connector": "", "received": ""}
        connector, received = self._accessions[record.accession]
        return {"source": say(title_of(connector)), "connector": connector, "received": received}

    def _signs_as_the_account(self, head: Head, credit: str) -> bool:
        """Whether the name that is printed is the account's own anyway.

        Somebody who chose another name did not choose to be followed to the account. Organisations
        and public offices are quoted as what they are.
        """
        if self.context.register.voice_of(head.account).kind is not VoiceKind.PERSON:
            return True
        return any(may_sign(name, credit, self.context) for name in head.names)

    def _named(self, sealed: Sealed) -> str:
        """An address or id beside a name; what passes the gate is kept for the leak scanner."""
        answer = release(sealed, Use.NAMED, self.context)
        if not isinstance(answer, Cleared):
            return ""
        self.addresses.append(answer)
        return answer.text

    def opening_of(self, public_id: str) -> bytes:
        """What opens the commitment of a quotation without a name, for the voice or an auditor.

        Raises AskedWrongly when there is no such quotation or its words may not be shown now.
        """
        post, version, span = self._desk.quoted(public_id) or ("", "", None)
        sealed = self.fetch(post, version)
        for story in self._stories_with(public_id):
            context = self.context_of(story)
            answer = release(sealed, Use.VERBATIM, context, span) if sealed is not None else None
            if isinstance(answer, Cleared):
                head = self._engine.heads([post])[post]
                return opening(self._names, head, answer.text, public_id)
        raise AskedWrongly(
            "There is no quotation of that name whose words may be shown.",
            do="Its name stands in the address of its page: quotes/NAME.html.",
        )

    def _stories_with(self, public_id: str) -> list[str]:
        """The stories that quoted something in any edition, and ``""`` for outside of all."""
        editions = self._desk.editions()
        told = {one.story for edition in editions for one in edition.quotes if one.id == public_id}
        return sorted({"", *told})

    def _commitment(self, head: Head, words: Cleared, name: str) -> str:
        """SHA-256 over what an opening holds: salt, account, post, words, as compact JSON."""
        return hashlib.sha256(opening(self._names, head, words.text, name)).hexdigest()


def _span(quote: Quote) -> Span | None:
    return None if quote.start is None or quote.end is None else (quote.start, quote.end)


def _way(words: Cleared) -> Way:
    return words.clearance.use, words.credit, words.clearance.rule


def _says_no(answer: Cleared | Decision) -> bool:
    """Whether something but the test itself stands against a retelling."""
    return isinstance(answer, Decision) and answer.rule is not Rule.STEWARD_YES


def opening(key: bytes, head: Head, words: str, name: str) -> bytes:
    """What opens a commitment: shown to the voice or to an auditor whom the voice trusts.

    The salt is keyed by the public id, so that it is the same in every edition and nobody without
    the campaign key can guess it.
    """
    salt = hmac.digest(key, f"commitment {name}".encode(), "sha256").hex()
    return msgspec.json.encode([salt, head.account, head.id, words])


def said_at(dated: Dated, *, exact: bool) -> str:
    """When it was said, as precisely as was said and may be shown; without a name only the day."""
    text = iso(dated.published)
    length = {"year": 4, "month": 7, "day": _DAY}.get(dated.precision, len(text))
    return text[: length if exact else min(length, _DAY)]


def _standing(voice: Voice) -> Literal["person", "organisation", "public-office"]:
    if voice.kind is VoiceKind.ORGANISATION:
        return "organisation"
    return "public-office" if voice.kind is VoiceKind.PUBLIC_OFFICE else "person"
