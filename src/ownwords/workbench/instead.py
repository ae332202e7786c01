"""What the workbench says where an error tells somebody in a terminal what to type.

Most who sit here have never opened one: a command is no next step for them, a page is.
"""

from __future__ import annotations

from ownwords.gather.connector import SAY_FORMAT
from ownwords.locales import marked

_GO_ON = marked("When it is done, go on with it: the top of the overview leads there.")
_FROM_A_BACKUP = marked("Put it back from a backup.")
_THE_KEY = marked("Bring it back: Settings, The key.")

INSTEAD = {
    SAY_FORMAT: marked(
        "Take in an export as the platform or the tool gave it. Words that people gave you go into "
        "a table with the columns voice, date and text, saved as CSV."
    ),
    "Nobody by that account, handle or name is held in this campaign.": marked(
        "Nobody of that handle or name is held here."
    ),
    "Give the id of a post of theirs, as 'ownwords search' prints it; 'ownwords first-uses' prints "
    "ids of accounts.": marked("Look at the spelling, or find a post of theirs under Posts."),
    "Begin one with `ownwords init DIR --tag TAG`, or name it with `--campaign DIR`.": marked(
        "Name the folder in which campaign.toml lies, or begin a new one."
    ),
    "'ownwords editions' lists them.": marked("Choose one of the list."),
    "--mine needs an export that names one owner; this one names %(count)s.": marked(
        "An export that is yours names one owner; this one names %(count)s."
    ),
    "Use the export of X, Mastodon or Bluesky that is yours, or 'ownwords consent record'.": marked(
        "Use the export of X, Mastodon or Bluesky that is yours, or find yourself under Voices and "
        "write down what you say."
    ),
    "If they want to be gathered again, they say so: ownwords withdraw ACCOUNT --lift --evidence "
    "WHERE. Then gather the export again.": marked(
        "If they want to be gathered again, they say so: Voices, at the end of the page, lets them "
        "back in. Then take the export in again."
    ),
    "Paste the quote block that `ownwords search` prints.": marked(
        "Find the post beside the text and press Quote it here."
    ),
    "When it is done: ownwords withdraw --resume.": _GO_ON,
    "Take it out there, then: ownwords withdraw --resume.": marked(
        "Take it out there, then go on with it: the top of the overview leads there."
    ),
    "Finish it: ownwords withdraw --resume.": marked(
        "Finish it: the top of the overview leads there."
    ),
    "Finish it first: ownwords withdraw --resume names the files.": marked(
        "Finish it first: the top of the overview leads there and names the files."
    ),
    "Make it again with 'ownwords rebuild'.": marked(
        "Close the workbench. In the campaign's folder, in cache, delete search.sqlite, flags and "
        "languages, and nothing else. Open it again: they are made anew."
    ),
    "Put it back from a backup; `ownwords verify` names every such file.": _FROM_A_BACKUP,
    "Put it back, or begin again with `ownwords init`.": _FROM_A_BACKUP,
    "Bring it back: ownwords init DIR --recover SHEET.": _THE_KEY,
    "Bring it back with `ownwords init DIR --recover SHEET`, then gather again.": _THE_KEY,
    "Bring it back (ownwords init DIR --recover SHEET), then withdraw --resume.": _THE_KEY,
}
"""A sentence for a terminal, and the one for these pages; both with the same places to fill."""
