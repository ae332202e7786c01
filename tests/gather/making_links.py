"""Lists of links with every spelling that is known of them; the people in them are invented.

write(path, count=5_000, seed=1) -> Made
"""

from __future__ import annotations

from pathlib import Path
from random import Random

from tests.gather.making import Made

_DID = "did:plc:abcdefghijklmnopqrstuvwx"
_FIRST = 421_900_000_000_000_000
_X = (
    "https://twitter.com/{who}/status/{id}",
    "http://www.twitter.com/{who}/statuses/{id}?s=20&t=abc",
    "https://mobile.twitter.com/{who}/status/{id}/photo/1",
    "https://x.com/i/status/{id}#m",
    "https://x.com/i/web/status/{id}",
    "twitter.com/#!/{who}/status/{id}",
    "HTTPS://X.COM/{who}/status/{id}",
)
_MASTODON = (
    "https://lights.example/@{who}/{id}",
    "https://lights.example/users/{who}/statuses/{id}",
    "https://Lights.example/web/@{who}/{id}",
)
_BLUESKY = (
    f"https://bsky.app/profile/{_DID}/post/3k{{id}}",
    f"at://{_DID}/app.bsky.feed.post/3k{{id}}",
    "https://bsky.app/profile/{who}.example/post/3k{id}?ref=a",
)
_BROKEN = (
    "https://x.com/{who}",
    "https://vxtwitter.com/{who}/status/{id}",
    "https://notx.com/{who}/status/{id}",
    "https://x.com/{who}/status/{id}{id}",
    "https://lights.example/@{who}@other.example/{id}",
    "https://bsky.app/profile/{who}.example",
    "https://harbour.example/news/{id}",
    "https://www.youtube.com/@{who}/videos",
)


def write(path: Path, count: int = 5_000, *, seed: int = 1) -> Made:
    """``count`` links in all spellings, with remarks, blank lines and what is no link of a post.

    ``posts`` are the addresses that must be asked for.
    """
    random, made = Random(seed), Made()
    lines = ["# Kanarie"]
    while len(made.posts) < count:
        who, native = f"keeper_{random.randrange(900)}", str(_FIRST + len(lines))
        kind = random.random()
        if kind < 0.04:
            lines.append(random.choice(_BROKEN).format(who=who, id=native))
            made.faults += 1
        elif kind < 0.08:
            lines.append(random.choice(("", "  ", "# a remark", "#another")))
        else:
            spelling = random.choice((*_X, *_MASTODON, *_BLUESKY))
            made.posts.add(_address(spelling, who, native))
            line = spelling.format(who=who, id=native)
            lines.append(random.choice(("", " ")) + line + random.choice(("", "  # Kanarie", "\r")))
    path.write_bytes("\n".join(lines).encode())
    return made


def _address(spelling: str, who: str, native: str) -> str:
    if spelling in _X:
        return f"https://x.com/i/status/{native}"
    if spelling in _MASTODON:
        return f"https://lights.example/users/{who}/statuses/{native}"
    account = f"{who}.example" if "{who}" in spelling else _DID
    return f"at://{account}/app.bsky.feed.post/3k{native}"
