"""Migrations, oldest first in `versions`; run by `dateline.store.schema`."""
