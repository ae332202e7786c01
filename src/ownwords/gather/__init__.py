"""Connectors: one file per network or export, and the bounded readers they stand on.

The contract: connector, cursor, sources (what to read), matching and hashtags (does it belong),
reasons and unknown (why not).
Networks and exports: twitter_v2 (v2_shapes, v2_posts, v2_events), twitter_v1 (v1_lines, x_status),
x_archive (long_texts), zeeschuimer (web_statuses), all of X on x_dialect; mastodon_archive
(activities, activity_parts); bluesky_car (car, dag_cbor, repository, did_documents, bsky_posts);
mapped (mapping, mapped_posts, mapped_values, tables); given (given_words); storify
(storify_shapes, storify_posts); stream_grab; warc (warc_records, warc_pages); links.
Readers: streams, bzip2_blocks, gaps, lines, forward, bundles, members, tars, json_arrays,
json_records, json_slices, iso_times.
Searching large dumps: scan, scan_worker, sieve, spellings, signs.
"""
