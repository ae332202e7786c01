"""The workbench: a private web application for a small team, on this computer alone.

Every page works without scripts; the one script only makes it quicker. Words reach a template as
Cleared, as everywhere else: the gate is asked with the use ``read``.
"""
