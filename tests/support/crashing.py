"""Work on a store in a process of its own, which is struck down at any moment; what it acknowledged stands in a file.

Processes come from a fork server that has loaded everything before, so that a life costs no second of loading.
"""

from __future__ import annotations

import multiprocessing
import os
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
