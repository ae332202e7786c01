"""Random histories of a campaign end as if whoever withdrew had been kept out from the start.

Two folders with the same keys live through the same history: gathering, answers, embargoes,
deletions, suspensions, stories, editions, crashes. In one somebody speaks and then withdraws; in
the other they stood on the keep-out list before anything came. What is left is the same: the
bytes of posts/ and of the next edition, the rows of the desk, the search index.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from types import SimpleNamespace

import pytest

from ownwords.archive import accession
from ownwords.archive import desk as desks
from ownwords.archive.desk import Desk
from ownwords.archive.erasing_work import Work
from ownwords.archive.fixity import verify
from ownwords.archive.lock import Lock
from ownwords.archive.search_feed import open_search, rebuild_search
from ownwords.flows import erasure, recall
from ownwords.flows import withdraw as withdrawing
from ownwords.flows.publish import publish
from ownwords.records.consent import Answer, Scope, Statement, Use, Wish, WishKind
from ownwords.records.errors import PublishStopped
from ownwords.workspace import Workspace, open_workspace
from tests.conftest import FULL
from tests.withdrawal import campaigns, crashes, tongues
from tests.withdrawal.crowd import LEAVER, OTHERS, Crowd, deletion, lines

HISTORIES = 1_000 if FULL else 100
AT_ONCE = 10
TAME = 4
"""In one history of so many everybody speaks in plain words."""
ACCOUNT = f"https://x.com/i/user/{LEAVER}"
NOW = 1_764_000_000
_OURS = {"editions", "clearances", "public_ids"}
"""Tables that tell of editions which only one of the two folders ever built."""


Span = tuple[str, str, tuple[int, int] | None]
"""Post, version, beginning and end of a quotation."""


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("histories")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OWNWORDS_CONFIG", str(folder / "keys"))
        return campaigns.base(folder / "base"), folder / "keys"


@pytest.fixture(autouse=True)
def pinned(empty: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """One moment, and public ids of quotations that follow from what is quoted."""
    monkeypatch.setenv("OWNWORDS_CONFIG", str(empty[1]))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(NOW))
    clock = SimpleNamespace(time_ns=lambda: NOW * 10**9)
    monkeypatch.setattr(accession, "time", clock)
    made = Desk.public_ids

    def public_id(self: Desk, one: Span) -> str:
        name = hashlib.sha256(" ".join(map(str, one)).encode()).hexdigest()[:16]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(desks, "secrets", SimpleNamespace(token_hex=lambda _: name))
            [named] = made(self, [one])
            return named

    def public_ids(self: Desk, asked: Sequence[Span]) -> list[str]:
        return [public_id(self, one) for one in asked]

    monkeypatch.setattr(Desk, "public_ids", public_ids)


class Life:
    """One folder that lives through a history; ``without`` is whoever never came into it."""

    def __init__(self, root: Path, to: Path, without: Work | None = None) -> None:
        self.workspace: Workspace = campaigns.copy(root, to)
        self.without = without
        if without is not None:
            withdrawing.keep_out(self.workspace, without)

    @property
    def root(self) -> Path:
        return self.workspace.folder.root

    def cut_short(self, step: Callable[[], object], after: int) -> None:
        """Do something until the power goes, and open the folder again."""
        taken: list[Lock] = []
        take = Lock.take

        def taking(lock: Lock) -> bool:
            taken.append(lock)
            return take(lock)

        with pytest.MonkeyPatch.context() as patch, contextlib.suppress(crashes.Cut):
            patch.setattr(Lock, "take", taking)
            with crashes.cut_after(after):
                step()
        for lock in taken:
            lock.release()  # what the end of a process does
        self.workspace.vault.close()
        self.workspace = open_workspace(self.root)

    def gather(self, path: Path) -> None:
        campaigns.take(self.workspace, path, searchable=path.stem.endswith("s"))

    def says(self, account: str, one: Statement) -> None:
        if self.without is None or account != ACCOUNT:
            self.workspace.vault.desk.add_statements([one])

    def wishes(self, one: Wish) -> None:
        if self.without is None or one.account != ACCOUNT:
            self.workspace.vault.desk.add_wishes([one])

    def tells(self, name: str, posts: list[str]) -> None:
        """Write a story that quotes whole posts; theirs were never there to be quoted."""
        gone = set(self.without.posts) if self.without else set()
        blocks = [f"```quote\npost: {post}\nuse: verbatim\n```\n" for post in posts]
        pairs = zip(posts, blocks, strict=True)
        told = [recall.CUT + "\n" if post in gone else block for post, block in pairs]
        head = f"---\ntitle: Night {name}\nby: us\ndate: 2014-02-01\norder: 1\n---\n"
        text = head + "\nThis is how it was:\n\n" + "\nAnd then:\n\n".join(told)
        (self.root / "stories" / f"{name}.md").write_text(text, encoding="utf-8")

    def publish(self) -> None:
        try:
            publish(self.workspace)
        except PublishStopped:
            assert self.without is None  # only words that never came here could stand in its way

    def done(self) -> tuple[int, int]:
        """How often something came in and went out."""
        desk = self.workspace.vault.desk
        return len(desk.accessions()), len(desk.editions())

    def number(self) -> int:
        return max((one.number for one in self.workspace.vault.desk.editions()), default=0)


Step = Callable[[Life], None]


class History:
    """What happens, the same to both folders."""

    def __init__(self, seed: int, place: Path) -> None:
        self.random = Random(seed)
        self.crowd = Crowd(seed, leaver=tongues.leaver(Random(seed)) if seed % TAME else None)
        self.place = place
        place.mkdir(parents=True)
        self.files = 0
        self.earlier: list[bytes] = []
        self.crashed = 0

    def steps(self) -> Iterator[Step]:
        yield self.gather(25)
        yield self.answer(OTHERS[0], Answer.YES)
        chances = (
            *(self.more, self.more, self.yes, self.no, self.embargo, self.deleted),
            *(self.suspended, self.story, self.story, self.edition, self.edition),
            *(self.hidden, self.crash, self.wish),
        )
        for _ in range(self.random.randint(5, 9)):
            yield self.random.choice(chances)()

    def _file(self, wanted: list[bytes]) -> Path:
        self.files += 1
        mark = self.random.choice("sx")
        path = self.place / f"export-{self.files}-{mark}.jsonl"
        path.write_bytes(b"".join(wanted))
        return path

    def gather(self, count: int) -> Step:
        wanted = list(lines(self.crowd, count))
        again = self.random.sample(self.earlier, min(3, len(self.earlier)))
        self.earlier += wanted
        path = self._file(wanted + again)
        return lambda life: life.gather(path)

    def more(self) -> Step:
        return self.gather(self.random.randint(4, 15))

    def answer(self, who: str, answer: Answer, starts: int | None = None) -> Step:
        account = f"https://x.com/i/user/{who}"
        use = self.random.choice((Use.VERBATIM, Use.NAMED))
        one = Statement(
            answer=answer,
            uses=(Use.VERBATIM, use),
            account=account,
            scope=Scope.ALL,
            name="Somebody",
            starts=starts,
            given_at=5,
        )
        return lambda life: life.says(account, one)

    def _anybody(self) -> str:
        return self.random.choice((LEAVER, LEAVER, *OTHERS))

    def yes(self) -> Step:
        return self.answer(self._anybody(), Answer.YES)

    def no(self) -> Step:
        return self.answer(self._anybody(), Answer.NO)

    def embargo(self) -> Step:
        day = 86_400_000_000
        starts = NOW * 1_000_000 + self.random.choice((-day, day))
        return self.answer(self._anybody(), Answer.YES, starts)

    def wish(self) -> Step:
        one = Wish(WishKind.NOT_INDEXABLE, f"https://x.com/i/user/{self._anybody()}")
        return lambda life: life.wishes(one)

    def deleted(self) -> Step:
        said = self.random.choice((self.crowd.own, self.crowd.others)) or self.crowd.own
        path = self._file([deletion(self.random.choice(said))])
        return lambda life: life.gather(path)

    def suspended(self) -> Step:
        who = self._anybody()
        line = {"user_suspend": {"id": int(who), "id_str": who}}
        path = self._file([json.dumps(line).encode() + b"\n"])
        return lambda life: life.gather(path)

    def story(self) -> Step:
        name = self.random.choice("ab")
        said = [json.loads(line) for line in self.earlier]
        some = self.random.sample(said, min(3, len(said)))
        posts = [f"https://x.com/i/status/{one['id_str']}" for one in some]
        return lambda life: life.tells(name, list(dict.fromkeys(posts)))

    def edition(self) -> Step:
        return lambda life: life.publish()

    def hidden(self) -> Step:
        def hide_and_undo(life: Life) -> None:
            if life.without is None and life.workspace.vault.engine.held_by([ACCOUNT]):
                withdrawing.hide(life.workspace, withdrawing.plan(life.workspace, ACCOUNT))
                withdrawing.undo(life.workspace, ACCOUNT)

        return hide_and_undo

    def crash(self) -> Step:
        """The power goes in the middle of a gather or an edition; then it is done again."""
        step = self.random.choice((self.more, self.edition))()
        after = self.random.randrange(40)

        def crash(life: Life) -> None:
            before = life.done()
            if life.without is None:
                life.cut_short(lambda: step(life), after)
            if life.done() == before:
                step(life)

        return crash


def built(root: Path) -> dict[str, str]:
    """Name and SHA-256 of every file of the newest edition."""
    newest = max(path for path in (root / "editions").iterdir() if path.is_dir())
    return {
        path.relative_to(newest).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(newest.rglob("*"))
        if path.is_file()
    }


def indexed(life: Life) -> tuple[list[object], list[object]]:
    """What the search index says now, and when it is made again."""
    with open_search(life.workspace.vault) as index:
        now = list(index._store.entries())
    rebuild_search(life.workspace.vault)
    with open_search(life.workspace.vault) as index:
        return now, list(index._store.entries())


def leave(life: Life, random: Random) -> Work:
    """They withdraw; now and then the power goes while they are erased."""
    work = withdrawing.work_for(life.workspace, (ACCOUNT,))
    if random.random() < 0.3:
        life.cut_short(
            lambda: campaigns.withdraw(life.workspace, ACCOUNT), random.randrange(5, 120)
        )
    begun = erasure.unfinished(life.workspace)
    if not begun and life.workspace.vault.desk.hidden() | {
        account for account in [ACCOUNT] if life.workspace.vault.engine.held_by([account])
    }:
        proof = campaigns.withdraw(life.workspace, ACCOUNT)
    else:
        proof = campaigns.carry_on(life.workspace)
        assert proof.needles > 10 or not begun
    assert proof.hits == []
    return work


@pytest.mark.parametrize("first", range(0, HISTORIES, AT_ONCE))
def test_it_ends_as_if_they_had_been_kept_out(
    first: int, empty: tuple[Path, Path], tmp_path: Path
) -> None:
    for seed in range(first, first + AT_ONCE):
        history = History(seed, tmp_path / f"{seed}-exports")
        left = Life(empty[0], tmp_path / f"{seed}-left")
        steps = []
        for step in history.steps():
            step(left)
            steps.append(step)
        work = leave(left, history.random)
        never = Life(empty[0], tmp_path / f"{seed}-never", without=work)
        for step in steps:
            step(never)
        while never.number() < left.number():
            publish(never.workspace)
        while left.number() < never.number():
            publish(left.workspace)
        for life in (left, never):
            publish(life.workspace)
        assert campaigns.posts(left.root) == campaigns.posts(never.root), seed
        assert built(left.root) == built(never.root), seed
        rows = [campaigns.desk(life.root) for life in (left, never)]
        for table in set(rows[0]) - _OURS:
            assert rows[0][table] == rows[1][table], (seed, table)
        assert indexed(left) == indexed(never), seed
        assert list(verify(left.workspace.vault)) == []
        left.workspace.vault.close()
        never.workspace.vault.close()
