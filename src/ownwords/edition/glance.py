"""The quotations of an edition at a glance: a dot each, over their days, and their languages.

Nothing here is counted that a reader could not count on the pages themselves, so it also stands
where a campaign is too small for any number of posts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

import msgspec

from ownwords.charts import dots
from ownwords.edition import dates
from ownwords.edition.browse import day_key
from ownwords.edition.pages import Section
from ownwords.edition.parts import Quotation
from ownwords.locales.tongue import Tongue

_DAY = len("2014-01-11")


class Glance(msgspec.Struct, frozen=True):
    """What the campaign page shows of its quotations.

    svg: the dots, empty when no quotation has a day
    caption: what a dot is and how many have no day
    languages: sections of the list by language, the fullest first
    """

    svg: str
    caption: str
    languages: tuple[Section, ...]


def glance(quotations: Iterable[Quotation], languages: Iterable[Section], tongue: Tongue) -> Glance:
    """The quotations of one edition; ``languages`` are the contents of the list by language."""
    named, unnamed, undated = _counted(quotations)
    days = tuple(
        dots.Day(date.fromisoformat(day), named[day], unnamed[day])
        for day in sorted(named.keys() | unnamed.keys())
    )
    ordered = sorted(languages, key=lambda one: (not one.key, -len(one.quotations), one.key))
    if not days:
        return Glance("", "", tuple(ordered))
    chart = _chart(days, tongue)
    return Glance(dots.svg(chart), _caption(chart, undated, tongue), tuple(ordered))


def _counted(quotations: Iterable[Quotation]) -> tuple[Counter[str], Counter[str], int]:
    """Quotations with a name by day, those without by day, and how many have no day."""
    named: Counter[str] = Counter()
    unnamed: Counter[str] = Counter()
    undated = 0
    for quotation in quotations:
        day = day_key(quotation)
        if len(day) < _DAY:
            undated += 1
        else:
            (named if quotation.words.credit else unnamed)[day] += 1
    return named, unnamed, undated


def _chart(days: tuple[dots.Day, ...], tongue: Tongue) -> dots.Dots:
    fullest = max(days, key=lambda day: day.filled + day.rings)
    first, last = tongue.day(days[0].at), tongue.day(days[-1].at)
    said = [
        tongue.gettext("From %(first)s to %(last)s.", first=first, last=last)
        if len(days) > 1
        else f"{first}.",
        tongue.ngettext(
            "Most on %(day)s: %(count)s quotation.",
            "Most on %(day)s: %(count)s quotations.",
            fullest.filled + fullest.rings,
            day=tongue.day(fullest.at),
        ),
    ]
    return dots.Dots(
        id="glance",
        title=tongue.gettext("Quotations by day"),
        description=" ".join(said),
        days=days,
        first=first,
        last=last,
        whole=dates.between(tongue, days[0].at.isoformat(), days[-1].at.isoformat()),
        rtl=tongue.rtl,
    )


def _caption(chart: dots.Dots, undated: int, tongue: Tongue) -> str:
    unit = dots.one_dot(chart)
    said = [
        tongue.ngettext(
            "Each dot is one quotation.", "Each dot is up to %(count)s quotations.", unit
        ),
        tongue.gettext("Full: under a name. Ring: the name is withheld."),
    ]
    if undated:
        said.append(
            tongue.ngettext(
                "%(count)s quotation has no day and no dot.",
                "%(count)s quotations have no day and no dot.",
                undated,
            )
        )
    return " ".join(said)
