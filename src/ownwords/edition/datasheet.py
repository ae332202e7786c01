"""A datasheet for researchers: what was gathered, what is missing and why, what it is not for.

The chapters are those that Gebru et al. (2021), "Datasheets for Datasets", propose; the words are
ours. Numbers come from the gate alone, so no answer points at anybody, and no answer names a file:
names of exports often hold names of people. The same answers become a page, Markdown and JSON
(``datasheet_files.py``).
"""

from __future__ import annotations

from ownwords.edition import dates
from ownwords.edition.addresses import FRONT, absolute
from ownwords.edition.pages import DatasheetPage, Site
from ownwords.edition.parts import Asked, Chapter, Source
from ownwords.locales.tongue import Tongue
from ownwords.records.cleared import ClearedCount


def datasheet(site: Site, quoted: int, tongue: Tongue) -> DatasheetPage:
    """The datasheet of an edition that shows ``quoted`` quotations."""
    chapters = (
        ("why", tongue.gettext("Why it was made"), _why(site, tongue)),
        ("what", tongue.gettext("What is in it"), _what(site, quoted, tongue)),
        ("missing", tongue.gettext("What is missing, and why"), _missing(site, tongue)),
        ("gathering", tongue.gettext("How it was gathered"), _gathering(site, tongue)),
        ("preparing", tongue.gettext("What was done with it"), _preparing(site, tongue)),
        ("uses", tongue.gettext("What it is for, and what not"), _uses(tongue)),
        ("passing-on", tongue.gettext("How it is passed on"), _passing_on(site, tongue)),
        ("keeping", tongue.gettext("Who keeps it"), _keeping(site, tongue)),
    )
    return DatasheetPage(
        chapters=tuple(Chapter(name=name, title=title, asked=a) for name, title, a in chapters)
    )


def _why(site: Site, tongue: Tongue) -> tuple[Asked, ...]:
    head = site.masthead
    purpose = tongue.gettext(
        "So that the people who spoke under these tags are read in their own words, and only in "
        "those to which they said yes. It was not made as data for research."
    )
    return (
        Asked(
            question=tongue.gettext("For what was it made?"),
            answer=(purpose,),
            items=tuple(f"#{tag}" for tag in site.campaign.hashtags),
        ),
        Asked(question=tongue.gettext("Who made it?"), answer=(head.told_by or head.name,)),
    )


def _what(site: Site, quoted: int, tongue: Tongue) -> tuple[Asked, ...]:
    holds = tongue.gettext(
        "Stories: %(stories)s. Quotations: %(quotations)s. Beside them tables of counts. The posts "
        "themselves are no part of it and are not handed out.",
        stories=tongue.number(len(site.stories)),
        quotations=tongue.number(quoted),
    )
    recognised = tongue.gettext(
        "Those who chose to be named, yes. Exact words without a name can be found by a search "
        "engine where they still stand in public. No count stands for fewer than %(cell)s voices.",
        cell=site.method.cell,
    )
    return (
        Asked(
            question=tongue.gettext("What does it hold?"),
            answer=(holds, *_all_told(site.method.voices, tongue)),
        ),
        Asked(
            question=tongue.gettext("In which languages?"),
            answer=(tongue.gettext("As the networks and the speakers name them."),),
            counts=site.gathered.languages,
            by="language",
        ),
        Asked(question=tongue.gettext("Can people be recognised?"), answer=(recognised,)),
    )


def _all_told(voices: ClearedCount | None, tongue: Tongue) -> tuple[str, ...]:
    if voices is None or not voices.rows:
        return ()
    _, posts, people = voices.rows[0]
    kept = tongue.gettext(
        "Behind it %(posts)s posts by at least %(voices)s voices are kept and counted.",
        posts=tongue.number(posts),
        voices=tongue.number(people),
    )
    return (kept,)


def _missing(site: Site, tongue: Tongue) -> tuple[Asked, ...]:
    sampled = tongue.gettext(
        "No, and nobody knows which share it is. Networks and their searches hand out a part, and "
        "an export holds a part of that. What was deleted before anybody gathered it is not here; "
        "nor is anybody who was never on a network, unless they gave their words. Counts are of "
        "what was kept."
    )
    pictures = tongue.gettext("Pictures, films and sound of posts were not kept.")
    silent = tongue.gettext("Everybody who gave no yes. No answer is no.")
    gone = tongue.gettext(
        "People who were taken out are in no number, and no number says how many they are."
    )
    return (
        Asked(
            question=tongue.gettext("Is it everything that was said?"),
            answer=(sampled, *site.method.caveats, *_never_taken(site, tongue), pictures),
        ),
        Asked(
            question=tongue.gettext("What could not be read?"),
            answer=(_unreadable(site.gathered.unreadable, tongue),),
        ),
        Asked(
            question=tongue.gettext("Who is not quoted, and why?"),
            answer=(silent, gone),
            counts=site.method.not_quoted,
            by="reason",
            posts_told=False,
        ),
    )


def _never_taken(site: Site, tongue: Tongue) -> tuple[str, ...]:
    """Without a number: of one person's export it would tell how much of it is private."""
    if not site.gathered.not_taken:
        return ()
    said = tongue.gettext(
        "Exports held records of sorts that are never taken in, such as posts that are not public. "
        "They were counted and left out."
    )
    return (said,)


def _unreadable(records: int, tongue: Tongue) -> str:
    if not records:
        return tongue.gettext("Every record that came in could be read.")
    return tongue.ngettext(
        "%(count)s record. The campaign’s own log names its place and the reason.",
        "%(count)s records. The campaign’s own log names each with its place and the reason.",
        records,
    )


def _gathering(site: Site, tongue: Tongue) -> tuple[Asked, ...]:
    consent = tongue.gettext(
        "For being quoted, each of them. Organisations and public offices are quoted by a decision "
        "whose reason stands on the page Organisations. For being kept and counted they were not "
        "asked; whoever says no to that is not counted."
    )
    nothing = (tongue.gettext("Nothing is listed."),)
    return (
        Asked(
            question=tongue.gettext("What came in, when, and read by what?"),
            answer=() if site.method.sources else nothing,
            items=tuple(dict.fromkeys(_source(one, tongue) for one in site.method.sources)),
            counts=site.gathered.kinds,
            by="source",
        ),
        Asked(question=tongue.gettext("Were the people asked?"), answer=(consent,)),
    )


def _source(source: Source, tongue: Tongue) -> str:
    read = (source.connector, source.tool)
    parts = (source.title, dates.spoken(tongue, source.received), *read)
    return " · ".join(part for part in parts if part)


def _preparing(site: Site, tongue: Tongue) -> tuple[Asked, ...]:
    unchanged = tongue.gettext(
        "No. They are kept as they came, to the byte; a quotation is cut out and never altered. "
        "Translations are marked and stand beside the words."
    )
    uncoded = tongue.gettext(
        "It was not. No post carries a theme, a label or a score, neither by people nor by machine."
    )
    counted = tongue.gettext(
        "By voice: several accounts of one person are one. Numbers of voices are rounded down, "
        "small cells are joined, and tables are compared with each other, so that none can be "
        "subtracted from another to find somebody."
    )
    rules = tongue.gettext(
        "Rules of consent, version %(version)s.", version=site.method.policy_version
    )
    return (
        Asked(question=tongue.gettext("Were the words changed?"), answer=(unchanged,)),
        Asked(question=tongue.gettext("How was it coded?"), answer=(uncoded,)),
        Asked(
            question=tongue.gettext("How was it counted?"),
            answer=(counted, rules) if site.method.policy_version else (counted,),
        ),
    )


def _uses(tongue: Tongue) -> tuple[Asked, ...]:
    may = tongue.gettext(
        "For reading, for quoting as the page of each quotation says, and for checking both."
    )
    must_not = tongue.gettext(
        "My words are not material for your thesis: a yes to standing here is a yes to nothing "
        "else."
    )
    return (
        Asked(question=tongue.gettext("What may it be used for?"), answer=(may,)),
        Asked(
            question=tongue.gettext("What must it not be used for?"),
            answer=(must_not,),
            items=(
                tongue.gettext(
                    "Not for training, tuning or testing models, nor for making data for them."
                ),
                tongue.gettext(
                    "Not as a research data set or a part of one: that needs a yes of each voice "
                    "to exactly that, and this edition passes none on."
                ),
                tongue.gettext(
                    "Not for finding out who somebody is, nor for joining it with other records "
                    "of people."
                ),
                tongue.gettext(
                    "Not for describing everybody who used the tag: it shows those who were "
                    "reached and said yes."
                ),
            ),
        ),
        Asked(
            question=tongue.gettext("What if a study needs more?"),
            answer=(tongue.gettext("Ask the campaign. It can ask the voices; they can say no."),),
        ),
    )


def _passing_on(site: Site, tongue: Tongue) -> tuple[Asked, ...]:
    none = tongue.gettext("None is given for the words: they belong to those who said them.")
    where = absolute(site.masthead.address, FRONT)
    nowhere = tongue.gettext("This copy names no address on the web.")
    licence = (site.about.licence,) if site.about.licence else ()
    return (
        Asked(question=tongue.gettext("Under which licence?"), answer=(none, *licence)),
        Asked(question=tongue.gettext("Where does it stand?"), answer=(where or nowhere,)),
    )


def _keeping(site: Site, tongue: Tongue) -> tuple[Asked, ...]:
    changes = tongue.gettext(
        "Yes. Whoever asks is taken out, and the edition is made again under the next number. If "
        "you keep a copy, put the newest in its place. Corrections stand beside what they mend."
    )
    return (
        Asked(question=tongue.gettext("Whom to write to?"), answer=(site.masthead.contact,)),
        Asked(question=tongue.gettext("Does it change?"), answer=(changes,)),
    )
