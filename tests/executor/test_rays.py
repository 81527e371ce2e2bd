"""Ray as an executor: the same records in the same order as in process, whatever befalls the actors. One Ray for all tests."""

import os
import signal
import subprocess
import sys
import uuid
from pathlib import Path

import pytest
from tests.executor.test_executors import all_gone, attack, results, tasks
from tests.support.making import small_pipeline
from tests.support.scale import LONG
from tests.support.small_stages import Unloadable

from dateline.errors import PipelineError, SettingsError
from dateline.events import Coder
from dateline.executor import Task, make_executor
from dateline.pipeline import Pipeline
from dateline.settings import RunSettings

HERE = Path(__file__).parents[2]
SETTINGS = RunSettings(code_seconds=2.0, batch_reports=4)
linux = pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="processes are told by /proc")


@pytest.fixture(scope="module")
def ray():
    """One Ray, with room for actors of two executors; those that find it join it, and leave it running."""
    pytest.importorskip("ray", reason="Ray has no wheel for this Python")
    from dateline.executor import rays

    found = rays._imported()
    rays._join(found, None, 4)
    yield found
    found.shutdown()


@pytest.fixture(scope="module")
def rays(ray):
    made = make_executor(small_pipeline(), workers=2, settings=SETTINGS, kind="ray")
    yield made
    made.close()


def actors_of(executor):
    ray = executor._crew._ray
    return [ray.get(worker.hand.actor.__ray_call__.remote(lambda _: os.getpid())) for worker in executor._workers]


def test_records_and_order_are_those_of_one_process(rays):
    given = [Task(None if n % 7 == 3 else attack(n), n) for n in range(60)]
    alone = list(make_executor(small_pipeline(), workers=1, settings=SETTINGS).map(given))
    found = list(rays.map(given))
    assert [done.item for done in found] == list(range(60))
    assert [done.coding and done.coding.record for done in found] == [d.coding and d.coding.record for d in alone]
    assert results(rays, []) == []


def test_only_the_culprits_fail(rays):
    words = {2: "raise", 7: "die", 13: "vanish", 21: "hang"}
    given = tasks(*((n, f"STAGE {word}") for n, word in words.items()), number=28)
    found = {done.item: done.coding for done in rays.map(given)}
    failures = {n: coding.failure.code for n, coding in found.items() if coding.failure}
    assert failures == {2: "failed", 7: "crashed", 13: "crashed", 21: "timeout"}
    assert all(coding.record for n, coding in found.items() if n not in words)


def test_actors_that_are_killed_from_outside_cost_no_report(rays):
    results(rays, tasks((0, "STAGE sleep"), (4, "STAGE sleep"), number=12))

    def kills():
        for n, task in enumerate(tasks(number=40)):
            if n == 20:
                for pid in actors_of(rays):
                    os.kill(pid, signal.SIGKILL)
            yield task

    assert results(rays, kills()) == [(n, 1) for n in range(40)]


def test_one_who_leaves_early_leaves_nothing_running(rays):
    for done in rays.map(tasks((9, "STAGE hang"))):
        if done.item == 3:
            break
    assert all(worker.piece is None for worker in rays._workers)
    assert results(rays, tasks(number=3)) == [(n, 1) for n in range(3)]


def test_a_pipeline_that_does_not_load_is_an_error_of_the_run(rays):
    executor = make_executor(
        Pipeline((Unloadable(),), Coder("0", "none", "0")), workers=1, settings=SETTINGS, kind="ray"
    )
    with pytest.raises(PipelineError, match=r"the stages do not work: OSError: the gazetteer is not there"):
        results(executor, tasks())
    executor.close()


def test_another_dateline_on_a_node_is_refused(rays):
    # The node makes another coder of the same stages than the one that records would carry.
    executor = make_executor(small_pipeline(), workers=1, settings=SETTINGS, kind="ray")
    executor._crew._coder = Coder("0", "none", "of another version")
    with pytest.raises(PipelineError, match="install the same version on every node"):
        results(executor, tasks())
    executor.close()
    assert results(rays, tasks(number=2)) == [(0, 1), (1, 1)]


def test_without_ray_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(SettingsError, match=r"pip install 'dateline\[ray\]'"):
        make_executor(small_pipeline(), workers=2, settings=SETTINGS, kind="ray")


@pytest.mark.parametrize("address", ["127.0.0.1:1", "ray://127.0.0.1:1", "nowhere"])
def test_a_cluster_that_is_not_there_is_said_at_once(address, monkeypatch):
    ray = pytest.importorskip("ray")
    monkeypatch.setattr(ray, "is_initialized", lambda: False)
    with pytest.raises(PipelineError, match=f"no Ray cluster answers at {address}"):
        make_executor(small_pipeline(), workers=2, settings=SETTINGS, kind="ray", address=address)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"workers": 2, "kind": "in-process"}, "is this process alone"),
        ({"workers": 2, "kind": "rays"}, "did you mean 'ray'"),
        ({"workers": 2, "address": "auto"}, "needs the executor ray"),
        ({"workers": 0, "kind": "ray"}, "1 or more"),
    ],
)
def test_what_does_not_go_together_is_refused(given, told):
    with pytest.raises(SettingsError, match=told):
        make_executor(small_pipeline(), settings=SETTINGS, **given)


SCRIPT = """
import sys
sys.path.insert(0, sys.argv[1])
from dateline.executor import Task, make_executor
from dateline.settings import RunSettings
from tests.support.making import attack, small_pipeline

executor = make_executor(small_pipeline(pause=0.05), workers=1, settings=RunSettings(batch_reports=4), kind="ray")
try:
    for done in executor.map(Task(attack(n), n) for n in range(100000)):
        sys.stdout.write(f"{done.item}\\n")
        sys.stdout.flush()
except KeyboardInterrupt:
    print("interrupted", flush=True)
finally:
    executor.close()
"""


@linux
@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL] if LONG else [signal.SIGINT])
def test_a_ray_of_ones_own_ends_with_its_program(tmp_path, how):
    pytest.importorskip("ray")
    mark = uuid.uuid4().hex
    script = tmp_path / "run.py"
    script.write_text(SCRIPT)
    process = subprocess.Popen(
        [sys.executable, str(script), str(HERE)], env=os.environ | {"DATELINE_TEST_MARK": mark},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    try:
        assert process.stdout.readline() == "0\n"
        pids = marked(mark)
        assert len(pids) > 3
        # Ctrl-C goes to every process of the terminal.
        (os.killpg if how == signal.SIGINT else os.kill)(process.pid, how)
        out, err = process.communicate(timeout=120)
        if how == signal.SIGINT:
            assert out.splitlines()[-1] == "interrupted"
            assert err == ""
        assert all_gone(pids)
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()


def marked(mark):
    """The processes that were started under a mark in the environment."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                there = mark.encode() in (entry / "environ").read_bytes()
            except OSError:
                continue
            found += [int(entry.name)] * there
    return found
