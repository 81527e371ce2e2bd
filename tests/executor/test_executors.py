import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from tests.support.making import attack, small_pipeline
from tests.support.small_stages import Unloadable

from dateline.errors import PipelineError, SettingsError
from dateline.events import Coder
from dateline.executor import InProcess, Processes, Task, make_executor
from dateline.executor.face import batches
from dateline.pipeline import Pipeline
from dateline.settings import RunSettings

HERE = Path(__file__).parents[2]
SETTINGS = RunSettings(code_seconds=20, batch_reports=4)


@pytest.fixture(params=[1, 2], ids=["in-process", "processes"])
def executor(request):
    made = make_executor(
        small_pipeline(), workers=request.param, settings=RunSettings(code_seconds=1.0, batch_reports=4)
    )
    yield made
    made.close()


@pytest.fixture
def processes():
    made = Processes(small_pipeline(), SETTINGS, workers=2)
    yield made
    made.close()


def tasks(*more, number=20):
    """So many reports, some with words that make the stage misbehave: (number, words)."""
    words = dict(more)
    return [Task(attack(n, more=words.get(n, "")), n) for n in range(number)]


def results(executor, given):
    return [
        (done.item, done.coding.failure.code if done.coding.failure else len(done.coding.record.events))
        for done in executor.map(given)
    ]


def test_every_task_comes_back_in_order(executor):
    assert results(executor, tasks()) == [(n, 1) for n in range(20)]
    # And once more with the same workers.
    assert results(executor, tasks(number=3)) == [(n, 1) for n in range(3)]
    assert results(executor, []) == []


def test_tasks_without_a_report_pass_through_in_their_turn(executor):
    given = [Task(None if n % 3 else attack(n), n) for n in range(30)]
    done = list(executor.map(given))
    assert [d.item for d in done] == list(range(30))
    assert [d.coding is None for d in done] == [bool(n % 3) for n in range(30)]
    assert all(d.coding.report == attack(d.item) for d in done if d.coding)


def test_a_report_whose_coding_raises_fails_alone(executor):
    found = dict(results(executor, tasks((5, "STAGE raise"))))
    assert found.pop(5) == "failed"
    assert set(found.values()) == {1}


def test_a_report_that_hangs_fails_alone(executor):
    found = dict(results(executor, tasks((6, "STAGE hang"), number=9)))
    assert found.pop(6) == "timeout"
    assert set(found.values()) == {1}


@pytest.mark.parametrize(("word", "how"), [("die", "signal 9"), ("vanish", "exit code 3")])
def test_a_report_at_which_the_worker_dies_fails_alone(processes, word, how):
    found = {done.item: done.coding for done in processes.map(tasks((7, f"STAGE {word}")))}
    assert found[7].failure.code == "crashed"
    assert how in found[7].failure.message
    assert all(coding.record for n, coding in found.items() if n != 7)


def test_a_worker_that_is_killed_from_outside_costs_no_report(processes):
    def kills():
        for n, task in enumerate(tasks(number=40)):
            if n == 20:
                for worker in processes._workers:
                    os.kill(worker.hand.process.pid, signal.SIGKILL)
            yield task

    assert results(processes, kills()) == [(n, 1) for n in range(40)]


def test_idle_workers_that_were_killed_are_replaced(processes):
    assert len(results(processes, tasks())) == 20
    for worker in processes._workers:
        os.kill(worker.hand.process.pid, signal.SIGKILL)
        worker.hand.process.join()
    assert results(processes, tasks()) == [(n, 1) for n in range(20)]


def test_it_reads_no_further_ahead_than_it_must(processes):
    read = 0

    def counted():
        nonlocal read
        for task in tasks(number=1000):
            read += 1
            yield task

    for number, _ in enumerate(processes.map(counted()), 1):
        # Six batches of four may be open, one more is being read, one is being given back.
        assert read <= number + 4 * 8
    assert read == 1000


def test_no_more_workers_start_than_there_is_work(processes):
    assert results(processes, tasks(number=2)) == [(0, 1), (1, 1)]
    assert len(processes._workers) == 1


def test_work_is_shared(processes):
    assert results(processes, tasks((0, "STAGE sleep"), (4, "STAGE sleep"), number=60))
    assert len(processes._workers) == 2


def test_one_who_leaves_early_leaves_nothing_running(processes):
    for done in processes.map(tasks((9, "STAGE hang"))):
        if done.item == 3:
            break
    assert all(worker.piece is None for worker in processes._workers)
    assert results(processes, tasks(number=3)) == [(n, 1) for n in range(3)]


def test_close_ends_the_workers_and_may_be_said_twice(processes):
    results(processes, tasks())
    pids = [worker.hand.process.pid for worker in processes._workers]
    processes.close()
    processes.close()
    assert not any(alive(pid) for pid in pids)


@pytest.mark.parametrize("workers", [1, 2])
def test_a_pipeline_that_does_not_load_is_an_error_of_the_run(workers):
    executor = make_executor(Pipeline((Unloadable(),), Coder("0", "none", "0")), workers=workers, settings=SETTINGS)
    with pytest.raises(PipelineError, match=r"the stages do not work: OSError: the gazetteer is not there"):
        results(executor, tasks())
    executor.close()


def test_a_pipeline_that_cannot_be_sent_is_refused_at_once():
    stage = type("Local", (), {"name": "local", "needs": (), "assigns": (), "pipe": lambda self, drafts: drafts})()
    with pytest.raises(PipelineError, match="use workers=1"):
        Processes(Pipeline((stage,), Coder("0", "none", "0")), SETTINGS, workers=2)


def test_workers_must_be_a_number_above_zero():
    with pytest.raises(SettingsError, match="1 or more"):
        make_executor(small_pipeline(), workers=0, settings=SETTINGS)


def test_the_reader_that_raises_ends_the_run_with_its_error(executor):
    def broken():
        yield from tasks(number=6)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        results(executor, broken())
    assert results(executor, tasks(number=2)) == [(0, 1), (1, 1)]


def test_batches_are_cut_by_number_and_by_text():
    made = batches(tasks(number=10), RunSettings(batch_reports=4))
    assert [[task.item for task in batch] for batch in made] == [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9]]
    long = [Task(attack(n, more="x" * 100), n) for n in range(5)] + [Task(None, 5)]
    made = batches(long, RunSettings(batch_characters=280))
    assert [[task.item for task in batch] for batch in made] == [[0, 1], [2, 3], [4, 5]]
    # One that is longer than the limit still goes, alone.
    made = batches(long, RunSettings(batch_characters=10))
    assert [[task.item for task in batch] for batch in made] == [[0], [1], [2], [3], [4, 5]]


def test_loading_does_not_count_against_a_reports_time():
    executor = InProcess(small_pipeline(pause=0.4), RunSettings(code_seconds=0.6, batch_reports=1))
    assert results(executor, tasks(number=1)) == [(0, 1)]


# --- the whole process: Ctrl-C, and the death of the parent

SCRIPT = """
import sys
sys.path.insert(0, sys.argv[1])
from dateline.executor import Processes, Task
from dateline.settings import RunSettings
from tests.support.making import attack, small_pipeline

def main():
    executor = Processes(small_pipeline(pause=0.05), RunSettings(batch_reports=4), workers=2)
    try:
        for done in executor.map(Task(attack(n, more=sys.argv[2]), n) for n in range(100000)):
            pids = " ".join(str(worker.hand.process.pid) for worker in executor._workers)
            # In one piece: `print` writes piece by piece, and an interrupt falls between them.
            sys.stdout.write(f"{done.item} {pids}\\n")
            sys.stdout.flush()
    except KeyboardInterrupt:
        print("interrupted", flush=True)
    finally:
        executor.close()

if __name__ == "__main__":
    main()
"""


def alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # A process that has ended and was not yet waited for is there in name only.
    stat = Path(f"/proc/{pid}/stat")
    try:
        return not stat.exists() or stat.read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def all_gone(pids, seconds=120):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not any(alive(pid) for pid in pids):
            return True
        time.sleep(0.05)
    return False


@pytest.fixture
def running(tmp_path):
    script = tmp_path / "run.py"
    script.write_text(textwrap.dedent(SCRIPT))
    process = subprocess.Popen(
        [sys.executable, str(script), str(HERE), ""],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    yield process
    if process.poll() is None:
        process.kill()
    process.communicate()


def workers_of(process):
    while True:
        pids = [int(pid) for pid in process.stdout.readline().split()[1:]]
        if len(pids) == 2:
            return pids


def test_ctrl_c_ends_all_at_once_and_quietly(running):
    pids = workers_of(running)
    # To every process of the terminal, as the terminal does.
    os.killpg(running.pid, signal.SIGINT)
    # It would go on for hours.
    out, err = running.communicate(timeout=120)
    assert out.splitlines()[-1] == "interrupted"
    assert err == ""
    assert all_gone(pids)


def test_ctrl_c_while_workers_start_is_quiet_too(running):
    # The first line of output comes when workers are ready; half a second is before that, or just after.
    time.sleep(0.5)
    os.killpg(running.pid, signal.SIGINT)
    _, err = running.communicate(timeout=120)
    assert "dateline-worker" not in err
    assert err.count("Traceback") <= 1, "only the script itself may have been interrupted while it imported"


def test_workers_end_with_their_parent(running):
    pids = workers_of(running)
    running.kill()
    assert all_gone(pids)


def test_an_unguarded_program_is_told_what_to_do(tmp_path):
    script = tmp_path / "unguarded.py"
    script.write_text(SCRIPT.replace('if __name__ == "__main__":\n    main()', "main()"))
    done = subprocess.run(
        [sys.executable, str(script), str(HERE), ""], capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 1
    assert (
        done.stderr.strip()
        .splitlines()[-1]
        .startswith("dateline.errors.PipelineError: worker processes end while they start")
    )
    assert "if __name__ == '__main__'" in done.stderr.strip().splitlines()[-1]
