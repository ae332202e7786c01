"""People who are held under a number and under a handle are told as one each, not as two."""

from __future__ import annotations

from pathlib import Path

from ownwords.consent.gate import release_count
from ownwords.counting.cells import whole_ladder
from ownwords.flows import gathering
from ownwords.flows.gathering import Request
from ownwords.flows.prepared import through_the_gate
from tests.flows.keepers import Keep, tweet
from tests.withdrawal.campaigns import Quiet

ROW = "{n},{who},Lamp number {n} is lit #KeepLit,Sat Jan 11 05:12:00 +0000 2014\n"


def test_who_came_in_by_number_and_by_handle_is_one_voice(keep: Keep, tmp_path: Path) -> None:
    workspace = keep([tweet(n, n, f"keeper_{n}", f"Lamp number {n}") for n in range(1, 7)])
    sheet = tmp_path / "sheet.csv"
    rows = (ROW.format(n=100 + n, who=f"keeper_{n}") for n in range(1, 7))
    sheet.write_text("id_str,from_user,text,created_at\n" + "".join(rows), encoding="utf-8")
    request = Request(sources=(str(sheet),), mapping="tags", everything=True)
    list(gathering.gather(workspace, request, Quiet()))
    members = list(workspace.vault.engine.members("whole"))
    assert len({account for _, account, _ in members}) == 12
    content, _ = through_the_gate(workspace, "1")
    assert release_count(members, whole_ladder(), content.context).rows == ()
    assert len({content.context.register.counted_as(account) for _, account, _ in members}) == 6
