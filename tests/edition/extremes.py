"""A hand-made site in which everything is as long as somebody may make it. All is invented."""

from __future__ import annotations

from msgspec.structs import replace

from ownwords.edition.pages import AboutPage, OrganisationsPage, Site
from ownwords.edition.parts import Moment, Voiced
from ownwords.records.story import Prose, Quote
from tests.edition import sample, voices

LONG = "Leuchtturmwärterinnenvereinigung" * 3
ARABIC_NAME = "حارسة الميناء القديم التي لا تنام"
CODE = f"Code:\n\n```\n{'sha256sum SHA256SUMS ' * 8}\n```\n\nEnd of `{LONG}`."
VOICES = (
    voices.quotation("long-words", voices.cleared(f"{LONG} {LONG}", "de", LONG), "2014-01-11"),
    voices.quotation("long-name", voices.cleared("No.", "en", LONG[:60]), "2014"),
    voices.quotation("one-sign", voices.cleared("🕯️", "und", ARABIC_NAME), ""),
    voices.quotation(
        "many-lines", voices.cleared("Gate shut.\n\n" * 40, "en", "Iben"), "2014-01-12"
    ),
)
EMPTY = replace(
    sample.SECOND, slug="alone", title=LONG, standfirst="", blocks=(Prose("Only the teller."),)
)


def long_site() -> Site:
    """One story of long words and one without a quotation."""
    rich = sample.rich_site()
    moments = (Moment(day="2014-01-06", name=LONG, until="2014-01-09"),)
    told = Prose(CODE), *(Voiced(quotation=one, quote=Quote(post="1")) for one in VOICES)
    story = replace(sample.FIRST, title=LONG, kicker=LONG, standfirst=LONG, by=LONG, blocks=told)
    return replace(
        rich,
        masthead=replace(
            rich.masthead, name=LONG, told_by=LONG, contact=f"{LONG[:40]}@example.org"
        ),
        stories=(story, EMPTY),
        campaign=replace(rich.campaign, hashtags=(LONG, "نور" * 30), moments=moments),
        timeline=replace(rich.timeline, moments=moments),
        organisations=OrganisationsPage(
            decided=tuple(
                replace(one, name=f"{n} {LONG}", reason=LONG, decided_by=(LONG, LONG))
                for n, one in enumerate(rich.organisations.decided, 1)
            )
        ),
        about=AboutPage(text=LONG, licence=LONG),
        quotations=VOICES,
    )
