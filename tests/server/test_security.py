"""Who may ask: hosts, origins, tokens, limits; and what every answer carries."""

import pytest

from dateline.errors import SettingsError
from dateline.server import Access, Token, read_tokens
from dateline.server.security import is_loopback
from dateline.serving import Serving, access_of

SECRETS = ("e" * 30, "r" * 30)
GUARDED = Access(
    "nobody",
    (Token("Ed", "edit", SECRETS[0]), Token("Rita", "read", SECRETS[1])),
    hosts=frozenset({"localhost"}),
)


def bearer(secret):
    return {"authorization": f"Bearer {secret}"}


def test_another_host_name_is_refused(client):
    answer = client.get("/api/session", headers={"host": "evil.example"})
    assert answer.status_code == 421
    assert client.get("/", headers={"host": "evil.example"}).status_code == 421


def test_another_origin_may_not_decide(client):
    row = client.get("/api/incidents").json()["rows"][0]
    headers = {"if-match": f'"{row["version"]}"', "origin": "http://evil.example"}
    answer = client.post(f"/api/incidents/{row['id']}/reject", json={"why": "x"}, headers=headers)
    assert answer.status_code == 403
    assert (
        "access-control-allow-origin"
        not in client.get("/api/session", headers={"origin": "http://evil.example"}).headers
    )


def test_tokens_say_who_may_do_what(serve):
    client = serve(GUARDED)
    assert client.get("/api/session").status_code == 401
    assert client.get("/api/session", headers=bearer("x" * 30)).status_code == 401
    assert client.get("/api/session", headers=bearer(SECRETS[1])).json() == {
        "user": "Rita", "rights": "read", "role": "reviewer", "signed_in": True, "version": client.app.version,
    }  # fmt: skip
    row = client.get("/api/incidents", headers=bearer(SECRETS[1])).json()["rows"][0]
    path, body, seen = f"/api/incidents/{row['id']}/reject", {"why": "x"}, {"if-match": f'"{row["version"]}"'}
    assert client.post(path, json=body, headers={**seen, **bearer(SECRETS[1])}).status_code == 403
    made = client.post(path, json=body, headers={**seen, **bearer(SECRETS[0])})
    assert made.json()["decision"]["by"] == "Ed"
    assert client.get("/api/health").status_code == 200


def test_large_requests_are_refused(client):
    assert client.get("/api/incidents?search=" + "x" * 9000).status_code == 414
    answer = client.put("/api/grades/outlet", content=b"x" * 2_000_000, headers={"content-type": "application/json"})
    assert answer.status_code == 413


def test_every_answer_says_what_the_page_may_load(client):
    for path in ("/", "/api/session", "/api/nothing", "/incident/1234"):
        policy = client.get(path).headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self'" in policy


def test_a_file_of_tokens(tmp_path):
    path = tmp_path / "tokens.txt"
    path.write_text(f"# ours\nEd Desk edit {SECRETS[0]}\nRita read {SECRETS[1]}\n", "utf-8")
    assert [(token.name, token.rights) for token in read_tokens(path)] == [("Ed Desk", "edit"), ("Rita", "read")]
    assert SECRETS[0] not in repr(read_tokens(path))
    path.write_text("Ed edit short\n", "utf-8")
    with pytest.raises(SettingsError, match="24 characters"):
        read_tokens(path)
    path.write_text("# nobody\n", "utf-8")
    with pytest.raises(SettingsError, match="no token"):
        read_tokens(path)


def test_an_address_that_others_reach_needs_tokens(tmp_path):
    assert is_loopback("127.0.0.1")
    assert is_loopback("localhost")
    assert not is_loopback("192.0.2.7")
    with pytest.raises(SettingsError, match="--token-file"):
        access_of(Serving(host="192.0.2.7"))
    assert access_of(Serving(user="Ed", read_only=True)).caller(None).rights == "read"
