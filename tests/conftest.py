"""Random examples are the same in every run of `make test`, so that no run fails by chance; `make soak` tries others."""

import importlib.util

from tests.support.scale import LONG

# The smoke tests run where no developer's library is.
if importlib.util.find_spec("hypothesis"):
    from hypothesis import settings

    settings.register_profile("the same", derandomize=True, database=None)
    if not LONG:
        settings.load_profile("the same")
