"""How charts look, for a page's stylesheet.

Bars stand out from the paper by 3:1 in both schemes (WCAG 2.2, 1.4.11).

Without it a chart is drawn in the colour of the text around it. The custom properties are those
of the edition; each falls back to the text's colour or the system's.
"""

from __future__ import annotations

CSS = """\
.chart { display: block; inline-size: 100%; overflow: visible; color: var(--soft, currentColor); font-family: var(--sans, sans-serif); font-variant-numeric: tabular-nums }
.chart text { paint-order: stroke; stroke: var(--paper, Canvas); stroke-width: 4px; stroke-linejoin: round; fill: var(--soft, currentColor) }
.chart .bar { fill: color-mix(in oklab, var(--ink, CanvasText) 45%, var(--paper, Canvas)); fill-opacity: 1 }
.chart .bar.second { fill: color-mix(in oklab, var(--ink, CanvasText) 64%, var(--paper, Canvas)) }
.chart .hi { fill: var(--lamp, currentColor) }
.chart .dot { fill: var(--lamp, currentColor); stroke: var(--lamp, currentColor); stroke-width: 1.5px }
.chart .ring { fill: var(--paper, Canvas) }
.chart .axis { stroke: var(--soft, currentColor); stroke-opacity: .5 }
.chart .grid { stroke: var(--rule, currentColor); stroke-opacity: 1 }
.chart .moment { stroke: var(--ink, currentColor); stroke-opacity: .55; stroke-dasharray: 2 3 }
.chart .moment-name, .chart .peak, .chart .name { fill: var(--ink, currentColor) }
.chart .peak { font-weight: 650 }
.chart .while { fill: var(--lamp, currentColor); fill-opacity: .1 }
@media (forced-colors: active) { .chart .bar { fill: GrayText } .chart .hi { fill: Highlight } }
@media print { .chart { break-inside: avoid; print-color-adjust: exact } }
"""  # noqa: E501  one rule a line
