"""What leaves beside a quotation: how to cite it, its context, what was asked, what was mended.

One packet for each quotation of a story, as a section of its page, as plain text and as JSON. The
JSON of named words holds a W3C Web Annotation whose target is a TextQuoteSelector, so that the
words can be found again in a copy of the post. Words without a name get none: an annotation is
made to find them where they were first said.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from ownwords.edition import dates, writing
from ownwords.edition.addresses import absolute
from ownwords.edition.pages import Masthead, QuotePage, StoryPage
from ownwords.edition.parts import Checkable, Packet, Quotation, Voiced
from ownwords.edition.wording import invented, reason
from ownwords.locales.tongue import Tongue
from ownwords.records.cleared import Cleared
from ownwords.records.story import Correction

FORMAT = 1
_ANNOTATION, _SELECTOR, _MOTIVATION = "Annotation", "TextQuoteSelector", "bookmarking"
CONSTANTS = (
    *(_ANNOTATION, _SELECTOR, _MOTIVATION, "annotation", "address", "after", "asked", "before"),
    *("check", "context", "corrections", "language", "network", "post", "read_by"),
    *("record_sha256", "selector", "target", "version"),
)
"""What stands as a value in every packet of named words, and keys that can be all of a line."""
KEYS = (
    *("allowed", "campaign", "cite", "commitment", "contact", "date", "edition", "end", "exact"),
    *("format", "how_to_use", "id", "invented", "motivation", "name", "notice", "page", "prefix"),
    *("quotation", "received", "said", "sha256", "source", "start", "suffix", "type", "what"),
    "words",
)
"""The other keys: something stands behind them."""
_AROUND = 32
"""Characters before and after that a selector carries."""
_Told = tuple[Voiced, tuple[Correction, ...]]
"""A quotation at one place of a story, with the corrections that stand right after it."""


def packets(stories: Iterable[StoryPage], head: Masthead, tongue: Tongue) -> dict[str, Packet]:
    """The packet of every quotation by its id, put together from all stories that use it."""
    told: dict[str, list[_Told]] = {}
    for story in stories:
        for index, block in enumerate(story.blocks, 1):
            if isinstance(block, Voiced):
                told.setdefault(block.quotation.id, []).append((block, _corrections(story, index)))
    return {key: _packet(places, head, tongue) for key, places in told.items()}


def _packet(told: list[_Told], head: Masthead, tongue: Tongue) -> Packet:
    context = dict.fromkeys(voiced.quote.context for voiced, _ in told if voiced.quote.context)
    mended = {(one.date, one.what): one for _, corrections in told for one in corrections}
    return Packet(
        cite=cite(told[0][0].quotation, head, tongue),
        context=tuple(context),
        asked=min((v.quote.reply_asked for v, _ in told if v.quote.reply_asked), default=""),
        corrections=tuple(mended[key] for key in sorted(mended)),
    )


def _corrections(story: StoryPage, index: int) -> tuple[Correction, ...]:
    found: list[Correction] = []
    for block in story.blocks[index:]:
        if not isinstance(block, Correction):
            break
        found.append(block)
    return tuple(found)


def cite(quotation: Quotation, head: Masthead, tongue: Tongue) -> str:
    """Whose words these are and where they stand, in one line."""
    name = quotation.words.credit or tongue.gettext("A voice, name withheld")
    parts = (
        name,
        dates.spoken(tongue, quotation.said),
        f"{head.name} {tongue.gettext('(invented)')}" if head.invented else head.name,
        head.told_by,
        tongue.gettext("Edition %(number)s", number=head.number),
        dates.spoken(tongue, head.date),
        tongue.gettext("quotation %(name)s", name=quotation.id),
    )
    told = [_kept_together(part, tongue) for part in parts if part]
    address = absolute(head.address, f"quotes/{quotation.id}.html")
    return ". ".join([*told, address] if address else told)


def _kept_together(part: str, tongue: Tongue) -> str:
    """A name from the other side draws no number of the day behind it to its own side."""
    ours = writing.direction(part) == tongue.direction
    return part if ours else f"\u2068{part}\u2069"


def how_to_use(tongue: Tongue) -> str:
    """What stands beside every packet."""
    return tongue.gettext(
        "Print the words as they stand. Words without a name stay without a name. For anything but "
        "a quotation, ask first."
    )


def as_json(page: QuotePage, head: Masthead, tongue: Tongue) -> bytes:
    """The packet for programs. Addresses without a host are relative to this file."""
    quotation, packet = page.quotation, page.packet
    words = quotation.words
    whole: dict[str, Any] = {
        "format": FORMAT,
        "invented": head.invented,
        **({"notice": invented(tongue)} if head.invented else {}),
        "campaign": head.name,
        "edition": head.number,
        "date": head.date,
        "quotation": quotation.id,
        "page": absolute(head.address, f"quotes/{quotation.id}.html") or f"{quotation.id}.html",
        "cite": packet.cite,
        "words": words.text,
        "language": writing.language_tag(words.language),
        "name": words.credit,
        "said": dates.machine(quotation.said, exact=bool(words.credit)),
        "before": _text(quotation.before),
        "after": _text(quotation.after),
        "context": packet.context,
        "asked": packet.asked,
        "corrections": [{"date": one.date, "what": one.what} for one in packet.corrections],
        "allowed": reason(tongue, words.clearance),
        "check": _check(quotation),
        "how_to_use": how_to_use(tongue),
        "contact": head.contact,
        **({"annotation": annotation(quotation)} if words.credit else {}),
    }
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def _text(words: Cleared | None) -> str:
    return words.text if words is not None else ""


def _check(quotation: Checkable) -> dict[str, object]:
    """What the page of the quotation shows, and nothing else."""
    check = quotation.check
    always = {"source": check.source, "received": check.received, "read_by": check.connector}
    if not quotation.words.credit:
        return {**always, "commitment": check.commitment}
    return {
        **always,
        "network": check.network,
        "post": check.post,
        "version": check.version,
        "address": check.address,
        "start": check.start,
        "end": check.end,
        "sha256": check.digest,
        "record_sha256": check.payload_digest,
    }


def annotation(quotation: Checkable) -> dict[str, object]:
    """Named words as a W3C Web Annotation (Recommendation of 2017), relative to the JSON packet.

    The target is the post where its address is shown, else the page of the quotation, which holds
    the words and nothing before or after them.
    """
    selector: dict[str, object] = {"type": _SELECTOR, "exact": quotation.words.text}
    address = quotation.check.address
    if address and quotation.before is not None:
        selector["prefix"] = quotation.before.text[-_AROUND:]
    if address and quotation.after is not None:
        selector["suffix"] = quotation.after.text[:_AROUND]
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": f"{quotation.id}.json#annotation",
        "type": _ANNOTATION,
        "motivation": _MOTIVATION,
        "target": {"source": address or f"{quotation.id}.html", "selector": selector},
    }


def as_text(page: QuotePage, head: Masthead, tongue: Tongue) -> bytes:
    """The packet for people, as plain text in UTF-8."""
    one, packet = page.quotation, page.packet
    check = "\n".join(f"{key}: {value}" for key, value in _check(one).items() if value != "")
    mended = [f"{dates.spoken(tongue, c.date)}: {c.what}" for c in packet.corrections]
    none, nothing = tongue.gettext("None."), tongue.gettext("Nothing is written down.")
    entries = (
        ("", invented(tongue) if head.invented else ""),
        ("", one.words.text),
        (tongue.gettext("Cite it as"), packet.cite),
        (tongue.gettext("Before these words"), _text(one.before)),
        (tongue.gettext("After these words"), _text(one.after)),
        (tongue.gettext("Context"), "\n".join(packet.context) or nothing),
        (tongue.gettext("The voice was asked"), dates.spoken(tongue, packet.asked) or nothing),
        (tongue.gettext("Corrections"), "\n".join(mended) or none),
        (tongue.gettext("Why it may be shown"), reason(tongue, one.words.clearance)),
        (tongue.gettext("How to check this"), check),
        (tongue.gettext("To quote this elsewhere"), how_to_use(tongue)),
        (tongue.gettext("How to reach us"), head.contact),
    )
    blocks = (f"{heading}\n{text}" if heading else text for heading, text in entries if text)
    return ("\n\n".join(blocks) + "\n").encode("utf-8", "replace")
