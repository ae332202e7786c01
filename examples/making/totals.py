"""Counts what the delivered files hold, from the maker's own books: examples/expected.json."""

from __future__ import annotations

import json
from typing import Any

from making.apifiles import cut_into_pages, gone_by_compliance
from making.cast import Cast
from making.consent import Answers
from making.posts import Post, hashtags
from making.sources import Sources
from making.stories import Quotation

FILES = {
    "archive-2014": "x-archive-2014.zip", "archive-2026": "x-archive-2026.zip",
    "pages": "twitter-v2-pages.jsonl.gz", "stream": "twitter-v2-stream.jsonl",
    "flat": "twitter-v2-flat.jsonl.xz", "v1": "twitter-v1.jsonl.bz2", "tags": "tags-sheet.csv",
    "4cat": "4cat.csv", "jsonl": "keepers.jsonl",
}  # fmt: skip
INSIDE = {
    "stream": ("repost", "quote", "reply"),
    "flat": ("repost", "quote", "reply"),
    "v1": ("repost", "quote"),
    "archive-2014": ("repost",),
}
FAULTS = {"stream": 1, "tags": 1}

NOTES = {
    "rows": "posts in the file as delivered, both versions of an edited post counted",
    "posts": "distinct posts by first id; what `gather --all` keeps of this file alone",
    "matching": "of these, posts with a tag of campaign.toml; a repost if its original has one",
    "faults": "places that cannot be read and must be named",
    "with_inside": "distinct posts when those inside `includes` or other posts count as posts too",
    "unique": "all files together; with those inside the number is the same",
    "given": "interview, letter, statements and transcript are one item a file here",
}


def count(sources: Sources, cast: Cast, tags: list[str]) -> dict[str, Any]:
    """Per file and overall: rows, posts, matching posts, accounts, faults."""
    folded = {tag.casefold() for tag in tags}
    files = {FILES[name]: _one(name, posts, folded) for name, posts in sorted(sources.items())}
    everything = list({post.id: post for posts in sources.values() for post in posts}.values())
    return {
        "notes": NOTES,
        "files": files,
        "unique": _posts(everything, folded),
        "given": {"given.csv": len(cast.papers()), "given/*.md": 5},
        "withdrawals": _withdrawals(sources),
    }


def _one(name: str, posts: list[Post], folded: set[str]) -> dict[str, Any]:
    versions = sum(1 for post in posts if post.earlier) if name == "pages" else 0
    both = list({post.id: post for post in [*posts, *_inside(name, posts)]}.values())
    return {
        "rows": len(posts) + versions,
        **_posts(posts, folded),
        "with_inside": len(both),
        "matching_with_inside": sum(matches(post, folded) for post in both),
        "faults": FAULTS.get(name, 0),
    }


def _inside(name: str, posts: list[Post]) -> list[Post]:
    """Posts held inside others: a page's includes, the original of a repost or quote."""
    if name == "pages":
        return [
            post.original
            for page, gone in cut_into_pages(posts)
            for post in page
            if post.original and post.original != gone
        ]
    kinds = INSIDE.get(name, ())
    return [post.original for post in posts if post.original and post.kind in kinds]


def _posts(posts: list[Post], folded: set[str]) -> dict[str, Any]:
    matching = [post for post in posts if matches(post, folded)]
    kinds = sorted({post.kind for post in posts})
    return {
        "posts": len(posts), "accounts": len({post.voice.key for post in posts}),
        "matching": len(matching), "matching_accounts": len({post.voice.key for post in matching}),
        "kinds": {kind: sum(post.kind == kind for post in posts) for kind in kinds},
        "edited": sum(post.earlier is not None for post in posts),
    }  # fmt: skip


def matches(post: Post, folded: set[str]) -> bool:
    """Whether the post, or the post it passes on, carries one of the tags (case folded)."""
    source = post.original if post.kind == "repost" and post.original else post
    return any(name.casefold() in folded for _, _, name in hashtags(source.words))


def _withdrawals(sources: Sources) -> dict[str, Any]:
    everything = list({post.id: post for posts in sources.values() for post in posts}.values())
    gone = gone_by_compliance(everything)
    suspended = sum("suspended" in post.deleted for post in gone)
    lines = [post for post in sources["v1"] if post.deleted == "v1"]
    return {
        "twitter-compliance.jsonl": {"deleted": len(gone) - suspended, "suspended": suspended},
        "twitter-v1.jsonl.bz2": {"of_posts_held": len(lines), "of_unknown_posts": 1},
    }


def consent(told: Answers, cast: Cast, quotations: list[Quotation]) -> dict[str, Any]:
    """What the statements come to, and what the stories need; embargo judged on 1 March 2014."""
    rows = told["answer"]
    open_yes = [row for row in rows if row["answer"] == "yes" and "given" not in row
                and {"verbatim", "named"} & set(row["uses"].split())
                and row.get("audience") != "team"]  # fmt: skip
    stories = sorted({quotation.story for quotation in quotations})
    return {
        "statements": len(rows),
        "voices_with_a_yes_to_words": len({row["voice"] for row in open_yes}),
        "languages_of_these": sorted({cast.voices[row["voice"]].language for row in open_yes}),
        "labels": len(told["label"]),
        "stories": {story: _story(story, quotations) for story in stories},
    }


def _story(story: str, quotations: list[Quotation]) -> dict[str, int]:
    own = [quotation for quotation in quotations if quotation.story == story]
    return {"quotations": len(own), "with_a_yes": sum(quotation.allowed for quotation in own)}


def spelt(totals: dict[str, Any]) -> bytes:
    return (json.dumps(totals, ensure_ascii=False, indent=1) + "\n").encode()
