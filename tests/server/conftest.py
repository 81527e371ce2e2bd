"""A store with a few incidents, served to a client in this process."""

import shutil

import pytest
from fastapi.testclient import TestClient
from tests.support.small_cli import use_small_stages

from dateline import Project
from dateline.server import Access, create_app

RAID = "Rebels attacked Baghdad, killing {}.\n\nPolice in Karrada said so; Colonel Anwar Selim spoke of two cars.\n"


def write_reports(reports):
    """Write four reports into a folder: two of one raid, one of another, one of a robbery."""
    reports.mkdir()
    for name, publisher, day, body in (
        ("raid", "The Desk", "2024-03-02", RAID.format(12)),
        ("raid-later", "Evening Wire", "2024-03-02", RAID.format(14)),
        ("other", "The Desk", "2024-07-20", "Rebels attacked Sanaa, killing 3.\n\nNobody else was hurt.\n"),
        ("robbery", "The Desk", "2024-07-21", "Peter robbed Erbil, killing 1.\n\nThe shop was shut.\n"),
    ):
        front = f"---\ntitle: {name}\npublisher: {publisher}\npublished: {day}\n---\n\n"
        (reports / f"{name}.md").write_text(front + body, encoding="utf-8")
    return reports


@pytest.fixture(scope="session")
def desk(tmp_path_factory):
    """The file of a store with the four reports, for copies."""
    folder = tmp_path_factory.mktemp("desk")
    with pytest.MonkeyPatch.context() as patched, Project(folder / "desk.db") as made:
        use_small_stages(patched.setattr)
        list(made.add(write_reports(folder / "reports")))
    return folder / "desk.db"


@pytest.fixture
def project(desk, tmp_path, monkeypatch):
    use_small_stages(monkeypatch.setattr)
    with Project(shutil.copy(desk, tmp_path / "desk.db")) as made:
        yield made


@pytest.fixture
def serve(project):
    """Return a client of the app under some access; by default whoever asks may edit."""

    def make(access=None, **options):
        app = create_app(project, access or Access("R. Adeyemi", hosts=frozenset({"localhost"})))
        return TestClient(app, base_url="http://localhost", **options)

    return make


@pytest.fixture
def client(serve):
    return serve()
