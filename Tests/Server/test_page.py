"""The page as people see and use it, in Chromium: on a phone, a tablet and a desk, by keyboard alone, light and dark."""

import gzip
import json
import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import Server
from playwright.sync_api import sync_playwright

PICTURES = Path(os.environ["PAGES_FOLDER"])
ARTICLES = Path(__file__).parents[1] / "AttuneCareTests/Articles/shop.md"
PAYLOAD = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>"
MESSAGES = [
    {"id": 1, "customer": "Ann Lee", "channel": "email", "text": "The courier was friendly, but the vase arrived in pieces. What now?"},
    {"id": 2, "customer": "Bo", "channel": "chat", "text": "My mum died last week. Where is order 5512, the flowers for her funeral TODAY? This is the third time I write. I want my money back!!"},
    {"id": 3, "customer": "Cem", "channel": "chat", "text": "Thanks for the quick help, all good now."},
    {"id": 4, "customer": PAYLOAD, "text": f"Broken again {PAYLOAD} call me at +44 20 7946 0018 or ann.lee@example.com"},
    {"id": 5, "customer": "\u202eevil", "text": "\u202eשלום, החבילה לא הגיעה " + "w" * 400},
    {"id": 6, "customer": "", "text": ""},
]


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    folder = tmp_path_factory.mktemp("desk")
    (folder / "help.md").write_text(
        "## An item arrived damaged or broken\nSend a picture of the broken product. We ship a new one the same day.\n"
        "## How long a refund takes\nYou get your money back within five working days.\n")
    messages = folder / "messages.jsonl"
    messages.write_text("".join(json.dumps(message) + "\n" for message in MESSAGES))
    server = Server(
        str(messages), "--articles", str(folder / "help.md"), "--corrections", str(folder / "corrections.jsonl"))
    server.messages = messages
    server.corrections = folder / "corrections.jsonl"
    yield server
    code, errors = server.stop()
    assert code == 0, errors


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield browser
        browser.close()


def opened(browser, server, width=1280, scheme="light"):
    page = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme).new_page()
    page.requests, page.problems = [], []
    page.on("request", lambda request: page.requests.append(request.url))
    page.on("console", lambda message: page.problems.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    page.goto(f"http://127.0.0.1:{server.port}/")
    page.wait_for_selector("#queue button")
    return page


def wait_until(page, expression, argument=None):
    """As `wait_for_function`, which the page's policy forbids."""
    for _ in range(600):
        if page.evaluate(expression, argument):
            return
        page.wait_for_timeout(50)
    raise AssertionError(expression)


def open_first(page):
    page.click("#queue li:first-child button")
    page.wait_for_selector("#message dl")
    page.wait_for_selector("#articles li, #articles p")


@pytest.mark.parametrize("width", [320, 768, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_views(browser, desk, width, scheme):
    page = opened(browser, desk, width, scheme)
    assert "third time" in page.inner_text("#queue li:first-child")
    open_first(page)
    page.fill("#draft", "Hi Bo, I am sorry that your order is late. I will look for it today and write to you by 5 pm.")
    wait_until(page, "document.getElementById('score').value !== '–'")
    for view in ["desk", "explore", "try"]:
        page.click(f"#to-{view}")
        if view == "explore":
            page.wait_for_selector("#texts li")
            page.click("#texts li:first-child button")
            page.wait_for_selector("#texts dl")
        if view == "try":
            page.fill("#text", MESSAGES[0]["text"])
            page.wait_for_selector("#reading dl")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.screenshot(path=PICTURES / f"{view}-{width}-{scheme}.png", full_page=True)
        violations = Axe().run(page).response["violations"]
        assert not violations, [(v["id"], [n["html"] for n in v["nodes"]][:3]) for v in violations]
    assert not page.problems
    assert all(url.startswith(f"http://127.0.0.1:{desk.port}/") for url in page.requests)


def test_the_message_is_explained(browser, desk):
    page = opened(browser, desk)
    open_first(page)
    text = page.inner_text("#message")
    assert "negative" in text and "urgency" in text
    assert page.locator("#message .down").count() > 0
    assert page.inner_text("#articles li:first-child").startswith("How long a refund takes")
    assert page.locator("#articles summary", has_text=" %").count() == page.locator("#articles li").count()


def test_an_article_opens_whole(browser, desk):
    page = opened(browser, desk)
    open_first(page)
    article = page.locator("#articles li:first-child")
    assert "five working days" in article.inner_text() and not article.locator(".text").is_visible()
    article.locator("summary").click()
    assert article.locator(".text").inner_text() == "You get your money back within five working days."
    article.locator("summary").click()
    assert not article.locator(".text").is_visible()
    page.focus("#articles summary")
    page.keyboard.press("Enter")
    assert article.locator(".text").is_visible()
    assert not page.problems


def test_a_draft_and_a_table_are_tried(browser, desk):
    page = opened(browser, desk)
    page.goto(f"http://127.0.0.1:{desk.port}/#try")
    page.select_option("#kind", "draft")
    page.fill("#asked", "My lamp broke after a day, I am furious. My mum died last week.")
    page.fill("#text", "As per our policy you have to wait.")
    page.wait_for_selector("#reading .score output")
    assert 0 <= int(page.inner_text("#reading output")) <= 100
    page.wait_for_selector("#reading .advice li")
    suggestion = page.locator("#reading .advice button").first
    wanted = suggestion.inner_text()
    suggestion.click()
    assert wanted in page.input_value("#text")
    page.select_option("#kind", "table")
    assert not page.locator("#asked").is_visible()
    for table in ['id;comment\n1;"Lovely; thank you"\n2;"It is broken, I want my money back today!!"\n',
                  "id\tcomment\n1\tLovely, thank you\n2\tIt is broken, I want my money back today!!\n",
                  '[{"comment": "Lovely"}, {"comment": "It is broken, I want my money back today!!"}]']:
        page.fill("#text", "")
        wait_until(page, "document.querySelector('#reading').children.length === 0")
        page.fill("#text", table)
        page.wait_for_selector("#reading tbody tr")
        rows = page.locator("#reading tbody tr").all_inner_texts()
        assert len(rows) == 2 and rows[0].startswith("It is broken") and "negative" in rows[0]
    violations = Axe().run(page).response["violations"]
    assert not violations, [(v["id"], [n["html"] for n in v["nodes"]][:3]) for v in violations]
    # Whole words and numbers, at any width.
    page.set_viewport_size({"width": 320, "height": 900})
    for cell in page.locator("#reading thead th, #reading tbody td:nth-child(3)").all():
        assert cell.evaluate("""cell => {
          const text = document.createRange()
          text.selectNodeContents(cell)
          return text.getClientRects().length === 1 && cell.scrollWidth <= cell.clientWidth
        }""")
    page.screenshot(path=PICTURES / "table-320.png")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.fill("#text", "a,b\n1,2\n")
    page.wait_for_selector("#reading .problem")
    assert "--" not in page.inner_text("#reading") and "call it 'text'" in page.inner_text("#reading")
    assert page.problems and all("400" in problem for problem in page.problems)


def test_markup_stays_text(browser, desk):
    page = opened(browser, desk)
    page.locator("#queue button", has_text="Broken again").click()
    page.wait_for_selector("#message dl")
    assert "onerror" in page.inner_text("#message")
    assert page.title() == "Attune"
    assert page.locator("#desk img").count() == 0
    page.keyboard.press("e")
    page.wait_for_selector("#texts li")
    assert "onerror" in page.inner_text("#texts")
    assert page.locator("#explore img").count() == 0
    page.keyboard.press("d")
    # Private data is shown when it is asked for.
    assert "ann.lee" not in page.inner_text("#message")
    # What is masked has its marks all the same.
    assert page.locator("#message .text .down", has_text="Broken").count() == 1
    assert "[email]" in page.inner_text("#message .text")
    page.click("text=Show private data")
    assert "ann.lee@example.com" in page.inner_text("#message")
    page.click("text=Hide private data")
    assert "ann.lee" not in page.inner_text("#message")
    page.goto(f"http://127.0.0.1:{desk.port}/#try")
    page.fill("#text", PAYLOAD)
    page.wait_for_selector("#reading dl")
    assert page.title() == "Attune"
    assert not page.problems


def test_by_keyboard_alone(browser, desk):
    page = opened(browser, desk)
    page.keyboard.press("j")
    page.wait_for_selector("#message dl")
    first = page.inner_text("#message .text")
    page.keyboard.press("j")
    wait_until(page, "text => document.querySelector('#message .text')?.innerText !== text", first)
    page.keyboard.press("k")
    wait_until(page, "text => document.querySelector('#message .text')?.innerText === text", first)
    page.keyboard.press("r")
    page.keyboard.type("Hello. ")
    page.wait_for_selector(".advice button")
    suggestion = page.inner_text(".advice button")
    page.keyboard.press("Alt+1")
    wait_until(page, "text => document.getElementById('draft').value.includes(text)", suggestion)
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.closest('#queue') !== null")
    page.keyboard.press("/")
    page.keyboard.type("vase")
    wait_until(page, "document.querySelectorAll('#queue li').length === 1")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#keys").is_visible()
    # From a suggestion, too, there is a way back.
    page.fill("#draft", "Hello. ")
    page.focus(".advice button")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.closest('#queue') !== null")
    # Everything can be reached with Tab, and the place is seen.
    page.evaluate("document.activeElement.blur()")
    reached = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.id || document.activeElement.tagName"))
    assert {"to-desk", "to-explore", "to-try", "show-keys", "file", "find", "feeling", "channel", "draft"} <= reached


def test_a_file_of_the_person(browser, desk, tmp_path):
    page = opened(browser, desk)
    table = tmp_path / "own.csv"
    table.write_text('id;comment\n1;"Lovely; thank you"\n2;"Second\nline is rude and the phone is broken!!"\n')
    page.set_input_files("#file", str(table))
    wait_until(page, "document.querySelectorAll('#queue li').length === 2")
    assert "Second" in page.inner_text("#queue li:first-child")
    page.select_option("#feeling", "positive")
    assert page.locator("#queue li").count() == 1
    page.select_option("#feeling", "")
    page.click("#queue li:first-child button")
    page.wait_for_selector("#message dl")
    assert "the phone is broken" in page.inner_text("#message .text")
    # As on the command line: a packed table in UTF-16, in which agents answer.
    turns = tmp_path / ("long " * 30 + "turns.tsv.gz")
    turns.write_bytes(gzip.compress((
        "conversation_id\tsender\tchannel\tmessage\n1\tcustomer\tchat\tMy parcel „Süd“ never came, I am furious\n"
        "1\tagent\tchat\tI am terribly sorry\n2\tcustomer\temail\tGreat, thank you\n").encode("utf-16")))
    page.set_input_files("#file", str(turns))
    wait_until(page, "document.getElementById('queue-note').textContent.startsWith('1 of ')")
    note = page.inner_text("#queue-note")
    assert "Left out: 1 answered." in note
    page.select_option("#state", "all")
    wait_until(page, "document.getElementById('queue-note').textContent.startsWith('2 of ')")
    assert "only what customers wrote is counted" in note and "UTF-16" in note
    assert "Süd" in page.inner_text("#queue li:first-child")
    page.select_option("#of-channel", "email")
    assert page.locator("#queue li").count() == 1
    # As of a file of the server: who wrote, when, the turns, and the reasons for the urgency.
    page.select_option("#of-channel", "")
    page.locator("#queue button", has_text="Süd").click()
    page.wait_for_selector("#message .turns")
    assert page.locator("#message .turns li").count() == 2
    assert "chat" in page.inner_text("#message dl >> nth=1")
    page.click("#message .turns li:nth-child(2) button")
    wait_until(page, "document.querySelector('#message .text')?.innerText === 'I am terribly sorry'")
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\n")
    page.set_input_files("#file", str(broken))
    page.wait_for_selector("#queue-note .problem")
    assert "PDF" in page.inner_text("#queue-note")
    # And back to the messages of the server.
    page.click("#leave")
    wait_until(page, "document.querySelectorAll('#queue li').length === 5")
    assert "third time" in page.inner_text("#queue li:first-child")
    assert not page.locator("#leave").is_visible()


def test_what_does_not_wait_is_left_out(browser, desk, tmp_path):
    from test_records import ANGER
    path = tmp_path / "tickets.csv"
    path.write_text(
        f"time,customer,status,text\n2026-01-05,Ann,open,{ANGER}\n2026-01-06,Ann,open,Do you ship to Norway?\n"
        f"2026-01-06,Bo,closed,{ANGER}\n")
    server = Server(str(path))
    try:
        pages = [opened(browser, server), opened(browser, desk)]
        pages[1].set_input_files("#file", str(path))
        for page in pages:
            wait_until(page, "document.getElementById('queue-note').textContent.includes('Left out: 1 closed.')")
            assert page.inner_text("#queue-note").startswith("1 of 3 messages, the most urgent first")
            assert "earlier messages (0.0" in page.inner_text("#queue li:first-child")
            page.select_option("#state", "closed")
            wait_until(page, "document.querySelector('#queue .meta')?.innerText.includes('closed')")
            assert "Left out: 1 waiting." in page.inner_text("#queue-note")
            page.fill("#find", "zebra")
            wait_until(page, "document.querySelectorAll('#queue li').length === 0")
            assert page.inner_text("#queue-note").startswith("0 of 3 messages.")
            assert page.problems == []
    finally:
        assert server.stop()[0] == 0


def test_a_file_is_shown_as_those_of_the_server(browser, desk):
    """The same messages, with the same customers, times, turns and contacts."""
    samples = Path(__file__).parents[2] / "Samples/mentions.jsonl"
    server = Server(str(samples))
    try:
        pages = [opened(browser, server), opened(browser, desk)]
        pages[1].set_input_files("#file", str(samples))
        wait_until(pages[1], "!document.getElementById('leave').hidden")
        texts = []
        for page in pages:
            wait_until(page, "document.querySelectorAll('#queue li').length > 0")
            found = [page.inner_text("#queue")]
            for place in range(page.locator("#queue li").count()):
                words = page.inner_text(f"#queue li:nth-child({place + 1}) .excerpt")
                page.click(f"#queue li:nth-child({place + 1}) button")
                wait_until(page, "words => document.querySelector('#message .text')?.innerText === words", words)
                found.append(page.inner_text("#message"))
            texts.append(found)
        assert texts[0] == texts[1]
        for part in ["with earlier messages", "Other messages of this customer", "customer\n", "time\n2024-05-02"]:
            assert any(part in found for found in texts[0])
    finally:
        assert server.stop()[0] == 0


def test_the_channel_of_the_message_judges_the_draft(browser, tmp_path):
    path = tmp_path / "messages.jsonl"
    channels = ["Live chat", "E-Mail", "Twitter", "", "Telefon", "carrier pigeon"]
    path.write_text("".join(json.dumps({"channel": channel, "customer": f"C{number}", "text": f"Where is order {number}?"}) + "\n"
                            for number, channel in enumerate(channels)))
    server = Server(str(path), "--channel", "channel")
    try:
        page = opened(browser, server)
        found = []
        for number in range(len(channels)):
            page.locator("#queue button", has_text=f"order {number}?").click()
            page.wait_for_selector("#message dl")
            found.append(page.input_value("#channel"))
        assert found == ["chat", "email", "social", "email", "phone", "email"]
    finally:
        assert server.stop()[0] == 0


def test_a_correction(browser, desk):
    page = opened(browser, desk)
    open_first(page)
    page.click("#message p button:has-text('neutral')")
    page.wait_for_selector("text=Noted as neutral")
    assert json.loads(desk.corrections.read_text().splitlines()[-1])["label"] == "neutral"


def test_two_tabs_correct_the_same_text(browser, desk):
    tabs = [opened(browser, desk) for _ in range(2)]
    for page in tabs:
        page.locator("#queue button", has_text="quick help").click()
        page.wait_for_selector("#message .correct")
    tabs[0].click("#message .correct button:has-text('neutral')")
    tabs[0].wait_for_selector("text=Noted as neutral")
    tabs[1].click("#message .correct button:has-text('negative')")
    tabs[1].wait_for_selector("text=somebody has corrected this text to 'neutral'")
    assert tabs[1].get_attribute("#message .correct button:has-text('neutral')", "aria-pressed") == "true"
    tabs[1].click("#message .correct button:has-text('negative')")
    tabs[1].wait_for_selector("text=Noted as negative")
    lines = [json.loads(line) for line in desk.corrections.read_text().splitlines()]
    assert [line["label"] for line in lines if "quick help" in line["text"]] == ["negative"]
    # Who opens it later sees it.
    page = opened(browser, desk)
    page.locator("#queue button", has_text="quick help").click()
    page.wait_for_selector("text=Noted as negative")


def test_filters_of_the_desk(browser, desk):
    page = opened(browser, desk)
    page.select_option("#of-channel", "chat")
    wait_until(page, "document.querySelectorAll('#queue li').length === 2")
    page.select_option("#feeling", "positive")
    wait_until(page, "document.querySelectorAll('#queue li').length === 1")
    page.select_option("#of-channel", "")
    page.select_option("#feeling", "")
    page.select_option("#of-aspect", "delivery")
    wait_until(page, "!document.querySelector('#queue').innerText.includes('quick help')")
    # What tells who a person is is masked in the list as well.
    page.select_option("#of-aspect", "")
    wait_until(page, "document.querySelectorAll('#queue li').length === 5")
    assert "7946" not in page.inner_text("#queue") and "ann.lee" not in page.inner_text("#queue")


@pytest.fixture(scope="module")
def survey():
    server = Server(str(Path(__file__).parents[2] / "Samples/survey.csv"))
    yield server
    assert server.stop()[0] == 0


@pytest.mark.parametrize("width", [320, 768, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_explore(browser, survey, width, scheme):
    page = opened(browser, survey, width, scheme)
    page.goto(f"http://127.0.0.1:{survey.port}/explore?channel=chat")
    page.wait_for_selector("#texts li")
    wait_until(page, "document.getElementById('explore-note').textContent.startsWith('369 of 1,944 records; net sentiment')")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    # Intervals stay in their columns.
    assert page.evaluate("""[...document.querySelectorAll('#facets td')].every((cell) => cell.scrollWidth <= cell.clientWidth)""")
    page.screenshot(path=PICTURES / f"survey-{width}-{scheme}.png", full_page=width > 320)
    violations = Axe().run(page).response["violations"]
    assert not violations, [(v["id"], [n["html"] for n in v["nodes"]][:3]) for v in violations]
    assert not page.problems


@pytest.mark.skipif("RECORD_PICTURES" not in os.environ, reason="pictures are kept")
def test_pictures_of_the_documentation(browser):
    samples = Path(__file__).parents[2] / "Samples"
    server = Server(str(samples / "survey.csv"), "--articles", str(ARTICLES))
    try:
        page = opened(browser, server)
        open_first(page)
        page.wait_for_selector("#message .contacts")
        page.fill("#draft", "I am sorry that nobody called you back. ")
        page.wait_for_selector(".advice button")
        page.screenshot(path=samples / "desk.png")
        page.click("#to-explore")
        page.wait_for_selector("#texts li")
        page.click("#facets a:has-text('billing')")
        wait_until(page, "location.search === '?aspect=billing'")
        page.wait_for_timeout(500)
        page.screenshot(path=samples / "explore.png")
    finally:
        assert server.stop()[0] == 0


def test_the_address_is_the_question(browser, survey):
    page = opened(browser, survey)
    page.click("#to-explore")
    page.wait_for_selector("#facets table")
    page.click("#facets a:has-text('negative')")
    wait_until(page, "location.search === '?label=negative'")
    page.wait_for_selector("#chosen button")
    page.fill("#words", "router")
    page.keyboard.press("Enter")
    wait_until(page, "location.search === '?label=negative&q=router'")
    wait_until(page, "[...document.querySelectorAll('#texts .line')].every((line) => line.innerText.includes('router'))")
    page.select_option("#sort", "newest")
    wait_until(page, "location.search.includes('sort=newest')")
    # The data is behind the same address.
    wait_until(page, "document.querySelector('#data a').getAttribute('href').endsWith('sort=newest')")
    answer = json.loads(survey.ask("GET", "/explore.json" + page.evaluate("location.search"))[2])
    assert page.inner_text("#explore-note").startswith(f"{answer['matching']} of 1,944 records")
    assert page.get_attribute("#data a", "href") == "/explore.json" + page.evaluate("location.search")
    # A text opens to its explanation.
    page.click("#texts li:first-child button")
    page.wait_for_selector("#texts li:first-child .down")
    # Back through what was asked.
    page.go_back()
    wait_until(page, "!location.search.includes('sort')")
    page.click("#chosen button")
    wait_until(page, "location.search === '?q=router'")
    page.goto(f"http://127.0.0.1:{survey.port}/explore?agent=<img src=x>&q=%22")
    page.wait_for_selector("#chosen button")
    assert page.locator("#explore img").count() == 0
    assert not page.problems


def test_more_texts(browser, survey):
    page = opened(browser, survey)
    page.goto(f"http://127.0.0.1:{survey.port}/explore?label=positive")
    wait_until(page, "document.querySelectorAll('#texts > li').length === 50")
    page.click("#more")
    wait_until(page, "document.querySelectorAll('#texts > li').length === 100")


def test_explore_by_keyboard_alone(browser, survey):
    page = opened(browser, survey)
    page.keyboard.press("e")
    page.wait_for_selector("#facets table")
    page.keyboard.press("/")
    page.keyboard.type("router")
    page.keyboard.press("Enter")
    wait_until(page, "location.search === '?q=router'")
    page.wait_for_selector("#texts li")
    page.keyboard.press("Escape")
    reached = set()
    for _ in range(400):
        page.keyboard.press("Tab")
        reached.add(page.evaluate(
            "(document.activeElement.closest('#facets, #texts, #chosen, #data') ?? document.activeElement).id"))
    assert {"facets", "texts", "data", "words", "sort"} <= reached
    page.focus("#texts li:first-child button")
    page.keyboard.press("Enter")
    page.wait_for_selector("#texts dl")
    page.focus("#facets a")
    page.keyboard.press("Enter")
    wait_until(page, "location.search.includes('label=')")


def test_the_desk_is_live(browser, tmp_path):
    log = tmp_path / "chat.jsonl"

    def add(**record):
        with open(log, "a") as file:
            file.write(json.dumps(record) + "\n")

    add(customer="Ann", channel="chat", text="Good morning, what are your opening hours on Sunday?")
    (tmp_path / "help.md").write_text("## Opening hours\nWe are open on Sunday from ten to six.\n")
    server = Server(str(log), "--follow", "--articles", str(tmp_path / "help.md"))
    try:
        page = opened(browser, server)
        page.click("#queue button")
        page.wait_for_selector("#message dl")
        page.fill("#draft", "Hello Ann")
        add(customer="Bo", channel="email", text="I want my 60 euros back TODAY or I call my lawyer!!")
        wait_until(page, "document.querySelectorAll('#queue li').length === 2")
        assert "lawyer" in page.inner_text("#queue li:first-child")
        # What is being written stays, and the customer's next message is told.
        assert page.input_value("#draft") == "Hello Ann"
        assert page.locator("#queue [aria-current]").count() == 1
        add(customer="Ann", channel="chat", text="Nobody answers. This is the second time that I ask!")
        page.wait_for_selector("text=This customer has written again")
        # The reply that was begun is a reply to that as well.
        assert page.locator("#queue li", has_text="second time").locator("text=draft").count() == 1
        page.click("#newer button")
        wait_until(page, "document.querySelector('#message .text')?.innerText.includes('second time')")
        assert page.input_value("#draft") == "Hello Ann"
        page.wait_for_selector("#message .contacts meter")
        assert "opening hours" in page.inner_text("#message .contacts")
        page.screenshot(path=PICTURES / "live.png", full_page=True)
        violations = Axe().run(page).response["violations"]
        assert not violations, [(v["id"], [n["html"] for n in v["nodes"]][:3]) for v in violations]
        # A file that goes away while it is shown.
        log.unlink()
        page.wait_for_selector("#queue-problems .problem")
        assert page.locator("#queue li").count() == 2
        assert not page.problems
    finally:
        assert server.stop()[0] == 0


def test_drafts_are_kept_by_message(browser, desk):
    page = opened(browser, desk)
    page.click("#queue li:nth-child(1) button")
    page.wait_for_selector("#message dl")
    page.fill("#draft", "Hello Bo, ")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    wait_until(page, "document.getElementById('draft').value === ''")
    page.fill("#draft", "Another one")
    page.keyboard.press("Escape")
    page.keyboard.press("k")
    wait_until(page, "document.getElementById('draft').value === 'Hello Bo, '")
    page.wait_for_selector(".advice button")
    page.click("#queue li:nth-child(2) button")
    wait_until(page, "document.getElementById('draft').value === 'Another one'")
    # The queue shows where one has been begun, at once.
    page.fill("#draft", "")
    wait_until(page, "[...document.querySelectorAll('#queue .meta')].filter((line) => /draft/.test(line.innerText)).length === 1")
    page.fill("#draft", "Another one")
    wait_until(page, "[...document.querySelectorAll('#queue .meta')].filter((line) => /draft/.test(line.innerText)).length === 2")
    assert page.locator("#queue .meta", has_text="draft").count() == 2
    # What was written before a message was opened is the reply to it.
    other = opened(browser, desk)
    other.fill("#draft", "Good morning")
    other.click("#queue li:nth-child(3) button")
    other.wait_for_selector("#message dl")
    assert other.input_value("#draft") == "Good morning"


def test_a_suggestion_can_be_taken_back(browser, desk):
    page = opened(browser, desk)
    open_first(page)
    page.fill("#draft", "Hi Bo. ")
    page.wait_for_selector(".advice button")
    page.click(".advice button")
    wait_until(page, "document.getElementById('draft').value.length > 10")
    page.keyboard.press("Control+z")
    wait_until(page, "document.getElementById('draft').value === 'Hi Bo. '")


@pytest.mark.parametrize("written, kept", [
    ("hello", "hello, "), ("Hi Bo. ", "Hi Bo. "), ("Hi Bo,\n", "Hi Bo,\n"), ("Hello Bo, Eva is here", "Hello Bo, Eva is here. ")])
def test_a_suggestion_begins_a_sentence(browser, desk, written, kept):
    page = opened(browser, desk)
    open_first(page)
    page.fill("#draft", written)
    page.wait_for_selector(".advice button")
    sentence = page.inner_text(".advice button")
    page.click(".advice button")
    wait_until(page, "text => document.getElementById('draft').value === text", kept + sentence)


def test_what_a_message_names_and_who_wrote(browser, tmp_path):
    path = tmp_path / "turns.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in [
        {"conversation_id": "c1", "role": "customer", "customer": "Sarah Connor",
         "text": "Broken since 14 March 2026, order ORD-2026-00812, I paid $49.99. My name is Sarah Connor."},
        {"conversation_id": "c1", "role": "agent", "customer": "Sarah Connor", "text": "We are sorry."},
        {"conversation_id": "c1", "role": "customer", "customer": "Sarah Connor", "text": "Where is order 5512?"}]))
    server = Server(str(path))
    try:
        page = opened(browser, server)
        open_first(page)
        assert page.locator("#message .turns li").count() == 3
        assert "agent" in page.inner_text("#message .turns li:nth-child(2)")
        page.click("#message .turns li:first-child button")
        page.wait_for_selector("#message .items button:has-text('$49.99')")
        assert page.locator("#message .items button").all_inner_texts() == ["14 March 2026", "$49.99", "ORD-2026-00812"]
        page.click("#message .items button:has-text('ORD-2026-00812')")
        assert page.inner_text("#message .text mark") == "ORD-2026-00812"
        assert "Connor" not in page.inner_text("#message")
        # A reply that is begun on a turn is one to the customer whose message waits.
        page.fill("#draft", "Dear Sarah")
        page.wait_for_selector("#queue .meta >> text=draft")
        page.click("#message .turns li:nth-child(2) button")
        wait_until(page, "document.querySelector('#message .text').innerText === 'We are sorry.'")
        assert page.input_value("#draft") == "Dear Sarah"
        page.click("#queue li button")
        wait_until(page, "document.querySelector('#message .text').innerText.startsWith('Where is')")
        assert page.input_value("#draft") == "Dear Sarah"
        page.click("#message dd button:has-text('show')")
        assert "Sarah Connor" in page.inner_text("#message")
        violations = Axe().run(page).response["violations"]
        assert not violations, [(v["id"], [n["html"] for n in v["nodes"]][:3]) for v in violations]
        # But for the articles, of which there are none.
        assert not [problem for problem in page.problems if "404" not in problem]
    finally:
        assert server.stop()[0] == 0


def test_controls_are_shown_as_the_reports_show_them(browser, tmp_path):
    """Nothing in a text turns the direction of what stands beside it."""
    path = tmp_path / "t.jsonl"
    text = "Please open invoice\u202egnp.exe now, it is \u001bbroken \u0000 since Monday"
    path.write_text(json.dumps({"customer": "\u202eevil", "text": text}) + "\n")
    server = Server(str(path))
    try:
        page = opened(browser, server)
        open_first(page)
        shown = "Please open invoice\\u{202e}gnp.exe now, it is ␛broken ␀ since Monday"
        assert page.inner_text("#queue .excerpt") == shown
        assert page.inner_text("#message .text") == shown
        assert "\\u{202e}evil" in page.inner_text("#message dl >> nth=-1")
        page.keyboard.press("e")
        page.wait_for_selector("#texts li")
        assert page.inner_text("#texts .line") == shown
        page.keyboard.press("t")
        page.fill("#text", text.replace("\u0000", ""))
        page.wait_for_selector("#reading dl")
        assert "invoice\\u{202e}gnp" in page.inner_text("#reading .text")
    finally:
        assert server.stop()[0] == 0


def test_many_tabs(browser, tmp_path):
    """More than a browser has connections to a server: each loads, answers a click, and is live."""
    log = tmp_path / "chat.jsonl"
    log.write_text('{"customer":"Ann","text":"Where is my parcel?"}\n')
    server = Server(str(log), "--follow")
    try:
        context = browser.new_context()
        tabs = []
        for _ in range(9):
            page = context.new_page()
            page.goto(f"http://127.0.0.1:{server.port}/", timeout=10_000)
            page.wait_for_selector("#queue button", timeout=10_000)
            tabs.append(page)
        tabs[0].click("#queue button")
        tabs[0].wait_for_selector("#message dl", timeout=10_000)
        for closed in [None, tabs.pop(0)]:
            # Where the tab that listens is closed, another one goes on.
            if closed:
                closed.close()
            count = tabs[0].locator("#queue li").count() + 1
            with open(log, "a") as file:
                file.write(json.dumps({"customer": f"Bo {count}", "text": f"The lamp {count} is broken."}) + "\n")
            for page in tabs:
                wait_until(page, "count => document.querySelectorAll('#queue li').length === count", count)
    finally:
        assert server.stop()[0] == 0


def test_the_draft_is_judged_while_it_is_written(browser, desk):
    """From the key to the screen, in the middle of many."""
    page = opened(browser, desk)
    open_first(page)
    page.fill("#draft", "Hi Bo, I am sorry for the wait. ")
    wait_until(
        page, "document.getElementById('draft').dataset.judged === document.getElementById('draft').value")
    times = page.evaluate("""async () => {
      const draft = document.getElementById('draft'), times = []
      for (let turn = 0; turn < 40; turn++) {
        const start = performance.now()
        draft.value += 'I will call you at ' + turn + '. '
        draft.dispatchEvent(new Event('input'))
        while (draft.dataset.judged !== draft.value) await new Promise((resolve) => setTimeout(resolve))
        times.push(performance.now() - start)
      }
      return times.sort((a, b) => a - b)
    }""")
    print(f"draft judged: median {times[20]:.1f} ms, 90 % {times[36]:.1f} ms")
    # Generous, since other tests may run beside it; what it takes is in Documentation/Server.md.
    assert times[20] < 250


def test_a_token_is_asked_for(browser):
    token = "correct-horse-battery-staple"
    server = Server(str(Path(__file__).parents[2] / "Samples/survey.csv"), "--token", token)
    try:
        page = browser.new_context().new_page()
        page.goto(f"http://127.0.0.1:{server.port}/explore")
        page.wait_for_selector("#ask-token[open]")
        page.fill("#token", "wrong")
        page.click("#ask-token button")
        page.wait_for_selector("text=The server has refused this token.")
        page.fill("#token", token)
        page.click("#ask-token button")
        # Once for all that the page asks.
        page.wait_for_selector("#texts li")
        assert page.locator("#ask-token[open]").count() == 0
        with page.expect_download() as download:
            page.click("text=texts as CSV")
        assert download.value.suggested_filename == "explore.csv"
        assert Path(download.value.path()).read_text().startswith("number,time,label")
        page.goto(f"http://127.0.0.1:{server.port}/#try")
        page.fill("#text", "lovely")
        page.wait_for_selector("#reading dl")
    finally:
        assert server.stop()[0] == 0


def test_a_chosen_message_is_gone_to(browser, desk):
    page = browser.new_context(viewport={"width": 320, "height": 700}).new_page()
    page.goto(f"http://127.0.0.1:{desk.port}/")
    page.wait_for_selector("#queue button")
    page.click("#queue li:first-child button")
    wait_until(page, "document.activeElement.id === 'message-title'")
    top = page.evaluate("document.getElementById('message-title').getBoundingClientRect().top")
    assert 0 <= top < 350
    # And back, to the same message of the queue.
    page.keyboard.press("Escape")
    wait_until(page, "document.activeElement === document.querySelector('#queue [aria-current]')")
    # Those that are passed by with the keys leave the focus in the queue; Enter goes on.
    page.keyboard.press("j")
    wait_until(page, "document.activeElement === document.querySelector('#queue li:nth-child(2) [aria-current]')")
    page.keyboard.press("Enter")
    wait_until(page, "document.activeElement.id === 'message-title'")


def test_a_filter_keeps_the_focus_near(browser, survey):
    page = opened(browser, survey)
    page.goto(f"http://127.0.0.1:{survey.port}/explore")
    page.wait_for_selector("#facets table")
    page.focus("#facets a:has-text('negative')")
    page.keyboard.press("Enter")
    wait_until(page, "location.search === '?label=negative'")
    wait_until(page, "document.activeElement.innerText === '✓ negative'")
    page.focus("#chosen button")
    page.keyboard.press("Enter")
    wait_until(page, "location.search === ''")
    wait_until(page, "document.activeElement.innerText === 'negative'")


def test_all_values_of_a_facet(browser, survey):
    page = opened(browser, survey)
    page.goto(f"http://127.0.0.1:{survey.port}/explore?values=2&channel=chat")
    page.click("#facets table:has-text('month') tfoot a")
    wait_until(page, "location.search === '?values=1000&channel=chat'")
    wait_until(page, "!document.querySelector('#facets tfoot')")
    assert page.locator("#facets a:has-text('2026-')").count() > 2


def test_a_server_that_is_gone(browser, tmp_path):
    log = tmp_path / "chat.jsonl"
    log.write_text(json.dumps({"customer": "Ann", "text": "Where is my parcel?"}) + "\n")
    server = Server(str(log), "--follow")
    page = opened(browser, server)
    assert "Live." in page.inner_text("#queue-note")
    port = server.port
    assert server.stop()[0] == 0
    wait_until(page, "document.querySelector('#queue-note').innerText.startsWith('The server does not answer')")
    page.fill("#draft", "Hello Ann")
    wait_until(page, "document.querySelector('#advice').innerText.startsWith('The server does not answer')")
    page.click("#queue button")
    page.wait_for_selector("#message > .problem")
    # What was typed elsewhere, too.
    page.keyboard.press("Escape")
    page.keyboard.press("t")
    page.fill("#text", "Great")
    page.wait_for_selector("#reading > .problem")
    page.keyboard.press("Escape")
    page.keyboard.press("e")
    page.wait_for_selector("#explore-note > .problem")
    back = Server(str(log), "--follow", "--port", str(port))
    try:
        wait_until(page, "document.querySelector('#message .text')?.innerText === 'Where is my parcel?'")
        assert page.input_value("#draft") == "Hello Ann"
        wait_until(page, "document.querySelector('#queue-note').innerText.includes('Live.')")
        wait_until(page, "!document.body.innerHTML.includes('The server does not answer')")
        wait_until(page, "document.querySelector('#score').value !== '–' && document.querySelector('#reading .positive') !== null")
        assert page.inner_text("#explore-note").startswith("1 of 1 records")
    finally:
        assert back.stop()[0] == 0
