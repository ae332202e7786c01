"""A held archive of invented nonsense, pages without it, and ways to plant a leak in them."""

from __future__ import annotations

import base64
import gzip
import html
import io
import json
import random
import re
import urllib.parse
import zipfile
from collections.abc import Callable

import zstandard

from ownwords.records.sealed import Sealed, Subject

SYLLABLES = tuple(re.findall("..", "bacodifugahejikolumenipoqurosatevuwixayozemi"))
SCRIPTS = {
    "han": "灯台守夜海岸人々声言葉波風光影船島港霧鐘鍵",
    "kana": "あいうえおかきくけこさしすせそたちつてとなにぬねの",
    "hangul": "가나다라마바사아자차카타파하거너더러머버",
    "thai": "กขคงจฉชซญดตถทธนบปผฝพฟภมยรลวศษสหอฮ",
    "arabic": "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "devanagari": "कखगघचछजझटठडढतथदधनपफबभमयरलवशषसह",
}
SPACED = ("latin", "arabic", "devanagari")


def a_word(dice: random.Random, script: str = "latin") -> str:
    if script == "latin":
        return "".join(dice.choices(SYLLABLES, k=dice.randint(1, 4)))
    letters = "".join(dice.choices(SCRIPTS[script], k=dice.randint(2, 6)))
    return letters[0] + "\u093f" + letters[1:] if script == "devanagari" else letters


def a_text(dice: random.Random, script: str, least: int = 6) -> str:
    words = [a_word(dice, script) for _ in range(dice.randint(least, 25))]
    text = (" " if script in SPACED else "").join(words)
    return text if script in SPACED else text + "".join(dice.choices(SCRIPTS[script], k=14))


class Archive:
    """Invented posts with their authors; ``sealed`` is what a scanner is given."""

    def __init__(self, seed: int, posts: int) -> None:
        dice = random.Random(seed)
        scripts = ("latin", "latin", "latin", *SCRIPTS)
        self.texts: list[str] = []
        self.handles: list[str] = []
        self.names: list[str] = []
        self.ids: list[str] = []
        self.sealed: list[Sealed] = []
        for number in range(posts):
            post = f"https://x.com/i/status/{423900000000000000 + number * 7919}"
            account = f"https://x.com/i/user/{9_000_000_000 + number * 31}"
            text = a_text(dice, dice.choice(scripts))
            handle = f"{a_word(dice)}{a_word(dice)}_{number}"
            name = " ".join(a_word(dice).title() for _ in range(dice.randint(2, 3))) + f" {number}"
            self.texts.append(text)
            self.handles.append(handle)
            self.names.append(name)
            self.ids += [post, account]
            for part, words in (
                ("content", text),
                ("handle", handle),
                ("name", name),
                ("id", post),
                ("account", account),
            ):
                self.sealed.append(Sealed(words, Subject(post, account, part=part)))


def a_run(dice: random.Random, text: str) -> str:
    """Five neighbouring words of a text, or twelve neighbouring characters."""
    words = text.split()
    if len(words) < 5:
        start = dice.randint(0, len(text) - 12)
        return text[start : start + 12]
    start = dice.randint(0, len(words) - 5)
    return " ".join(words[start : start + 5])


def page(dice: random.Random, inside: str = "") -> str:
    """A page of other nonsense, with something inside."""
    paragraphs = [
        '<p class="prose">' + " ".join("z" + a_word(dice) for _ in range(40)) + "</p>"
        for _ in range(4)
    ]
    paragraphs.insert(2, inside)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A page</title></head>'
        f"<body><main>{''.join(paragraphs)}</main></body></html>"
    )


def _split_by_tags(dice: random.Random, text: str) -> str:
    out = ""
    for char in text:
        out += char
        if char.isalnum() and dice.random() < 0.3:
            out += dice.choice(("<b></b>", "<wbr>", '</span><span class="x">', "<!-- -->"))
    return f"<p><span>{out}</span></p>"


def _zipped(text: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data/words.txt", text)
    return stream.getvalue()


def _as_page(make: Callable[[random.Random, str], str]) -> Callable[[random.Random, str], bytes]:
    return lambda dice, text: page(dice, make(dice, text)).encode()


def _every_entity(text: str) -> str:
    return "".join(f"&#x{ord(char):x};" if char.isalnum() else html.escape(char) for char in text)


WAYS: dict[str, Callable[[random.Random, str], bytes]] = {
    "plain": _as_page(lambda dice, text: f"<p>{html.escape(text)}</p>"),
    "upper case": _as_page(lambda dice, text: f"<p>{html.escape(text.upper())}</p>"),
    "attribute": _as_page(lambda dice, text: f'<img src="a.png" alt="{html.escape(text)}">'),
    "comment": _as_page(lambda dice, text: f"<!-- {text} -->"),
    "html-escaped": _as_page(lambda dice, text: f"<p>{_every_entity(text)}</p>"),
    "twice escaped": _as_page(lambda dice, text: f"<p>{html.escape(_every_entity(text))}</p>"),
    "split by tags": _as_page(_split_by_tags),
    "json-escaped": lambda dice, text: json.dumps({"items": [{"t": text}]}).encode(),
    "json in a script": _as_page(
        lambda dice, text: f"<script>var d = {json.dumps(json.dumps([text]))};</script>"
    ),
    "base64": _as_page(
        lambda dice, text: (
            f'<a href="data:text/plain;base64,{base64.b64encode(text.encode()).decode()}">'
        )
    ),
    "base64, url-safe": lambda dice, text: b"v=" + base64.urlsafe_b64encode(text.encode()),
    "hexadecimal": lambda dice, text: text.encode().hex().encode(),
    "percent": _as_page(lambda dice, text: f'<a href="?q={urllib.parse.quote(text)}">x</a>'),
    "utf-16": lambda dice, text: ("\ufeff" + text).encode("utf-16-le"),
    "gzip": lambda dice, text: gzip.compress(page(dice, text).encode()),
    "gzip inside": lambda dice, text: b"\x89XYZ\xff\xfe" + gzip.compress(text.encode()) + b"\0\xff",
    "gzip in base64": lambda dice, text: base64.b64encode(gzip.compress(text.encode())),
    "zip": lambda dice, text: _zipped(page(dice, text)),
    "zstd": lambda dice, text: zstandard.ZstdCompressor().compress(text.encode()),
}
