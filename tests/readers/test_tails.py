"""The name of a site at the end of a headline."""

import pytest

from dateline.readers import read_text
from dateline.readers.tails import tail_of

CASES = [
    ("Two hurt in barn fire near Milltown - KQZX News 9 Springfield", "Two hurt in barn fire near Milltown"),
    ("Truce holds for a third day | Reuters", "Truce holds for a third day"),
    ("Bridge closed after blast :: WQQX.com", "Bridge closed after blast"),
    ("Mayor resigns over contract – The Milltown Gazette", "Mayor resigns over contract"),
    ("Man held over raid - Milltown.com | Milltown, Oakfield", "Man held over raid"),
    ("Fifteen killed in market blast - officials", None),
    ("Fifteen killed in market blast - army says News of it false", None),
    ("Talks on truce - news of a deal", None),
    ("Fire - KQZX News 9", None),
    ("No separator here, says KQZX News", None),
    ("", None),
    (" - | :: ", None),
]


@pytest.mark.parametrize(("title", "kept"), CASES)
def test_the_tail_is_found(title, kept):
    at = tail_of(title)
    assert (None if at is None else title[:at]) == kept


def test_it_is_boilerplate_and_the_words_are_kept():
    title = CASES[0][0]
    report = read_text("Two men were hurt in a fire in a barn on Monday. It was put out at noon.", title=title)
    assert report.title == title
    assert report.text.startswith(f"{title}\n\n")
    spans = [(s.kind, report.text[s.start : s.end]) for s in report.sections[:2]]
    assert spans == [("title", "Two hurt in barn fire near Milltown"), ("boilerplate", "- KQZX News 9 Springfield")]


def test_many_separators_cost_no_more_than_their_length():
    assert tail_of("word word word " + "- | " * 5000) is None
