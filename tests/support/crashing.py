"""Work on a store in a process of its own, which is struck down at any moment; what it acknowledged stands in a file.

Processes come from a fork server that has loaded everything before, so that a life costs no second of loading.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import time
from pathlib import Path

from dateline import failpoints
from dateline.project import Project

BATCH = 4
LIFE = 3600.0
"""Seconds after which a process that should have ended hangs; on a loaded machine a life of minutes may take half an hour."""
BEGAN = ("began",)
PRELOADED = [
    "alembic.command",
    "dateline.store",
    "dateline.readers",
    "pytest",
    "tests.support.crashing",
    "tests.support.made",
    "tests.support.making",
]


def context():
    """Where the processes come from."""
    found = multiprocessing.get_context("forkserver")
    found.set_forkserver_preload(PRELOADED)
    return found


class Log:
    """A file to which lines are added so that each is there for good when it is said."""

    def __init__(self, path):
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def say(self, *words):
        os.write(self._file, (" ".join(map(str, words)) + "\n").encode())


def said(path):
    """The lines of such a file, as tuples of words."""
    path = Path(path)
    return [tuple(line.split(" ")) for line in path.read_text().splitlines()] if path.exists() else []


def adding(db, records, log, *, first=0, pause=0.0, point="", batch=BATCH, fewer=False):
    """Add made reports in their order, those from `first` on; say what is acknowledged."""
    from tests.support.made import made_pipeline, read_records

    arm(point)
    out = Log(log)
    settings = {"run": {"batch_reports": batch}}
    with Project(db, pipeline=made_pipeline(records, fewer=fewer), settings=settings) as project:

        def reports():
            # The store is open by now, the first report is asked for.
            out.say(*BEGAN)
            yield from (record.report for record in read_records(str(records))[first:])

        start = time.monotonic()
        for outcome in project.add_reports(reports()):
            out.say(outcome.status.replace(" ", "-"), outcome.record.report.id)
            time.sleep(pause)
    out.say("ended", "after", time.monotonic() - start)


def sharding(
    folder,
    number,
    log,
    *,
    kind="in-process",
    address=None,
    auth="",
    point="",
    pause=0.004,
    mortal=0.0,
    seed=0,
    reports=8,
):
    """Code so many reports into shards; say what is written, and which workers were killed on the way.

    Args:
        auth: how the Ray at the address wants its drivers to say who they are (RAY_AUTH_MODE).
        pause: seconds that coding a report takes. mortal: how likely a worker is killed after each report that is written.
    """
    from tests.support.making import attack, small_pipeline

    from dateline.archiving import code_into_shards

    arm(point)
    if auth:
        os.environ["RAY_AUTH_MODE"] = auth
    out, chance = Log(log), random.Random(seed)  # noqa: S311 - moments, not secrets
    workers = 1 if kind == "in-process" else 2
    settings = {"run": {"batch_reports": BATCH}}
    given = {"workers": workers, "executor": kind, "address": address}
    with Project(settings=settings, pipeline=small_pipeline(pause=pause), **given) as project:
        project.read = lambda paths, **_options: (attack(n) for n in range(paths))
        for place, outcome in enumerate(code_into_shards(project, number, Path(folder), shard_reports=reports)):
            if not place:
                out.say(*BEGAN)
            out.say(outcome.status, outcome.origin)
            if chance.random() < mortal and kill_worker(project._executor, chance):
                out.say("killed", "worker")
    out.say("ended")


def kill_worker(executor, chance):
    """Kill -9 one of an executor's workers; return whether there was one."""
    pids = [pid for worker in executor._workers if worker.ready and (pid := pid_of(worker.hand))]
    if pids:
        os.kill(chance.choice(pids), signal.SIGKILL)
    return bool(pids)


def pid_of(hand):
    """The process of a worker: what it codes at the moment is told by Ray only when it has coded it."""
    if hasattr(hand, "process"):
        return hand.process.pid
    try:
        return hand.ray.get(hand.actor.__ray_call__.remote(lambda _: os.getpid()), timeout=5)
    except hand.ray.exceptions.RayError:
        return None


def recoding(db, records, log, *, point="", pause=0.0, fewer=True):
    """Code what is stored anew as another coder; say what is acknowledged."""
    from tests.support.made import made_pipeline

    arm(point)
    out = Log(log)
    settings = {"run": {"batch_reports": BATCH}}
    with Project(db, pipeline=made_pipeline(records, fewer=fewer), settings=settings) as project:
        out.say(*BEGAN)
        for done in project.recode():
            out.say("recoded", done.new.report.id)
            time.sleep(pause)
    out.say("ended")


def backing_up(db, target, log, *, point=""):
    """Write a backup."""
    from dateline.store import open_store

    arm(point)
    store = open_store(db)
    Log(log).say(*BEGAN)
    store.backup(target)
    store.close()


def deciding(db, _records, log, *, point="", number=3):
    """Reject some incidents and take that back, each for a reason of its own; say what is acknowledged."""
    from dateline.store import open_store

    out = Log(log)
    store = open_store(db)
    out.say(*BEGAN)
    arm(point)
    for n in range(number):
        row = store.incidents({"review": "all"}).rows[n]
        reason = f"{os.getpid()}-{n}"
        if row.review == "rejected":
            store.restore(row.id, by="a tester", why=reason, version=row.version)
        else:
            store.reject(row.id, by="a tester", why=reason, version=row.version)
        out.say("decided", reason)
    store.close()


def arm(point):
    """Let this process die at a point; the variable of the environment is read too early for a forked one."""
    if point:
        failpoints.reach = failpoints.Failpoint(point).reach


def live(work, db, records, log, *, until=None, after=0, **options):
    """Run work in a process and return its exit code.

    Args:
        until: kill -9 it so many seconds after it has opened the store and acknowledged `after` reports, however long that takes.
    """
    process = context().Process(target=work, args=(db, records, log), kwargs=options)
    known = len(said(log))
    process.start()
    if until is not None:
        # The first line says that it began.
        while process.is_alive() and len(said(log)) <= known + after:
            process.join(0.002)
        process.join(until)
        process.kill()
    process.join(LIFE)
    code = process.exitcode
    process.close()
    return code
