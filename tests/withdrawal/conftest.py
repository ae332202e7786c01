"""A campaign for the length of a test, as in the tests of flows."""

from tests.flows.conftest import keep

__all__ = ["keep"]
