"""The command line with the small stages in place of the built-in ones: run it with python -m tests.support.small_cli."""

from __future__ import annotations

import contextlib

from tests.support import small_stages


def use_small_stages(patch):
    """Put the small stages where the pipeline is put together."""
    patch("dateline.assembly.built_in", lambda: (small_stages.Lines, small_stages.Attacks))


if __name__ == "__main__":
    from unittest import mock

    from dateline.cli import main

    with contextlib.ExitStack() as stack:
        use_small_stages(lambda name, value: stack.enter_context(mock.patch(name, value)))
        main()
