import contextlib
import errno
import os
import stat
from pathlib import Path

import pytest

from dateline.cli.exits import OutputError
from dateline.cli.output import cannot_write, choose_format, destination
from dateline.errors import SettingsError


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_file_appears_only_when_it_is_whole(tmp_path):
    target = tmp_path / "out.csv"
    with destination(target) as out:
        out.stream.write("half")
        out.stream.flush()
        assert not target.exists()
    assert target.read_text(encoding="utf-8") == "half"
    assert names(tmp_path) == ["out.csv"]


def test_a_run_that_fails_leaves_the_old_file_and_nothing_else(tmp_path):
    target = tmp_path / "out.csv"
    target.write_text("old", encoding="utf-8")
    with contextlib.suppress(KeyError), destination(target) as out:
        out.stream.write("new")
        raise KeyError
    assert target.read_text(encoding="utf-8") == "old"
    assert names(tmp_path) == ["out.csv"]


def test_partial_output_has_a_name_of_its_own(tmp_path):
    with contextlib.suppress(KeyboardInterrupt), destination(tmp_path / "out.csv") as out:
        out.stream.write("some")
        assert out.keep_partial() == tmp_path / "out.csv.partial"
        raise KeyboardInterrupt
    assert names(tmp_path) == ["out.csv.partial"]


@pytest.mark.skipif(os.name == "nt", reason="modes and links are those of POSIX")
def test_a_file_that_is_replaced_keeps_its_mode_and_its_link(tmp_path):
    target, link = tmp_path / "out.csv", tmp_path / "link.csv"
    target.write_text("old", encoding="utf-8")
    target.chmod(0o640)
    link.symlink_to(target)
    with destination(link) as out:
        out.stream.write("new")
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8") == "new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_a_device_is_written_straight():
    with destination(Path(os.devnull)) as out:
        out.stream.write("x")
        assert out.keep_partial() is None


def test_a_disk_that_is_full_says_so():
    error = cannot_write(Path("out.csv"), OSError(errno.ENOSPC, "No space left on device"))
    assert isinstance(error, OutputError)
    assert str(error).startswith("out.csv: the disk is full; ")


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder that nobody may write to, such as /proc")
def test_a_folder_that_may_not_be_written_is_named():
    with pytest.raises(OutputError, match=r"/proc/out.csv: cannot be written"), destination(Path("/proc/out.csv")):
        pass


def test_line_ends_are_the_same_everywhere(tmp_path):
    with destination(tmp_path / "out.csv") as out:
        out.stream.write("a\nb\n")
    assert (tmp_path / "out.csv").read_bytes() == b"a\nb\n"


@pytest.mark.parametrize(
    ("given", "path", "found"),
    [
        (None, None, "table"), ("csv", None, "csv"), (None, "-", "table"), (None, "a.jsonl", "jsonl"), (None, "a.NDJSON", "jsonl"),
        (None, "a.geojson", "geojson"), (None, "a.txt", "table"), ("csv", "a.txt", "csv"), (None, os.devnull, "table"),
    ],
)  # fmt: skip
def test_the_ending_chooses_where_the_user_does_not(given, path, found):
    assert choose_format(given, None if path is None else Path(path)) == found


@pytest.mark.parametrize("name", ["out", "out.xlsx", "out.json"])
def test_an_ending_that_says_nothing_is_refused(name):
    with pytest.raises(SettingsError, match="--format"):
        choose_format(None, Path(name))
