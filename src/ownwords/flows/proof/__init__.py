"""The proof that nothing of a person is left: its own decoders, its own search.

Shares no code with what erases; the two agree on nothing but the list of what to look for.
"""
