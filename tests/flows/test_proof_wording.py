"""Words are forgiven as an index cuts them: what somebody else's name holds is no trace."""

from __future__ import annotations

from ownwords.flows.proof.wording import condensed, normal, spellings, words_of


def as_cut(text: str) -> set[str]:
    return spellings(words_of(normal(text)))


def test_a_low_line_parts_words_as_the_index_does():
    assert {"harbour_ledger", "harbour", "ledger"} <= as_cut("@Harbour_Ledger")


def test_marks_are_dropped_and_kept():
    assert {"écluse", "ecluse"} <= as_cut("Écluse")
    assert {"mañana_hoy", "manana", "hoy"} <= as_cut("mañana_hoy")


def test_a_danda_ends_a_sentence_and_is_no_part_of_its_last_word():
    assert words_of(normal("अलग से लिखना।")) == ["अलग", "से", "लिखना"]
    assert as_cut("लिखना॥") == as_cut("लिखना")


def test_columns_of_a_table_are_not_read_as_one_sentence():
    row = "ลุงชัย,9960726527,Twitter Web Client,und,no,เราเฝ้าแสงไฟ"
    assert condensed(normal(row)) == "ลุงชัย\nเราเฝ้าแสงไฟ"
    assert (
        condensed(normal("灯台の夜は、#誰にも 聞かれなかった")) == "灯台の夜は誰にも聞かれなかった"
    )
