"""Interface languages: what ownwords itself says on pages, in the language of their readers.

English is in the code. Every other language is one ``.po`` file beside this one, which people edit
by hand; it is read when a page is built. Words of voices and tellers never come here.
"""

from __future__ import annotations


def marked(message: str) -> str:
    """The message itself, marked for translators; whoever prints it asks a tongue for it."""
    return message
