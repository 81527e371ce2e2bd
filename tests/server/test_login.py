"""Logging in from a browser: what the cookie is like, and how often a wrong token may be tried."""

from tests.server.test_security import GUARDED, SECRETS

from dateline.server import login


def test_a_token_is_kept_in_a_cookie_that_no_script_reads(serve):
    client = serve(GUARDED)
    assert client.get("/api/session").status_code == 401
    answer = client.post("/api/login", json={"token": SECRETS[1]})
    assert (answer.status_code, answer.json()["user"], answer.json()["rights"]) == (200, "Rita", "read")
    said = answer.headers["set-cookie"].lower()
    for part in ("httponly", "samesite=strict", "path=/api"):
        assert part in said
    assert "secure" not in said
    assert client.get("/api/session").json()["user"] == "Rita"
    row = client.get("/api/incidents").json()["rows"][0]
    seen = {"if-match": f'"{row["version"]}"'}
    assert client.post(f"/api/incidents/{row['id']}/reject", json={"why": "x"}, headers=seen).status_code == 403
    assert client.post("/api/logout").status_code == 204
    assert client.get("/api/session").status_code == 401


def test_over_https_the_cookie_never_goes_in_the_open(serve):
    client = serve(GUARDED)
    client.base_url = "https://localhost"
    assert "secure" in client.post("/api/login", json={"token": SECRETS[0]}).headers["set-cookie"].lower()


def test_wrong_tokens_are_counted_and_then_not_looked_at(serve):
    client = serve(GUARDED)
    now = 0.0
    client.app.state.tries = login.Tries(clock=lambda: now)
    for _ in range(login.TRIES):
        answer = client.post("/api/login", json={"token": "x" * 30})
        assert answer.status_code == 401
        assert "set-cookie" not in answer.headers
    answer = client.post("/api/login", json={"token": SECRETS[0]})
    assert answer.status_code == 429
    assert 0 < int(answer.headers["retry-after"]) <= login.WINDOW
    now = login.WINDOW + 1
    assert client.post("/api/login", json={"token": SECRETS[0]}).status_code == 200


def test_another_page_may_not_log_anybody_in(serve):
    client = serve(GUARDED)
    answer = client.post("/api/login", json={"token": SECRETS[0]}, headers={"origin": "http://evil.example"})
    assert answer.status_code == 403


def test_where_no_token_is_asked_for_none_is_kept(client):
    answer = client.post("/api/login", json={"token": "anything"})
    assert answer.status_code == 200
    assert "set-cookie" not in answer.headers


def test_odd_tokens_are_wrong_tokens(serve):
    client = serve(GUARDED)
    for token in ("\u00e9" * 30, "\x00", " " + SECRETS[0]):
        assert client.post("/api/login", json={"token": token}).status_code == 401
    answer = client.post("/api/login", content='{"token": "\\ud800"}', headers={"content-type": "application/json"})
    assert answer.status_code == 422
