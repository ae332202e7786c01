"""The static site: pages in, files out.

``pages.py`` and ``parts.py`` are what a flow fills, ``build.py`` turns them into files. Nothing
here reads a campaign folder; words arrive cleared.
"""
