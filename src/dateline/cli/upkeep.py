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

    before, now = upgrade(db)
    if before == now:
        say(f"{o.store_name(db)}: at schema {now} already.")
    else:
        say(f"{o.store_name(db)}: from schema {before or 'none'} to {now}.")


def check(
    *,
    sample: Annotated[
        int | None,
        typer.Option(
            "--sample", min=1, metavar="N", help="Read only so many reports with their records.", show_default=False
        ),
    ] = None,
    quiet: o.QuietOption = False,
    db: o.DbOption = None,
) -> None:
    """Prove that what the store holds agrees with itself.

    The database's own integrity; ids against contents; spans against texts; ledger, versions, records and events; how
    events make incidents, and what people decided. Ends with status 3 where something is wrong.
    """
    from dateline.cli.steps import Steps
    from dateline.maintenance import check

    with Steps(quiet=quiet) as steps:
        found = check(db, sample=sample, progress=steps.moved)
    for fault in found.faults:
        typer.echo(f"{fault.part}: {fault.row}: {fault.what}; {fault.advice}")
    if not quiet:
        for what, number in found.counts:
            say(f"{number:>10,} {what}")
    if not found.sound:
        number = len(found.faults) + found.more
        say(f"{number} fault{'' if number == 1 else 's'} found{', the first of them above' if found.more else ''}.")
        raise Stop(FAILED)
    if not quiet:
        say("All agrees." if found.whole else f"What was read agrees: {sample} reports, and all tables of incidents.")


def backup(
    target: Annotated[
        Path, typer.Argument(metavar="FILE", help="The copy; it appears when it is whole.", show_default=False)
    ],
    *,
    replace: Annotated[bool, typer.Option("--replace", help="Replace the file where there is one.")] = False,
    quiet: o.QuietOption = False,
    db: o.DbOption = None,
) -> None:
    """Write a copy of the store as it is at one moment, while others read and write.

    The copy is a store itself: any command opens it with --db FILE.
    """
    from dateline.cli.steps import Steps
    from dateline.maintenance import backup

    with Steps(quiet=quiet) as steps:
        done = backup(target, db, replace=replace, progress=steps.moved)
    if not quiet:
        say(f"Written: {target} ({done.rows:,} rows, {done.size / 1e6:.1f} MB).")


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
        say(f"{done.name}: {done.rows:,} rows restored.")


def vacuum(
    *,
    words: Annotated[
        bool, typer.Option("--words", help="Make the index of words anew as well, from the texts.")
    ] = False,
    quiet: o.QuietOption = False,
    db: o.DbOption = None,
) -> None:
    """Give unused space back, and let the database look at its own figures."""
    from dateline.cli.steps import Steps
    from dateline.maintenance import vacuum

    with Steps(quiet=quiet) as steps:
        done = vacuum(db, words=words, progress=steps.moved)
    say(f"{o.store_name(db)}: {done.before / 1e6:.1f} MB before, {done.after / 1e6:.1f} MB now.")
