"""Commands that keep a database sound: db upgrade, check, backup, restore, vacuum."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dateline.cli import options as o
from dateline.cli.examples import examples
from dateline.cli.exits import FAILED, Stop, say


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(
        name="db",
        help="Keep the store sound: upgrade, check, backup, restore, vacuum.",
        rich_markup_mode=None,
        no_args_is_help=True,
    )
    group.command(epilog=examples("dateline db upgrade --db ~/desk/dateline.db"))(upgrade)
    group.command(epilog=examples("dateline db check"))(check)
    group.command(
        epilog=examples(
            "dateline db backup monday.db", "dateline db backup monday.db --db postgresql://desk@host/dateline"
        )
    )(backup)
    group.command(epilog=examples("dateline db restore monday.db --db new.db"))(restore)
    group.command(epilog=examples("dateline db vacuum"))(vacuum)
    app.add_typer(group)


def upgrade(*, db: o.DbOption = None) -> None:
    """Bring the store to the schema of this version.

    Other commands do so by themselves; this says what was done. What is stored stays as it is.
    """
    from dateline.maintenance import upgrade

    done = upgrade(db)
    if done.before == done.after:
        say(f"{o.store_name(db)}: at schema {done.after} already.")
    else:
        say(f"{o.store_name(db)}: from schema {done.before or 'none'} to {done.after}.")


def check(*, quiet: o.QuietOption = False, db: o.DbOption = None) -> None:
    """Prove that what the store holds agrees with itself.

    The database's own integrity; ids against contents; spans against texts; ledger, versions, records and events; how
    events make incidents, and what people decided. Ends with status 3 where something is wrong.
    """
    from dateline.cli.steps import Steps
    from dateline.maintenance import check

    with Steps(quiet=quiet) as steps:
        found = check(db, progress=steps.moved)
    for fault in found.faults:
        typer.echo(f"{fault.what}: {fault.found}" + (f"; {fault.advice}" if fault.advice else ""))
    if not quiet:
        for what, number in found.checked:
            say(f"{number:>10,} {what}")
    if found.faults:
        say(f"{len(found.faults)} fault{'' if len(found.faults) == 1 else 's'} found.")
        raise Stop(FAILED)
    if not quiet:
        say("All agrees.")


def backup(
    target: Annotated[
        Path, typer.Argument(metavar="FILE", help="The copy; it appears when it is whole.", show_default=False)
    ],
    *,
    quiet: o.QuietOption = False,
    db: o.DbOption = None,
) -> None:
    """Write a copy of the store as it is at one moment, while others read and write.

    The copy is a store itself: any command opens it with --db FILE.
    """
    from dateline.cli.steps import Steps
    from dateline.maintenance import backup

    with Steps(quiet=quiet) as steps:
        done = backup(target, db, progress=steps.moved)
    if not quiet:
        say(f"Written: {target} ({done.rows:,} rows, {done.bytes / 1e6:.1f} MB).")


def restore(
    source: Annotated[Path, typer.Argument(metavar="FILE", help="A copy made by db backup.", show_default=False)],
    *,
    quiet: o.QuietOption = False,
    db: o.DbOption = None,
) -> None:
    """Bring a copy back into a new or empty store, of either kind of database."""
    from dateline.cli.steps import Steps
    from dateline.maintenance import restore

    with Steps(quiet=quiet) as steps:
        done = restore(source, db, progress=steps.moved)
    if not quiet:
        say(f"{o.store_name(db)}: {done.rows:,} rows restored.")


def vacuum(*, db: o.DbOption = None) -> None:
    """Give unused space back, and let the database look at its own figures."""
    from dateline.maintenance import vacuum

    done = vacuum(db)
    say(f"{o.store_name(db)}: {done.before / 1e6:.1f} MB before, {done.after / 1e6:.1f} MB now.")
