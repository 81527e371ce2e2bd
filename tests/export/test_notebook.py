import html
import re

from tests.support.exporting import coded, raid
from tests.support.incidents import Story
from tests.support.making import attack, small_pipeline

import dateline
from dateline.consolidation import consolidate

HOSTILE = '"></iframe><script>alert(1)</script>'


def framed(shown):
    """The page in the frame of what a notebook is given."""
    assert re.match(r"<iframe sandbox srcdoc=", shown)
    assert shown.count("<") == 2, "the page must not stand outside its attribute"
    return html.unescape(re.search(r'srcdoc="([^"]*)"', shown)[1])


def test_an_incident_shows_its_card():
    document = framed(raid()._repr_html_())
    assert "Zarna" in document
    assert "Raid on Zarna" in document
    assert "<script" not in document


def test_a_record_shows_its_marked_text():
    (record,) = code(attack(3))
    document = framed(record._repr_html_())
    assert "<mark" in document


def code(report):
    with dateline.Project(pipeline=small_pipeline()) as project:
        return [outcome.record for outcome in project.code_reports([report])]


def test_nothing_gets_out_of_the_frame():
    story = Story(f"{HOSTILE} shot at soldiers.", title=HOSTILE).who(HOSTILE, kind="rebels")
    document = framed(consolidate([coded(story, "firearms")])._repr_html_())
    assert "<script" not in document


def test_a_project_says_what_it_keeps_and_makes_no_database(tmp_path):
    project = dateline.Project(tmp_path / "none.db", pipeline=small_pipeline())
    assert "nothing is stored yet" in project._repr_html_()
    assert not (tmp_path / "none.db").exists()
    list(project.add_reports([attack(3)]))
    assert "1 report, 1 event" in project._repr_html_()
    project.close()
