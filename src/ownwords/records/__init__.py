"""The nouns of the house: frozen records without any input or output.

Every room speaks in these. Import from the file that holds the noun, for example
``from ownwords.records.post import Post``.

Beside them stands what every room reads and says them with: text (the words of a post, what of a
text can be seen), times, patterns (made at their first use), nearest ("did you mean"), errors.
"""
