"""Libraries that only some formats need: installed with an extra, and asked for by name where they are missing."""

from __future__ import annotations

import importlib
from typing import Any

from dateline.errors import SettingsError


def needed(module: str, *, extra: str, what: str) -> Any:
    """Import a module.

    Args:
        extra: of dateline, which installs it. what: needs it, in words.

    Raises:
        SettingsError: it is not installed; names the extra.
    """
    try:
        return importlib.import_module(module)
    except ImportError as error:
        library = module.partition(".")[0]
        raise SettingsError(
            f'{what} needs {library}, which is not installed; install it with: pip install "dateline[{extra}]"'
        ) from error
