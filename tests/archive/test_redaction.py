"""What is theirs in a record of somebody else goes, what is others' stays; both lists agree."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ownwords.archive.keep_out import KeepOut
from ownwords.archive.redaction import Names, redacted
from ownwords.records.post import Post

ROSA = "https://lights.example/users/rosa"
DID = "did:plc:rosarosarosarosarosarosa"
NUMBER = "https://x.com/i/user/9039797"
ACCOUNTS = (ROSA, DID, NUMBER)
HANDLES = ("lights.example@rosa", "did@rosa.lights.example", "x.com@rosa")
THEIRS = Names(frozenset(ACCOUNTS), frozenset(HANDLES))
LISTED = KeepOut(b"k" * 32, ()).adding([*ACCOUNTS, *HANDLES])
STATUS = f"{ROSA}/statuses/103270115826048000"
RECORD = f"at://{DID}/app.bsky.feed.post/3kabc"
OTHERS = ("https://lights.example/users/ebba", "https://x.com/i/user/5", "did:plc:ebba")


def post(author: str = OTHERS[0], payload: Any = None, **fields: Any) -> Post:
    """A post of somebody else."""
    known = {"native_id": "7", "published": 1, "content": "", "network": "lights.example"}
    data = json.dumps({} if payload is None else payload).encode()
    return Post(id=f"{author}/7", attributed_to=author, payload=data, **{**known, **fields})


def cut(one: Post) -> Post:
    """The post as both lists leave it."""
    left = redacted(one, THEIRS)
    assert left == redacted(one, LISTED)
    return left


def payload_of(one: Post) -> Any:
    return json.loads(cut(one).payload)


@pytest.mark.parametrize("column", ["in_reply_to", "conversation", "quote_of"])
@pytest.mark.parametrize("address", [STATUS, RECORD, "at://rosa.lights.example/a.b/3k"])
def test_a_reference_whose_address_holds_them_goes(column: str, address: str) -> None:
    assert getattr(cut(post(**{column: address})), column) == ""


def test_a_repost_whose_original_holds_them_is_emptied() -> None:
    left = cut(post(payload={"object": STATUS}, type="Announce", repost_of=STATUS))
    assert (left.repost_of, left.payload) == ("", b'"[withdrawn]"')


@pytest.mark.parametrize(
    "address",
    [
        f"{ROSA}/statuses/1",
        "https://lights.example/@rosa",
        "https://lights.example/@rosa/103270115826048000",
        "https://lights.example/web/@rosa/1",
        "https://bsky.app/profile/rosa.lights.example/post/3k",
        f"https://bsky.app/profile/{DID}/post/3k",
        f"https://cdn.bsky.app/img/feed_fullsize/plain/{DID}/bafk",
        "https://twitter.com/rosa/status/1",
        "https://mobile.twitter.com/#!/rosa/status/1",
        "https://third.example/@rosa@lights.example",
        "lights.example/users/rosa",
        "bsky.app/profile/rosa.lights.example",
        "HTTPS://Twitter.com/Rosa/status/1",
        "https://web.archive.org/web/2014/https://twitter.com/rosa/status/1",
        "https://archive.example/?url=https%3A%2F%2Fx.com%2Frosa",
        "https://mirror.example/rosa/status/1",
    ],
)
@pytest.mark.parametrize("author", OTHERS)
def test_an_address_of_theirs_is_cut_wherever_it_stands(author: str, address: str) -> None:
    left = cut(post(author, {"see": address}, content=f"see {address}, she said"))
    assert left.content == "see [withdrawn], she said"
    assert json.loads(left.payload) == {"see": "[withdrawn]"}


@pytest.mark.parametrize(
    "address",
    [
        "https://other.example/users/rosa",
        "https://my-lights.example/users/rosa",
        "https://lights.example/@rosa@other.example",
        "https://lights.example/@rosalind",
        "https://lights.example/users/rosalind/statuses/1",
        "https://lights.example/tags/rosa",
        "https://x.com/rosalind/status/1",
        "at://did:plc:other/app.bsky.feed.post/3kabc",
    ],
)
def test_an_address_of_others_stays(address: str) -> None:
    one = post(payload={"see": address}, content=f"see {address}", in_reply_to=address)
    assert cut(one) is one


def mention(name: str, host: str = "lights.example") -> str:
    """A name in markup as Mastodon writes it."""
    link = f'<a href="https://{host}/@{name}" class="u-url mention">'
    return f'<span class="h-card">{link}@<span>{name}</span></a></span>'


def test_a_name_in_markup_is_cut() -> None:
    words = f"<p>{mention('rosa')} and {mention('tam')}</p>"
    left = cut(post(payload={"content": words}, content=words, content_format="text/html"))
    assert "rosa" not in left.content
    assert "@<span>tam</span>" in left.content
    assert json.loads(left.payload)["content"] == left.content


@pytest.mark.parametrize(
    ("words", "left"),
    [
        (
            "\u3042\u308a\u304c\u3068\u3046@rosa\u3055\u3093\uff01",
            "\u3042\u308a\u304c\u3068\u3046[withdrawn]\u3055\u3093\uff01",
        ),
        (
            "\u0441\u043f\u0430\u0441\u0438\u0431\u043e@rosa",
            "\u0441\u043f\u0430\u0441\u0438\u0431\u043e[withdrawn]",
        ),
        ("@rosa.\u3067\u3059", "[withdrawn].\u3067\u3059"),
        ("\u305d\u3046RT @rosa\uff1a\u706f\u53f0", "\u305d\u3046[withdrawn]"),
        ("@ros\u00e1 @rosas @ros", "@ros\u00e1 @rosas @ros"),
        ("@rosa\u0301", "@rosa\u0301"),
    ],
    ids=["Japanese", "Cyrillic", "point", "passed on", "others", "accent"],
)
def test_a_name_is_cut_where_no_space_parts_it_from_words(words: str, left: str) -> None:
    assert cut(post(content=words)).content == left


@pytest.mark.parametrize(
    "name",
    [
        "\u0915\u0940\u092a\u0930",
        "\u0e04\u0e19\u0e40\u0e1d\u0e49\u0e32",
        "\u062d\u064e\u0627\u0631\u0633",
    ],
)
def test_a_name_is_cut_with_the_marks_on_its_letters(name: str) -> None:
    held = Names(handles=frozenset({f"lights.example@{name}"}))
    one = redacted(post(content=f"so says @{name}, and @{name[:-1]}"), held)
    assert one.content == f"so says [withdrawn], and @{name[:-1]}"


@pytest.mark.parametrize(
    "address",
    [
        "https://twitter.com/intent/user?screen_name=rosa",
        "https://twitter.com/intent/tweet?text=light&via=Rosa",
        "https://x.com/%40rosa",
        "https://lights.example/%40rosa/1",
    ],
)
def test_an_address_that_asks_for_them_is_cut(address: str) -> None:
    assert cut(post(content=f"see {address} there")).content == "see [withdrawn] there"


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("merci\u00e9@rosa", "merci\u00e9[withdrawn]"),
        ("thanks@rosa.", "thanks[withdrawn]."),
        ("write to info@rosa.org", "write to info@rosa.org"),
        ("info@rosa-lights.co.uk", "info@rosa-lights.co.uk"),
        ("as .@rosa.org says", "as .[withdrawn].org says"),
        ("mail rosa@lights.example", "mail [withdrawn]"),
        ("mail ines.rosa@lights.example", "mail ines.rosa@lights.example"),
        ("@rosa@lights.example2.org", "@rosa@lights.example2.org"),
        ("@\u200brosa @ro\u2060sa @rosa\u200bs", "[withdrawn] [withdrawn] [withdrawn]\u200bs"),
        ("\uff20\uff32\uff4f\uff53\uff41 \ufe6brosa", "[withdrawn] [withdrawn]"),
        ("&#64;rosa &amp; I", "[withdrawn] &amp; I"),
        ("\\@rosa", "\\[withdrawn]"),
        ("see rosa.lights.example", "see [withdrawn]"),
        ("https://rosa.lights.example/1, so", "[withdrawn], so"),
        ("https://medium.com/@rosa/1, so", "[withdrawn], so"),
        ("medium.com/@rosa", "[withdrawn]"),
        ("@tam@rosa", "@tam[withdrawn]"),
        ("RT @\u200brosa: a light", "[withdrawn]"),
    ],
)
def test_a_name_is_cut_however_it_is_written(words: str, left: str) -> None:
    assert cut(post(content=words)).content == left


def test_an_address_is_cut_that_markup_parts() -> None:
    shown = '<span class="a">https://</span><span>x.com/ro</span><span class="a">sa/1</span>'
    left = cut(post(content=f"<p>{shown} so</p>")).content
    assert "sa/1" not in left
    assert left.startswith("<p><span")
    assert left.endswith(" so</p>")


def test_a_record_within_a_value_of_a_record_is_cut() -> None:
    inner = json.dumps({"users": {"9039797": {"screen_name": "rosa"}}, "title": "a lamp"})
    one = post("https://x.com/i/user/5", {"card": {"string_value": inner}}, network="x.com")
    left = json.loads(payload_of(one)["card"]["string_value"])
    assert left == {"users": {"9039797": "[withdrawn]"}, "title": "a lamp"}


def test_whom_a_reply_begins_with_is_known_where_words_follow_at_once() -> None:
    left = cut(post(content="@rosa\u3055\u3093 hi", in_reply_to="https://lights.example/9"))
    assert left.in_reply_to == ""


def test_a_name_of_another_server_stays() -> None:
    words = f"<p>{mention('rosalind')} @rosa@other.example</p>"
    one = post(payload={"content": words}, content=words, content_format="text/html")
    assert cut(one) is one


@pytest.mark.parametrize("name", ["@rosa@lights.example", "@rosa.lights.example"])
@pytest.mark.parametrize("author", OTHERS)
def test_a_name_with_its_server_is_cut_on_every_network(author: str, name: str) -> None:
    assert cut(post(author, content=f"as {name} said")).content == "as [withdrawn] said"


@pytest.mark.parametrize(("network", "left"), [("storify.com", "[withdrawn]"), ("boards", "@rosa")])
def test_a_bare_name_where_there_are_no_names_is_anybodys(network: str, left: str) -> None:
    author = "https://storify.com/ines" if network == "storify.com" else "boards:user/4"
    assert cut(post(author, content="as @rosa said", network=network)).content == f"as {left} said"


def test_the_digest_of_a_reference_goes_with_its_address() -> None:
    value = {"reply": {"parent": {"uri": RECORD, "cid": "bafytheirs"}}, "text": "so it was"}
    own = {"uri": "at://did:plc:ebba/app.bsky.feed.post/1", "cid": "bafyown", "value": value}
    left = payload_of(post("did:plc:ebba", own))
    assert left == {**own, "value": {"reply": {"parent": "[withdrawn]"}, "text": "so it was"}}


@pytest.mark.parametrize("column", ["mentions", "links", "tags"])
def test_an_address_of_theirs_goes_from_every_list(column: str) -> None:
    names = ("https://lights.example/@rosa", "https://other.example/@rosa", "https://a.example/tam")
    assert getattr(cut(post(**{column: names})), column) == names[2:]


def test_who_is_named_by_a_facet_goes() -> None:
    facet = {"features": [{"$type": "app.bsky.richtext.facet#mention", "did": DID}]}
    one = post("did:plc:ebba", {"value": {"facets": [facet]}}, mentions=(DID, "did:plc:tam"))
    assert DID not in json.dumps(payload_of(one))
    assert cut(one).mentions == ("did:plc:tam",)


AUTHOR = {"rest_id": "9039797", "legacy": {"followers_count": 7}}
SHAPES = {
    "name in legacy": {**AUTHOR, "legacy": {"screen_name": "rosa"}},
    "name in core": {**AUTHOR, "core": {"screen_name": "rosa"}},
    "no name": {},
}


@pytest.mark.parametrize("shape", sorted(SHAPES))
def test_a_post_of_theirs_goes_whole_in_every_shape_of_the_website(shape: str) -> None:
    long = {"note_tweet_results": {"result": {"text": "nobody asked how the night was"}}}
    theirs = {
        "rest_id": "1366000000000000001",
        "core": {"user_results": {"result": SHAPES[shape]}},
        "legacy": {"full_text": "nobody asked", "user_id_str": "9039797"},
        "note_tweet": long,
    }
    own = {"rest_id": "1366000000000000002", "legacy": {"full_text": "so", "user_id_str": "5"}}
    outer = {**own, "quoted_status_result": {"result": theirs}}
    left = payload_of(post("https://x.com/i/user/5", outer, network="x.com"))
    assert left == {**own, "quoted_status_result": {"result": "[withdrawn]"}}
