"""One file a page: what it shows and what may be done there.

Each has ``PAGES``; the application is their sum. Pages do not know each other: a page reaches
another by its address alone.
"""
