"""Nothing but gathering speaks to the network, and every test runs under the same refusal."""

from __future__ import annotations

import socket
import subprocess
import sys

import pytest

from ownwords.egress import EgressRefused, network_for

NOBODY = ("192.0.2.1", 80)  # reserved for documentation: nobody is there


def test_an_address_is_refused() -> None:
    with socket.socket() as one, pytest.raises(EgressRefused):
        one.connect(NOBODY)


def test_a_datagram_is_refused() -> None:
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one,
        pytest.raises(EgressRefused),
    ):
        one.sendto(b"x", NOBODY)


@pytest.mark.parametrize(
    "look_up", [socket.gethostbyname, lambda name: socket.getaddrinfo(name, 80)]
)
def test_a_name_is_not_looked_up(look_up) -> None:
    with pytest.raises(EgressRefused):
        look_up("example.org")


def test_this_computer_is_refused_unless_a_page_of_it_is_asked_for() -> None:
    with socket.socket() as one, pytest.raises(EgressRefused):
        one.bind(("127.0.0.1", 0))
    with network_for("loopback"), socket.socket() as one:
        one.bind(("127.0.0.1", 0))
    with network_for("loopback"), socket.socket() as one, pytest.raises(EgressRefused):
        one.bind(("0.0.0.0", 0))


def test_gathering_may_speak() -> None:
    with network_for("gather"):
        assert socket.getaddrinfo("127.0.0.1", 80)


def test_processes_may_speak_to_each_other() -> None:
    one, other = socket.socketpair()
    with one, other:
        one.sendall(b"x")
        assert other.recv(1) == b"x"


def test_every_command_runs_under_it() -> None:
    code = (
        "import socket, sys\n"
        "from ownwords import cli\n"
        "sys.argv = ['ownwords', '--version']\n"
        "try:\n    cli.main()\nexcept SystemExit:\n    pass\n"
        "socket.gethostbyname('example.org')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "EgressRefused" in done.stderr
