"""What `dateline plan` says of archives of which it is known what they hold."""

import gzip
import itertools
import json
import random
import statistics

import pytest
from tests.support.making import small_pipeline

from dateline.errors import MissingInput
from dateline.planning import plan
from dateline.project import Project
from dateline.readers import ReadOptions, sampling

WORDS = "Rebels attacked Baghdad on Friday while the market was open and nobody had expected it".split()


def line(n, chance):
    """A report as a line of JSON; a third is in French, and lengths are skewed."""
    words = " ".join(chance.choices(WORDS, k=int(chance.paretovariate(1.6) * 12)))
    foreign = n % 3 == 0
    text = (
        f"Rebels attacked Baghdad, killing {n}. {words}"
        if not foreign
        else f"Rien de grave ne s'est passé vendredi dans la ville, a dit la police à {n} heures. " * 3
    )
    return (
        json.dumps({"url": f"https://herald.example/{n}", "text": text, "language": "fr" if foreign else "en"}) + "\n"
    )


def page(n, chance):
    """The same as a packed record of a web archive, a request before it."""
    body = "".join(
        f"<p>Rebels attacked Baghdad, killing {n}. {' '.join(chance.choices(WORDS, k=30))}</p>" for _ in range(3)
    )
    body = f"<html><head><title>Report {n}</title></head><body><article>{body}</article></body></html>"
    head = f"WARC/1.0\r\nWARC-Target-URI: https://herald.example/{n}\r\nWARC-Date: 2024-05-06T00:00:00Z\r\n"

    def record(kind, first, content):
        block = f"{first}\r\nContent-Type: text/html\r\n\r\n{content}"
        fields = f"WARC-Type: {kind}\r\nContent-Type: application/http; msgtype={kind}\r\nContent-Length: {len(block)}"
        return gzip.compress(f"{head}{fields}\r\n\r\n{block}\r\n\r\n".encode())

    return record("request", "GET / HTTP/1.1", "") + record("response", "HTTP/1.1 200 OK", body)


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """Two thousand reports in lines, 600 pages in two web archives, 40 texts."""
    chance = random.Random(3)  # noqa: S311 - an archive of words, no secret
    folder = tmp_path_factory.mktemp("archive")
    (folder / "lines.jsonl").write_text("".join(line(n, chance) for n in range(2000)))
    for part in range(2):
        (folder / f"news-{part}.warc.gz").write_bytes(b"".join(page(300 * part + n, chance) for n in range(300)))
    (folder / "texts").mkdir()
    for n in range(40):
        (folder / "texts" / f"{n}.txt").write_text(
            f"Rebels attacked Erbil, killing {n}.\n\nIt was Friday, and nobody knew why.\n"
        )
    return folder


@pytest.mark.parametrize(("name", "truth"), [("lines.jsonl", 2000), ("*.warc.gz", 600)])
def test_the_number_of_reports_is_estimated_from_windows(archive, name, truth, monkeypatch):
    monkeypatch.setattr(sampling, "WINDOW", 15_000)
    found = sampling.survey([str(archive / name)])
    estimates = []
    for seed in range(3):
        pieces = list(itertools.islice(sampling.windows(found, ReadOptions(), seed=seed), 6))
        assert not any(piece.failed for piece in pieces), "a window was cut in the middle of a record"
        read = sum(len(piece.reports) for piece in pieces) / sum(piece.size for piece in pieces)
        estimates.append(read * found.many_bytes)
    assert statistics.fmean(estimates) == pytest.approx(truth, rel=0.08)
    assert all(estimate == pytest.approx(truth, rel=0.3) for estimate in estimates)


def test_a_plan_of_all_that_an_archive_holds(archive, monkeypatch):
    monkeypatch.setattr(sampling, "WINDOW", 40_000)
    with Project(pipeline=small_pipeline(pause=0.001)) as project:
        found = plan(project, [str(archive)], sample=250, workers=(1, 2, 1000))
    assert found.files == 43
    assert found.reports.low <= 2640 <= found.reports.high
    assert found.reports.high - found.reports.low < 2640
    # Every third line is foreign, no page and no text: 667 of 2,640.
    assert found.foreign == pytest.approx(0.25, abs=0.13)
    assert found.failing == 0
    assert found.eventful == 1
    assert found.events.value > found.reports.value * 0.6
    times = [time.value for _, time in found.run]
    assert times[0] > times[1] >= times[2]
    # However many there are, one driver reads for all.
    assert times[2] == pytest.approx(found.read * found.reports.value)
    assert 1 <= found.reader_feeds < 1000
    assert found.store_disk.value > found.shard_disk.value > 0
    assert found.worker_memory > found.driver_memory > 0


def test_what_is_read_as_a_whole_is_told_exactly(archive):
    steps = []
    with Project(pipeline=small_pipeline()) as project:
        found = plan(project, str(archive / "texts"), moved=lambda *step: steps.append(step))
    assert (found.reports.low, found.reports.value, found.reports.high) == (40, 40, 40)
    assert (found.events.low, found.events.high) == (40, 40)
    assert steps[-1] == ("coding the sample", 40, 40)


def test_nothing_to_sample_is_one_clear_error(tmp_path):
    with Project(pipeline=small_pipeline()) as project:
        with pytest.raises(MissingInput, match="nowhere"):
            plan(project, [str(tmp_path / "nowhere")])
        with pytest.raises(MissingInput, match="nothing to sample"):
            plan(project, ["-"])
