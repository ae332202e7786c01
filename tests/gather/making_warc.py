"""Web archives with every trap that is known of them; pages and addresses are invented.

write(path, count=5_000, seed=1) -> Made        .warc, .warc.gz or .wacz
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.gather.making import Made

_TYPES = ("text/html; charset=utf-8", "text/plain", "application/pdf", "application/json")
_OTHERS = ("image/png", "text/css", "application/javascript", "font/woff2")
_BROKEN = ("digest", "long", "short", "no-length", "no-http", "no-date")


@dataclass
class Parts:
    """What a record is made of; ``digest`` and ``length`` are what it says of itself."""

    body: bytes
    url: str
    status: str = "200 OK"
    type: str = _TYPES[0]
    kind: str = "response"
    packed: str = ""
    chunked: bool = False
    digest: str = "sha1"
    wrong: str = ""
    more: dict[str, str] = field(default_factory=dict)


def write(path: Path, count: int = 5_000, *, seed: int = 1) -> Made:
    """``count`` pages with requests, redirections, pictures and faults between them."""
    made = Made()
    parts = list(_records(count, made, Random(seed)))
    if path.suffix != ".wacz":
        data = parts if path.suffix == ".warc" else [gzip.compress(one) for one in parts]
        path.write_bytes(b"".join(data))
        return made
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("datapackage.json", json.dumps({"profile": "data-package"}))
        package.writestr("indexes/index.cdx.gz", gzip.compress(b"Kanarie"))
        half = len(parts) // 2
        for number, some in enumerate((parts[:half], parts[half:])):
            data = b"".join(map(gzip.compress, some))
            package.writestr(f"archive/data-{number}.warc.gz", data)
    return made


def _records(count: int, made: Made, random: Random) -> Iterator[bytes]:
    yield info()
    made.left_out += 1
    while len(made.posts) < count:
        url = f"https://harbour.example/news/{random.getrandbits(48):012x}"
        kind = random.random()
        body = f"<title>Kanarie</title><p>{url} 🕯️ {random.random()}</p>".encode()
        if kind < 0.03:
            made.faults += 1
            yield record(Parts(body, url, wrong=_BROKEN[made.faults % len(_BROKEN)]))
        elif kind < 0.2:
            made.left_out += 1
            yield record(_other(body, url, random))
        else:
            made.posts.add(url)
            yield record(_page(body, url, random))


def _page(body: bytes, url: str, random: Random) -> Parts:
    return Parts(
        body,
        url,
        type=random.choice(_TYPES),
        packed=random.choice(("", "", "gzip", "deflate", "identity", "gzip, but taken off")),
        chunked=random.random() < 0.3,
        digest=random.choice(("sha1", "sha1-hex", "sha256", "sha256-hex", "blake3", "")),
        kind="resource" if random.random() < 0.05 else "response",
    )


def _other(body: bytes, url: str, random: Random) -> Parts:
    sort = random.randrange(4)
    if sort == 0:
        return Parts(body, url, type=random.choice(_OTHERS))
    if sort == 1:
        return Parts(body, url, status=random.choice(("301 Moved", "404 Not Found", "503 No")))
    if sort == 2:
        return Parts(b"", url, kind=random.choice(("revisit", "metadata", "request")))
    return Parts(b"", url)


def info() -> bytes:
    """The record that begins a file."""
    block = b"software: made by a test\r\nformat: WARC File Format 1.1\r\n"
    head = f"WARC/1.1\r\nWARC-Type: warcinfo\r\nContent-Length: {len(block)}\r\n\r\n"
    return head.encode() + block + b"\r\n\r\n"


def record(parts: Parts) -> bytes:
    """One record as crawlers write it, or wrong in the way that its parts ask for."""
    stored = _packed(parts)
    http = f"HTTP/1.1 {parts.status}\r\nContent-Type: {parts.type}\r\n"
    http += f"Content-Encoding: {parts.packed.partition(',')[0]}\r\n" if parts.packed else ""
    http += "Transfer-Encoding: chunked\r\n" if parts.chunked else ""
    block = stored if parts.kind == "resource" else http.encode() + b"\r\n" + stored
    if parts.wrong == "no-http":
        block = b"Kanarie, and nothing of HTTP"
    length = len(block) + {"long": 40, "short": -7}.get(parts.wrong, 0)
    lines = ["WARC/1.0", f"WARC-Type: {parts.kind}", f"WARC-Target-URI: {parts.url}"]
    lines += [f"WARC-Record-ID: <urn:uuid:{hashlib.md5(parts.url.encode()).hexdigest()}>"]
    lines += [] if parts.wrong == "no-date" else ["WARC-Date: 2014-01-12T09:00:00Z"]
    lines += [] if parts.wrong == "no-length" else [f"content-length: {length}"]
    lines += [f"WARC-Payload-Digest: {_digest(parts, stored)}"] if parts.digest else []
    lines += [f"Content-Type: {parts.type}"] if parts.kind == "resource" else []
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def _packed(parts: Parts) -> bytes:
    data = parts.body
    if parts.kind == "resource":
        return data
    if parts.packed == "gzip":
        data = gzip.compress(data)
    elif parts.packed == "deflate":
        data = zlib.compress(data)[2:-4] if len(parts.url) % 2 else zlib.compress(data)
    if parts.chunked:
        pieces = (data[:7], data[7:])
        data = b"".join(b"%x;a=b\r\n%b\r\n" % (len(one), one) for one in pieces if one)
        data += b"0\r\n\r\n"
    return data


def _digest(parts: Parts, stored: bytes) -> str:
    name, _, form = parts.digest.partition("-")
    if name == "blake3":
        return "blake3:00"
    digest = hashlib.new(name, b"other" if parts.wrong == "digest" else stored).digest()
    return f"{name}:{digest.hex() if form else base64.b32encode(digest).decode()}"
