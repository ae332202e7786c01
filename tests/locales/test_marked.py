"""Every word that a template says of its own is marked for translation."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from jinja2 import nodes

from docs.make_catalogues import TEMPLATES
from ownwords.edition.templating import environment
from ownwords.locales.tongue import tongue_of

PATHS = [path for folder in TEMPLATES.values() for path in sorted(folder.glob("*.html"))]
READ_ALOUD = re.compile(r'\b(?:alt|title|placeholder|label|aria-label|aria-description)="([^"]*)')
# Words that programs read: of meta elements, of attributes and of paths.
NOT_WORDS = {
    *("noindex", "noai", "noimageai", "script", "src", "self", "file", "dir", "lang"),
    *("true", "page", "quotes", "html"),
}
LETTERS = re.compile(r"[^\W\d_]{2,}")


def unmarked(source: str) -> list[str]:
    """Words that stand between tags, or that a screen reader reads, outside of {% trans %}."""
    tree = environment(tongue_of("en")).parse(source)
    text = "".join(
        "\0" if not isinstance(node, nodes.TemplateData) else node.data
        for output in tree.find_all(nodes.Output)
        for node in output.nodes
    )
    text = re.sub(r"<(code|style|script)\b.*?</\1>", "", text, flags=re.DOTALL)
    said = LETTERS.findall(re.sub(r"<[^<>]*>", " ", text).replace("&amp;", " "))
    labels = [word for label in READ_ALOUD.findall(text) for word in LETTERS.findall(label)]
    return [word for word in (*said, *labels) if word not in NOT_WORDS]


def printed_by_code(source: str) -> list[str]:
    """Sentences that an expression prints as they are: ``{{ 'Stories' if … }}``."""
    found = []
    for output in environment(tongue_of("en")).parse(source).find_all(nodes.Output):
        for node in output.nodes:
            branches = [node.expr1, node.expr2] if isinstance(node, nodes.CondExpr) else [node]
            found += [one.value for one in branches if isinstance(one, nodes.Const)]
    return [text for text in found if isinstance(text, str) and text not in NOT_WORDS]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: f"{path.parent.parent.name}-{path.stem}")
def test_no_word_of_a_template_is_left_unmarked(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert unmarked(source) == []
    assert printed_by_code(source) == []


@pytest.mark.parametrize(
    "source",
    ["<p>Hello</p>", '<nav aria-label="Order"></nav>', "<p>{% trans %}x y{% endtrans %} and</p>"],
)
def test_the_lint_sees_what_is_not_marked(source: str) -> None:
    assert unmarked(source) != []


def test_the_lint_sees_what_code_prints() -> None:
    assert printed_by_code("{{ 'Stories' if many else 'The story' }}") == ["Stories", "The story"]
    assert unmarked('<p class="fine">{% trans %}All is well{% endtrans %}</p>') == []
