"""Example reports coded once for all tests (tests/support/coded_examples.py)."""

from tests.support.coded_examples import coded_examples

__all__ = ["coded_examples"]
