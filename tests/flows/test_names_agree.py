"""The eraser and the proof agree on where a handle names somebody, and share no code for it."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from ownwords.archive.columns import post_batch
from ownwords.archive.erasing_scan import _Look
from ownwords.archive.erasing_work import Work
from ownwords.archive.keep_out import KeepOut
from ownwords.archive.redaction import redacted
from ownwords.flows.proof import wording
from ownwords.flows.proof.decoding import Decoder
from ownwords.flows.proof.needles import Needles
from ownwords.records.post import Post
from ownwords.records.text import INVISIBLE, UNSPACED
from tests.conftest import FULL


def test_the_two_tables_of_the_proof_are_those_of_the_house() -> None:
    """It states them for itself, so that a slip in one is seen; a slip in both would hide."""
    every = "".join(map(chr, range(0x20000)))
    assert set(re.findall(f"[{UNSPACED}]", every)) == set(filter(wording.IS_DENSE.match, every))
    assert set(re.findall(f"[{INVISIBLE}]", every)) == set(filter(wording._INVISIBLE.match, every))


class Named(NamedTuple):
    """Somebody's handle and the account of somebody else, in whose post they are named."""

    handle: str
    author: str
    network: str

    @property
    def name(self) -> str:
        return self.handle.partition("@")[2]

    @property
    def host(self) -> str:
        return self.handle.partition("@")[0]

    def post(self, words: str, *, ascii_only: bool = True) -> Post:
        payload = json.dumps({"text": words}, ensure_ascii=ascii_only).encode()
        return Post(
            id=f"{self.author}/7",
            attributed_to=self.author,
            native_id="7",
            published=1,
            content=words,
            network=self.network,
            payload=payload,
        )

    def traces(self, text: str, said: str = "") -> set[str]:
        """What the proof finds in a text, in every reading; ``said`` are words that others use."""
        needles = Needles([Work(accounts=(), handles=(self.handle,))])
        needles.forgive_words(f"{said}\n{unescape(said)}")
        shown = Decoder().data(text.encode(), ())
        return {kind for one in shown for kind in needles.found(one.text)}

    def left(self, words: str, *, ascii_only: bool = True) -> Post:
        """A post as both lists leave it."""
        whole = self.post(words, ascii_only=ascii_only)
        cut = redacted(whole, Work(accounts=(), handles=(self.handle,)).who)
        listed = redacted(whole, KeepOut(b"k" * 32, ()).adding([self.handle]))
        assert (cut.content, cut.payload) == (listed.content, listed.payload)
        return cut


ADA = Named("x.com@ada", "https://x.com/i/user/5", "x.com")
ON_A_SERVER = Named("lights.example@ada", "https://lights.example/users/ebba", "lights.example")
A_DOMAIN = Named("did@ada.org", "did:plc:ebba", "bsky.app")
PEOPLE = (
    ADA,
    ON_A_SERVER,
    A_DOMAIN,
    ADA._replace(handle="x.com@a_b"),
    ON_A_SERVER._replace(
        handle="ada.org@ada", author="https://ada.org/users/ebba", network="ada.org"
    ),
    ON_A_SERVER._replace(handle="lights.example@weir-light"),
    ON_A_SERVER._replace(handle="lights.example@fa\u00dfe"),
    ON_A_SERVER._replace(handle="lights.example@\u043c\u0430\u044f\u043a"),
    ON_A_SERVER._replace(handle="lights.example@\u706f\u53f0\u5b88"),
    ON_A_SERVER._replace(handle="lights.example@\u0915\u0940\u092a\u0930"),
    ON_A_SERVER._replace(handle="lights.example@w\u00e4rterin"),
)
SIGNS = ("@", "@", "@", "\uff20", "\ufe6b", "&#64;", "&commat;", "%40", "%2540", "&amp;#64;", "=40")
BEFORE = (
    *("", " ", ".", "(", "/", "-", "_", "info", "\u00e9", "e\u0301", "7", "thanks", "\u3042"),
    *("\u0441", "\u0645", "\U0001f4a1", "\u2764\ufe0f", "\u200d", "\u200b", "&nbsp;", "%20", "\\n"),
    *("RT ", "\u201c", "<b>", "\n", "+", "mailto:", "acct:", "a.", "@", "@tam", "\u2014", "'"),
)
AFTER = (
    *("", " ", ".", "'s", "\u2019s", "_", "s", "7", "\u00e9", "\u0301", "\u0305", "\u0250", "-"),
    *(".org", ".Then", "...so", "-soft.org", ".org.uk", "@", "@other.host", "@tam", "\u3055\u3093"),
    *("\u3092\u898b\u3066", "\u0e32", "\u093e", "\u0451", "\u200b", "\u200bs", "\ufe0f", "\u2122"),
    *(
        "\U0001f4a1",
        "\uff11",
        "</b>",
        "</b>s",
        "&amp;",
        "&eacute;",
        "%C3%A9",
        "\\n",
        ")",
        ",",
        "/1",
    ),
    *("/status/1", "?x=1", "\u2026", "\uff0e", "\u00b2", "@lights.example", "@lights.example2.org"),
    *("@twitter.com", "@ada.org", "\u0640", "\uff0eorg", "@other.\u200bhost"),
)
ADDRESSES = (
    *("x.com/", "https://x.com/", "twitter.com/#!/", "HTTPS://Twitter.com/", "my-x.com/"),
    *("https://mobile.twitter.com/", "https://x.com/intent/user?screen_name=", "\u898bx.com/"),
    *("https://x.com/share?text=a&amp;via=", "lights.example/", "https://lights.example/users/"),
    *("lights.example/tags/", "https://lights.example/tags/", "https://lights.example/web/"),
    *("bsky.app/profile/", "https://bsky.app/profile/", "at://", "https://medium.com/"),
    *("https://web.archive.org/web/2014/https://twitter.com/", "https:\\/\\/x.com\\/"),
    *("https://l.example/?u=https%3A%2F%2Fx.com%2F", "https://fx.example/", "ada.org/"),
    *("https://l.example/?u=x.com%2F", "https:&#x2F;&#x2F;x.com&#x2F;", "https://box.com/"),
    *("https://foo.lights.example/", "bsky.app/starter-pack/", "bsky.app/hashtag/"),
)
ODD = ("\u200b", "\u2060", "\u00ad", "<b>", "</b>", "<wbr>", "&#8203;", "\\", "\u0301", "%")
WIDE = str.maketrans({chr(one): chr(one + 0xFEE0) for one in range(0x21, 0x7F)})


@st.composite
def names(draw: st.DrawFn, name: str) -> str:
    """A name as somebody may write it."""
    how = draw(st.integers(0, 9))
    if how == 0:
        return name.upper()
    if how == 1:
        return name.translate(WIDE)
    if how == 2:
        at = draw(st.integers(0, len(name)))
        return name[:at] + draw(st.sampled_from(ODD)) + name[at:]
    if how == 3:
        return "".join(f"&#{ord(one)};" for one in name)
    return name


@st.composite
def texts(draw: st.DrawFn, named: Named) -> str:
    """Words in which somebody may be named, in any way."""
    pieces = []
    for _ in range(draw(st.integers(1, 3))):
        pieces.append(draw(st.sampled_from(BEFORE)))
        pieces.append(draw(st.sampled_from(("", "", *ADDRESSES))))
        pieces.append(draw(st.sampled_from(("", *SIGNS))))
        pieces.append(draw(names(named.name)))
        pieces.append(draw(st.sampled_from(AFTER)))
        pieces.append(draw(st.sampled_from(("", " ", ", "))))
    words = "".join(pieces)
    return words.translate(WIDE) if draw(st.integers(0, 19)) == 0 else words


EVERYBODY = st.sampled_from(PEOPLE)


@settings(max_examples=2000 if FULL else 250, deadline=None)
@given(data=st.data(), ascii_only=st.booleans())
def test_where_the_eraser_was_the_proof_finds_nothing(
    data: st.DataObject, *, ascii_only: bool
) -> None:
    named = data.draw(EVERYBODY)
    words = data.draw(texts(named))
    left = named.left(words, ascii_only=ascii_only)
    assert named.traces(left.content, left.content) == set()
    assert named.traces(left.payload.decode(), left.content) == set()


@settings(max_examples=1000 if FULL else 150, deadline=None)
@given(data=st.data(), ascii_only=st.booleans())
def test_a_row_that_changes_is_looked_at(data: st.DataObject, *, ascii_only: bool) -> None:
    named = data.draw(EVERYBODY)
    post = named.post(data.draw(texts(named)), ascii_only=ascii_only)
    names = Work(accounts=(), handles=(named.handle,)).who
    if redacted(post, names) is not post:
        assert _Look(names).places(post_batch([post])) == [0]
