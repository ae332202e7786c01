"""Stories of Storify with every trap that is known of them; voices and words are invented.

write(path, count=5_000, seed=1) -> Made
"""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any

from ownwords.gather.x_dialect import status_uri
from tests.gather.making import Made

STORY = "https://storify.com/ines_reads/five-thousand"
_PLANTED: tuple[dict[str, Any], ...] = (
    {"type": "poll", "data": {}},
    {"type": "text", "data": {}},
    {"type": "quote", "data": {"quote": {"text": "Kanarie"}}, "posted_at": 1389417120},
    {"type": "quote", "data": None, "permalink": "https://twitter.com/lamp/status/9"},
    {"type": 7},
    {"no": "type"},
)


def write(path: Path, count: int = 5_000, *, seed: int = 1) -> Made:
    """One story of ``count`` posts with faults and links between them."""
    random, made = Random(seed), Made()
    elements: list[dict[str, Any]] = []
    while len(made.posts) < count - 1:
        kind = random.random()
        if kind < 0.03:
            elements.append(random.choice(_PLANTED))
            made.faults += 1
        elif kind < 0.1:
            elements.append({"type": "link", "permalink": f"https://h.example/{len(elements)}"})
        else:
            elements.append(_element(len(elements) + 1, random, made))
    made.posts.add(STORY)
    story = {
        "title": "Five thousand",
        "description": "Kanarie #WeKeepTheLight",
        "permalink": STORY.replace("https:", "http:") + "/",
        "elements": elements,
        "date": {"created": "2014-01-12T09:00:00.000Z"},
        "author": {"username": "ines_reads", "name": "Ines Reads"},
    }
    indent = random.choice((None, 2))
    path.write_text(json.dumps({"content": story}, ensure_ascii=False, indent=indent), "utf-8")
    return made


def _element(number: int, random: Random, made: Made) -> dict[str, Any]:
    at = random.choice(("2014-01-11T05:12:00.000Z", 1389417120, "1389417120", 1389417120.0))
    if random.random() < 0.2:
        made.posts.add(f"{STORY}#e{number}")
        words = f"<p>Kanarie {number} &amp; <b>more</b></p>"
        return {"id": f"e{number}", "type": "text", "posted_at": at, "data": {"text": words}}
    native = str(421_900_000_000_000_000 + number)
    made.posts.add(status_uri(native))
    keeper = random.randrange(300)
    handle = f"keeper_{keeper}"
    host = random.choice(("http://twitter.com", "https://mobile.twitter.com", "https://x.com"))
    place = random.choice((f"{handle}/status", f"#!/{handle}/status", f"{handle}/statuses"))
    element: dict[str, Any] = {
        "id": f"e{number}",
        "type": "quote",
        "posted_at": at,
        "permalink": f"{host}/{place}/{native}",
        "attribution": {"name": f"{handle} & Co", "username": handle},
        "data": {"quote": {"text": f"Kanarie 🕯️ &lt;{number}&gt; #WeKeepTheLight [\\] {{"}},
    }
    if random.random() < 0.5:
        element["meta"] = random.choice((_meta(keeper), {"user": "odd"}, None, 7, []))
    return element


def _meta(keeper: int) -> dict[str, Any]:
    """What was kept of the post on its network: whose it is, by id."""
    return {"user": {"id_str": str(9_000_000_000 + keeper)}}
