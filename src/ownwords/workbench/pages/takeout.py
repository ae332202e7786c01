"""Take this person out: what it will do, hidden at once, erased, proved, a letter for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ownwords.flows import erasure, taking_out
from ownwords.flows import withdraw as withdrawing
from ownwords.flows.erasure import Step
from ownwords.flows.proof import letter
from ownwords.flows.taking_out import TakenOut
from ownwords.records.errors import AskedWrongly
from ownwords.workbench.asked import Answer, Asked, Go, Page, Sent, Shown
from ownwords.workbench.jobs import Job
from ownwords.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Told:
    """What was done, what the proof found, and the letter."""

    done: TakenOut
    letter: str


def ask(asked: Asked) -> Answer:
    """What taking them out will do. Nothing has happened yet."""
    who = asked.query("who")
    plan = withdrawing.plan(asked.bench.workspace, who)
    values = {
        "who": who,
        "accounts": len(plan.accounts),
        "posts": plan.posts,
        "editions": len(plan.editions),
        "places": plan.places,
        "hidden_already": not asked.bench.workspace.vault.desk.hidden().isdisjoint(plan.accounts),
    }
    return Shown("takeout.html", values)


def hide(asked: Asked) -> Answer:
    """Hide them and erase nothing yet."""
    plan = withdrawing.plan(asked.bench.workspace, asked.text("who"))
    withdrawing.hide(asked.bench.workspace, plan)
    asked.bench.say("They are hidden. Nothing is erased yet.")
    return Go("/voices")


def undo(asked: Asked) -> Answer:
    """Show them again."""
    withdrawing.undo(asked.bench.workspace, asked.text("who"))
    asked.bench.say("They can be seen again.")
    return Go("/voices")


def take_out(asked: Asked) -> Answer:
    """Hide them now, by one durable write; then erase and prove in a job."""
    bench = asked.bench
    if bench.jobs.running:
        raise AskedWrongly("Something else is being done right now.", do="Wait for it first.")
    plan = withdrawing.plan(bench.workspace, asked.text("who"))
    withdrawing.hide(bench.workspace, plan)
    erasure.begin(bench.workspace, plan.accounts)
    return resume(asked)


def unfinished(asked: Asked) -> Answer:
    """What was begun and is not proved yet, and the way on."""
    if not asked.bench.workspace.folder.erasing.exists():
        return Go("/voices")
    return Shown("unfinished.html", {})


def resume(asked: Asked) -> Answer:
    """Erase and prove whatever was begun."""
    return _begun(asked, taking_out.carry_on)


def remove_others(asked: Asked) -> Answer:
    """The same, with the posts of others in which words of theirs are left."""
    return _begun(asked, taking_out.carry_on_without_others)


def _begun(asked: Asked, go_on: Callable[[Workspace, Step], TakenOut]) -> Answer:
    def erase(workspace: Workspace, job: Job) -> Told:
        def step(name: str) -> None:
            job.step = name

        done = go_on(workspace, step)
        return Told(done, letter.letter(workspace, done.proof))

    bench = asked.bench
    bench.jobs.begin(Job("take-out", ""), bench.workspace.folder.root, erase)
    return Go("/takeout/progress")


def progress(asked: Asked) -> Answer:
    """How far it is; at the end what was done and the letter."""
    job = asked.bench.job("take-out")
    if job is None:
        return Go("/voices")
    return Shown("taken-out.html", {"work": job})


def keep_letter(asked: Asked) -> Answer:
    """The letter as a file."""
    job = asked.bench.job("take-out")
    if job is None or not isinstance(job.result, Told):
        raise AskedWrongly("There is no letter now.", do="It is shown when somebody was taken out.")
    return Sent(job.result.letter.encode(), "text/plain; charset=utf-8", "letter.txt")


PAGES = (
    Page("GET", "/takeout", ask),
    Page("POST", "/takeout/hide", hide),
    Page("POST", "/takeout/undo", undo),
    Page("POST", "/takeout", take_out),
    Page("GET", "/takeout/unfinished", unfinished),
    Page("POST", "/takeout/resume", resume),
    Page("POST", "/takeout/others", remove_others),
    Page("GET", "/takeout/progress", progress),
    Page("GET", "/takeout/letter", keep_letter),
)
