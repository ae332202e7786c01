"""Words are forgiven as an index cuts them: what somebody else's name holds is no trace."""

from __future__ import annotations

from ownwords.flows.proof.wording import normal, spellings, words_of


def as_cut(text: str) -> set[str]:
    return spellings(words_of(normal(text)))


def test_a_low_line_parts_words_as_the_index_does():
    assert {"harbour_ledger", "harbour", "ledger"} <= as_cut("@Harbour_Ledger")


def test_marks_are_dropped_and_kept():
    assert {"écluse", "ecluse"} <= as_cut("Écluse")
    assert {"mañana_hoy", "manana", "hoy"} <= as_cut("mañana_hoy")
