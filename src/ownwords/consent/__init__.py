"""What voices allowed, the order in which that is decided, and the one door out.

Deciding: register (names, sheets, versions and vocabularies fill it), policy (rungs, wishes,
reasons), gate.
Screening for personal data: screening, screening_reading and screening_flags are its frame, each
other screening_* one family of rules.
Finding words that leaked: leaks, leak_lines, stretches, unpacking look; holdings, fingerprints say
for what, explained what may stand. findability asks whether a retelling leads to its original.
"""
