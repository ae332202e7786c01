"""The static site: pages in, files out.

Nothing here reads a campaign folder; words arrive cleared.

What a flow fills: pages (one record a page), parts, datasheet; preview for the team's own pages.
Into files: build puts together rendering (a template each; templating on sandbox, compiled keeps
their code), browse and listing (lists), glance, zine, search_pages, card, style; pieces says what
may be taken from the last edition; beside makes what is no page: feeds, citation, packets,
datasheet_files, robots.
addresses are all made in one place.
How it reads: wording, writing, dates. constants are the words of its own that no template holds.
Afterwards: manifest, signature, checking.
"""
