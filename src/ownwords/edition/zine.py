"""A story as a booklet in A5: what its page holds, and what stands at the head of each leaf.

Running heads are rules of a style sheet, and no style sheet can read a title out of the page. So
each booklet has a small sheet of its own. Browsers that know no page margins print none.
"""

from __future__ import annotations

import re

from ownwords.edition.pages import Masthead, StoryPage, ZinePage
from ownwords.edition.parts import Voiced
from ownwords.locales.tongue import Tongue

_NOT_IN_CSS = re.compile(r"[\x00-\x1f\x7f\"\\<>{}]+")
_LONGEST = 60
_FONT = "font: 7pt sans-serif; color: #524c43;"


def zine_page(story: StoryPage) -> ZinePage:
    """The booklet of a story, each quotation once in its list of proofs."""
    found = (block.quotation for block in story.blocks if isinstance(block, Voiced))
    return ZinePage(story=story, quotations=tuple({one.id: one for one in found}.values()))


def heads(story: StoryPage, head: Masthead, tongue: Tongue) -> bytes:
    """The style sheet that prints the campaign above, the page number below, and no more."""
    mark = f" {tongue.gettext('(invented)')}" if head.invented else ""
    rules = (
        f"@page {{ @top-left {{ {_FONT} content: {_text(head.name, mark)} }}"
        f" @top-right {{ {_FONT} content: {_text(story.title)} }}"
        f" @bottom-center {{ {_FONT} content: counter(page) }} }}\n"
        "@page :first { @top-left { content: none } @top-right { content: none }"
        " @bottom-center { content: none } }\n"
    )
    return rules.encode("utf-8", "replace")


def _text(text: str, mark: str = "") -> str:
    """A string of CSS; what could end it is left out, and so is the tail of a long title.

    ``mark`` stands behind it whatever its length.
    """
    clean = " ".join(_NOT_IN_CSS.sub(" ", text).split())
    if len(clean) > _LONGEST:
        clean = f"{clean[:_LONGEST].rpartition(' ')[0]} …".lstrip()
    return f'"{clean}{mark}"'
