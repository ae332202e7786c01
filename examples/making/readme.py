"""Puts the totals into README.md, between its two marks, so that the page cannot go stale."""

from __future__ import annotations

import re
from typing import Any

from making.cast import HERE

MARKS = re.compile(r"(<!-- totals, written by make.py -->\n).*?(<!-- end of totals -->)", re.DOTALL)

ODD = {
    "twitter-v2-pages.jsonl.gz": "pages of 100 with users and tweets beside them; one include is "
    "missing; two posts edited, both versions there",
    "twitter-v2-stream.jsonl": "one object a line with its rules; the last line is cut (1 fault)",
    "twitter-v2-flat.jsonl.xz": "flattened, the author inside, no `includes`",
    "twitter-v1.jsonl.bz2": "first half compatible, second half extended mode; one post cut with "
    "`extended_tweet`; reposts cut, whole in `retweeted_status`; a place (to be dropped); a "
    "`limit` line; delete lines",
    "x-archive-2026.zip": "Maren's own; two parts; one edit; one long post whose whole text is in "
    "`note-tweet.js` only; private members full of canaries that must never be read",
    "x-archive-2014.zip": "Tobias's own, January; a file a month",
    "tags-sheet.csv": "BOM, a cell of two lines, an id rounded to 4.22E+17 with no address beside "
    "it (1 fault)",
    "4cat.csv": "tags joined with commas",
    "keepers.jsonl": "a collector's own names, explained by `keepers.map.toml`; dates the "
    "European way",
}


def filled(totals: dict[str, Any]) -> bytes:
    """The page as it is, with its totals as they are."""
    page = (HERE / "README.md").read_text("utf-8")
    return MARKS.sub(lambda marks: marks[1] + _totals(totals) + marks[2], page).encode()


def _totals(totals: dict[str, Any]) -> str:
    head = (
        "| file | rows | posts | with a tag | accounts | faults | what is odd in it, on purpose |"
    )
    rows = [_row(name, totals["files"][name], odd) for name, odd in ODD.items()]
    unique, gone = totals["unique"], totals["withdrawals"]
    asked, lines = gone["twitter-compliance.jsonl"], gone["twitter-v1.jsonl.bz2"]
    all_in_all = (
        f"All together: **{unique['posts']} posts by {unique['accounts']} accounts, "
        f"{unique['matching']} of them with one of the campaign's tags**, {unique['edited']} of "
        f"them edited. Withdrawn by `twitter-compliance.jsonl`, which opens with an empty line: "
        f"{sum(asked.values())} posts, {asked['deleted']} deleted by their authors and "
        f"{asked['suspended']} suspended by the platform (which is not a withdrawal); by the "
        f"delete lines of `twitter-v1.jsonl.bz2`: {lines['of_posts_held']} posts of that file "
        f"and {lines['of_unknown_posts']} that nobody has."
    )
    return "\n".join([head, "|---|---|---|---|---|---|---|", *rows, "", all_in_all, ""])


def _row(name: str, file: dict[str, Any], odd: str) -> str:
    columns = ("rows", "posts", "matching", "accounts", "faults")
    return " | ".join([f"| `{name}`", *(str(file[key]) for key in columns), f"{odd} |"])
