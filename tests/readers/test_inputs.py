"""Which inputs a path means, in what order, and what is said of those that cannot be had."""

import io
import json
import os
import sys
from pathlib import Path

import pytest

from dateline.errors import EmptyInput, InputError, MissingInput, SkippedInput, UnreadableInput
from dateline.readers import ReadOptions, count, inputs, is_english, read, read_text
from dateline.text import Report

STORY = "Gunmen opened fire on a minibus near the village of Ormana on Sunday, killing four passengers, police said."


def written(folder, names):
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{STORY} This is {name}.", encoding="utf-8")


def base(origin):
    return Path(origin).name


def origins(found):
    return [item.origin for item in found]


def test_a_folder_is_read_by_name_and_hidden_files_are_passed_over(tmp_path):
    written(tmp_path, ["b.txt", "a.txt", "sub/c.md", "sub/.hidden.txt", ".git/config", "z.txt"])
    found = list(read([str(tmp_path)]))
    assert [os.path.relpath(origin, tmp_path) for origin in origins(found)] == [
        "a.txt", "b.txt", str(Path("sub", "c.md")), "z.txt"
    ]  # fmt: skip
    assert all(isinstance(item, Report) for item in found)


def test_unknown_kinds_in_a_folder_are_named_once_and_no_failure(tmp_path):
    written(tmp_path, ["a.txt", "b.pdf", "c.pdf", "d.docx"])
    found = list(read([str(tmp_path)]))
    reports, skipped = found[:1], found[1]
    assert isinstance(reports[0], Report)
    assert isinstance(skipped, SkippedInput)
    assert skipped.code == "skipped"
    assert "3 files" in str(skipped)
    assert ".pdf (2), .docx (1)" in str(skipped)


def test_a_file_of_unknown_kind_that_is_named_is_read_by_its_content(tmp_path):
    written(tmp_path, ["report.article"])
    (report,) = read([str(tmp_path / "report.article")])
    assert report.text.startswith("Gunmen")


def test_a_glob_is_sorted_and_one_that_fits_nothing_is_an_error(tmp_path):
    written(tmp_path, ["b.txt", "a.txt", "c.md"])
    assert [base(o) for o in origins(read([str(tmp_path / "*.txt")]))] == ["a.txt", "b.txt"]
    (missing,) = read([str(tmp_path / "*.html")])
    assert isinstance(missing, MissingInput)
    assert "no file matches" in str(missing)


def test_a_deep_glob_reads_each_file_once(tmp_path):
    written(tmp_path, ["a.txt", "sub/b.txt", "sub/deep/c.txt"])
    found = origins(read([str(tmp_path / "**" / "*.txt")]))
    assert sorted(base(o) for o in found) == ["a.txt", "b.txt", "c.txt"]


def test_a_name_with_signs_of_a_glob_is_a_file_where_it_exists(tmp_path):
    written(tmp_path, ["a[1].txt"])
    (report,) = read([str(tmp_path / "a[1].txt")])
    assert isinstance(report, Report)


@pytest.mark.parametrize("path", ["no-such-file.txt", "no-such-folder/report.json", ""])
def test_a_missing_path_is_named(path):
    (error,) = read([path])
    assert isinstance(error, MissingInput)
    assert error.origin == path
    assert "no such file" in str(error)


def test_a_path_with_nul_is_no_path():
    (error,) = read(["a\x00b.txt"])
    assert isinstance(error, MissingInput)
    assert "\x00" not in str(error)


def test_an_empty_folder_is_said_so(tmp_path):
    (error,) = read([str(tmp_path)])
    assert isinstance(error, EmptyInput)


def test_a_failed_input_does_not_stop_the_rest(tmp_path):
    written(tmp_path, ["a.txt", "c.txt"])
    (tmp_path / "b.txt").write_bytes(b"")
    found = list(read([str(tmp_path / "no.txt"), str(tmp_path)]))
    assert [type(item) for item in found] == [MissingInput, Report, EmptyInput, Report]


def test_an_unreadable_folder_is_named_and_the_rest_is_read(tmp_path, monkeypatch):
    written(tmp_path, ["a.txt", "locked/b.txt", "z.txt"])
    scandir = os.scandir

    def refusing(path):
        if str(path).endswith("locked"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(inputs.os, "scandir", refusing)
    found = list(read([str(tmp_path)]))
    assert [type(item) for item in found] == [Report, MissingInput, Report]
    assert found[1].origin.endswith("locked")
    assert "permission denied" in str(found[1])


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read all, Windows has no modes")
def test_a_locked_file_is_named(tmp_path):
    written(tmp_path, ["a.txt"])
    (tmp_path / "a.txt").chmod(0)
    (error,) = read([str(tmp_path / "a.txt")])
    assert isinstance(error, MissingInput)


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
def test_a_loop_of_links_ends(tmp_path):
    written(tmp_path, ["a.txt", "sub/b.txt"])
    (tmp_path / "sub" / "up").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "broken.txt").symlink_to(tmp_path / "nowhere.txt")
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    found = list(read([str(tmp_path)]))
    assert sum(isinstance(item, Report) for item in found) == 2
    assert {base(i.origin) for i in found if isinstance(i, InputError)} == {"broken.txt", "self.txt"}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_pipe_is_refused_at_once(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    (error,) = read([str(tmp_path / "pipe.txt")])
    assert isinstance(error, UnreadableInput)
    assert "no regular file" in str(error)


def test_standard_input_is_read_by_its_content():
    (report,) = read(["-"], stdin=io.BytesIO(STORY.encode()))
    assert report.origin == "-"
    assert report.text == STORY
    lines = b'{"text": "The army attacked the town."}\n{"text": "The rebels fled from it."}\n'
    assert origins(read(["-"], stdin=io.BytesIO(lines))) == ["-:1", "-:2"]


def test_origin_is_the_path_as_given(tmp_path, monkeypatch):
    written(tmp_path, ["texts/abc.txt"])
    (tmp_path / "texts" / "abc.json").write_text(json.dumps({"text": STORY}), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert origins(read(["./texts/abc.json"])) == ["./texts/abc.json"]
    assert origins(read(["texts"])) == [str(Path("texts", "abc.json")), str(Path("texts", "abc.txt"))]


def test_reading_streams(tmp_path):
    path = tmp_path / "many.jsonl"
    path.write_text("\n".join(json.dumps({"text": f"{STORY} {i}"}) for i in range(1000)), encoding="utf-8")
    stream = read([str(path)])
    first = next(stream)
    assert first.origin.endswith("many.jsonl:1")
    stream.close()


def test_count_estimates_from_sizes(tmp_path):
    written(tmp_path, ["a.txt", "b.md", "c.pdf"])
    lines = "\n".join(json.dumps({"text": f"{STORY} {i:06}"}) for i in range(5000))
    (tmp_path / "many.jsonl").write_text(lines, encoding="utf-8")
    assert 4800 <= count([str(tmp_path)]) - 2 <= 5200
    assert count([str(tmp_path / "nothing.txt")]) == 0
    assert count(["-"]) == 1


def test_a_text_is_read_as_a_file_is():
    report = read_text(f"Four killed near Ormana\n\n3 May 2021\n\n{STORY}", origin="mine")
    assert (report.title, report.published, report.origin) == ("Four killed near Ormana", "2021-05-03", "mine")
    with pytest.raises(EmptyInput):
        read_text("  \n ")
    titled = read_text(STORY, title="Four killed", url="https://example.org/1")
    assert titled.text == f"Four killed\n\n{STORY}"
    assert titled.key == "https://example.org/1"


def test_options_go_before_what_the_report_says():
    options = ReadOptions(published="2020-01-02", publisher="Mine", language="fr")
    report = read_text(f"Four killed near Ormana\n\n3 May 2021\n\n{STORY}", options=options)
    assert (report.published, report.publisher, report.language) == ("2020-01-02", "Mine", "fr")
    assert not is_english(report)
    assert [code for code, _ in report.problems] == ["language"]


def test_a_wire_that_publishes_itself_is_no_agency():
    assert read_text(f"ORMANA (Reuters) - {STORY}", options=ReadOptions(publisher="Reuters")).agency is None
    assert read_text(f"ORMANA (Reuters) - {STORY}", options=ReadOptions(publisher="The Courier")).agency == "Reuters"
