"""Spells the people's answers as the three tables that `consent import` reads."""

from __future__ import annotations

from typing import Any

from making.cast import HERE, Cast, Voice, read_toml
from making.posts import Post
from making.tables import Row, table

STATEMENTS = [
    "account",
    "voice",
    "answer",
    "uses",
    "scope",
    "posts",
    "story",
    "name",
    "from",
    "until",
    "also_if_deleted",
    "no_location",
    "no_media",
    "audience",
    "evidence",
    "given_by",
    "date",
]
LABELS = ["account", "label", "date", "until"]
VOICES = ["voice", "kind", "account", "role", "reason", "review", "decided_by"]

Answers = dict[str, Any]


def answers() -> Answers:
    return read_toml(HERE / "answers.toml")


def papers(told: Answers) -> dict[str, Row]:
    return {key: {"organisation": "no", **row} for key, row in told["paper"].items()}


def statements(told: Answers, cast: Cast, posts: dict[str, Post]) -> bytes:
    """One row a statement; accounts are named by address and by @handle in turn."""
    rows = [_statement(answer, number, cast, posts) for number, answer in enumerate(told["answer"])]
    return table(STATEMENTS, rows)


def _statement(answer: Answers, number: int, cast: Cast, posts: dict[str, Post]) -> Row:
    plain = ("answer", "uses", "story", "name", "evidence")
    row = {name: str(answer.get(name, "")) for name in plain}
    row |= {name: str(answer.get(name, "")) for name in ("from", "until", "date")}
    row |= {
        name: "yes" for name in ("also_if_deleted", "no_location", "no_media") if name in answer
    }
    row["scope"] = answer.get("scope", "all")
    row["posts"] = " ".join(posts[key].uri for key in answer.get("posts", []))
    row["audience"] = answer.get("audience", "everyone")
    row["given_by"] = answer.get("by", "self")
    if "given" in answer:
        return row | {"voice": answer["given"]}
    return row | {"account": _spelt(cast.voices[answer["voice"]], number)}


def _spelt(voice: Voice, number: int) -> str:
    return voice.uri if number % 2 == 0 else f"@{voice.handle}"


def labels(told: Answers, cast: Cast) -> bytes:
    rows = [
        {"account": cast.voices[row["voice"]].uri, "label": row["label"],
         "date": str(row["date"]), "until": str(row.get("until", ""))} for row in told["label"]
    ]  # fmt: skip
    return table(LABELS, rows)


def voices(told: Answers, cast: Cast) -> bytes:
    """Organisations, the public office, and the person whom two accounts belong to."""
    rows = []
    for owner in told["owner"]:
        row = {
            name: str(owner.get(name, "")) for name in VOICES if name not in ("voice", "account")
        }
        for key in owner["voices"]:
            rows.append(row | {"voice": owner["name"], "account": cast.voices[key].uri})
    return table(VOICES, rows)


def quotable(rows: list[Answers], text: str, use: str, story: str) -> bool:
    """Whether a voice's statements say yes to this use of this post in this story.

    A plain reading for checking the examples only (expiry and embargo are judged on 1 March
    2014); the tool's gate decides by its own rules.
    """
    own = [row for row in rows if _covers(row, text, story)]
    if any(row["answer"] == "no" and use in row["uses"].split() for row in own):
        return False
    yes = [row for row in own if row["answer"] == "yes" and use in row["uses"].split()]
    return any("from" not in row and row.get("audience") != "team" for row in yes)


def _covers(row: Answers, text: str, story: str) -> bool:
    scope = row.get("scope", "all")
    if scope == "posts":
        return bool(text in row["posts"])
    return bool(scope != "story" or row["story"] == story)
