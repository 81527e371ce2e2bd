"""The disk full, read-only, or damaged: said in one clear line, and what was stored before is safe."""

import contextlib
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
import sqlalchemy as sa
from tests.support import crashing
from tests.support.databases import running_server
from tests.support.made import CODER, made_pipeline, write_records
from tests.support.stored import assert_sound, digest_of, ids_stored

from dateline.errors import StoreError
from dateline.events import CodedReport
from dateline.pipeline import Coding
from dateline.project import Project
from dateline.store import open_store
from dateline.text import Report

HERE = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def records(tmp_path_factory):
    path = tmp_path_factory.mktemp("made") / "records.pickle"
    return path, write_records(path, 160, seed=4)


@pytest.fixture(scope="module")
def undisturbed(records, tmp_path_factory):
    """The digest of a store to which all was added in one go."""
    folder = tmp_path_factory.mktemp("undisturbed")
    assert crashing.live(crashing.adding, folder / "once.db", records[0], folder / "once", batch=32) == 0
    return digest_of(folder / "once.db")


def test_a_database_that_may_not_grow(tmp_path, records, undisturbed):
    """SQLite's own bound on pages: the very error that a full disk gives."""
    db = tmp_path / "store.db"
    open_store(db).close()
    acknowledged = set()
    with Project(db, pipeline=made_pipeline(records[0]), settings={"run": {"batch_reports": 4}}) as project:
        store = project._opened(must_exist=False)

        @sa.event.listens_for(store._engine, "connect")
        def bound(connection, _record):
            connection.execute("PRAGMA max_page_count=180")

        store._engine.dispose()
        adding = project.add_reports(record.report for record in records[1])
        with pytest.raises(StoreError, match="the disk is full; what was stored before is safe"):
            take(adding, acknowledged)
    assert 0 < len(acknowledged) < len(records[1])
    resumes(db, records, acknowledged, tmp_path, undisturbed)


def take(adding, acknowledged):
    for outcome in adding:
        acknowledged.add(outcome.record.report.id)


def test_a_file_that_may_not_grow(tmp_path, records, undisturbed):
    """The bound of the system on the size of any file of a process, as a quota gives it."""
    db, log = tmp_path / "store.db", tmp_path / "log"
    open_store(db).close()
    assert crashing.live(bounded, db, records[0], log) == 0
    lines = crashing.said(log)
    assert lines[-1][0] == "refused"
    assert "what was stored before is safe" in " ".join(lines[-1])
    acknowledged = {line[1] for line in lines if line[0] == "stored"}
    assert 0 < len(acknowledged) < len(records[1])
    resumes(db, records, acknowledged, tmp_path, undisturbed)


def bounded(db, records, log):
    """Add in a process whose files may not become larger than this."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_500_000, 1_500_000))
    try:
        crashing.adding(db, records, log)
    except StoreError as error:
        crashing.Log(log).say("refused", error)


TMPFS = """
set -e
mount -t tmpfs -o size=1500k tmpfs "$1"
"$2" -c "
import sys
sys.path.insert(0, sys.argv[3])
from tests.support import crashing
from dateline.errors import StoreError
try:
    crashing.adding(sys.argv[1] + '/store.db', sys.argv[2], sys.argv[4])
except StoreError as error:
    crashing.Log(sys.argv[4]).say('refused', error)
" "$1" "$3" "$4" "$5"
cp "$1"/store.db* "$6"
"""


def test_a_disk_that_is_full(tmp_path, records, undisturbed):
    """A real one, of a megabyte and a half, in a mount namespace of its own; needs no root where users may have such."""
    space = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--mount", "--user", "--map-root-user"]
    if shutil.which("unshare") is None or subprocess.run([*space, "true"], check=False, capture_output=True).returncode:
        pytest.skip("no mount namespace may be made here; the two tests above hold a full disk by other means")
    disk, copy, log = tmp_path / "disk", tmp_path / "copy", tmp_path / "log"
    disk.mkdir()
    copy.mkdir()
    command = [*space, "sh", "-c", TMPFS, "sh", disk, sys.executable, records[0], HERE, log, copy]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if "mount" in done.stderr and not log.exists():
        pytest.skip(
            f"no tmpfs may be mounted here ({done.stderr.strip()}); the two tests above hold a full disk by other means"
        )
    assert done.returncode == 0, done.stderr
    lines = crashing.said(log)
    assert "the disk is full" in " ".join(lines[-1])
    acknowledged = {line[1] for line in lines if line[0] == "stored"}
    assert 0 < len(acknowledged) < len(records[1])
    resumes(copy / "store.db", records, acknowledged, tmp_path, undisturbed)


def resumes(db, records, acknowledged, folder, undisturbed):
    """With room again, all that was acknowledged is there, and the rest comes to what an undisturbed run gives."""
    assert_sound(db)
    store = open_store(db)
    assert acknowledged <= ids_stored(store)
    store.close()
    assert crashing.live(crashing.adding, db, records[0], folder / "resumed") == 0
    assert digest_of(db) == undisturbed


def test_a_server_whose_files_may_not_grow(tmp_path, figure):
    """PostgreSQL cannot lay down a table's next page: one clear line, and what was stored before is safe."""
    with contextlib.ExitStack() as stack:
        # The log is written in files of 16 MB that are there already; it is the tables that cannot grow.
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (17 * 1024 * 1024, hard))
        try:
            handle = stack.enter_context(running_server())
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        store = open_store(handle.get_uri())
        said, number = "", 0
        while not said and number < 80:
            try:
                store.keep([large(number)], CODER)
            except StoreError as error:
                said = str(error)
            else:
                number += 1
        assert "File too large" in said or "what was stored before is safe" in said
        store.close()
        again = open_store(handle.get_uri())
        assert again.counts().reports == number > 3
        again.close()
        figure(reports_before=number, lost=0)


def large(number):
    """A report of half a megabyte that cannot be pressed together."""
    text = f"Report {number}.\n\n" + os.urandom(250_000).hex()
    report = Report(text, f"large/{number}.txt", published="2024-01-01", publisher="The Courier", language="en")
    return Coding(report, CodedReport(CODER, report))


READ_ONLY = """
import os, sys
sys.path.insert(0, sys.argv[2])
from tests.support import crashing
from tests.support.made import made_pipeline, read_records
from dateline.errors import StoreError
from dateline.project import Project
records = read_records(sys.argv[3])
with Project(sys.argv[1], pipeline=made_pipeline(sys.argv[3])) as project:
    project.pipeline.warm_up()
    import alembic.command, sqlalchemy, dateline.store, dateline.linkage
    if os.geteuid() == 0:  # root may write what is read-only
        os.setgroups([])
        os.setresgid(65534, 65534, 65534)
        os.setresuid(65534, 65534, 65534)
    for work in (
        lambda: len(project._opened(must_exist=True).incidents({}).rows),
        lambda: list(project.add_reports(record.report for record in records)),
        lambda: project._opened(must_exist=True).reject(sys.argv[4], by="one", why="none"),
    ):
        try:
            print("read", work())
        except StoreError as error:
            print("refused", error)
"""


@pytest.mark.parametrize("mode", [0o777, 0o555], ids=["folder-writable", "folder-read-only"])
def test_what_is_read_only_is_read_and_not_written(mode, records, tmp_path):
    # Not below the folder of the tests' files, into which only their owner may look.
    root = Path(tempfile.mkdtemp())
    try:
        shutil.copy(records[0], root / "records.pickle")
        store = open_store(root / "store.db")
        for record in records[1][:40]:
            store.keep([Coding(record.report, record)], CODER)
        name = store.incidents({}).rows[0].id
        store.close()
        digest = digest_of(root / "store.db")
        for file in root.iterdir():
            file.chmod(0o444)
        root.chmod(mode)
        command = [sys.executable, "-c", READ_ONLY, root / "store.db", HERE, root / "records.pickle", name]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        lines = done.stdout.splitlines()
        assert len(lines) == 3, done.stderr
        assert lines[0].startswith("read ")
        assert int(lines[0].split()[1]) > 0
        assert all(line.startswith("refused") and "it may only be read" in line for line in lines[1:]), lines
    finally:
        root.chmod(0o755)
    assert digest_of(root / "store.db") == digest
    shutil.rmtree(root)


def test_a_damaged_page_is_found_by_check(records, tmp_path, figure):
    db = tmp_path / "store.db"
    store = open_store(db)
    store.keep([Coding(record.report, record) for record in records[1][:40]], CODER)
    assert store.check().sound
    store.close()
    with sqlite3.connect(db) as connection:
        # A page that is in no use may hold anything: leave none.
        connection.execute("VACUUM")
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.close()
    whole = db.read_bytes()
    found = tried = 0
    for page in range(3, pages, max(1, pages // 12)):
        damaged = tmp_path / f"damaged-{page}.db"
        start = page * size
        damaged.write_bytes(whole[:start] + b"\xa5" * size + whole[start + size :])
        if damaged.read_bytes() == whole:
            continue
        tried += 1
        found += finds_damage(damaged)
    assert tried >= 10
    figure(damaged_pages=tried, found=found)
    assert found == tried


def finds_damage(db):
    """Whether the check says that something is wrong, and where it cannot even be opened, that that is said."""
    try:
        store = open_store(db)
    except StoreError as error:
        return "damaged" in str(error)
    try:
        return not store.check().sound
    except StoreError as error:
        return "damaged" in str(error)
    finally:
        store.close()
