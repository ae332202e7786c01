"""Connectors: one file per network or export, and the bounded readers they stand on.

``connector.py`` is the contract, ``sources.py`` finds what to read.
"""
