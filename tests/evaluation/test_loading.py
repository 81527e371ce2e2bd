"""The forms that gold may have, and what is said of files that have none of them."""

import json

import pytest
from tests.support.records import marwah

from dateline.codec import dumps
from dateline.errors import DatelineError, InputError, SettingsError
from dateline.evaluation import errors_page
from dateline.scoring import coded_events, read_coded, read_gold, reports_of, score

CASE = {
    "id": "depot",
    "published": "2024-03-05",
    "title": "Depot shelled",
    "text": "Gunners shelled a fuel depot in Erbil.",
    "gold": {"relevant": True, "events": [{"anchor": "Gunners shelled a fuel depot", "plover": "ASSAULT"}]},
}


def write(path, *rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_gold_in_a_folder_is_read_by_name_and_its_reports_stand_beside_it(tmp_path):
    (tmp_path / "gold").mkdir()
    (tmp_path / "reports").mkdir()
    for name in ("b", "a"):
        write(tmp_path / "gold" / f"{name}.json", {"id": name, "relevant": False, "events": []})
        (tmp_path / "reports" / f"{name}.txt").write_text(f"Nothing happened in {name}.\n", encoding="utf-8")
    (tmp_path / "reports" / "other.txt").write_text("Not in the gold.\n", encoding="utf-8")
    gold = read_gold(tmp_path / "gold")
    assert [g.key for g in gold] == ["a", "b"]
    reports = list(reports_of(gold, tmp_path / "gold", None))
    assert [report.text.strip() for report in reports] == ["Nothing happened in a.", "Nothing happened in b."]


def test_cases_bring_their_text_along(tmp_path):
    gold = read_gold(write(tmp_path / "cases.jsonl", CASE))
    (report,) = reports_of(gold, tmp_path, None)
    assert (report.title, report.published) == ("Depot shelled", "2024-03-05")
    assert gold[0].events[0].label("plover") == "ASSAULT"


def test_records_are_gold_too_and_score_fully_against_themselves(tmp_path):
    record = marwah()
    file = tmp_path / "checked.jsonl"
    file.write_text(dumps(record) + "\n", encoding="utf-8")
    gold = read_gold(file)
    assert [report.id for report in reports_of(gold, file, None)] == [record.report.id]
    found = score(gold, read_coded(file))
    assert found.figures["all slots"].f1 == 1.0
    assert found.figures["events"].right > 0
    assert score(gold, coded_events([record])).figures == found.figures


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("gold.json", "{", "not JSON"),
        ("gold.json", "[1]", "not a JSON object"),
        ("gold.json", '{"id": "a"}', "needs an id and a list of events"),
        ("gold.jsonl", '{"id": "a", "events": [{"anchor": 3, "tolls": ["five"]}]}', "event 1 is in neither"),
        ("gold.jsonl", '{"id": "a", "events": []}\n{"id": "a", "events": []}', "stands in"),
        ("gold.jsonl", "\n", "no gold in it"),
        ("gold.jsonl", '{"id": "a", "report": {"text": 5}, "events": []}', "text"),
    ],
)
def test_a_file_that_is_no_gold_is_named_with_what_is_wrong(tmp_path, name, content, said):
    file = tmp_path / name
    file.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=said) as caught:
        read_gold(file)
    assert name in str(caught.value)


def test_what_is_missing_is_named(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        read_gold(tmp_path / "nowhere")
    gold = read_gold(write(tmp_path / "gold.json", {"id": "a", "relevant": False, "events": []}))
    with pytest.raises(SettingsError, match="--texts"):
        list(reports_of(gold, tmp_path / "gold.json", None))
    with pytest.raises(DatelineError, match="no coded record"):
        read_coded(write(tmp_path / "theirs.jsonl", {"id": "a"}))


def test_the_page_shows_hostile_text_as_text(tmp_path):
    case = json.loads(json.dumps(CASE).replace("Gunners", "<script>alert(1)</script>"))
    gold = read_gold(write(tmp_path / "cases.jsonl", case))
    page = errors_page(score(gold, {}), gold="<b>gold</b>", coded="dateline")
    assert "There is no record of this report" in page
    assert "<b>gold" not in page
    shown = errors_page(score(gold, read_coded(write(tmp_path / "x.jsonl", {"report": {"origin": "depot.txt", "text": case["text"]}, "events": []}))), gold="g", coded="c")  # fmt: skip
    assert "<script" not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt; shelled a fuel depot" in shown
    assert "default-src &#x27;none&#x27;" in shown or "default-src 'none'" in shown
