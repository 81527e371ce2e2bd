"""Alembic's way in: runs the migrations on the connection, and in the transaction, that it is handed."""

from alembic import context

from dateline import failpoints
from dateline.store.schema import VERSION_TABLE
from dateline.store.tables import metadata


def step_done(*_positional: object, **_named: object) -> None:
    """Note that one migration is made, and not yet committed."""
    failpoints.reach("mid-migration")


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
    # SQLite can undo a CREATE TABLE as well, now that the store begins its transactions itself: a migration and
    # the record that it was made stand or fall together.
    transactional_ddl=True,
    on_version_apply=step_done,
)
with context.begin_transaction():
    context.run_migrations()
