import io
from datetime import date
from xml.etree import ElementTree as ET

import pytest
from PIL import Image
from tests.support.exporting import coded, march, raid
from tests.support.incidents import Story

from dateline.consolidation import consolidate
from dateline.errors import SettingsError
from dateline.export.families import FAMILIES, family_of
from dateline.export.pins import Pin, dead, spots_of, whole_countries
from dateline.export.plots import PLOTS, draw, form_of_file
from dateline.export.timing import timeline_of
from dateline.vocabulary import Plover

NAMES = [plot.name for plot in PLOTS]


def pins():
    return [Pin.of(raid()), Pin.of(march())]


def drawn(name, shown, **how):
    stream = io.BytesIO()
    draw(name, shown, stream, **how)
    return stream.getvalue()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("dark", [False, True])
def test_a_picture_is_as_large_as_a_page_and_has_its_ground(name, dark):
    picture = Image.open(io.BytesIO(drawn(name, pins(), dark=dark))).convert("RGB")
    assert min(picture.size) > 400
    assert picture.getpixel((2, 2)) == ((20, 23, 27) if dark else (255, 255, 255))
    assert (
        len(
            set(
                picture.reduce(8).get_flattened_data()
                if hasattr(picture, "get_flattened_data")
                else picture.reduce(8).getdata()
            )
        )
        > 8
    )


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("form", ["png", "svg"])
def test_the_same_incidents_make_the_same_bytes(name, form):
    assert drawn(name, pins(), form=form) == drawn(name, pins(), form=form)


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_of_nothing_says_so_and_breaks_nothing(name):
    assert drawn(name, [])[:4] == b"\x89PNG"


def texts(svg):
    return "\n".join("".join(node.itertext()) for node in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text"))  # noqa: S314 - our own file


def test_an_svg_has_words_to_search_and_asks_nobody():
    svg = drawn("timeline", pins(), form="svg", title="Spring", step="month")
    assert "Spring" in texts(svg)
    assert "Violence" in texts(svg)
    assert b"<script" not in svg
    assert b'href="http' not in svg


@pytest.mark.parametrize("name", ["$\\frac{1}$ brigade", "<script>x</script>", "旅\u202eX", "a\x07b"])
def test_no_name_breaks_a_picture(name):
    story = Story(f"{name} shot at soldiers in Zarna.").who(name, kind="rebels").who("soldiers", "target", "military")
    shown = [Pin.of(consolidate([coded(story, "firearms")]))]
    for plot in NAMES:
        ET.fromstring(drawn(plot, shown, form="svg", title=name))  # noqa: S314 - our own file


def test_who_against_whom_is_counted_by_state_group_and_kind():
    assert (Pin.of(raid()).doer, Pin.of(raid()).other) == ("rebels, Iraq", "Iraq: military")
    svg = drawn("actors", pins(), form="svg")
    assert "Iraq: military" in texts(svg)


def test_unknown_pictures_forms_and_steps_are_told_what_is_valid():
    with pytest.raises(SettingsError, match="map, timeline, actors"):
        drawn("globe", [])
    with pytest.raises(SettingsError, match="png or svg"):
        drawn("map", [], form="gif")
    with pytest.raises(SettingsError, match="day, week, month, year"):
        drawn("timeline", pins(), step="hour")
    with pytest.raises(SettingsError, match=r"\.png or \.svg"):
        form_of_file(__import__("pathlib").Path("a.jpg"))


def test_bars_leave_out_no_week():
    line = timeline_of(pins(), step="week")
    assert line.bars[0].start == date(2023, 12, 4)
    assert line.bars[-1].start == date(2024, 5, 6)
    assert len(line.bars) == 23
    assert sum(bar.total for bar in line.bars) == 2
    assert line.bars[0].killed == 15


@pytest.mark.parametrize(
    ("days", "step"), [(1, "day"), (62, "day"), (63, "week"), (430, "week"), (431, "month"), (4000, "year")]
)
def test_the_span_asks_for_its_step(days, step):
    import dataclasses
    from datetime import timedelta

    first = Pin.of(raid())
    last = dataclasses.replace(first, day=first.day + timedelta(days=days - 1))
    assert timeline_of([first, last]).step == step


def test_every_type_has_a_family_of_its_own():
    from typing import get_args

    assert {kind for family in FAMILIES for kind in family.types} == set(get_args(Plover))
    assert sum(len(family.types) for family in FAMILIES) == len(get_args(Plover))
    assert family_of("PROTEST").name == "protest"


def test_the_dead_of_series_are_not_added():
    import dataclasses

    series = dataclasses.replace(Pin.of(raid()), series=True)
    assert dead([Pin.of(raid()), series]) == 15
    assert [spot.killed for spot in spots_of([Pin.of(raid()), series])] == [15]


def test_a_country_is_tinted_by_the_gravest_of_what_is_known_of_it_alone():
    import dataclasses

    calm = dataclasses.replace(Pin.of(march()), countrywide=True, country="IQ")
    grave = dataclasses.replace(Pin.of(raid()), countrywide=True)
    assert {code: family.name for code, family in whole_countries([calm, grave]).items()} == {"IQ": "violence"}
