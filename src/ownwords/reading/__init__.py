"""Reading what is kept, inside the team: search, timeline, first uses, languages."""
