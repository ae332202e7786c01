"""Who owns an account, and what a voice remembers of those that it had."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ownwords.archive.ownership import changed, without
from ownwords.records.consent import Earlier, Voice

ACCOUNTS = ("a", "b", "c", "d")
PUTS = st.lists(
    st.tuples(st.sampled_from(("v", "w", "x")), st.sets(st.sampled_from(ACCOUNTS))), max_size=8
)


def after(puts: list[tuple[str, set[str]]]) -> dict[str, Voice]:
    """The voices after these changes, one a moment from 1 on."""
    voices: dict[str, Voice] = {}
    for moment, (name, accounts) in enumerate(puts, 1):
        new = Voice(id=name, accounts=tuple(sorted(accounts)))
        voices |= {one.id: one for one in changed(voices.values(), [new], moment)}
    return voices


@given(PUTS)
def test_an_account_has_one_owner_at_every_moment(puts: list[tuple[str, set[str]]]) -> None:
    voices = after(puts).values()
    owned = [name for voice in voices for name in voice.accounts]
    assert len(owned) == len(set(owned))
    for moment in range(1, len(puts)):
        first = after(puts[:moment])
        for voice in first.values():
            told = after(puts)[voice.id].accounts_at(moment)
            assert set(told) == set(voice.accounts) or not voice.accounts


@given(PUTS)
def test_who_gives_everything_up_is_joined_to_who_took_the_last(
    puts: list[tuple[str, set[str]]],
) -> None:
    voices = after(puts)
    for voice in voices.values():
        assert not (voice.accounts and voice.into)
        assert not voice.into or voice.earlier


def test_a_voice_is_as_if_it_had_never_had_who_was_taken_out() -> None:
    taken = after([("v", {"a"}), ("v", {"a", "d"}), ("v", {"a", "b"})])["v"]
    kept = after([("v", {"a"}), ("v", {"a"}), ("v", {"a", "b"})])["v"]
    left = without(taken, lambda name: name == "d", frozenset())
    assert left.accounts == kept.accounts
    assert left.earlier == (Earlier(3, ("a",)),) == kept.earlier


def test_a_voice_forgets_whom_it_was_joined_to_when_they_are_taken_out() -> None:
    given_up = after([("v", {"a"}), ("w", {"a", "b"})])["v"]
    assert (given_up.into, given_up.earlier) == ("w", (Earlier(2, ("a",)),))
    assert without(given_up, "a".__eq__, frozenset({"w"})) == Voice(id="v")
