"""Pages as people see them: on a wide screen, a phone, in the dark and on paper."""

import os
import re
import subprocess
import unicodedata
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright
from pypdf import PdfReader

import exports

ATTUNE = os.environ["ATTUNE_BINARY"]
FOLDER = Path(os.environ["PAGES_FOLDER"])
SURVEY = ["--text", "comment", "--csat", "csat", "--nps", "nps", "--resolution", "resolution_hours", "--resolved", "resolved"]
UNKIND = [
    "--text", "comment", "--csat", exports.LONG, "--nps", "nps", "--metric", "wait_minutes:lower", "--metric", "amountPaidInTotal",
]


def make(name, *arguments):
    FOLDER.mkdir(parents=True, exist_ok=True)
    page = FOLDER / f"{name}.html"
    subprocess.run(
        [ATTUNE, *map(str, arguments), "-q", "-o", str(page)], check=True, env={**os.environ, "SOURCE_DATE_EPOCH": "1779000000"})
    return page


@pytest.fixture(scope="session")
def pages():
    FOLDER.mkdir(parents=True, exist_ok=True)
    unkind = exports.unkind(FOLDER / "unkind.csv")
    survey = exports.SURVEY
    return {
        "report": make(
            "report", "report", survey, *SURVEY, "--time", "date", "--by", "channel,agent", "--sort", "csat",
            "--target", "csat=80", "--target", "resolution=12h"),
        "compare": make(
            "compare", "compare", survey, *SURVEY, "--metric", "handling_minutes:lower", "--time", "date", "--at", "2026-03-09",
            "--target", "csat=75"),
        "groups": make(
            "groups", "compare", survey, *SURVEY, "--group", "channel", "--a", "phone", "--b", "chat", "--metric", "refund:lower"),
        "customer": make(
            "customer", "report", survey, *SURVEY, "--time", "date", "--customer", "customer", "--customer-id", "C148"),
        "scorecard": make("scorecard", "scorecard", exports.REPLIES),
        "texts": make("texts", "report", exports.ROOT / "Samples/feedback.txt"),
        "unkind": make("unkind", "report", unkind, *UNKIND, "--time", "date", "--by", "team"),
        "unkind-compare": make("unkind-compare", "compare", unkind, *UNKIND, "--time", "date", "--at", "2026-01-05"),
    }


NAMES = ["report", "compare", "groups", "customer", "scorecard", "texts", "unkind", "unkind-compare"]


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield browser
        browser.close()


def opened(browser, path, width, scheme="light", media="screen"):
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    page.requests = []
    page.on("request", lambda request: page.requests.append(request.url))
    page.emulate_media(media=media, color_scheme=scheme)
    page.goto(path.as_uri())
    return page


# What sticks out of the page, of its box, or of the drawing that it is part of.
STICKING_OUT = """() => {
  const width = document.documentElement.clientWidth, found = []
  if (document.documentElement.scrollWidth > width) found.push('the page is ' + document.documentElement.scrollWidth)
  for (const element of document.querySelectorAll('body *')) {
    const box = element.getBoundingClientRect()
    if (!box.width || !box.height) continue
    const name = element.tagName + '.' + (element.className.baseVal ?? element.className) + ' '
      + element.textContent.trim().slice(0, 40)
    if (box.left < -1 || box.right > width + 1) found.push(name + ' from ' + box.left + ' to ' + box.right)
    if (element.matches('th, td, p, li, dd, summary, h1, h2, h3, blockquote') && element.scrollWidth > element.clientWidth + 1
        && element.clientWidth) found.push(name + ' overflows')
    if (element.tagName === 'text') {
      const svg = element.ownerSVGElement.getBoundingClientRect()
      if (box.left < svg.left - 1 || box.right > svg.right + 1 || box.top < svg.top - 2 || box.bottom > svg.bottom + 2)
        found.push('text of a drawing: ' + name)
    }
  }
  return found.slice(0, 10)
}"""


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "width, scheme, media",
    # The widths of the paper without its margins, at 96 pixels an inch.
    [(1280, "light", "screen"), (1280, "dark", "screen"), (390, "light", "screen"), (320, "light", "screen"),
     (905, "light", "screen"), (1005, "light", "screen"), (703, "light", "print"), (725, "light", "print")])
def test_nothing_sticks_out(browser, pages, name, width, scheme, media):
    page = opened(browser, pages[name], width, scheme, media)
    page.screenshot(path=FOLDER / f"{name}-{width}-{scheme}-{media}.png", full_page=True)
    assert page.evaluate(STICKING_OUT) == []
    page.context.close()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("width, scheme", [(1280, "light"), (1280, "dark"), (390, "light")])
def test_axe_finds_nothing(browser, pages, name, width, scheme):
    page = opened(browser, pages[name], width, scheme)
    found = Axe().run(page).response["violations"]
    assert [(rule["id"], [node["html"][:200] for node in rule["nodes"][:3]]) for rule in found] == []
    page.context.close()


@pytest.mark.parametrize("name", NAMES)
def test_one_file_without_scripts_and_requests(browser, pages, name):
    page = opened(browser, pages[name], 1280)
    assert page.requests == [pages[name].as_uri()]
    assert page.evaluate("document.scripts.length") == 0
    assert page.evaluate("[...document.querySelectorAll('a')].every(a => document.querySelector(a.getAttribute('href')))")
    page.context.close()


def squeezed(text):
    # Paper has ligatures.
    return re.sub(r"[\s\u00ad]+", "", unicodedata.normalize("NFKC", text))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_paper_loses_nothing(browser, pages, name, paper):
    page = opened(browser, pages[name], 1280, media="print")
    texts = page.evaluate(
        "[...document.querySelectorAll('h1, h2, h3, p, th, td, li, dt, dd, blockquote, svg text')]"
        ".map(e => e.textContent).filter(t => /^[\\x20-\\x7e\\s\\u00a0]*[a-zA-Z0-9][\\x20-\\x7e\\s\\u00a0]*$/.test(t))")
    sheet = FOLDER / f"{name}-{paper}.pdf"
    page.pdf(path=sheet, format=paper, print_background=True, prefer_css_page_size=False)
    printed = squeezed("".join(part.extract_text() for part in PdfReader(sheet).pages))
    # A sentence may go on on the next sheet, so its beginning and its end are looked for.
    lost = [text for text in texts if any(squeezed(part) not in printed for part in (text[:24], text[-24:]))]
    assert lost == []
    page.context.close()


def test_the_phone_names_every_cell(browser, pages):
    page = opened(browser, pages["report"], 390)
    names = page.evaluate(
        "[...document.querySelectorAll('.stacked td')].filter(e => e.textContent.trim())"
        ".map(e => getComputedStyle(e, '::before').content)")
    assert names and all(name not in ("none", '""') for name in names)
    page.context.close()


def test_what_is_folded_is_printed(browser, pages):
    page = opened(browser, pages["report"], 703, media="print")
    hidden = page.evaluate(
        "[...document.querySelectorAll('details td')].filter(e => !e.getBoundingClientRect().height).length")
    assert hidden == 0
    page.context.close()


@pytest.mark.skipif("RECORD_PICTURES" not in os.environ, reason="pictures are kept")
def test_record_pictures(browser, pages):
    for name, height in [("report", 2000), ("compare", 1500)]:
        page = opened(browser, pages[name], 1280)
        page.screenshot(
            path=exports.ROOT / f"Samples/{name}.png", full_page=True, clip={"x": 0, "y": 0, "width": 1280, "height": height})
        page.context.close()
