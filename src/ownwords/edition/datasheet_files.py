"""The datasheet as files: Markdown for people, JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from ownwords.edition.pages import DatasheetPage, Masthead
from ownwords.edition.parts import Asked
from ownwords.edition.wording import honesty, invented, row_label
from ownwords.locales.tongue import Tongue

FORMAT = 1


def as_markdown(page: DatasheetPage, head: Masthead, tongue: Tongue) -> bytes:
    """The datasheet in Markdown."""
    lines = [f"# {titled(head, tongue)}", ""]
    lines += [f"**{invented(tongue)}**", ""] if head.invented else []
    for chapter in page.chapters:
        lines += [f"## {chapter.title}", ""]
        for one in chapter.asked:
            lines += [f"### {one.question}", "", *_spaced(one.answer)]
            lines += [*(f"- {item}" for item in one.items), ""] if one.items else []
            lines += _table(one, tongue)
    return ("\n".join(lines).rstrip("\n") + "\n").encode("utf-8", "replace")


def titled(head: Masthead, tongue: Tongue) -> str:
    """The heading of the datasheet."""
    return tongue.gettext(
        "Datasheet: %(campaign)s, edition %(number)s", campaign=head.name, number=head.number
    )


def _spaced(paragraphs: Iterable[str]) -> list[str]:
    return [line for text in paragraphs if text for line in (text, "")]


def _table(one: Asked, tongue: Tongue) -> list[str]:
    if one.counts is None or not one.counts.rows:
        return []
    told = [tongue.gettext("Posts")] if one.posts_told else []
    told.append(tongue.gettext("Voices, at least"))
    lines = [f"| | {' | '.join(told)} |", f"|{'---|' * (len(told) + 1)}"]
    for label, posts, voices in one.counts.rows:
        numbers = (posts, voices) if one.posts_told else (voices,)
        cells = (row_label(tongue, label, one.by).replace("|", "\\|"), *map(tongue.number, numbers))
        lines.append(f"| {' | '.join(cells)} |")
    return [*lines, "", *_spaced([honesty(tongue, one.counts)])]


def as_data(page: DatasheetPage, head: Masthead, tongue: Tongue) -> bytes:
    """The datasheet as JSON: the same questions, answers and rows."""
    whole: dict[str, Any] = {
        "format": FORMAT,
        "language": tongue.tag,
        "invented": head.invented,
        **({"notice": invented(tongue)} if head.invented else {}),
        "campaign": head.name,
        "edition": head.number,
        "date": head.date,
        "chapters": [
            {"name": one.name, "title": one.title, "asked": [_asked(q) for q in one.asked]}
            for one in page.chapters
        ],
    }
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def _asked(one: Asked) -> dict[str, Any]:
    rows = one.counts.rows if one.counts is not None else ()
    return {
        "question": one.question,
        "answer": one.answer,
        "items": one.items,
        "rows": [_row(one, *row) for row in rows],
    }


def _row(one: Asked, label: str, posts: int, voices: int) -> dict[str, str | int]:
    told: dict[str, str | int] = {"label": label, "voices_at_least": voices}
    return told | {"posts": posts} if one.posts_told else told
