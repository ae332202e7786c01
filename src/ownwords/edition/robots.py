"""robots.txt: nobody said yes to training.

The first lines follow the drafts of the IETF working group on AI preferences (``train-ai=n``); the
names are of crawlers whose owners say that they obey a line for them.
"""

from __future__ import annotations

TRAINERS = (
    "AI2Bot",
    "Amazonbot",
    "Applebot-Extended",
    "Bytespider",
    "CCBot",
    "ClaudeBot",
    "cohere-training-data-crawler",
    "Diffbot",
    "FacebookBot",
    "Google-Extended",
    "GPTBot",
    "meta-externalagent",
    "Omgilibot",
    "PanguBot",
    "Timpibot",
)


def robots() -> bytes:
    """The file as bytes."""
    lines = ["User-agent: *", "Content-Usage: train-ai=n", "Allow: /", ""]
    lines += [f"User-agent: {name}" for name in TRAINERS]
    lines += ["Disallow: /", ""]
    return "\n".join(lines).encode()
