"""The JSON objects of a source, however it holds them: one a line, or all in arrays."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from ownwords.gather.cursor import Cursor, after_place, leave_out
from ownwords.gather.json_arrays import elements_of_arrays, is_array
from ownwords.gather.lines import Line, lines_of
from ownwords.gather.sources import Head, Source
from ownwords.records.captured import Fault, Place, Read

_LOOKED_AT = 100


def first_records(head: Head) -> list[bytes]:
    """What a first look shows of the objects: at most 100 that are whole, broken or not."""
    if not is_array(head.start):
        return head.lines()
    found = elements_of_arrays(iter([head.start]))
    return [one.data for one in islice(found, _LOOKED_AT) if one.data]


def read_records(
    source: Source, cursor: Cursor, read: Callable[[Line], Iterable[Read]]
) -> Iterator[Read]:
    """What ``read`` makes of each object, from where the cursor stands.

    A place is that of the line, or of the object within the array. An array is read from its
    beginning each time: where an object ends may depend on those before it.
    """
    if is_array(source.head().start):
        return after_place(lambda: _each(_in_array(source), read), cursor)
    return leave_out(_each(lines_of(source, cursor), read), cursor)


def _each(found: Iterator[Line | Fault], read: Callable[[Line], Iterable[Read]]) -> Iterator[Read]:
    for line in found:
        if isinstance(line, Fault):
            yield line
        else:
            yield from read(line)


def _in_array(source: Source) -> Iterator[Line | Fault]:
    for element in elements_of_arrays(source.chunks()):
        if element.problem:
            place = Place(source.label, element.line, element.offset)
            yield Fault(place, element.problem, element.kept)
        else:
            yield Line(element.line, element.offset, element.data)
