"""Work that takes longer than a page: taking in, publishing, taking somebody out.

One job at a time, in a thread of its own with its own opening of the campaign. A job can be watched
and, where it can stop safely, cancelled. What it did stays to be read until the next one begins.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Literal

from ownwords.records.captured import Fault, LeftOut
from ownwords.records.errors import (
    AskedWrongly,
    OwnwordsError,
    PublishStopped,
    is_of_the_disk,
)
from ownwords.workspace import Workspace, open_workspace

State = Literal["running", "done", "failed", "cancelled"]


class Cancelled(BaseException):
    """The person at the workbench wants this to stop; not an Exception, so that nothing eats it."""


class Job:
    """One piece of work and how far it is. It is also the ``Watch`` of a gather."""

    def __init__(self, kind: str, title: str) -> None:
        self.kind = kind
        self.title = title
        self.state: State = "running"
        self.began = time.monotonic()
        self.seconds = 0.0
        self.step = ""
        self.read = 0
        self.kept = 0
        self.not_taken: Counter[str] = Counter()
        """What is never taken in, by its reason."""
        self.result: object = None
        self.problem: OwnwordsError | None = None
        self._stop = threading.Event()

    def progress(self, source: str, read: int, kept: int) -> None:
        """Records read and kept of one source so far; raises Cancelled when asked to stop."""
        self.step, self.read, self.kept = source, read, kept
        if self._stop.is_set():
            raise Cancelled

    def fault(self, fault: Fault) -> None:
        """Something that could not be read: the desk keeps it, for the page of faults."""

    def left_out(self, what: LeftOut) -> None:
        """Something that is never taken in, such as posts that are not public."""
        self.not_taken[what.reason] += what.count

    @property
    def stopped_by_words(self) -> bool:
        """Whether what an edition would say stopped it, and not the disk or a missing key."""
        return isinstance(self.problem, PublishStopped)

    def cancel(self) -> None:
        """Ask the job to stop at the next safe place."""
        self._stop.set()

    def end(self, state: State) -> None:
        """Note how it ended."""
        self.seconds = time.monotonic() - self.began
        self.state = state


Work = Callable[[Workspace, Job], object]


class Jobs:
    """The job that runs, or the last one."""

    def __init__(self) -> None:
        self.last: Job | None = None
        self._root: Path | None = None
        self._thread: threading.Thread | None = None

    @property
    def running(self) -> bool:
        """Whether a job is at work."""
        return self.last is not None and self.last.state == "running"

    def of(self, root: Path, kinds: Collection[str]) -> Job | None:
        """The last job if it was on the campaign in ``root`` and of one of these kinds."""
        last = self.last
        return last if last is not None and self._root == root and last.kind in kinds else None

    def begin(self, job: Job, root: Path, work: Work) -> Job:
        """Start ``work`` on the campaign in ``root``; AskedWrongly while another job runs."""
        if self.running:
            raise AskedWrongly(
                "Something else is being done right now.", do="Wait for it, or cancel it."
            )
        self.last, self._root = job, root
        self._thread = threading.Thread(target=_run, args=(job, root, work), daemon=True)
        self._thread.start()
        return job

    def wait(self, seconds: float) -> None:
        """Wait for the running job, at the most so long."""
        if self._thread is not None:
            self._thread.join(seconds)


def unforeseen(problem: Exception) -> OwnwordsError:
    """What is said of an error that nobody thought of: its name, for its text may hold words."""
    reason = type(problem).__name__
    if is_of_the_disk(problem):
        return OwnwordsError(
            "The disk is full, or cannot be read or written (%(reason)s).",
            kept="What was kept before stays as it was.",
            do="Make room, or see that you may write in the campaign's folder, then try again.",
            reason=getattr(problem, "strerror", None) or reason,
        )
    return OwnwordsError(
        "The work stopped: %(reason)s.",
        kept="What was finished before is kept.",
        do="Try again; if it stops again, end the workbench and start it anew.",
        reason=reason,
    )


def _run(job: Job, root: Path, work: Work) -> None:
    try:
        workspace = open_workspace(root)
        try:
            job.result = work(workspace, job)
        finally:
            workspace.vault.close()
    except Cancelled:
        job.end("cancelled")
    except OwnwordsError as problem:
        job.problem = problem
        job.end("failed")
    except Exception as problem:
        job.problem = unforeseen(problem)
        job.end("failed")
    else:
        job.end("done")
