"""What the page weighs."""

import gzip

from tests.browser.conftest import PAGE

MOST = 250_000
"""Bytes, gzipped, without the shapes of the map (the issue's figure)."""


def test_the_page_is_small(page_built):
    files = [path for path in PAGE.rglob("*") if path.is_file() and path.name != "countries.json"]
    assert 10_000 < sum(len(gzip.compress(path.read_bytes())) for path in files) <= MOST
