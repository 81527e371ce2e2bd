import io
import re

import pytest
from tests.support.records import eventless, marwah, simple

from dateline.cli.reading import print_view
from dateline.cli.terminal import GAP, TablePrinter, column_widths, console_for, safe, width_for
from dateline.export import SLOTS, report_table, view

ANSI = re.compile(r"\x1b\[[0-9;]*m")


class Screen(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self):
        return True


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch):
    for name in ("NO_COLOR", "FORCE_COLOR", "COLORTERM", "COLUMNS", "TERM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")


def table(*records, stream=None, criminal=False):
    stream = stream or io.StringIO()
    printer = TablePrinter(console_for(stream))
    for record in records:
        printer.print(report_table(record, criminal=criminal))
    printer.close()
    return stream.getvalue()


def shown(record, stream=None):
    stream = stream or io.StringIO()
    print_view(console_for(stream), view(record))
    return stream.getvalue()


@pytest.mark.parametrize("width", [60, 80, 100, 137, 220])
def test_columns_fill_the_width(width):
    widths = column_widths(width)
    assert sum(widths) + GAP * (len(widths) - 1) == width
    assert min(widths) >= 7


@pytest.mark.parametrize(("columns", "width"), [("", 100), ("140", 140), ("20", 60), ("9999", 220), ("wide", 100)])
def test_a_pipe_is_as_wide_as_columns_says(monkeypatch, columns, width):
    monkeypatch.setenv("COLUMNS", columns)
    assert width_for(io.StringIO()) == width


@pytest.mark.parametrize("columns", ["60", "80", "100", "160"])
def test_a_table_fits(monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", columns)
    lines = table(marwah(), eventless(), criminal=True).splitlines()
    assert max(map(len, lines)) <= int(columns)


def test_a_table_says_what_a_coder_wants_to_see():
    text = " ".join(table(marwah()).split())
    for words in ("~2023-07-04", "04:00–04:59", "(suspected by", "Police)", "unclaimed", "(IQ)", "killed 0, injured 0"):
        assert words in text
    assert "background" in text
    assert "×2–?" in text
    assert "1 criminal event left out; --criminal shows them" in text
    assert "brawl" not in text


def test_current_events_come_before_the_background():
    text = table(marwah(), criminal=True)
    assert text.index("shelling") < text.index("background") < text.index("criminal:")


def test_a_report_without_events_and_its_problems_are_shown():
    text = table(eventless())
    assert "no event" in text
    assert "! undated: " in text


def test_the_head_stands_once():
    assert table(marwah(), marwah()).count("who → whom") == 1


def test_no_colour_in_a_pipe_and_colour_in_a_terminal():
    assert "\x1b" not in table(marwah())
    assert "\x1b[" in table(marwah(), stream=Screen())


def test_no_color_is_respected(monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    codes = set(re.findall(r"\x1b\[([0-9;]*)m", table(marwah(), stream=Screen()) + shown(marwah(), Screen())))
    assert not {code for code in codes if re.search(r"(^|;)(3[0-8]|4[0-8]|9[0-7])(;|$)", code)}


def test_a_terminal_obeys_no_report():
    record = simple("Evil \x1b[31m\x1b]0;title\x07 text killed \u202eback\x9b2J", "killed", title="A \x1b[2J title")
    for text in (table(record), shown(record)):
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
    coloured = ANSI.sub("", table(record, stream=Screen()) + shown(record, Screen()))
    assert "\x1b" not in coloured


def test_markup_of_the_library_is_only_text():
    assert "[bold]x[/bold] :smile:" in shown(simple("[bold]x[/bold] :smile: killed", "killed"))


def test_safe_text_keeps_its_length():
    assert safe("a\x1bb\nc\td") == "a\ufffdb\nc\td"


def test_show_marks_each_slot_in_its_colour():
    text = shown(marwah(), Screen())
    for slot in SLOTS:
        if slot.name != "event":
            red, green, blue = (int(slot.colour[i : i + 2], 16) for i in (1, 3, 5))
            assert f"48;2;{red};{green};{blue}" in text, slot.name


def test_show_without_colour_still_reads():
    text = shown(marwah())
    assert "were fired at the Dravian consulate in Marwah[1]" in text
    assert "At least 15 militants were killed in raids in March[2]" in text
    assert "killed: 0, says consulate spokeswoman (government)" in text
    assert "responsibility suspected: Free Valley Front, says Police (police)" in text


def test_the_legend_is_for_eyes_that_see_colour(monkeypatch):
    assert "why so labelled" in ANSI.sub("", shown(marwah(), Screen()))
    assert "why so labelled" not in shown(marwah())
    monkeypatch.setenv("NO_COLOR", "1")
    assert "why so labelled" not in shown(marwah(), Screen())


def test_show_fits_the_width():
    assert max(map(len, shown(marwah()).splitlines())) <= 100


def test_show_of_a_report_without_events_says_so():
    assert "The report tells of no event." in shown(eventless())


def test_wide_and_combining_characters_keep_columns_aligned():
    record = simple("攻撃 killed é́ 🏴‍☠️", "攻撃 killed")
    assert "攻撃 killed" in " ".join(table(record).split())
