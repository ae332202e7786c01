"""The letter for the person: what was done and looked through, nothing about them, signed.

Signed with Ed25519 (RFC 8032); the seed is derived from the campaign key, so whoever recovers
the campaign can show that the letter came from it. Line endings are part of what is signed.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator

from ownwords.edition.signature import check_signature
from ownwords.flows.clock import now
from ownwords.flows.proof.proving import Proof
from ownwords.flows.signing import signing_key
from ownwords.flows.withdraw import LIMITS
from ownwords.locales import marked
from ownwords.locales.tongue import Tongue, tongue_of
from ownwords.records.campaign import Campaign
from ownwords.records.times import iso_day
from ownwords.workspace import Workspace

_SIGNED = "\nSignature (Ed25519 over everything above this line): "
_KEY = "\nPublic key: "
"""In English in every letter: programs look for them."""

_DONE = marked("You asked to be taken out. This is done.")
_UNFINISHED = marked("You asked to be taken out. You are hidden; it is not finished yet.")
_TAKEN_OUT = marked(
    "Taken out: what you said, what you told us, and your words, names and addresses where others "
    "passed them on. You will not be gathered again unless you say so."
)
_SEALED_AWAY = marked(
    "Kept copies of other people's documents that were sealed away, not erased: %(count)s. They "
    "are encrypted, out of every reader's reach, and only the steward's key opens them."
)
_KEPT_LINES = marked(
    "Lines that we wrote in which a name like yours stays, since it is somebody else's there, or "
    "public: %(count)s."
)
_SEARCHED = marked(
    "Afterwards every file was decoded and searched, by a program that shares nothing with the "
    "one that erased:"
)


def letter(workspace: Workspace, proof: Proof) -> str:
    """The text of the letter, in the campaign's first language, with its signature."""
    key = signing_key(workspace)
    campaign = workspace.campaign
    text = _text(campaign, proof, tongue_of(campaign.languages[0], "workbench"))
    signature = base64.b64encode(key.sign(text.encode())).decode()
    public = base64.b64encode(key.public_key().public_bytes_raw()).decode()
    return f"{text}{_SIGNED}{signature}{_KEY}{public}\n"


def signed_by(text: str) -> str:
    """The public key that signed a letter, in Base64; Unfit when it is not as it was signed.

    What somebody wrote below the key is no part of the letter.
    """
    body, _, rest = text.partition(_SIGNED)
    signature, _, below = rest.partition(_KEY)
    public = below.partition("\n")[0]
    check_signature(public, signature, body.encode())
    return public


def _text(campaign: Campaign, proof: Proof, tongue: Tongue) -> str:
    say = tongue.gettext
    return "\n".join(
        [
            say("%(campaign)s: taking you out", campaign=campaign.name),
            "",
            say(_UNFINISHED if proof.hits else _DONE),
            "",
            say(_TAKEN_OUT),
            *_editions(proof, tongue),
            *([say(_SEALED_AWAY, count=proof.sealed_away)] if proof.sealed_away else []),
            *([say(_KEPT_LINES, count=proof.kept_lines)] if proof.kept_lines else []),
            "",
            say(_SEARCHED),
            *(f"  {line}" for line in _found(proof, tongue)),
            "",
            say(LIMITS),
            "",
            say("Date: %(day)s", day=iso_day(now())),
            say("Contact: %(contact)s", contact=campaign.contact),
            "",
        ]
    )


def _editions(proof: Proof, tongue: Tongue) -> Iterator[str]:
    if not proof.editions:
        yield tongue.gettext("No published edition held you.")
        return
    removed = ", ".join(map(str, proof.editions))
    yield tongue.gettext("Editions removed: %(numbers)s.", numbers=removed)
    yield from _places(proof, tongue)
    if proof.replaced:
        yield tongue.gettext("Published in their place: %(number)s.", number=proof.replaced)
    else:
        yield tongue.gettext("Nothing is published in their place yet.")


def _places(proof: Proof, tongue: Tongue) -> Iterator[str]:
    """Where they had been put: on the web by address; a path or a drawer tells only of the team.

    The same letter goes to all who were taken out together, and an address may name one of them.
    """
    alone = proof.people == 1
    online = [one for one in proof.places if alone and one.startswith(("https://", "http://"))]
    if online:
        yield tongue.gettext(
            "They had been put here; we take them away there: %(places)s.", places=", ".join(online)
        )
    elsewhere = len(proof.places) - len(online)
    if elsewhere:
        yield tongue.gettext(
            "Copies that we keep elsewhere and take away: %(count)s.", count=elsewhere
        )


def _found(proof: Proof, tongue: Tongue) -> tuple[str, ...]:
    say = tongue.gettext
    return (
        say("files: %(count)s", count=proof.files),
        say("bytes decoded: %(count)s", count=proof.bytes),
        say("decoded as: %(formats)s", formats=", ".join(proof.decoders)),
        say("traces looked for: %(count)s", count=proof.needles),
        say("found: %(count)s", count=len(proof.hits)),
    )
