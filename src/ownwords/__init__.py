"""ownwords: the workbench with which a community keeps a hashtag campaign in its own words."""

__version__ = "0.1.0"
