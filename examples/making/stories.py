"""Fills the quote blocks of the stories: a text id becomes post, version and span."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from making.consent import Answers, quotable
from making.posts import Post, hashtags

TEMPLATES = Path(__file__).resolve().parent / "stories"
BLOCK = re.compile(r"```quote\n(.*?)```", re.DOTALL)
RETOLD = re.compile(r"(?<=```paraphrase\n)text: (\S+)")
KEPT = ("use", "dissent", "translation", "translated-by", "note", "reply-asked")


@dataclass(frozen=True)
class Quotation:
    story: str
    text: str
    use: str
    post: Post
    span: tuple[int, int]
    allowed: bool

    @property
    def words(self) -> str:
        return self.post.words[self.span[0] : self.span[1]]


def quoted_texts() -> set[str]:
    """Ids of the texts that a story quotes."""
    return {fields["text"] for path in _paths() for fields in _blocks(path)}


def quotations(posts: dict[str, Post], told: Answers) -> list[Quotation]:
    """Every quotation of every story, in the order of reading."""
    return [
        _quotation(path.stem, fields, posts[fields["text"]], told)
        for path in _paths()
        for fields in _blocks(path)
    ]


def build(quoted: list[Quotation], posts: dict[str, Post]) -> dict[str, bytes]:
    """The finished story files by their path below examples/."""
    left = iter(quoted)
    files = {}
    for path in _paths():
        text = RETOLD.sub(lambda match: f"post: {posts[match[1]].uri}", path.read_text("utf-8"))
        filled = BLOCK.sub(lambda match: _filled(_fields(match[1]), next(left)), text)
        files[f"stories/{path.name}"] = filled.encode()
    return files


def _paths() -> list[Path]:
    return sorted(TEMPLATES.glob("*.md"))


def _blocks(path: Path) -> Iterator[dict[str, str]]:
    for match in BLOCK.finditer(path.read_text("utf-8")):
        yield _fields(match[1])


def _fields(block: str) -> dict[str, str]:
    return dict(line.split(": ", 1) for line in block.strip().splitlines())


def _quotation(story: str, fields: dict[str, str], post: Post, told: Answers) -> Quotation:
    own = [row for row in told["answer"] if row.get("voice") == post.voice.key]
    allowed = quotable(own, fields["text"], fields["use"], story)
    return Quotation(story, fields["text"], fields["use"], post, _span(post, fields), allowed)


def _span(post: Post, fields: dict[str, str]) -> tuple[int, int]:
    """The `part` if one is named, else everything up to the tags that close the post."""
    if "part" in fields:
        start = post.words.index(fields["part"])
        return start, start + len(fields["part"])
    end = len(post.words)
    for start, stop, _ in reversed(list(hashtags(post.words))):
        if stop == end:
            end = len(post.words[:start].rstrip())
    return 0, end


def _filled(fields: dict[str, str], quotation: Quotation) -> str:
    head = [
        f"post: {quotation.post.uri}",
        f"version: {quotation.post.id}",
        f"span: {quotation.span[0]}-{quotation.span[1]}",
    ]
    rest = [f"{name}: {fields[name]}" for name in KEPT if name in fields]
    return "```quote\n" + "\n".join([*head, *rest]) + "\n```"
