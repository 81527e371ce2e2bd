"""The map, the timeline, the list and the filters, with the mouse, the keyboard and the address."""

import re
import time
from datetime import date
from pathlib import Path

from tests.support.browsing import until

INKED = """() => {
  const canvas = document.querySelector('canvas.incidents');
  const bytes = canvas?.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data ?? [];
  for (let i = 3; i < bytes.length; i += 4) if (bytes[i]) return true;
  return false;
}"""


def shown(page, count):
    until(page, f"document.querySelectorAll('li.item').length === {count}")


def test_the_page_draws_and_the_address_holds_the_filters(desk, visit):
    page = visit(desk())
    shown(page, 4)
    until(page, INKED)
    assert page.locator(".timeline canvas").is_visible()
    assert page.locator(".legend li").count() > 3
    page.get_by_role("checkbox", name="Iraq").check()
    shown(page, 3)
    assert "country=IQ" in page.url
    page.get_by_label("killed").fill("7")
    page.get_by_label("killed").press("Enter")
    page.get_by_label("killed").blur()
    shown(page, 2)
    page.reload()
    shown(page, 2)
    page.go_back()
    shown(page, 3)
    page.go_back()
    shown(page, 4)
    page.go_forward()
    shown(page, 3)
    page.get_by_role("button", name=re.compile("country: IQ")).click()
    shown(page, 4)


LATE_FRAMES = """() => {
  window.requestAnimationFrame = (step) => setTimeout(() => step(performance.now()), 400);
  window.cancelAnimationFrame = (number) => clearTimeout(number);
}"""


def test_leaving_while_the_countries_wait_for_their_frame_fails_nowhere(desk, visit):
    page = visit(desk(), "/overview")
    page.add_init_script(f"({LATE_FRAMES})()")
    page.reload()
    page.wait_for_selector("#content")
    with page.expect_response("**/countries.json") as told:
        page.get_by_role("link", name="Explore").click()
    told.value.finished()
    until(page, "document.querySelector('.leaflet-countries-pane canvas') !== null")
    page.get_by_role("link", name="Overview").click()
    page.wait_for_timeout(1000)  # what went wrong in a frame after it is seen by `visit`


def test_what_is_typed_outlives_answers_that_arrive_meanwhile(desk, visit):
    page = visit(desk())
    shown(page, 4)
    page.route("**/api/incidents/facets*", lambda route: (time.sleep(0.4), route.continue_()))
    page.get_by_role("checkbox", name="Iraq").check()
    page.get_by_label("killed").press_sequentially("7")
    shown(page, 3)
    page.wait_for_timeout(1000)
    assert page.get_by_label("killed").input_value() == "7"
    page.get_by_label("killed").press("Enter")
    page.get_by_label("killed").blur()
    shown(page, 2)


def test_a_search_that_finds_nothing_says_so(desk, visit):
    page = visit(desk())
    page.keyboard.press("/")
    page.keyboard.type("marmalade")
    page.keyboard.press("Enter")
    page.get_by_text("No incident fits").wait_for()
    assert "search=marmalade" in page.url


def test_a_bad_filter_is_told_and_the_page_stays(desk, visit, watch):
    watch.expected = ("400", "422")
    page = visit(desk(), "/?country=nowhere-at-all")
    page.get_by_role("alert").first.wait_for()
    page.get_by_role("button", name=re.compile("country: nowhere")).click()
    shown(page, 4)


def test_a_click_on_the_map_and_its_keys(desk, visit):
    page = visit(desk(), "/?at=15.35,44.21,8")
    until(page, INKED)
    shown(page, 1)  # linked: the list holds what the map shows
    box = page.locator(".map").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.locator("li.item.chosen", has_text="Sanaa").wait_for()
    page.locator(".map").focus()
    page.keyboard.press("+")
    page.wait_for_url(re.compile(r"at=15[^&]*(,|%2C)9"))
    page.get_by_label("only what the map shows").uncheck()
    shown(page, 4)


def test_the_list_is_walked_with_the_keyboard(desk, visit):
    page = visit(desk())
    shown(page, 4)
    page.locator("li.item > a").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("j")
    page.keyboard.press("k")
    second = page.evaluate("document.activeElement.getAttribute('href')")
    assert second == page.locator("li.item > a").nth(1).get_attribute("href")
    page.keyboard.press("Enter")
    until(page, f"location.pathname + location.search === '{second}'")
    page.locator("h1").wait_for()


def test_names_are_offered_while_one_types_and_asked_for_whole(desk, visit):
    page = visit(desk())
    shown(page, 4)
    field = page.get_by_role("combobox", name="Place: a name")
    field.press_sequentially("bAg")
    page.get_by_role("option", name="Baghdad").wait_for()
    field.press("ArrowDown")
    assert page.get_by_role("option", name="Baghdad").get_attribute("aria-selected") == "true"
    assert field.get_attribute("aria-activedescendant") == page.get_by_role("option").first.get_attribute("id")
    field.press("Escape")
    page.get_by_role("listbox").wait_for(state="detached")
    field.press("ArrowDown")
    page.get_by_role("option", name="Baghdad").click()
    shown(page, 1)
    page.wait_for_url(re.compile("place=%22Baghdad%22"))
    page.get_by_role("button", name=re.compile("place: ")).click()
    shown(page, 4)
    field = page.get_by_role("combobox", name="Who took part: a name")
    field.fill("ebel")
    field.press("Enter")  # none was chosen: a part of a name
    shown(page, 2)
    page.wait_for_url(re.compile("actor=ebel"))


def test_who_judged_and_what_is_disputed_are_filters(desk, visit):
    page = visit(desk(), "/?unjudged=R.+Adeyemi")
    shown(page, 4)
    assert page.get_by_label("not by").input_value() == "R. Adeyemi"
    page.get_by_label("by", exact=True).fill("R. Adeyemi")
    page.get_by_label("by", exact=True).press("Enter")
    page.get_by_text("No incident fits").wait_for()
    page.get_by_role("button", name=re.compile("^judge: ")).click()
    shown(page, 4)
    page.get_by_label("people differ").check()
    page.get_by_text("No incident fits").wait_for()
    assert "disputed=yes" in page.url


def test_where_not_all_are_drawn_shading_and_timeline_hold_all_of_them(desk, visit):
    page = visit(desk(), "/overview")
    points = page.evaluate("fetch('/api/incidents/points').then((answer) => answer.json())")
    few = {name: values[:0] if isinstance(values, list) else values for name, values in points.items()}
    page.route(
        "**/api/incidents/points*",
        lambda route: route.fulfill(json={**few, "total": 20_000, "truncated": True, "exact": False}),
    )
    bins = page.evaluate("fetch('/api/incidents/bins').then((answer) => answer.json())")

    def counted(route):
        exact = "exact=true" in route.request.url
        time.sleep(0.3 if exact else 0)
        route.fulfill(json={**bins, "exact": exact, "of": None if exact else 1000})

    page.route("**/api/incidents/bins*", counted)
    page.get_by_role("link", name="Explore").click()
    page.get_by_text("of more than 20,000").wait_for()
    page.get_by_text("hold the latest 1,000; all are being counted").wait_for()
    page.get_by_text("Shading and timeline hold all of them").wait_for()
    page.evaluate("history.pushState(null, '', '/?at=34,44,5'); dispatchEvent(new PopStateEvent('popstate'))")
    until(page, INKED)
    page.get_by_label(re.compile("^From 1 Mar 2024")).wait_for()


def test_a_brush_over_days_filters(desk, visit):
    page = visit(desk())
    shown(page, 4)
    slider = page.get_by_label(re.compile("^From"))
    slider.fill(str((date(2024, 7, 1) - date(1970, 1, 1)).days))
    page.wait_for_url(re.compile("since="))
    shown(page, 1)
    page.get_by_role("button", name="All days").click()
    shown(page, 4)


def test_at_the_width_of_a_phone_nothing_runs_out_sideways(desk, visit):
    page = visit(desk(), wide=360, high=740, is_mobile=True, has_touch=True)
    wide = "document.documentElement.scrollWidth"
    shown(page, 4)
    assert page.evaluate(wide) <= 360
    assert page.locator(".map").bounding_box()["height"] > 180
    assert not page.locator(".results").is_visible()
    page.get_by_role("button", name="List").tap()
    shown(page, 4)
    assert page.locator("li.item").first.is_visible()
    assert not page.locator(".map").is_visible()
    for view, there in (("Overview", "figure rect"), ("Review", "h2 a"), ("Alerts", ".state.empty")):
        page.get_by_role("navigation", name="Views").get_by_role("link", name=view).tap()
        page.locator(there).first.wait_for()
        assert page.evaluate(wide) <= 360, view


def test_dark_as_the_system_has_it_or_as_chosen(desk, visit):
    page = visit(desk(), color_scheme="dark")
    paper = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(paper)
    page.get_by_role("button", name=re.compile("colours")).click()
    assert page.evaluate(paper) != dark
    page.reload()
    page.wait_for_selector("#content")
    assert page.evaluate(paper) != dark


def test_what_fits_is_exported_as_a_file(desk, visit):
    page = visit(desk(), "/?country=YE")
    shown(page, 1)
    page.locator("summary", has_text="Export").click()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="csv", exact=True).click()
    lines = Path(waiting.value.path()).read_text("utf-8").splitlines()
    assert len(lines) == 2
    assert "Sanaa" in lines[1]
