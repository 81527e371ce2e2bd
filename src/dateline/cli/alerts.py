"""Commands on alerts: alerts list, show, changes, deliveries, test."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli import options as o
from dateline.cli.examples import examples
from dateline.cli.exits import say

if TYPE_CHECKING:
    from dateline.alerting import Tried

SHOWN_FIRED = 200
"""What a test lists at most, the last first, where no other number is asked for."""

Reference = Annotated[
    str, typer.Argument(metavar="ALERT", help="The id of an alert, or the start of it.", show_default=False)
]
Limit = Annotated[int, typer.Option("--limit", "-n", min=1, metavar="N", help="At most so many.")]


class State(StrEnum):
    """What became of an alert."""

    ACTIVE = "active"
    WITHDRAWN = "withdrawn"


class Kind(StrEnum):
    """By what an alert was raised."""

    MATCH = "match"
    SURGE = "surge"
    FIRST = "first"


class Form(StrEnum):
    """How lists are written."""

    TABLE = "table"
    JSONL = "jsonl"


class ShownAs(StrEnum):
    """How an alert is shown."""

    CARD = "card"
    JSON = "json"
    CAP = "cap"


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(
        help="What was told by rules: alerts with their incidents, evidence and reasons. Rules stand in a TOML file; "
        "dateline watch raises and sends alerts.",
        no_args_is_help=True,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )
    group.command(
        name="list", epilog=examples("dateline alerts list", "dateline alerts list --rule surge --state active")
    )(listed)
    group.command(epilog=examples("dateline alerts show 5fa6fe27", "dateline alerts show 5fa6fe27 --format cap"))(show)
    group.command(
        epilog=examples("dateline alerts changes --since 120", "dateline alerts changes --since 120 --format jsonl")
    )(changes)
    group.command(epilog=examples("dateline alerts deliveries", "dateline alerts deliveries --state waiting"))(
        deliveries
    )
    group.command(
        name="test",
        epilog=examples(
            "dateline alerts test surge-by-country --since 2025-01-01 --config desk.toml",
            "dateline alerts test deadly --since 2025-01-01 --config desk.toml --db archive.db --format jsonl",
        ),
    )(tried)
    app.add_typer(group, name="alerts")


def listed(
    *,
    state: Annotated[State | None, typer.Option("--state", help="Only these.", show_default=False)] = None,
    rule: Annotated[
        str | None, typer.Option("--rule", metavar="NAME", help="Only of this rule.", show_default=False)
    ] = None,
    kind: Annotated[Kind | None, typer.Option("--kind", help="Only of this kind.", show_default=False)] = None,
    incident: Annotated[
        str | None, typer.Option("--incident", metavar="ID", help="Only of this incident.", show_default=False)
    ] = None,
    limit: Limit = 50,
    fmt: Annotated[Form, typer.Option("--format", "-f", help="What to write.")] = Form.TABLE,
    db: o.DbOption = None,
) -> None:
    """List alerts, the last changed first."""
    import json

    from dateline.project import Project
    from dateline.showing import as_data

    with Project(db) as project:
        page = project.alerts.list(
            state=state and state.value, rule=rule, kind=kind and kind.value, incident=incident, limit=limit
        )
    for alert in page.alerts:
        if fmt is Form.JSONL:
            typer.echo(json.dumps(as_data(alert), ensure_ascii=False))
        else:
            gone = "  (withdrawn)" if alert.state == "withdrawn" else ""
            typer.echo(f"{alert.id[:12]}  {alert.changed_at[:16]}  {alert.rule}  {alert.headline}{gone}")
    if fmt is Form.TABLE:
        say(f"{len(page.alerts)} shown; there are more: --limit." if page.cursor else f"{len(page.alerts)} alerts.")


def show(
    reference: Reference,
    *,
    fmt: Annotated[ShownAs, typer.Option("--format", "-f", help="In words, as JSON, or as CAP 1.2.")] = ShownAs.CARD,
    db: o.DbOption = None,
) -> None:
    """Show an alert: what it is about, why it fired, the words of its reports, where it was sent."""
    import json

    from dateline.alerting import alert_words
    from dateline.project import Project
    from dateline.showing import as_data

    with Project(db) as project:
        alert = project.alerts.get(reference)
        if fmt is ShownAs.CAP:
            typer.echo(project.alerts.cap(alert.id).decode("utf-8"))
            return
        if fmt is ShownAs.JSON:
            typer.echo(json.dumps(as_data(alert), ensure_ascii=False, indent=2))
            return
        typer.echo(alert_words(alert))
        for change in project.alerts.changes(alert=alert.id):
            typer.echo(f"{change.at[:19]}  {change.kind}")
        for one in project.alerts.deliveries(alert=alert.id):
            typer.echo(
                f"{(one.done or one.due)[:19]}  {one.state} to {one.destination}"
                + (f": {one.error}" if one.error else "")
            )


def changes(
    *,
    since: Annotated[
        int, typer.Option("--since", min=0, metavar="N", help="After this number; keep the last one you saw.")
    ] = 0,
    limit: Limit = 1000,
    fmt: Annotated[Form, typer.Option("--format", "-f", help="What to write.")] = Form.TABLE,
    db: o.DbOption = None,
) -> None:
    """Say what became of alerts, in order: raised, updated, withdrawn, restored. Numbers rise by one and have no gaps."""
    import json

    from dateline.project import Project
    from dateline.showing import as_data

    with Project(db) as project:
        found = project.alerts.changes(since, limit=limit)
    for change in found:
        if fmt is Form.JSONL:
            typer.echo(json.dumps(as_data(change), ensure_ascii=False))
        else:
            typer.echo(
                f"{change.number:>6}  {change.at[:19]}  {change.kind:<9}  {change.alert.id[:12]}  {change.alert.headline}"
            )
    if fmt is Form.TABLE:
        say(f"The last is {found[-1].number}." if found else f"Nothing changed after {since}.")


def deliveries(
    *,
    state: Annotated[
        str | None, typer.Option("--state", metavar="STATE", help="waiting, sent or given-up.", show_default=False)
    ] = None,
    db: o.DbOption = None,
) -> None:
    """Say what was sent where, what waits for another try, and what was given up."""
    from dateline.project import Project

    with Project(db) as project:
        found = project.alerts.deliveries(state=state)
    for one in found:
        trouble = f"  {one.error}" if one.error else ""
        typer.echo(
            f"{one.number:>6}  {one.destination:<16}  {one.state:<8}  {one.tries} tries  {(one.done or one.due)[:19]}{trouble}"
        )
    say(f"{len(found)} deliveries.")


def tried(
    rule: Annotated[str, typer.Argument(metavar="RULE", help="The name of a rule in the file.", show_default=False)],
    *,
    since: Annotated[
        str, typer.Option("--since", metavar="DATE", help="The day to begin with, as 2025-01-01.", show_default=False)
    ],
    config: Annotated[
        Path, typer.Option("--config", "-c", metavar="FILE", help="The TOML file with the rules.")
    ] = Path("watch.toml"),
    limit: Limit = SHOWN_FIRED,
    fmt: Annotated[Form, typer.Option("--format", "-f", help="What to write.")] = Form.TABLE,
    db: o.DbOption = None,
) -> None:
    """Go through the past again: what a rule would have told since a day, and how often a month.

    For rules of a surge or a first the last line puts this beside the rate of false alarms that the rule allows.
    """
    import json

    from dateline.alerting import read_alert_file, rule_named, start_day
    from dateline.project import Project
    from dateline.showing import as_data

    start = start_day(since)
    with Project(db) as project:
        found = project.alerts.test(rule_named(read_alert_file(config), rule, where=str(config)), since=start)
    for one in found.fired[-limit:]:
        if fmt is Form.JSONL:
            typer.echo(json.dumps(as_data(one), ensure_ascii=False))
        else:
            typer.echo(f"{one.day}  {one.incident[:12]}  {'; '.join(one.why)}")
    say(_rate(found, start))


def _rate(tried: Tried, since: str) -> str:
    number = len(tried.fired)
    line = f"{tried.rule}: {number} alert{'' if number == 1 else 's'} since {since}, {tried.a_month:.2f} a month"
    if tried.false_alarms is not None:
        line += f"; the rule allows for {tried.false_alarms:g} false alarms a month"
    if tried.begins is not None and tried.begins >= since:
        line += f". What it counts begins on {tried.begins}: it needs a past before it can tell"
    return line + "."
