import pytest
from tests.support.making import attack, small_pipeline
from tests.support.records import marwah

from dateline.errors import RecordError
from dateline.frames import from_pandas, from_polars, to_pandas, to_polars

pd = pytest.importorskip("pandas")
pl = pytest.importorskip("polars")

FRAMES = {"pandas": (to_pandas, from_pandas), "polars": (to_polars, from_polars)}


@pytest.fixture
def records():
    reports = [
        attack(3, more='Police threatened Erbil, killing 2.\n“Ça”, ключ 🚀, "quoted"; x\n'),
        attack(1, who="Weather", verb="was over", title="No event", published=None),
        attack(0, who="Thieves", verb="robbed", url="https://example.org/1"),
        attack(9, language="fr"),
    ]
    return [*(coding.record for coding in small_pipeline().code(reports)), marwah()]


@pytest.fixture(params=list(FRAMES))
def both(request):
    return FRAMES[request.param]


def test_records_come_back_exactly(both, records):
    to, back = both
    frame = to(records, lossless=True)
    assert back(frame) == records
    assert len(frame) == 2 + 1 + 1 + 1 + len(marwah().events)


def test_they_come_back_from_a_part_and_from_a_file(both, records, tmp_path):
    to, back = both
    frame = to(records, lossless=True)
    # The last row of the first report and no other of it: the whole record stands on each.
    assert back(frame[1:]) == records
    if isinstance(frame, pd.DataFrame):
        frame.to_csv(tmp_path / "f.csv", index=False)
        assert from_pandas(pd.read_csv(tmp_path / "f.csv")) == records
    else:
        frame.write_csv(tmp_path / "f.csv")
        assert from_polars(pl.read_csv(tmp_path / "f.csv")) == records


def test_one_row_an_event_with_zero_and_not_stated_apart(records):
    frame = to_pandas(records[:4])
    assert list(frame["plover"]) == ["ASSAULT", "THREATEN", "ASSAULT"]
    assert list(frame["killed_low"]) == [3, 2, 0]
    assert str(frame["killed_low"].dtype) == "Int64"
    assert "record" not in frame.columns
    assert frame["injured_low"].isna().all()
    assert list(frame["injured_stated"]) == [True, True, True]
    assert frame["title"].isna().all()
    table = to_polars(records[:4])
    assert table["killed_low"].to_list() == [3, 2, 0]
    assert table["killed_low"].dtype == pl.Int64
    assert table["injured_low"].null_count() == 3
    assert table.columns == list(frame.columns)
    assert table["event"].str.json_path_match("$.type.plover").to_list() == ["ASSAULT", "THREATEN", "ASSAULT"]


def test_no_records_make_an_empty_frame_of_the_same_columns(both, records):
    to, back = both
    empty = to([], lossless=True)
    assert (len(empty), list(empty.columns)) == (0, list(to(records, lossless=True).columns))
    assert back(empty) == []


def test_a_frame_without_records_says_so(both, records):
    to, back = both
    with pytest.raises(RecordError, match="lossless=True"):
        back(to(records))
