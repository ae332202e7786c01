"""The folder of a campaign: posts, desk, keys, and what keeps them whole.

The folder: folder, settings, surroundings, places, files (the one writer), lock, vault (all of it,
open).
Posts come in: accession, staging (the log), seen, runs, sorting, belonging, filling, merge, chunks
(files), columns, arrow, manifest; version_ids (of edits); wanted (links that wait), kept_pages.
Posts are asked: engine, asking (DuckDB), question (its SQL), whereabouts, answers, words
(short_links in them); doubles (held under several ids); row_readings, language.
They are searched: search_feed, search_rows, search_build, search_store, search_index, search_plan,
search_match, folding.
The desk: desk, desk_rows, tables, layout, connection, chain, ownership, deciders, blocks.
Somebody is taken out: erasables (who erases what), erasing_work (whom), erasing_scan, erasing,
erasing_blocks, erasing_caches, erasing_desk, namesakes, other_ids, scrubbing; redaction and
redacted_* cut them out of what others said, copies and kept_copies out of copies, named_files tells
which are called like them; keep_out and deleted (keep_out_twice: each in two places, as twice notes
them; noting: one at a time) are the lists of whom not to gather again.
Keys and checks: keys, recovery, sealed_file, remembered, fixity, finding.
"""
