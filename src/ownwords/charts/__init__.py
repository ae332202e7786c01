"""Numbers into pictures: SVG for pages, block characters for terminals.

A chart is a frozen record; ``svg``, ``describe`` and ``draw`` are pure functions of it, so the same
chart always gives the same bytes. Texts in a chart are the teller's or the settings', and are
escaped; a person's words never go into one.
"""
