"""Take this person out: what it will do, hidden at once, erased, proved, a letter for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ownwords.flows import erasure, kept_copies, taking_out
from ownwords.flows import withdraw as withdrawing
from ownwords.flows.erasure import Step
from ownwords.flows.kept_copies import How
from ownwords.flows.people import name_of
from ownwords.flows.proof import letter
from ownwords.flows.proof.named import NAMED
from ownwords.flows.recalled import Place
from ownwords.flows.taking_out import TakenOut
from ownwords.flows.withdraw import Plan
from ownwords.locales import marked
from ownwords.locales.tongue import Tongue
from ownwords.records.errors import AskedWrongly
from ownwords.workbench.asked import Answer, Asked, Go, Page, Sent, Shown
from ownwords.workbench.bench import Bench
from ownwords.workbench.jobs import Job
from ownwords.workspace import Workspace

GoOn = Callable[[Workspace, Step, How | None], TakenOut]
_HOW: dict[str, How] = {"redact": "redact", "quarantine": "quarantine"}
"""What becomes of kept copies, as the form says it; else they stay as they are."""


LOOKED_THROUGH = 50_000
"""In a campaign with more posts nobody waits for a page until all of them were compared."""

TRACES = {
    "words": marked("words of theirs"),
    "id": marked("an address of theirs"),
    "handle": marked("their handle"),
    "name": marked("their name"),
    "named": marked("their name, in a sentence"),
    "hash": marked("a digest that leads to them"),
}
"""What stands in a line of the tellers that repeats or names somebody, by the kind of a place."""


@dataclass(frozen=True, slots=True)
class Told:
    """What was done, what the proof found, and the letter."""

    done: TakenOut
    letter: str
    waiting: Mapping[str, str]
    """The lines of the tellers that wait for a word, ``FILE:LINE``, with their digests."""


@dataclass(frozen=True, slots=True)
class Repeats:
    """A post of somebody else in which words of theirs are left: whose it is, when it was said."""

    id: str
    who: str
    published: int


def ask(asked: Asked) -> Answer:
    """What taking them out will do. Nothing has happened yet."""
    bench, who = asked.bench, asked.query("who")
    plan = bench.known(f"leaving {who}", lambda own: withdrawing.plan(own, who))
    called = bench.known(
        f"called {who} {bench.tongue.tag}", lambda _: _called(bench, plan.accounts)
    )
    values = {
        "who": who,
        "names": called,
        "accounts": plan.accounts,
        "shown": _named(plan),
        "also": plan.also,
        "others": plan.others,
        "posts": plan.posts,
        "editions": len(plan.editions),
        "places": plan.places,
        "repeats": tuple(_foreseen(bench, plan.accounts)) if _is_quick(bench) else (),
        "looked": _is_quick(bench),
        "traces": _traces(bench.tongue),
        "copies": kept_copies.are_there(bench.workspace),
        "hidden_already": not bench.workspace.vault.desk.hidden().isdisjoint(plan.accounts),
    }
    return Shown("takeout.html", values)


def _called(bench: Bench, accounts: Sequence[str]) -> tuple[str, ...]:
    """What the team calls them; nothing when they are hidden already."""
    found = bench.people(bench.workspace.vault.engine.speakers(accounts))
    return tuple(dict.fromkeys(one.voice.name or one.name for one in found))


def _is_quick(bench: Bench) -> bool:
    """Whether what the tellers wrote can be compared with all posts while somebody waits."""
    manifest = bench.workspace.vault.desk.manifest()
    return sum(entry.rows for entry in manifest if entry.kind == "posts") <= LOOKED_THROUGH


def _foreseen(bench: Bench, accounts: tuple[str, ...]) -> list[Place]:
    """The tellers' lines that repeat or name them. What is theirs is looked up once."""
    work = bench.known(f"work {accounts}", lambda own: withdrawing.work_for(own, accounts))
    return taking_out.to_mend(bench.workspace, work)


def _traces(tongue: Tongue) -> Mapping[str, str]:
    return {kind: tongue.gettext(name) for kind, name in TRACES.items()}


def _as_shown(asked: Asked) -> Plan:
    """The plan, if it is still about the accounts that the page showed; else AskedWrongly."""
    plan = withdrawing.plan(asked.bench.workspace, asked.text("who"))
    asked.must_be_as_shown(_named(plan))
    return plan


def _named(plan: Plan) -> tuple[str, ...]:
    """Whom the page names: who goes, and who else loses what was said under a handle of theirs."""
    return (*plan.accounts, *(f"beside them {one}" for one in plan.others))


def hide(asked: Asked) -> Answer:
    """Hide them and erase nothing yet."""
    withdrawing.hide(asked.bench.workspace, _as_shown(asked))
    asked.bench.say("They are hidden. Nothing is erased yet.")
    return Go("/voices")


def undo(asked: Asked) -> Answer:
    """Show them again."""
    _as_shown(asked)
    withdrawing.undo(asked.bench.workspace, asked.text("who"))
    asked.bench.say("They can be seen again.")
    return Go("/voices")


def take_out(asked: Asked) -> Answer:
    """Hide them now, by one durable write; then erase and prove in a job."""
    bench = asked.bench
    if bench.jobs.running:
        raise AskedWrongly("Something else is being done right now.", do="Wait for it first.")
    plan = _as_shown(asked)
    withdrawing.hide(bench.workspace, plan)
    erasure.begin(bench.workspace, plan.accounts)
    return resume(asked)


def unfinished(asked: Asked) -> Answer:
    """What was begun and is not proved yet, and the way on."""
    if not asked.bench.workspace.folder.erasing.exists():
        return Go("/voices")
    return Shown("unfinished.html", {"copies": kept_copies.are_there(asked.bench.workspace)})


def resume(asked: Asked) -> Answer:
    """Erase and prove whatever was begun."""
    return _begun(asked, taking_out.carry_on)


def remove_others(asked: Asked) -> Answer:
    """The same, with those posts of others that the page listed: somebody has read them."""
    read = asked.all("post")

    def go_on(workspace: Workspace, step: Step, copies: How | None) -> TakenOut:
        return taking_out.carry_on_without_others(workspace, step, copies, read)

    return _begun(asked, go_on)


def keep_lines(asked: Asked) -> Answer:
    """The same, where lines with a name of theirs stay: somebody read them."""
    read = dict(one.split(" ", 1)[::-1] for one in asked.all("read") if " " in one)
    taking_out.keep_lines(asked.bench.workspace, asked.all("line"), read or None)
    return resume(asked)


def _begun(asked: Asked, go_on: GoOn) -> Answer:
    copies = _HOW.get(asked.text("copies"))

    def erase(workspace: Workspace, job: Job) -> Told:
        def step(name: str) -> None:
            job.step = name

        done = go_on(workspace, step, copies)
        waiting = taking_out.lines_that_wait(workspace) if done.proof.hits else {}
        return Told(done, letter.letter(workspace, done.proof), waiting)

    bench = asked.bench
    _leave_unsent(bench)
    bench.jobs.begin(Job("take-out", ""), bench.workspace.folder.root, erase)
    return Go("/takeout/progress")


def _leave_unsent(bench: Bench) -> None:
    """Forget what waits since the lock: it may repeat them, and no search of files finds it."""
    if len(bench.unsent):
        bench.unsent.leave_all()
        bench.say("What waited since the workbench was locked is gone as well: it might name them.")


def progress(asked: Asked) -> Answer:
    """How far it is; at the end what was done and the letter."""
    job = asked.bench.job("take-out")
    if job is None:
        return Go("/voices")
    if not isinstance(job.result, Told):
        return Shown("taken-out.html", {"work": job, "copies": False})
    done = job.result.done
    values = {
        "work": job,
        "traces": _traces(asked.bench.tongue),
        "names": [one for one in done.outcome.recalled.repeated if one.kind == NAMED],
        "others": tuple(_repeat(asked.bench, done.of_others)),
        "left": tuple(dict.fromkeys(hit.path for hit in done.left)),
        "copies": bool(kept_copies.kept(done.left)),
    }
    return Shown("taken-out.html", values)


def _repeat(bench: Bench, posts: Sequence[str]) -> Iterator[Repeats]:
    heads, team = bench.workspace.vault.engine.heads(posts), bench.team()
    for post in posts:
        head = heads.get(post)
        who = name_of(head, team, bench.tongue) if head else ""
        yield Repeats(post, who, head.published if head else 0)


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
    Page("POST", "/takeout/keep", keep_lines),
    Page("GET", "/takeout/progress", progress),
    Page("GET", "/takeout/letter", keep_letter),
)
