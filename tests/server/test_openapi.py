"""The API keeps to its OpenAPI, whatever it is asked: no server error, no status or shape that is not written there."""

import shutil
from urllib.parse import quote

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import checks
from tests.support.small_cli import use_small_stages

from dateline import Project
from dateline.server import Access, create_app
from dateline.server.desk import FILTERS

EXAMPLES = 6
"""Questions an operation and test: a few hundred in all."""

ODD = (
    "", " ", "\x00", "\uffff", "-1", "1e400", "9" * 400, "true", "null", "' OR 1=1 --", "<b>", "\u0663", "a\nb", "\U0001f697" * 90,
    "9223372036854775808", "day~~0", "reports~99999999999999999999~" + "a" * 24,
)  # fmt: skip
"""Values that no parameter has, or few."""


@pytest.fixture(scope="module")
def app(desk, tmp_path_factory):
    with (
        pytest.MonkeyPatch.context() as patched,
        Project(shutil.copy(desk, tmp_path_factory.mktemp("openapi") / "desk.db")) as made,
    ):
        use_small_stages(patched.setattr)
        yield create_app(made, Access("R. Adeyemi", hosts=frozenset({"localhost", "testserver"})))


checks.load_all_checks()
CHECKS = checks.CHECKS.get_by_names(
    ["not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance"]
)
BOUNDED = settings(
    max_examples=EXAMPLES,
    phases=[Phase.explicit, Phase.generate],
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


def test_answers_are_as_described(app):
    schema = schemathesis.openapi.from_asgi("/api/openapi.json", app)
    asked = 0
    for found in schema.exclude(path_regex="/stream$").get_all_operations():

        @BOUNDED
        @given(case=found.ok().as_strategy())
        def ask(case):
            nonlocal asked
            case.call_and_validate(checks=CHECKS)
            asked += 1

        ask()
    assert asked > 100


def test_odd_values_are_no_trouble_of_the_server(app):
    client = TestClient(app, base_url="http://localhost", raise_server_exceptions=False)
    event = client.get("/api/incidents").json()["rows"][0]["id"]
    for path, operations in app.openapi()["paths"].items():
        told = operations.get("get")
        if told is None or path.endswith("/stream"):
            continue
        address = path.replace("{reference}", event).replace("{name}", "rebels")
        names = [one["name"] for one in told.get("parameters", ()) if one["in"] == "query"]
        # All routes read filters in one way.
        names = [name for name in names if name not in FILTERS or path == "/api/incidents"]
        for name in names:
            for value in ODD:
                answer = client.get(address, params={name: [value, value]})
                assert answer.status_code in {200, 400, 404, 422}, (path, name, value, answer.text)
        if address != path:
            for value in ODD:
                written = quote(value, safe="")
                answer = client.get(path.replace("{reference}", written).replace("{name}", written))
                assert answer.status_code < 500, (path, value, answer.text)


def test_odd_values_of_what_is_decided_are_refused(app):
    client = TestClient(app, base_url="http://localhost", raise_server_exceptions=False)
    row = client.get("/api/incidents").json()["rows"][0]
    seen = {"if-match": f'"{row["version"]}"', "content-type": "application/json"}
    for why in ('"a\\u0000b"', '"\\ud800"', "true", "7", '""', '" "', "null", "[]"):
        answer = client.post(f"/api/incidents/{row['id']}/reject", content=f'{{"why": {why}}}', headers=seen)
        assert answer.status_code in {400, 422}, (why, answer.text)
    for number in ("0", "-1", "9" * 30, "1.5", "true"):
        assert client.post(f"/api/decisions/{number}/undo", json={}).status_code in {404, 422}
    for version in ('"' + "9" * 40 + '"', "*", "true", "-1", ""):
        answer = client.post(f"/api/incidents/{row['id']}/reject", json={"why": "x"}, headers={"if-match": version})
        assert answer.status_code == 400, (version, answer.text)


def test_a_body_that_says_no_length_is_refused(app):
    client = TestClient(app, base_url="http://localhost")
    answer = client.put("/api/grades/outlet", content=iter([b"{", b"}"]))
    assert answer.status_code == 411
