"""The line splitter, alone: right wherever the chunks are cut."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from ownwords.gather.lines import Line, LineSplitter

MARK = b"\xef\xbb\xbf"
PIECES = st.lists(st.binary(max_size=12).map(lambda one: one.replace(b"x", b"\n")), max_size=12)


def split(chunks: list[bytes], limit: int = 1 << 20) -> list[Line]:
    splitter = LineSplitter(limit=limit)
    lines = [line for chunk in chunks for line in splitter.decode(chunk)]
    return lines + splitter.flush()


def test_a_line_break_cut_in_two_and_a_line_in_three():
    lines = split([b"one\r", b"\ntw", b"o", b"\n", b"\nend"])
    assert lines == [
        Line(1, 0, b"one\r"),
        Line(2, 5, b"two"),
        Line(3, 9, b""),
        Line(4, 10, b"end"),
    ]


def test_a_stream_that_ends_with_a_break_has_no_line_behind_it():
    assert split([b"one\n"]) == [Line(1, 0, b"one")]
    assert split([]) == []


def test_a_byte_order_mark_is_cut_off_and_counted():
    assert split([b"\xef\xbb", b"\xbfone\ntwo"]) == [Line(1, 0, b"one"), Line(2, 7, b"two")]


def test_a_long_line_is_named_once_and_the_next_is_read():
    lines = split([b"ab\n", b"c" * 6, b"c" * 6, b"\nd\n", b"e" * 9 + b"\nf"], limit=8)
    assert lines == [
        Line(1, 0, b"ab"),
        Line(2, 3, b"", too_long=True),
        Line(3, 16, b"d"),
        Line(4, 18, b"", too_long=True),
        Line(5, 28, b"f"),
    ]


@given(PIECES)
def test_lines_do_not_depend_on_where_chunks_are_cut(pieces: list[bytes]):
    whole = b"".join(pieces)
    assert split(pieces) == split([whole]) == split([bytes([one]) for one in whole])


@given(PIECES)
@example([MARK])
@example([MARK + MARK, b"one\n" + MARK])
def test_lines_are_where_they_say_and_nothing_is_lost(pieces: list[bytes]):
    """All but a byte order mark at the beginning, which is counted and not given."""
    whole = b"".join(pieces)
    lines = split(pieces)
    begins = len(MARK) if whole.startswith(MARK) else 0
    for line in lines:
        start = max(line.offset, begins)
        assert whole[start : start + len(line.data)] == line.data
        assert line.number == whole[: line.offset].count(b"\n") + 1
    assert b"\n".join(line.data for line in lines) == whole[begins:].removesuffix(b"\n")


@given(PIECES)
def test_a_splitter_can_start_in_the_middle(pieces: list[bytes]):
    whole = b"".join(pieces)
    lines = split(pieces)
    for at, line in enumerate(lines):
        splitter = LineSplitter(line.number, line.offset)
        assert splitter.decode(whole[line.offset :]) + splitter.flush() == lines[at:]
