"""The answers are those of the command, byte for byte."""

import json
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from conftest import ATTUNE, SERVE, Server, attune

MESSAGES = [
    {"id": 1, "who": "Ann", "text": "The courier was friendly, but the vase arrived in pieces."},
    {"id": 2, "who": "Bo", "text": "Where is order 5512? I need it by Friday or I want my 60 euros back!!"},
    {"id": 3, "who": "Ann", "text": "Still nothing. This is the third time that I write, I am furious."},
    {"id": 4, "who": "Cem", "text": "Love it 😍", "sentiment": "of another program"},
    {"id": 5, "who": "Dee", "text": "Muy mal servicio, no lo recomiendo."},
    {"id": 6, "who": "Eve", "text": ""},
    {"id": 7, "text": "<script>alert('x')</script> \u202eworst ever\u202c " + "w" * 5000},
]
REPLIES = [
    {"customer": MESSAGES[0]["text"], "reply": "Hi Ann, I am sorry that the vase broke. A new one leaves today."},
    {"customer": MESSAGES[1]["text"], "reply": "As per our policy you have to wait.", "channel": "chat"},
    {"customer": MESSAGES[2]["text"], "reply": ""},
]
BROKEN = ['{"id":8}', '{"text":null}', '{"text":5}', '{"text":"a"', "nonsense", "[1,2]"]


def lines(records):
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def stream(server, path, body):
    status, headers, content = server.ask("POST", path, body, "application/x-ndjson")
    assert status == 200
    assert headers["Content-Type"] == "application/x-ndjson"
    return content


@pytest.mark.parametrize("query, options", [
    ("", []),
    ("?aspects=true&urgency=true&sentences=true&mixed=true", ["--aspects", "--urgency", "--sentences", "--mixed"]),
    ("?tones=nine&min_confidence=0.7", ["--tone", "--min-confidence", "0.7"]),
    ("?tones=all", ["--all-tones"]),
])
def test_classify(server, query, options):
    body = lines(MESSAGES) + "\n".join(BROKEN)
    expected = attune("classify", "--format", "jsonl", "--text", "text", "--quiet", *options, input=body)
    assert stream(server, "/v1/classify" + query, body) == expected


@pytest.mark.parametrize("ends", ["", "\n", "\n\n", "\n \n\t\r\n\n", "\n\n  "])
@pytest.mark.parametrize("starts", ["", "\n", " \n\n"])
def test_empty_lines_of_a_stream(server, starts, ends):
    body = starts + '{"text":"Great"}\n\n \n{"text":"Bad"}' + ends
    expected = attune("classify", "--format", "jsonl", "--text", "text", "--quiet", input=body)
    assert stream(server, "/v1/classify", body) == expected
    # However it comes.
    with server.connect() as connection:
        connection.sendall(
            b"POST /v1/classify?own_words=false HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\n"
            b"Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
            + b"".join(b"1\r\n%c\r\n" % byte for byte in body.encode()) + b"0\r\n\r\n")
        answer = connection.makefile("rb").read().split(b"\r\n\r\n", 1)[1]
    assert b"".join(answer.split(b"\r\n")[1::2]) == expected
    body = body.replace("text", "reply")
    assert stream(server, "/v1/reply", body) == attune("reply", "--format", "jsonl", "--quiet", input=body)
    assert stream(server, "/v1/triage", '{"text":"Great"}' + ends) == stream(server, "/v1/triage", '{"text":"Great"}')


def test_a_stream_of_empty_lines(server):
    for path in ["classify", "reply", "triage", "explain", "redact"]:
        assert stream(server, f"/v1/{path}", "\n  \n\n") == b""


def test_words_and_aspects_of_ones_own(tmp_path):
    messages = [{"text": text} for text in [
        "The new menu is mid", "The new menu hits different", "Joy has the keys", "The lamp flickers, what a pity"]]
    (tmp_path / "messages.jsonl").write_text(lines(messages))
    (tmp_path / "words.tsv").write_text("mid\t-3.5\nhits different\t3\nkeys\t-4\n")
    (tmp_path / "names.txt").write_text("Joy\n")
    (tmp_path / "shop.yaml").write_text("lamps:\n  terms: [lamp, bulb]\nmenu:\n  terms: [menu]\n")
    words = ["--lexicon", str(tmp_path / "words.tsv"), "--ignore", str(tmp_path / "names.txt")]
    own = [*words, "--taxonomy", str(tmp_path / "shop.yaml")]
    files = [str(tmp_path / "messages.jsonl"), "--store", str(tmp_path / "desk.store")]

    def counts(server):
        while (figures := json.loads(server.ask("GET", "/explore.json")[2]))["status"]["isReading"]:
            time.sleep(0.05)
        return {facet["facet"]: {value["value"]: value["records"] for value in facet["values"]}
                for facet in figures["facets"]}

    server = Server(*files)
    try:
        plain = counts(server)
        assert set(plain["aspect"]) == {"food"}
    finally:
        assert server.stop()[0] == 0
    # What was read without them is read again.
    server = Server(*files, *own)
    try:
        found = counts(server)
        assert found["aspect"] == {"menu": 2, "lamps": 1} and found["label"] != plain["label"]
        body = lines(messages)
        command = ["classify", "--format", "jsonl", "--quiet", "--aspects"]
        expected = attune(*command, *own, input=body)
        assert expected != attune(*command, input=body)
        assert stream(server, "/v1/classify?aspects=true", body) == expected
        expected = attune("explain", "--json", *words, *[message["text"] for message in messages])
        assert stream(server, "/v1/explain", body) == expected
        assert json.loads(server.ask("GET", "/explore.json?aspect=lamps")[2])["matching"] == 1
        expected = attune("triage", "--format", "jsonl", "--quiet", *words, input=body)
        assert expected != attune("triage", "--format", "jsonl", "--quiet", input=body)
        assert stream(server, "/v1/triage", body) == expected
        sent = server.ask("POST", "/v1/queue?name=messages.jsonl", body, "application/octet-stream")[2]
        for queue in [json.loads(sent), json.loads(server.ask("GET", "/v1/queue")[2])]:
            facets = {facet["facet"]: {value["value"] for value in facet["values"]} for facet in queue["facets"]}
            assert facets["aspect"] == {"menu", "lamps"}
            assert {ticket["text"]: ticket["label"] for ticket in queue["tickets"]}["The new menu is mid"] == "negative"
    finally:
        assert server.stop()[0] == 0
    (tmp_path / "words.tsv").write_text("mid\tvery\n")
    (tmp_path / "shop.yaml").write_text("lamps:\n  terms: []\n")
    for options, reason in [(words, "words.tsv:1: "), (own[4:], "'lamps' has no terms")]:
        bad = subprocess.run([SERVE, "--port", "0", *options], capture_output=True, text=True, timeout=30)
        assert bad.returncode == 65 and reason in bad.stderr, bad.stderr
    # More than a book may have.
    (tmp_path / "shop.yaml").write_bytes(b"#" * (17 << 20))
    long = subprocess.run([SERVE, "--port", "0", *own[4:]], capture_output=True, text=True, timeout=30)
    assert long.returncode == 65, long.stderr
    missing = subprocess.run(
        [SERVE, "--port", "0", "--lexicon", str(tmp_path / "none")], capture_output=True, text=True, timeout=30)
    assert missing.returncode == 66


def test_classify_another_field(server):
    body = '{"a":{"b":"great service"}}\n'
    expected = attune("classify", "--format", "jsonl", "--text", "a.b", input=body)
    assert stream(server, "/v1/classify?text=a.b", body) == expected


def test_documents_are_records(server):
    expected = attune("classify", "--format", "jsonl", input=lines(MESSAGES)).decode().splitlines()
    for message, line in zip(MESSAGES, expected):
        assert server.post("/v1/classify", json.dumps(message, ensure_ascii=False)) == (200, (line + "\n").encode())
    status, content = server.post("/v1/classify", json.dumps(MESSAGES, indent=2, ensure_ascii=False))
    assert status == 200
    assert json.loads(content) == [json.loads(line) for line in expected]
    assert server.post("/v1/classify", []) == (200, b"[]\n")


def test_texts_are_records(server):
    status, content = server.post("/v1/classify", ["great", "awful"])
    assert [record["sentiment"]["label"] for record in json.loads(content)] == ["positive", "negative"]
    status, content = server.post("/v1/classify", '"great"')
    assert json.loads(content)["text"] == "great"


def test_explain(server):
    texts = [message["text"] for message in MESSAGES]
    expected = attune("explain", "--json", *texts)
    assert stream(server, "/v1/explain", lines(MESSAGES)) == expected


def test_reply(server):
    body = lines(REPLIES) + "\n".join(BROKEN)
    expected = attune("reply", "--format", "jsonl", "--reply", "reply", "--quiet", input=body)
    assert stream(server, "/v1/reply", body) == expected


def test_reply_of_a_channel(server):
    # Of all, whatever they name.
    body = lines(REPLIES)
    expected = attune(
        "reply", "--format", "jsonl", "--reply", "reply", "--channel", "social", "--quiet", input=body)
    assert stream(server, "/v1/reply?channel=social", body) == expected


@pytest.mark.parametrize("query, options", [
    ("", []), ("?by=who", ["--by", "who"]), ("?top=2&min=0.2", ["--top", "2", "--min", "0.2"]),
])
def test_triage(server, query, options):
    body = lines(MESSAGES) + "\n".join(BROKEN)
    expected = attune("triage", "--format", "jsonl", "--text", "text", "--quiet", *options, input=body)
    # What cannot be read stands behind the ranking, as classify says it.
    refused = b"".join(
        line for line in stream(server, "/v1/classify", body).splitlines(keepends=True) if b'"error"' in line)
    assert refused and stream(server, "/v1/triage" + query, body) == expected + refused
    status, content = server.post("/v1/triage" + query, MESSAGES)
    assert status == 200
    # The same order without those that cannot be read.
    assert [r["id"] for r in json.loads(content)] == [json.loads(r)["id"] for r in expected.decode().splitlines()]


MAILS = [
    {"id": number, "who": f"C{number}", "text": f"{text}\n\nOn Monday, 3 June 2024 at 10:12, Ann wrote:\n> {quoted}\n"}
    for number, (text, quoted) in enumerate([
        ("It works now, thank you.", "My router is broken and I am furious, this is the third time I write!!"),
        ("Thanks, but it is still broken.", "All is well now, great service, love it."),
        ("Great help, I am happy.", "Terrible, nobody answers, I want my money back TODAY."),
        ("No answer yet.", "Wonderful product"),
    ])]
# The languages of the others tell that of a short text.
LANGUAGES = [{"id": number, "text": text} for number, text in enumerate([
    "Der Router ist kaputt", "Bonjour, je voudrais savoir quand mon colis va arriver chez moi, merci beaucoup",
    "Ich warte seit drei Wochen auf die Lieferung und niemand antwortet mir auf meine Fragen",
    "Le produit que vous m'avez envoy\u00e9 est cass\u00e9, je suis tr\u00e8s d\u00e9\u00e7u de votre service",
    "Die Rechnung stimmt nicht und die Hotline ist nie zu erreichen, das ist eine Frechheit"] * 3)]


@pytest.mark.parametrize("options", ["", "true", "false"])
def test_quoted_mail_is_nobodys_own_words(server, options):
    query = f"?own_words={options}" if options else ""
    flags = {"": [], "true": ["--own-words"], "false": ["--no-own-words"]}[options]
    for name in ["classify", "triage"]:
        expected = attune(name, "--format", "jsonl", "--text", "text", "--quiet", *flags, input=lines(MAILS))
        assert stream(server, f"/v1/{name}{query}", lines(MAILS)) == expected
        status, content = server.post(f"/v1/{name}{query}", MAILS)
        assert json.loads(content) == [json.loads(line) for line in expected.splitlines()]
    own = json.loads(server.post("/v1/classify", MAILS)[1])
    whole = json.loads(server.post("/v1/classify?own_words=false", MAILS)[1])
    assert own[0]["sentiment"]["label"] == "positive"
    assert own[0]["sentiment"]["score"] > whole[0]["sentiment"]["score"] + 0.1


def test_triage_loses_nothing(server):
    # The text is found, as the command finds it.
    ticket = {"subject": "Refund", "body": "awful, where is my refund"}
    for body in [ticket, [ticket]]:
        status, content = server.post("/v1/triage", body)
        found = json.loads(content)
        assert status == 200 and len(found) == 1 and found[0]["body"] == ticket["body"] and found[0]["urgency"]
    for broken in [".", "tru", '{"text":"a",}']:
        for body in [broken, f'[{{"text":"awful"}},{broken}]']:
            assert server.post("/v1/triage", body)[0] == 400, body
    for broken in ["{}", "5", "null"]:
        status, content = server.post("/v1/triage", broken)
        assert status == 422 and [list(record)[-1] for record in json.loads(content)] == ["error"], broken
        status, content = server.post("/v1/triage", f'[{{"text":"awful"}},{broken}]')
        ranked = json.loads(content)
        assert status == 200 and "urgency" in ranked[0] and "error" in ranked[1], broken
    # They are many: all are counted.
    many = stream(server, "/v1/triage", "{}\n" * 3000).splitlines()
    assert len(many) == 1001 and json.loads(many[-1]) == {"error": "2000 more records cannot be read"}


@pytest.mark.parametrize("body, says", [
    ('["a" "b"]', "no comma stands between records 1 and 2"), ('[{"text":"a"},]', "comma stands behind"),
    ('[,"a"]', "comma"), ('["a",,"b"]', "comma"), ('[5 "a"]', "no comma"), ('["a"] "b"', "several values"),
    ('"a" "b"', "several values"), ('{"text":"a"', "ends before a bracket is closed"),
    ('[{"text":["a"', "ends before 3 brackets are closed"), ('{"text":"a', "ends inside a string"),
    ('["a"]]', "not open"), ("nul", ""), ("nonsense", ""), ('{"text":"a",}', ""), ('[{"text":"a"},{"text":"b",}]', ""),
    (b'{"text":"\xff\xfe"}', ""), ("{'text':'a'}", ""), ('{"text":01}', ""),
])
def test_documents_that_are_not_one_value(server, body, says):
    for name in ["classify", "triage"]:
        status, content = server.post(f"/v1/{name}", body)
        error = json.loads(content)["error"]
        assert status == 400 and error.startswith("the body is not one JSON value: ") and says in error


def test_documents_that_are_one_value(server):
    for body, count in [('[ ]', 0), (' ["a, b]" ,\n{"text":"[,]"} , 5, true,[1,2]]\n', 5), ('\ufeff["a"]', 1)]:
        status, content = server.post("/v1/classify", body)
        assert status == 200 and len(json.loads(content)) == count, body


def test_several_fields_are_one_text(server):
    record = {"subject": "Refund", "body": "awful, where is my refund"}
    expected = json.loads(attune(
        "classify", "--format", "jsonl", "--text", "subject", "--text", "body", "--quiet", input=lines([record])))
    for name in ["classify", "triage"]:
        for query in ["text=subject&text=body", "text=subject,body"]:
            status, content = server.post(f"/v1/{name}?{query}", [record])
            assert status == 200 and json.loads(content)[0]["sentiment"] == expected["sentiment"]
    status, content = server.post("/v1/classify?tones=nine&tones=all", record)
    assert status == 400 and "one value" in json.loads(content)["error"]


@pytest.mark.parametrize("type, body", [
    ("application/json", b'{"text":"great"}'), ("application/x-ndjson", b'{"text":"great"}\n'),
])
def test_a_client_that_waits_for_the_word_to_go_on(server, type, body):
    def ask(length, path="/v1/classify"):
        connection = server.connect()
        connection.sendall(
            f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {type}\r\nExpect: 100-continue\r\n"
            f"Content-Length: {length}\r\n\r\n".encode())
        connection.settimeout(10)
        return connection, connection.makefile("rb")
    for _ in range(2):
        connection, file = ask(len(body))
        with connection:
            assert file.readline() == b"HTTP/1.1 100 Continue\r\n"
            assert file.readline() == b"\r\n"
            connection.sendall(body)
            assert file.readline() == b"HTTP/1.1 200 OK\r\n"
    # Where the body is not wanted, it is not asked for.
    connection, file = ask(len(body), "/v1/nothing")
    with connection:
        assert file.readline().startswith(b"HTTP/1.1 404")
    if type == "application/json":
        connection, file = ask(100 << 20)
        with connection:
            assert file.readline().startswith(b"HTTP/1.1 413")


def test_what_is_not_on_is_said(server):
    for path, option in [("/v1/articles", "--articles"), ("/v1/corrections", "--corrections")]:
        status, content = server.post(path, {"text": "a", "label": "positive"})
        assert status == 404 and option in json.loads(content)["error"]
    assert "no such address" in json.loads(server.post("/v1/nothing", {})[1])["error"]


def test_triage_knows_the_languages_of_the_others(server):
    expected = attune("triage", "--format", "jsonl", "--text", "text", "--quiet", input=lines(LANGUAGES))
    assert stream(server, "/v1/triage", lines(LANGUAGES)) == expected


def test_triage_by_time(server):
    messages = [{"who": "Ann", "at": day, "text": f"The parcel of {day} is late"} for day in ["13/04/2026", "02/05/2026"]]
    expected = attune(
        "triage", "--format", "jsonl", "--text", "text", "--by", "who", "--time", "at", "--quiet", input=lines(messages))
    assert stream(server, "/v1/triage?by=who&time=at", lines(messages)) == expected
    # Dates with two readings are no ranking, nor are fields that no record has.
    open_ = lines([{**message, "at": "03/04/2026"} for message in messages])
    status, _, content = server.ask("POST", "/v1/triage?by=who&time=at", open_, "application/x-ndjson")
    assert status == 400 and "03/04/2026" in json.loads(content)["error"]
    assert server.ask("POST", "/v1/triage?by=who&time=at&dates=day-first", open_, "application/x-ndjson")[0] == 200
    for query in ["by=none", "by=who&time=none", "text=none", "role=none"]:
        status, _, content = server.ask("POST", f"/v1/triage?{query}", lines(messages), "application/x-ndjson")
        assert status == 400 and "field 'none'" in json.loads(content)["error"]
        assert server.post(f"/v1/triage?{query}", messages)[0] == 400


def test_triage_ranks_what_customers_wrote(server):
    turns = [{"conversation_id": number // 2, "role": ["customer", "agent"][number % 2],
              "text": ["It is broken", "This is terrible, I am so sorry that it failed again!!"][number % 2]} for number in range(8)]
    expected = attune("triage", "--format", "jsonl", "--text", "text", "--quiet", input=lines(turns))
    assert stream(server, "/v1/triage", lines(turns)) == expected
    assert expected.count(b'"role": "customer"') == 4 and b'"agent"' not in expected
    assert b'"agent"' in stream(server, "/v1/triage?all_roles=true", lines(turns))
    assert stream(server, "/v1/triage?role=role", lines(turns)) == expected
    # Roles of people in a company are none of a conversation.
    people = [{"role": ["user", "manager"][number % 2], "text": "It is broken"} for number in range(8)]
    assert stream(server, "/v1/triage", lines(people)).count(b"manager") == 4


def test_a_long_stream_is_answered_in_order_with_all_cores(server):
    body = "".join(
        json.dumps({"id": number, "text": f"{MESSAGES[number % 6]['text']} {number}"}) + "\n"
        for number in range(30_000)).encode()
    expected = attune("classify", "--format", "jsonl", input=body)
    import subprocess
    answer = subprocess.run(
        ["curl", "-s", "-H", "Content-Type: application/x-ndjson", "--data-binary", "@-", "-H", "Expect:",
         f"http://127.0.0.1:{server.port}/v1/classify"], input=body, capture_output=True, check=True).stdout
    assert answer == expected


def test_a_stream_is_answered_while_it_comes(server):
    with server.connect() as connection:
        connection.sendall(
            b"POST /v1/classify HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\n"
            b"Transfer-Encoding: chunked\r\n\r\n")
        file = connection.makefile("rb")
        for number in range(3):
            # More than is answered at once, and less.
            record = json.dumps({"id": number, "text": "good " * (1 if number else 20_000)}).encode() + b"\n"
            connection.sendall(b"%x\r\n%s\r\n" % (len(record), record))
            if number == 0:
                while file.readline() != b"\r\n":
                    pass
            received = b""
            while not received.endswith(b"}\n"):
                size = int(file.readline(), 16)
                received += file.read(size)
                file.readline()
            assert json.loads(received)["id"] == number
        connection.sendall(b"0\r\n\r\n")
        assert file.readline() == b"0\r\n"


def test_redact(server):
    status, content = server.post("/v1/redact", {"text": "Write to ann.lee@example.com, please."})
    assert status == 200
    assert "ann.lee" not in content.decode()
    assert "please" in content.decode()
    content = server.post("/v1/redact", {"text": "é: order 5512 of 14 March 2026, $49.99. My name is Ann Lee."})[1]
    record = json.loads(content)
    assert record["redacted"].endswith("My name is [name].")
    name = record["masked"][-1]
    assert name["as"] == "[name]" and "é: order 5512 of 14 March 2026, $49.99. My name is Ann Lee.".encode()[
        name["start"]:name["end"]] == b"Ann Lee"
    assert record["facts"][0] == {"kind": "id", "text": "5512", "start": 10, "end": 14}
    assert [fact["text"] for fact in record["facts"]] == ["5512", "14 March 2026", "$49.99"]


def help_centre(folder):
    (folder / "a").mkdir()
    (folder / "a" / "orders.md").write_text(
        "# Orders\n## Return an item\nSend it back within 30 days. Labels are free.\n## Pay\nBy card or PayPal.\n")
    (folder / "b.html").write_text(
        "<html><head><style>x{}</style></head><body><h2>Opening &amp; hours</h2><p>Our store is open until 7.</p>"
        "<script>alert(1)</script></body></html>")
    (folder / "faq.csv").write_text("question,answer\nHow do I reset my password?,Press <b>Forgot</b>.\n")
    (folder / "note.txt").write_text("Batteries can be recycled in every store.")
    return folder


def test_a_number_is_no_text(tmp_path):
    server = Server("--articles", str(help_centre(tmp_path)))
    try:
        for path, record, field in [
                ("classify", {"text": 5}, "text"), ("explain", {"text": 5}, "text"), ("redact", {"text": 5}, "text"),
                ("articles", {"text": 5}, "text"), ("reply", {"reply": 5}, "reply"),
                ("reply", {"reply": "Hello", "customer": 5}, "customer")]:
            status, content = server.post(f"/v1/{path}", record)
            assert (status, json.loads(content)["error"]) == (422, f"field '{field}' is not a string"), path
            for line in server.post(f"/v1/{path}", json.dumps(record) + "\n", "application/x-ndjson")[1].splitlines():
                assert json.loads(line)["error"] == f"field '{field}' is not a string"
        record = json.dumps({"reply": "Hello", "customer": 5}) + "\n"
        command = subprocess.run([ATTUNE, "reply", "-q", "--format", "jsonl"], input=record.encode(), capture_output=True).stdout
        assert command == server.post("/v1/reply", record, "application/x-ndjson")[1]
    finally:
        assert server.stop()[0] == 0


def test_a_link_to_an_article_that_is_gone_is_left_out(tmp_path):
    folder = help_centre(tmp_path)
    (folder / "old.md").symlink_to(tmp_path / "gone.md")
    result = subprocess.run([SERVE, "articles", "return a coat", "--from", str(folder)], capture_output=True, text=True, timeout=30)
    assert result.returncode == 0 and result.stdout
    assert "old.md: a link that leads nowhere; left out" in result.stderr


def test_articles(tmp_path):
    folder = help_centre(tmp_path)
    server = Server("--articles", str(folder))
    try:
        status, content = server.post("/v1/articles", {"text": "How can I return a coat?"})
        best = json.loads(content)["articles"][0]
        assert (status, best["title"], best["sentence"]) == (200, "Return an item", "Send it back within 30 days.")
        assert json.loads(server.post("/v1/articles", {"text": "Who won the match?"})[1])["articles"] == []
        assert '"Press Forgot."' in server.post("/v1/articles", {"text": "reset the password"})[1].decode()
        assert "Opening & hours" in server.post("/v1/articles", {"text": "opening hours of the store"})[1].decode()
        found = server.post("/v1/articles", ["return", 5, "pay by card"])
        assert [("error" in record) for record in json.loads(found[1])] == [False, True, False]
        whole = json.loads(server.post("/v1/articles?whole=true", {"text": "return a coat"})[1])["articles"][0]
        assert whole["text"] == "Send it back within 30 days. Labels are free."
        assert "text" not in best and set(whole) == {*best, "text"}
        assert server.post("/v1/articles?whole=yes", {"text": "a"})[0] == 400
    finally:
        assert server.stop()[0] == 0


def test_articles_are_shown_as_people_read_them(tmp_path):
    (tmp_path / "a.md").write_text("""---
title: Help
---
# Help
<!-- Nobody sees this parcel note. -->
## Track your *parcel*
Open **[your orders](https://example.com/o(1))** and press `Track_my_parcel`; it&rsquo;s there, ![the map](map.png) too.

| Country | Delivery days |
|---|:-:|
| Portugal | __3__ |
| Norway<br> | 5 |

- [ ] Ask the *neighbour* \\*first\\*, 2 * 3 * 4 times, see some_file_name or <https://example.com/x>.

[ref]: https://example.com/ref

<details>
<summary>Can I pay by invoice?</summary>

Yes, <b>companies</b> pay by invoice within 14 days.

</details>
<details><summary>Do you deliver to <em>islands</em>?</summary><p>Islands cost 4 &euro; more.</p></details>

Our warehouse has a bakery.
""")
    (tmp_path / "b.html").write_text(
        "<h1>Shop</h1><dl><dt>How do I cancel<br>a subscription?</dt><dd>Choose <b>Cancel</b> on the page "
        "&lsquo;Account&rsquo;, 5 * 3 * 2.</dd><dt>Is there a student discount?</dt><dd>Students pay half.</dd></dl>"
        "<h2>Reset the router</h2><p>Type in the\nterminal:</p><pre>\n# stop\nrouter --reset\n  --all &lt;now&gt;</pre><p>Wait.</p>")
    (tmp_path / "c.csv").write_text(
        'title,text\n<script>x</script>,The umbrella shop opens at noon\n,Umbrellas are &#42;never&#42; mended &amp; *always* replaced\n')
    server = Server("--articles", str(tmp_path))

    def best(text):
        found = json.loads(server.post("/v1/articles", {"text": text})[1])["articles"]
        return (found[0]["title"], found[0]["sentence"]) if found else None
    try:
        assert best("track the orders") == (
            "Track your parcel", "Open your orders and press Track_my_parcel; it’s there, the map too.")
        assert best("a parcel to Portugal")[1] == "Portugal: 3"
        assert best("ask the neighbour first")[1] == "Ask the neighbour *first*, 2 * 3 * 4 times, see some_file_name or https://example.com/x."
        assert best("pay by invoice") == (
            "Track your parcel: Can I pay by invoice?", "Yes, companies pay by invoice within 14 days.")
        assert best("deliver to islands") == ("Track your parcel: Do you deliver to islands?", "Islands cost 4 € more.")
        assert best("the bakery in the warehouse") == ("Track your parcel", "Our warehouse has a bakery.")
        assert best("cancel my subscription") == (
            "How do I cancel a subscription?", "Choose Cancel on the page ‘Account’, 5 * 3 * 2.")
        assert best("student discount") == ("Is there a student discount?", "Students pay half.")
        assert best("parcel note nobody sees") is None
        # Of a title that is nothing but markup, the source is read; of none, the name of the file.
        assert best("when does the umbrella shop open") == ("<script>x</script>", "The umbrella shop opens at noon")
        title, sentence = best("are umbrellas mended or replaced")
        assert title.endswith("c.csv") and sentence == "Umbrellas are *never* mended & always replaced"
        # Code keeps its lines, and what looks like a heading in it is none.
        answer = json.loads(server.post("/v1/articles?whole=true", {"text": "reset the router"})[1])["articles"][0]
        assert answer["title"] == "Reset the router"
        assert "Type in the terminal:" in answer["text"] and "# stop\nrouter --reset\n  --all <now>\n" in answer["text"]
        assert "~~~" not in answer["text"]
    finally:
        assert server.stop()[0] == 0


def test_articles_of_the_command(tmp_path):
    import subprocess
    from conftest import SERVE
    # Apart from the messages, which would be articles beside them.
    (tmp_path / "articles").mkdir()
    folder = help_centre(tmp_path / "articles")
    def run(*options):
        return subprocess.run([SERVE, "articles", *options], capture_output=True, text=True, timeout=30)
    found = run("Can I send my coat back?", "--from", str(folder))
    assert found.returncode == 0
    assert "Return an item" in found.stdout.splitlines()[0]
    assert json.loads(run("xyz", "--from", str(folder), "--json").stdout) == {"articles": []}
    assert "Labels are free." not in found.stdout
    whole = run("Can I send my coat back?", "--from", str(folder), "--whole").stdout
    assert whole.splitlines()[1] == "     Send it back within 30 days. Labels are free."
    messages = tmp_path / "messages.jsonl"
    messages.write_text("".join(json.dumps({"text": text}) + "\n" for text in [
        "How do I return this?", "Do you sell scooters?", "Are the scooters fast?", "scooters for kids, ann@example.com"]))
    gaps = run("--from", str(folder), "--gaps", str(messages))
    assert gaps.stdout.splitlines()[0] == "3 of 4 messages have no article"
    assert gaps.stdout.splitlines()[1].startswith("3  scooters")
    assert json.loads(run("--from", str(folder), "--gaps", str(messages), "--json").stdout) == {
        "messages": 4, "unanswered": 3,
        "gaps": [{"topic": "scooters", "count": 3, "example": "Do you sell scooters?"}]}
    # Topics are words in a row that tell messages apart, not what all of them have.
    messages.write_text("".join(json.dumps({"text": text}) + "\n" for text in [
        *[f"My problem: is the scooter battery in {color} here" for color in ["red", "blue", "green"]],
        *[f"My problem: the ear muffs are {word}" for word in ["itchy", "dirty"]],
        "My problem is 4711", "My problem is 4711"]))
    topics = [gap["topic"] for gap in
              json.loads(run("--from", str(folder), "--gaps", str(messages), "--json").stdout)["gaps"]]
    assert topics[:2] == ["scooter battery", "ear muffs"] and "is" not in topics and "4711" not in topics
    assert run("--from", str(folder)).returncode == 64
    missing = run("x", "--from", str(tmp_path / "none"))
    assert missing.returncode == 66 and missing.stderr.startswith("attune articles: ")
    (tmp_path / "empty").mkdir()
    assert run("x", "--from", str(tmp_path / "empty")).returncode == 65


def test_corrections(tmp_path, server):
    assert server.post("/v1/corrections", {"text": "a", "label": "positive"})[0] == 404
    path = tmp_path / "corrections.jsonl"
    own = Server("--corrections", str(path))
    try:
        assert own.post("/v1/corrections", {"text": 'quiet "room"', "label": "positive", "x": 1})[0] == 200
        assert own.post("/v1/corrections", {"text": 'quiet "room"', "label": "negative"})[0] == 200
        for wrong in [{"text": "a", "label": "great"}, {"text": " ", "label": "positive"}, {"label": "positive"}, 5]:
            assert own.post("/v1/corrections", wrong)[0] == 422
        assert own.post("/v1/corrections", [{"text": "a", "label": "positive"}])[0] == 400
        assert own.post("/v1/corrections", {"text": 5, "label": "positive"})[0] == 400
        assert own.post("/v1/corrections", '{"text":"a","label":"positive",}')[0] == 400
        for known in [7, True, [], {}]:
            assert own.post("/v1/corrections", {"text": "a", "label": "positive", "known": known})[0] == 400
        # Two tabs that correct the same text: the second one is told, and decides.
        room = {"text": "loud room", "known": ""}
        assert own.post("/v1/corrections", {**room, "label": "negative"})[0] == 200
        status, content = own.post("/v1/corrections", {**room, "label": "neutral"})
        assert status == 409
        assert "'negative'" in json.loads(content)["error"]
        assert own.post("/v1/corrections", {**room, "label": "negative"})[0] == 200
        assert own.post("/v1/corrections", {**room, "label": "neutral", "known": "negative"})[0] == 200
    finally:
        assert own.stop()[0] == 0
    assert [json.loads(line) for line in path.read_text().splitlines()] == [
        {"text": 'quiet "room"', "label": "negative"}, {"text": "loud room", "label": "neutral"}]


def test_corrections_of_several_servers(tmp_path):
    """Each text has one line, whoever writes; other lines stay as they are."""
    path = tmp_path / "corrections.jsonl"
    path.write_text('{"text":"kept","label":"neutral","who":"Ann"}\nno JSON\n{"text":"last","label":"positive"}')
    servers = [Server("--corrections", str(path)) for _ in range(2)]

    def correct(number):
        for turn in range(10):
            labels = ["negative", "neutral", "positive"]
            for text in ["shared", f"own {number} {turn}"]:
                assert servers[number].post(
                    "/v1/corrections", {"text": text, "label": labels[(turn + number) % 3]})[0] == 200

    try:
        with ThreadPoolExecutor() as pool:
            list(pool.map(correct, range(2)))
    finally:
        for server in servers:
            assert server.stop()[0] == 0
    lines = path.read_text().splitlines()
    assert lines[:3] == ['{"text":"kept","label":"neutral","who":"Ann"}', "no JSON", '{"text":"last","label":"positive"}']
    texts = [json.loads(line)["text"] for line in lines[3:]]
    assert sorted(texts) == sorted(["shared", *(f"own {number} {turn}" for number in range(2) for turn in range(10))])


def test_corrections_that_cannot_be_written(tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()
    result = subprocess.run(
        [SERVE, "--port", "0", "--corrections", str(folder)], capture_output=True, text=True, timeout=30)
    assert result.returncode == 74
    assert "folder" in result.stderr
    for path in ["/dev/full", str(tmp_path / "none" / "corrections.jsonl")]:
        result = subprocess.run(
            [SERVE, "--port", "0", "--corrections", path], capture_output=True, text=True, timeout=30)
        assert (result.returncode, path in result.stderr) == (74, True)
    # One that can be written no more is told to who corrects.
    path = tmp_path / "corrections.jsonl"
    own = Server("--corrections", str(path))
    try:
        assert not path.exists()
        path.mkdir()
        status, content = own.post("/v1/corrections", {"text": "a", "label": "positive"})
        assert (status, json.loads(content)["error"]) == (500, "the correction could not be written")
        path.rmdir()
        assert own.post("/v1/corrections", {"text": "a", "label": "positive"})[0] == 200
    finally:
        code, errors = own.stop()
        assert code == 0 and str(path) in errors


def test_own_rubric(tmp_path):
    rubric = tmp_path / "rubric.yaml"
    rubric.write_text("nonsense: [")
    import subprocess
    from conftest import SERVE
    result = subprocess.run([SERVE, "--port", "0", "--rubric", str(rubric)], capture_output=True, text=True, timeout=30)
    assert result.returncode == 65
    assert "rubric.yaml" in result.stderr
    result = subprocess.run([SERVE, "--port", "0", "--model", "/no/such"], capture_output=True, text=True, timeout=30)
    assert result.returncode == 66


def test_the_command_starts_the_server(tmp_path):
    """`attune serve` runs the program beside it."""
    import os
    import shutil
    import subprocess
    from conftest import ATTUNE, SERVE
    shutil.copy(ATTUNE, tmp_path / "attune")
    alone = subprocess.run(
        [tmp_path / "attune", "serve"], capture_output=True, text=True, env={**os.environ, "PATH": "/nowhere"})
    assert alone.returncode == 66
    assert "attune-serve is neither installed" in alone.stderr
    os.symlink(SERVE, tmp_path / "attune-serve")
    shown = subprocess.run(
        [tmp_path / "attune", "serve", "--help"], capture_output=True, text=True, env={**os.environ, "PATH": "/nowhere"})
    assert shown.returncode == 0
    assert "--token-file" in shown.stdout
    all = subprocess.run([tmp_path / "attune", "--help"], capture_output=True, text=True).stdout
    for command in ["serve", "articles"]:
        assert f"\n  {command} " in all
        helps = [
            subprocess.run([tmp_path / "attune", *words], capture_output=True, text=True, env={**os.environ, "PATH": "/nowhere"})
            for words in [[command, "--help"], ["help", command]]]
        assert helps[0].stdout == helps[1].stdout and f"attune {command}" in helps[0].stdout
