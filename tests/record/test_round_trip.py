"""Every record that the contract allows survives its JSON form exactly, and that form fits the published schema."""

import json
import pickle
from dataclasses import fields, is_dataclass, replace

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from tests.record.strategies import events, records, reports

from dateline import codec
from dateline import events as types
from dateline.errors import RecordError
from dateline.events import CodedReport, Coder, spans_of
from dateline.text import Place, Report, Section, Span

THOROUGH = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
CODER = Coder("0.1.0", "none", "x")


@pytest.fixture(scope="module")
def validator():
    schema = codec.json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@THOROUGH
@given(record=records())
def test_a_record_survives_json_and_pickling_fits_the_schema_and_quotes_its_report(validator, record):
    line = codec.dumps(record)
    assert "\n" not in line
    again = codec.loads(line)
    assert again == record
    assert codec.dumps(again) == line
    validator.validate(json.loads(line))
    text = record.report.text
    assert all(text[span.start : span.end] == span.quote for span in spans_of(record.events))
    # Records cross the borders of processes.
    assert pickle.loads(pickle.dumps(record)) == record  # noqa: S301 - our own bytes


@THOROUGH
@given(reports())
def test_the_id_of_a_report_follows_from_what_it_says(report):
    same = replace(report, origin="elsewhere", byline="somebody")
    assert (same.id, same.text_id) == (report.id, report.text_id)
    other = replace(report, publisher=f"{report.publisher}!")
    assert other.id != report.id
    assert other.text_id == report.text_id


def test_the_strategies_reach_every_type_and_every_field():
    """Else the round trip would be tested on less than the contract."""
    seen: dict[str, set[str]] = {}

    def walk(value):
        if isinstance(value, tuple):
            for item in value:
                walk(item)
        elif is_dataclass(value):
            for part in fields(value):
                item = getattr(value, part.name)
                if item not in (None, (), ""):
                    seen.setdefault(type(value).__name__, set()).add(part.name)
                walk(item)

    @settings(max_examples=80, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(records())
    def run(record):
        walk(record)

    run()
    wanted = [getattr(types, name) for name in types.__all__ if isinstance(getattr(types, name), type)]
    for kind in {*wanted, Report, Section, Span, Place}:
        if is_dataclass(kind):
            assert {part.name for part in fields(kind)} == seen.get(kind.__name__, set()), kind


def plain(**changes):
    """Return the JSON form of a small record, changed where a path says so."""
    report = Report("Rebels attacked the town.", "a.txt")
    data = codec.record_to_data(CodedReport(CODER, report))
    for path, value in changes.items():
        place = data
        *above, last = path.split("__")
        for key in above:
            place = place[key]
        if value is ...:
            del place[last]
        else:
            place[last] = value
    return json.dumps(data)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"schema": "dateline/9"}, "dateline/9"),
        ({"coder": ...}, "'coder' is missing"),
        ({"report": ...}, "'report' is missing"),
        ({"report__text": ...}, "'text' is missing"),
        ({"report__text": ""}, "some text"),
        ({"report__text": 5}, "expected str"),
        ({"report__colour": "red"}, "unknown key 'colour'"),
        ({"report__version": "1"}, "expected int"),
        ({"report__version": True}, "expected int"),
        ({"report__id": "0000"}, "id is '0000'"),
        ({"report__sections": {}}, "expected a list"),
        ({"report__sections": [{"kind": "body", "start": 5, "end": 99}]}, "inside the text"),
        ({"report__sections": [{"kind": "poem", "start": 0, "end": 5}]}, "must be one of"),
        ({"report__problems": [["one"]]}, "expected 2 items"),
        ({"relevant": True}, "relevant"),
        ({"events": [5]}, "expected an object"),
        ({"coder__version": None}, "expected str"),
    ],
)
def test_reading_is_strict(changes, said):
    with pytest.raises(RecordError) as error:
        codec.loads(plain(**changes))
    assert said in str(error.value)


@pytest.mark.parametrize("line", ["", "nothing", "[]", "null", '{"schema": "dateline/1"'])
def test_lines_that_are_no_records(line):
    with pytest.raises(RecordError):
        codec.loads(line)


@THOROUGH
@given(events("Rebels attacked the town of Ormana on Sunday, killing four people, police said.", "e1"))
def test_an_event_that_quotes_another_text_is_refused(event):
    # No letter of it stands where it stands in the other.
    report = Report("#" * 100, "a")
    with pytest.raises(RecordError, match="quote"):
        CodedReport(CODER, report, (event,))


@pytest.mark.parametrize(
    "broken",
    [
        {"events": "none"}, {"report": {"text": "x"}}, {"problems": [{"code": "x"}]}, {"relevant": "yes"}, {"more": 1},
        {"coder": {"version": "1", "model": "m"}}, {"schema": "dateline/0"},
    ],
)  # fmt: skip
def test_the_schema_refuses(validator, broken):
    data = json.loads(plain()) | broken
    assert not validator.is_valid(data)
    assert validator.is_valid(json.loads(plain()))


@pytest.mark.parametrize(
    "line", ["", "{", "[" * 100_000, '{"a": ' * 100_000, "9" * 5_000, "null", "[]", "\ud800", '{"schema": []}']
)
def test_a_line_that_is_no_record_is_a_record_error(line):
    with pytest.raises(RecordError):
        codec.loads(line)
