import itertools

import pytest

from dateline.export.maps import WORLD, outlines, rings_in, window_of


def test_a_window_holds_its_points_with_a_margin():
    window = window_of([(44.0, 33.0), (48.0, 36.0)], aspect=1.5)
    assert window.west < 44.0
    assert window.east > 48.0
    assert window.aspect == pytest.approx(1.5)


def test_points_on_both_sides_of_the_date_line_make_a_small_window():
    window = window_of([(178.0, -17.0), (-175.0, -21.0)], aspect=1.5)
    assert window.east - window.west < 20
    assert window.holds(-175.0, -21.0)
    assert window.holds(178.0, -17.0)


def test_points_all_over_the_earth_show_it_whole():
    assert window_of([(-120.0, 40.0), (0.0, 50.0), (140.0, -30.0)], aspect=2) == WORLD
    assert window_of([], aspect=2) == WORLD


def test_one_town_still_shows_its_surroundings():
    window = window_of([(44.0, 33.0)], aspect=1)
    assert window.north - window.south >= 4


@pytest.mark.parametrize("window", [WORLD, window_of([(170.0, 66.0), (-170.0, 60.0)], aspect=2)])
def test_no_outline_jumps_across_the_map(window):
    for code, ring in rings_in(window):
        steps = [abs(a[0] - b[0]) for a, b in itertools.pairwise(ring) if -89 < a[1] < 89]
        assert max(steps) < 60, code  # the border of Canada has one of 28 degrees


def test_a_land_beyond_the_date_line_is_drawn_on_both_edges_of_the_earth():
    west = min(x for code, ring in rings_in(WORLD) if code == "RU" for x, _ in ring)
    east = max(x for code, ring in rings_in(WORLD) if code == "RU" for x, _ in ring)
    assert west < -170
    assert east > 180


def test_outlines_lie_where_their_countries_do():
    (west, east), (south, north) = (
        (min(v), max(v)) for v in zip(*(p for ring in outlines()["IQ"] for p in ring), strict=True)
    )
    assert (round(west), round(east), round(south), round(north)) == (39, 49, 29, 37)
