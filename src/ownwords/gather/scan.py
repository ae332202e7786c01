"""Searches many files at once, and gives the lines to be read file by file, in order.

One file is one errand of a process. Processes run ahead of the reader as far as ``AHEAD`` bytes of
found lines, so memory is bounded and the order is that of the files, however many processes there
are. A process that ends before its errand (out of memory, killed) is replaced, and its file goes
on where the last answer stood; when that happens twice to a file, the rest of it is a fault.
"""

from __future__ import annotations

import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import TYPE_CHECKING, NamedTuple, Self

from ownwords.gather.lines import Part
from ownwords.gather.scan_worker import Errand, Found, search, work
from ownwords.gather.sieve import Sieve
from ownwords.gather.streams import StreamBroken

if TYPE_CHECKING:  # taken in with the first process: a search by one process starts faster
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

AHEAD = 64 << 20
"""Bytes of lines that wait in memory for the files before theirs."""

ENDED = "The process that searched this file was ended twice."

Ahead = Iterator[Errand]
Heard = Callable[[Found], None]


class _Worker(NamedTuple):
    process: BaseProcess
    answers: Connection


class _File:
    """One errand, what was found for it and is not read yet, and how often it was begun."""

    def __init__(self, errand: Errand) -> None:
        self.errand = errand
        self.found: deque[Found] = deque()
        self.begun = 0

    def hear(self, found: Found) -> None:
        """Note an answer, and that a second try would go on behind it."""
        self.found.append(found)
        number, path, _, _ = self.errand
        self.errand = Errand(number, path, found.part.line, found.part.offset)

    def give_up(self) -> None:
        """End it here."""
        _, _, line, offset = self.errand
        self.hear(Found(self.errand.number, Part([], line, offset), 0, last=True, broken=ENDED))


class Scan:
    """A search under way. ``ahead`` gives the errands to come, in the order in which they are read.

    ``heard`` is told of every answer when it arrives, to show how far the search is.
    """

    def __init__(self, sieve: Sieve, jobs: int, ahead: Ahead, heard: Heard) -> None:
        self._sieve = sieve
        self._jobs = jobs
        self._ahead = ahead
        self._heard = heard
        self._files: dict[int, _File] = {}
        self._waiting: deque[_File] = deque()
        self._idle: list[_Worker] = []
        self._busy: dict[Connection, tuple[_Worker, _File]] = {}
        self._held = 0
        self._planned = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End all processes; what they were about to say is lost."""
        for worker in [*self._idle, *(worker for worker, _ in self._busy.values())]:
            worker.process.terminate()
            worker.process.join()
            worker.answers.close()

    @property
    def again(self) -> frozenset[int]:
        """Numbers of the files under way that were begun a second time."""
        return frozenset(number for number, file in self._files.items() if file.begun > 1)

    def parts(self, errand: Errand) -> Iterator[Part]:
        """The lines to be read of one file; raises StreamBroken as reading the file would."""
        for found in self._here(errand) if self._jobs < 2 else self._from_workers(errand):
            if found.broken:
                raise StreamBroken(found.broken)
            yield found.part

    def _here(self, errand: Errand) -> Iterator[Found]:
        for found in search(errand, self._sieve):
            self._heard(found)
            yield found

    def _from_workers(self, errand: Errand) -> Iterator[Found]:
        file = self._files.get(errand.number)
        if file is None:
            file = self._files[errand.number] = _File(errand)
            self._planned = max(self._planned, errand.number)
            self._waiting.append(file)
        last = False
        while not last:
            while not file.found:
                self._hire()
                if not file.found:  # a process that was gone before it began gave the file up
                    self._listen(file)
            found = file.found.popleft()
            self._held -= _size(found)
            last = found.last
            yield found
        del self._files[errand.number]

    def _hire(self) -> None:
        """Give every process that could work an errand."""
        while len(self._busy) < self._jobs and (file := self._next()):
            worker = self._idle.pop() if self._idle else _start(self._sieve)
            file.begun += 1
            self._busy[worker.answers] = (worker, file)
            try:
                worker.answers.send(file.errand)
            except OSError:
                self._lose(worker.answers)

    def _next(self) -> _File | None:
        if self._waiting:
            return self._waiting.popleft()
        for errand in self._ahead:
            if errand.number > self._planned:
                self._planned = errand.number
                file = self._files[errand.number] = _File(errand)
                return file
        return None

    def _listen(self, reader: _File) -> None:
        """Take one answer of each process that has one; only the reader's when memory is full."""
        from multiprocessing.connection import Connection, wait

        full = self._held > AHEAD
        wanted = [at for at, (_, file) in self._busy.items() if file is reader or not full]
        for answers in wait(wanted or list(self._busy)):
            assert isinstance(answers, Connection)  # noqa: S101
            try:
                found: Found = answers.recv()
            except (EOFError, OSError):
                self._lose(answers)
                continue
            worker, file = self._busy[answers]
            file.hear(found)
            self._held += _size(found)
            self._heard(found)
            if found.last:
                del self._busy[answers]
                self._idle.append(worker)

    def _lose(self, answers: Connection) -> None:
        """A process is gone: its file is begun once more, before all others, or given up."""
        worker, file = self._busy.pop(answers)
        worker.process.kill()
        worker.process.join()
        answers.close()
        if file.begun < 2:
            self._waiting.appendleft(file)
        else:
            file.give_up()


def _size(found: Found) -> int:
    return sum(len(line.data) for line in found.part.lines)


def _start(sieve: Sieve) -> _Worker:
    """A process that an interruption from the keyboard does not reach: its reader ends it."""
    import multiprocessing

    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=work, args=(theirs, sieve), daemon=True)
    if threading.current_thread() is threading.main_thread():
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            process.start()
        finally:
            signal.signal(signal.SIGINT, before)
    else:
        process.start()
    theirs.close()
    return _Worker(process, ours)
