"""What crosses rooms, one file an act; nothing below knows of it.

Coming in: gathering (dump_search in large dumps; interrupted names what a stop left), mine (one's
own export), flagged (what came in, screened), starting, settings.
People and their answers: people, asking, consenting, deciding, taking_back (what a later answer
ends), registers, importing (of tables), kept_out (who stays out of them), pasted (links that name
somebody). What a steward or a court stops: blocking, blocked.
Stories: writing (drafts keeps what is typed, tab by tab), telling, teller (what the tellers write
themselves), links.
A word goes out: prepared is the next edition, quoting and numbers take words and counts through
the gate, silence counts who is not quoted, screened holds personal data back (behind_links where
links lead to a person, names_given where a name was taken back: called knows how it is spelled),
site fills the pages. publish builds (last_edition has what did not change), finished_search and
finished_screen look through the built files (fingerprinted knows for what), stopping says why not,
signing signs.
checklist and difference look at it beforehand, handing_over, editions and lapsed afterwards.
Somebody wants out: withdraw hides, erasure erases, replacing and recall (noted in recalled) see to
editions, kept_copies to copies; taking_out goes on until proof finds nothing; withdrawn tells
mirrors. deletions and single_posts do the same for single posts.
Reading: reading, standing, next_step, checking (verify). For all: clock, collection (of garbage,
rarely). And the demo.
"""
