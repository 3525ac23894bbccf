"""All pages of the small world: narrow, in English, in large print, by keyboard, and without barriers."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import models
from playwright.sync_api import Page

from tests.stories.pages import fits, pages
from tests.world import YEAR, World
from xueer.exchange.sheets import SHEETS
from xueer.rules.presets import presets

AXE = next((Path(__file__).parent.parent / "vendor").glob("axe-*.min.js"))
# The pages are shared out, so that several processes look at them at once.
PARTS = 4
pytestmark = pytest.mark.looks
CHINESE = re.compile(r"[\u3400-\u9fff]+")
# The name of the other language stands in that language; how a heading of a Chinese document begins.
OWN = ("简体中文", "一、…", "第…章", "第…条")
# Every text that is shown, with what is said to those who do not see it; the report's own text is a Chinese document.
TEXTS = """() => {
  const found = [], walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const place = walker.currentNode.parentElement;
    if (!place.closest("script, style, .x-face, .x-draft, .x-annex, textarea")) { found.push(walker.currentNode.data); }
  }
  for (const one of document.querySelectorAll("[aria-label], [title], [placeholder]")) {
    if (one.closest(".x-draft, .x-annex")) { continue; }
    for (const name of ["aria-label", "title", "placeholder"]) { found.push(one.getAttribute(name) || ""); }
  }
  return found.map(text => text.trim()).filter(text => text);
}"""
# Whatever is tapped on a phone and is no word within a sentence, also in what is folded away: those under 44 px.
SMALL = """() => {
  const what = "button, a.x-btn, .x-seg a, .x-pages a, .x-tabs a, .x-tabbar a, .x-me a, a.x-li-t, select, textarea, " +
    "summary, label.x-check, .x-taps label, input:not([type=hidden]):not([type=checkbox]):not([type=radio])";
  const folded = Array.from(document.querySelectorAll("details:not([open])"));
  for (const one of folded) { one.open = true; }
  const found = [];
  for (const one of document.querySelectorAll(what)) {
    const box = one.getBoundingClientRect();
    if (box.width < 2 || box.height < 2 || getComputedStyle(one).display === "inline") { continue; }
    if (box.height < 43.5) { found.push(one.outerHTML.slice(0, 80) + " is " + Math.round(box.height) + " px high"); }
  }
  for (const one of folded) { one.open = false; }
  return found;
}"""
FOCUS = """() => {
  const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
  const seen = box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return {what: one.outerHTML.slice(0, 100), seen,
          ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2};
}"""


@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_fits_every_width_and_keeps_nobody_out(visit, world: World, part: int):
    """Loaded once each: axe on a desk and on a phone, what is tapped there 44 px high, large print on both, no sideways
    scrolling down to 320 px."""
    page, found = visit(world.cast.secretary), []
    for path in pages(world)[part::PARTS]:
        page.goto(path)
        found += looked_at(page, path)
    assert found == [], "\n".join(found)


def test_pages_of_nobody_fit_and_keep_nobody_out(visit, world: World):
    page, found = visit(), []
    for path in ("/sign-in/", "/help/", "/nothing/"):
        page.goto(path)
        found += looked_at(page, path)
    assert found == [], "\n".join(found)


def test_an_opened_cell_of_the_matrix_keeps_nobody_out(visit, world: World, width: int):
    page = visit(world.cast.secretary, width=width)
    page.goto(f"/units/O/matrix/?year={YEAR}")
    page.locator("td.x-c a").first.click()
    page.locator("#cell").wait_for()
    assert serious(page, "a cell of the matrix, opened") == []


def looked_at(page: Page, path: str) -> list[str]:
    """What is wrong with the page that stands open, at all widths."""
    found = []
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        found += serious(page, f"{path} at {width}")
        found += [f"{path} {small}" for small in (page.evaluate(SMALL) if width == 390 else [])]
        page.evaluate("document.documentElement.classList.add('x-large')")
        if not fits(page):
            found.append(f"{path} at {width} in large print scrolls sideways")
        page.evaluate("document.documentElement.classList.remove('x-large')")
    page.set_viewport_size({"width": 320, "height": 900})
    if not fits(page):
        found.append(f"{path} at 320 scrolls sideways")
    page.set_viewport_size({"width": 1280, "height": 900})
    return found


def test_large_print_is_larger(visit, world: World):
    page = visit(world.cast.secretary)
    page.goto("/help/")
    size = "parseFloat(getComputedStyle(document.querySelector('main')).fontSize)"
    before = page.evaluate(size)
    page.get_by_role("button", name="大字版").click()
    page.locator("html.x-large").wait_for()
    assert page.evaluate(size) > before


def test_in_english_no_word_of_the_pages_is_chinese(visit, world: World):
    page, left = visit(world.cast.secretary), []
    data = data_words()

    def chinese() -> list[str]:
        return [text for text in page.evaluate(TEXTS) if CHINESE.search(data.sub("", text))]

    page.goto("/")
    assert chinese()
    page.get_by_role("button", name="English").click()
    page.locator("html[lang=en]").wait_for()
    for path in pages(world):
        page.goto(path)
        left += [f"{path} {text}" for text in chinese()]
    assert left == [], "\n".join(left)


def data_words() -> re.Pattern[str]:
    """What the organisation wrote: every Chinese text of the database, and the names of the workbook's sheets and
    columns, which are the same in every language."""
    words = set(OWN)
    for preset in presets():
        own = {name: value for name, value in vars(preset).items() if name not in ("note", "kinds")}
        words |= {text for value in own.values() for text in (value if isinstance(value, tuple) else [value])
                  if isinstance(text, str) and text}  # fmt: skip
        words |= set(CHINESE.findall(preset.condition))
    for sheet in SHEETS:
        words |= {sheet.name, *(column.name for column in sheet.columns)}
    for model in apps.get_models():
        if model is not Session:
            texts = [f.name for f in model._meta.fields if isinstance(f, (models.TextField, models.CharField))]
            values = model._default_manager.values_list(*texts) if texts else []
            words |= {part for row in values for value in row if value for part in re.split(r"\{\{\d+\}\}|\s", value)}
            # Comparing two editions shows a clause in pieces.
            words |= {part for row in values for value in row if value for part in CHINESE.findall(value)}
    for edition in apps.get_model("rules", "Edition").objects.all():
        words |= set(CHINESE.findall(str(edition.content)))
    for job in apps.get_model("jobs", "Job").objects.all():
        words |= set(CHINESE.findall(str(job.input) + str(job.result)))
    chinese = sorted((word for word in words if CHINESE.search(word)), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, chinese)))


@pytest.mark.parametrize(
    "path, action",
    [
        ("/", "main a.x-btn-main"),
        ("/import/", "main button.x-btn-main"),
        ("/units/O/reports/", "form.x-begin button"),
        (f"/units/O/matrix/?year={YEAR}", "td.x-c a"),
        ("/sign-in/", "main button.x-btn-main"),
    ],
)
def test_the_keyboard_reaches_the_main_action_and_shows_where_it_is(visit, world: World, path: str, action: str):
    page = visit(None if path == "/sign-in/" else world.cast.secretary)
    page.goto(path)
    reach(page, action)
    before = page.url
    if action == "td.x-c a":
        page.keyboard.press("Enter")
        page.locator("#cell").wait_for()
        page.keyboard.press("Escape")
        page.locator("#cell").wait_for(state="detached")
        assert page.evaluate("document.activeElement.matches('td.x-c a')")
    elif path == "/":
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: url != before)


def reach(page: Page, action: str) -> None:
    """Presses Tab until the action has the focus; each stop on the way must be in view and ringed."""
    blind = []
    for _ in range(80):
        page.keyboard.press("Tab")
        here = page.evaluate(FOCUS)
        if not (here["seen"] and here["ring"]):
            blind.append(here)
        if page.evaluate("action => document.activeElement.matches(action)", action):
            break
    else:
        raise AssertionError(f"{action} is not reached")
    assert blind == []


def serious(page: Page, path: str) -> list[str]:
    """What axe calls serious or critical, with the first two places of each."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    answer = page.evaluate("axe.run({resultTypes: ['violations']})")
    return [
        f"{path} {one['id']} ({len(one['nodes'])}): {[node['html'][:160] for node in one['nodes'][:2]]} "
        + str([check["message"] for check in one["nodes"][0]["any"]][:1])
        for one in answer["violations"]
        if one["impact"] in ("serious", "critical")
    ]
