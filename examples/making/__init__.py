"""Builds the delivered files of the invented campaign out of its hand-written texts."""
