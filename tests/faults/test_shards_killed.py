"""Shards under fire: the driver and the workers killed at any moment, the disk full. Nothing is lost, nothing is there twice."""

import hashlib
import os
import random
import resource
import signal
from collections import Counter

import pytest
from tests.support import crashing
from tests.support.making import attack, small_pipeline
from tests.support.scale import LONG

from dateline.archiving import code_into_shards
from dateline.codec import dumps
from dateline.errors import StoreError
from dateline.project import Project
from dateline.shards import ShardFolder

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no kill -9 on this system")
REPORTS = 240 if LONG else 96
"""Reports of an archive; eight a shard."""
DEATHS = {"multiprocessing": 70 if LONG else 3, "ray": 30 if LONG else 1}
"""Of drivers, by executor; workers die beside them, and are counted."""
WORKER_DEATHS = {"multiprocessing": 60, "ray": 40} if LONG else {"multiprocessing": 3, "ray": 2}
POINTS = ("mid-shard:5", "before-ledger:1", "before-ledger:3", "mid-shard:19")


def digest_of(folder):
    """The digest of all records in a folder, each of which must be there once, as the ledger has it."""
    found = list(ShardFolder(folder).records())
    lines = [dumps(record) for record in found]
    assert len(lines) == sum(shard.reports for shard in ShardFolder(folder).shards)
    twice = [id_ for id_, times in Counter(record.report.id for record in found).items() if times > 1]
    assert not twice
    return len(lines), hashlib.sha256("".join(sorted(lines)).encode()).hexdigest()


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """How many records there are, and their digest, where nothing was disturbed."""
    folder = tmp_path_factory.mktemp("undisturbed")
    assert crashing.live(crashing.sharding, folder / "coded", REPORTS, folder / "log") == 0
    assert digest_of(folder / "coded")[0] == REPORTS
    return digest_of(folder / "coded")


@pytest.fixture(scope="module")
def cluster():
    """A Ray that outlives the drivers."""
    ray = pytest.importorskip("ray", reason="Ray has no wheel for this Python")
    from dateline.executor import rays

    rays._imported()
    rays._join(ray, None, 4)
    yield {"address": ray.get_runtime_context().gcs_address, "auth": os.environ.get("RAY_AUTH_MODE", "")}
    ray.shutdown()


@pytest.fixture
def where(request):
    return request.getfixturevalue("cluster") if request.getfixturevalue("kind") == "ray" else {}


@pytest.mark.parametrize("kind", ["multiprocessing", "ray"])
def test_drivers_and_workers_killed_at_any_moment(kind, where, undisturbed, tmp_path, figure):
    chance = random.Random(kind)  # noqa: S311 - moments, not secrets
    drivers = workers = archives = unknown = 0
    while drivers < DEATHS[kind] or workers < WORKER_DEATHS[kind]:
        archives += 1
        folder, log = tmp_path / f"coded-{archives}", tmp_path / f"log-{archives}"
        given = {"kind": kind, **where}
        for life in range(3 if kind == "multiprocessing" else 2):
            done = sum(1 for line in crashing.said(log) if line[0] == "coded")
            if done > REPORTS * 2:
                break
            after = chance.choice((0, 1, 9, 30))
            code = crashing.live(
                crashing.sharding, folder, REPORTS, log, until=chance.uniform(0, 0.06), after=after,
                mortal=0.08, seed=life + archives, **given,
            )  # fmt: skip
            drivers += code == -signal.SIGKILL
            unknown += strangers(folder)
        while crashing.live(crashing.sharding, folder, REPORTS, log, **given):
            pass  # a worker that was killed twice over the same report leaves that to the next run
        crashing.live(crashing.sharding, folder, REPORTS, log)
        workers += sum(line == ("killed", "worker") for line in crashing.said(log))
        assert digest_of(folder) == undisturbed
    figure(drivers_killed=drivers, workers_killed=workers, unknown_files=unknown, reports=REPORTS, lost=0, doubled=0)
    assert drivers >= DEATHS[kind]
    assert workers >= WORKER_DEATHS[kind]


def strangers(folder):
    """How many files a killed run has left that the ledger does not know."""
    try:
        known = {shard.name for shard in ShardFolder(folder).shards}
    except StoreError:
        return 0
    return sum(1 for path in folder.iterdir() if "part-" in path.name and path.name not in known)


@pytest.mark.parametrize("point", POINTS if LONG else POINTS[1:2])
def test_killed_at_a_named_point(point, undisturbed, tmp_path):
    folder, log = tmp_path / "coded", tmp_path / "log"
    for _ in range(2):
        assert crashing.live(crashing.sharding, folder, REPORTS, log, point=point) == -signal.SIGKILL
        assert strangers(folder) == 1, "the point was not reached in the middle of a shard"
    assert crashing.live(crashing.sharding, folder, REPORTS, log) == 0
    assert strangers(folder) == 0
    assert digest_of(folder) == undisturbed


def test_a_disk_that_is_full_ends_the_run_with_one_line_and_the_next_one_goes_on(undisturbed, tmp_path):
    folder, log = tmp_path / "coded", tmp_path / "log"
    assert crashing.live(crashing.sharding, folder, 20, log) == 0
    before = len(ShardFolder(folder).shards)
    assert crashing.live(bounded, folder, REPORTS, log) == 0
    assert "the disk is full; what was finished before is safe" in " ".join(crashing.said(log)[-1])
    assert len(ShardFolder(folder).shards) >= before
    assert strangers(folder) == 0
    assert crashing.live(crashing.sharding, folder, REPORTS, log) == 0
    assert digest_of(folder) == undisturbed


def bounded(folder, number, log):
    """Code in a process whose files may not become larger than this."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (9_000, 9_000))
    try:
        crashing.sharding(folder, number, log, reports=200)
    except StoreError as error:
        crashing.Log(log).say("refused", error)


def test_one_who_stops_keeps_what_is_coded(tmp_path):
    with Project(pipeline=small_pipeline()) as project:
        project.read = lambda paths, **_options: (attack(n) for n in range(paths))
        coding = code_into_shards(project, 50, tmp_path / "coded", shard_reports=8)
        for _ in range(11):
            next(coding)
        coding.close()
        assert [shard.reports for shard in ShardFolder(tmp_path / "coded").shards] == [8, 3]
        statuses = Counter(outcome.status for outcome in code_into_shards(project, 50, tmp_path / "coded"))
    assert statuses == {"unchanged": 11, "coded": 39}
