"""How a command ends: what it said is out, the desk is closed, and nothing is taken apart first."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.cli.conftest import Place

SAID_AT_THE_END = "import atexit; atexit.register(print, 'taken apart')\n"
THREAD = """import threading
def work():
    threading.main_thread().join()
    print("waited for")
threading.Thread(target=work).start()
"""


def ended(place: Place, before: str, *words: str) -> str:
    """What a command says that runs behind some other code."""
    code = f"{before}from ownwords.cli import main; main()"
    command = [sys.executable, "-c", code, *words, "--campaign", str(place.root)]
    env = {**os.environ, "OWNWORDS_CONFIG": str(place.config)}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return done.stdout


def test_a_command_that_opened_a_desk_ends_at_once_and_leaves_it_closed(place: Place) -> None:
    place.run("gather", str(place.posts))
    said = ended(place, SAID_AT_THE_END, "publish", "--json")
    assert said.startswith('{"edition":1,')
    assert said.endswith("}\n")
    assert {path.name for path in place.root.glob("desk*")} == {"desk.sqlite", "desk.head"}
    assert place.json("verify")[-1]["faults"] == []


def test_a_thread_that_is_still_at_work_is_waited_for(place: Place) -> None:
    said = ended(place, SAID_AT_THE_END + THREAD, "status", "--json")
    assert said.endswith("waited for\ntaken apart\n")


def test_a_command_that_opened_no_desk_ends_as_python_does(place: Place) -> None:
    code = f"{SAID_AT_THE_END}import sys; sys.argv = ['ownwords', '--version']\n"
    code += "from ownwords.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("taken apart\n")


STOPPED_IN = """import sys
from {module} import {name}
import {module}
def stopped(*_, **__):
    raise KeyboardInterrupt
{module}.{name} = stopped
from ownwords.cli import main
main()
"""


def stopped(place: Place, where: str, *words: str) -> str:
    """What a command says when somebody presses Ctrl-C in one of its steps."""
    module, _, name = where.rpartition(".")
    code = STOPPED_IN.format(module=module, name=name)
    command = [sys.executable, "-c", code, *words, "--campaign", str(place.root)]
    env = {**os.environ, "OWNWORDS_CONFIG": str(place.config)}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    return done.stderr


def test_a_withdrawal_that_is_stopped_says_that_it_is_not_finished(place: Place) -> None:
    place.run("gather", str(place.posts))
    who = "https://x.com/i/user/11"
    said = stopped(place, "ownwords.flows.taking_out.carry_on", "withdraw", who, "--yes")
    assert "ownwords withdraw --resume" in said
    assert "half-done" not in said
    place.run("withdraw", "--resume")
    said = stopped(place, "ownwords.flows.withdraw.plan", "withdraw", who, "--yes")
    assert "--resume" not in said


def test_a_gather_that_is_stopped_does_not_say_that_nothing_waits(place: Place) -> None:
    said = stopped(place, "ownwords.flows.gathering.gather", "gather", str(place.posts))
    assert "Say the same again" in said
    assert "Nothing" not in said
