"""The nouns of the house: frozen records without any input or output.

Every room speaks in these. Import from the file that holds the noun, for example
``from ownwords.records.post import Post``.
"""
