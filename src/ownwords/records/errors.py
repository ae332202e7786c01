"""The family of errors.

OwnwordsError
├── AskedWrongly        the request cannot be carried out as asked (exit 2)
│   ├── UnknownFormat       no connector recognises the input
│   ├── BadMapping          a mapping file is wrong
│   ├── BadSettings         campaign.toml is wrong
│   └── BadStory            a story file cannot be read
├── ImportRefused       a whole source cannot be read safely (a bomb, a trap)
├── FolderBroken        the campaign folder is not what its manifest says
├── KeyMissing          the campaign key is not on this computer
├── SealBroken          somebody tried to look into sealed words
└── PublishStopped      an edition may not leave: a leak, a missing contact

Each message says what happened, to which record, what was kept and what to do now. A message
never holds words of a person: pass places and reasons, not texts.

A sentence that is told in several languages stays whole in code, with ``%(name)s`` for what
differs; ``AskedWrongly("%(count)s accounts had this handle.", count=3)`` fills it in.
"""

from __future__ import annotations


class OwnwordsError(Exception):
    """The one class to catch."""

    exit_status = 1

    def __init__(self, what: str, *, kept: str = "", do: str = "", **places: object) -> None:
        self.sentences = what, kept, do
        """As they stand in code, for translators."""
        self.places = places
        self.what, self.kept, self.do = (one % places if places else one for one in self.sentences)
        super().__init__(" ".join(part for part in (self.what, self.kept, self.do) if part))


class AskedWrongly(OwnwordsError):
    """The request cannot be carried out as it was asked."""

    exit_status = 2


class UnknownFormat(AskedWrongly):
    """No connector recognises the input."""


class BadMapping(AskedWrongly):
    """A mapping file is wrong."""


class BadSettings(AskedWrongly):
    """campaign.toml is missing or wrong."""


class BadStory(AskedWrongly):
    """A story file cannot be read."""


class ImportRefused(OwnwordsError):
    """A whole source cannot be read safely."""


class FolderBroken(OwnwordsError):
    """The campaign folder is not what its manifest says."""


class IndexBusy(FolderBroken):
    """Another ownwords makes the search index."""


class KeyMissing(OwnwordsError):
    """The campaign key is not on this computer."""


class SealBroken(OwnwordsError):
    """Sealed words were about to be printed, formatted, pickled or serialised."""


class PublishStopped(OwnwordsError):
    """An edition may not leave the computer."""


_OF_THE_DISK = frozenset({"FullError", "IOError", "ReadOnlyError", "CantOpenError"})
"""What SQLite calls a disk that is full, pulled out or closed."""


def is_of_the_disk(error: Exception) -> bool:
    """Whether the system would not read or write, whoever noticed. SQLite need not be loaded."""
    kind = type(error)
    of_sqlite = kind.__module__ == "apsw" and kind.__name__ in _OF_THE_DISK
    return of_sqlite or isinstance(error, OSError)
