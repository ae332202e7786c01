"""Numbers in, numbers out: shares with intervals, time periods, axis ticks, small cells.

Nothing here reads a file, a clock or a person's words.
"""
