"""Records of files: explored, searched, followed and kept."""

import csv
import gzip
import io
import json
import math
import os
import resource
import signal
import sqlite3
import subprocess
import threading
import time
import zipfile
from html import escape
from pathlib import Path

import pytest
from conftest import SERVE, Server, attune

SURVEY = Path(__file__).parents[2] / "Samples/survey.csv"


def get(server, path):
    status, _, content = server.ask("GET", path)
    assert status == 200, content
    return json.loads(content)


def wait_for(server, condition, path="/explore.json", seconds=20):
    """The answer for which the condition holds."""
    end = time.monotonic() + seconds
    while True:
        answer = get(server, path)
        if condition(answer):
            return answer
        assert time.monotonic() < end, json.dumps(answer)[:2000]
        time.sleep(0.1)


def read(server):
    return wait_for(server, lambda answer: not answer["status"]["isReading"])


def values(answer, facet):
    return {value["value"]: value for found in answer["facets"] if found["facet"] == facet for value in found["values"]}


@pytest.fixture(scope="module")
def survey():
    server = Server(str(SURVEY))
    read(server)
    yield server
    code, errors = server.stop()
    assert code == 0, errors
    assert "read 1944 records, of which 0 cannot be read" in errors


def points(net):
    # A half is rounded as people do it, away from zero.
    return {name: math.copysign(math.floor(abs(1000 * net[name]) + 0.5 + 1e-9) / 10, net[name])
            for name in ["value", "lower", "upper"]}


def test_figures_are_those_of_the_report(survey):
    report = json.loads(attune(
        "report", str(SURVEY), "--text", "comment", "--time", "date", "--by", "channel,agent", "--no-cluster",
        "--to", "json", "-q"))
    answer = get(survey, "/explore.json?values=100")
    net = next(figure for figure in report["figures"] if figure["name"] == "net sentiment")
    assert answer["records"] == report["records"]
    assert answer["net"] == points(net)
    assert {table["column"] for table in report["groups"]} == {"channel", "agent"}
    for table in report["groups"]:
        found = values(answer, table["column"])
        for row in table["rows"]:
            net = next(figure for figure in row["figures"] if figure["name"] == "net sentiment")
            assert found[row["name"]]["records"] == row["records"]
            assert found[row["name"]]["net"] == points(net)
    for aspect in report["aspects"]:
        assert values(answer, "aspect")[aspect["name"]]["net"]["value"] == points(aspect["net"])["value"]


def test_a_click_filters(survey):
    all = get(survey, "/explore.json?values=100")
    chat = get(survey, "/explore.json?channel=chat&values=100")
    assert chat["matching"] == values(all, "channel")["chat"]["records"] == 369
    # The facet itself goes on to offer its other values, and the other facets count what is chosen.
    assert values(chat, "channel") == values(all, "channel")
    assert sum(value["records"] for value in values(chat, "label").values()) == 369
    both = get(survey, "/explore.json?channel=chat&channel=email")
    assert both["matching"] == 369 + values(all, "channel")["email"]["records"]
    narrow = get(survey, "/explore.json?channel=chat&label=negative&month=2026-03&aspect=billing&count=1000")
    assert 0 < narrow["matching"] == len(narrow["texts"]) < 60
    for text in narrow["texts"]:
        assert (text["channel"], text["label"], text["time"][:7]) == ("chat", "negative", "2026-03")
        assert "billing" in [aspect["aspect"] for aspect in text["aspects"]]
    assert get(survey, "/explore.json?channel=telegraph")["matching"] == 0


def test_search(survey):
    texts = [row["comment"] for row in csv.DictReader(open(SURVEY))]

    def count(query):
        return get(survey, f"/explore.json?q={query}")["matching"]

    assert count("router") == sum("router" in text.lower() for text in texts) > 0
    assert count("ROUTERS") == count("router")
    assert count("router%20still") == sum("router" in text and "still" in text for text in texts)
    assert count("router+still") == count("router%20still")
    assert count("%22still%20broken%22") == sum("still broken" in text for text in texts)
    assert count("router%20-broken") == count("router") - count("router%20broken")
    assert count("rout*") == count("router")
    all = count("")
    assert count("-router") == all - count("router")
    assert count("-%22still%20broken%22") == all - count("%22still%20broken%22") < all
    assert count("router%20-%22still%20broken%22%20-useless") == sum(
        "router" in text and "still broken" not in text and "useless" not in text for text in texts)
    # What cannot be searched is told.
    odd = get(survey, "/explore.json?q=%F0%9F%98%8D+router+-%25+%22!%22")
    assert (odd["matching"], odd["ignored"]) == (count("router"), ["😍", "-%", '"!'])
    assert get(survey, "/v1/queue?q=%25")["ignored"] == ["%"]
    # Of a table nobody would see it.
    for odd in ["%21%21%21", "router+%25"]:
        for show in ["", "&show=texts"]:
            assert survey.ask("GET", f"/explore.csv?q={odd}{show}")[0] == 400
    # What means something to FTS5, and what is no word.
    for odd in ["%22", "OR", "text%3Aa", "%28", "a%20AND", "NEAR%28a%20b%29", "%00", "%F0%9F%98%8D", "*", "-", "%27%3B--"]:
        assert survey.ask("GET", f"/explore.json?q={odd}")[0] == 200, odd


def test_a_plus_sign_is_a_blank(tmp_path):
    path = tmp_path / "messages.jsonl"
    path.write_text('{"channel":"WhatsApp & Co","text":"Where is it?"}\n{"channel":"a+b","text":"Thanks"}\n')
    server = Server(str(path))
    try:
        read(server)
        assert get(server, "/explore.json?channel=WhatsApp+%26+Co")["matching"] == 1
        assert get(server, "/explore.json?channel=WhatsApp%20%26%20Co")["matching"] == 1
        assert get(server, "/explore.json?channel=a%2Bb")["matching"] == 1
        assert b"sentiment" in server.post("/v1/classify?text=my+field", {"my field": "great"})[1]
    finally:
        assert server.stop()[0] == 0


def test_texts_in_order(survey):
    def texts(query):
        return get(survey, f"/explore.json?count=200&{query}")["texts"]

    urgent = [text["urgency"] for text in texts("sort=urgent")]
    assert urgent == sorted(urgent, reverse=True)
    scores = [text["score"] for text in texts("sort=negative")]
    assert scores == sorted(scores)
    times = [text["time"] for text in texts("sort=newest")]
    assert times == sorted(times, reverse=True)
    first = texts("from=0")
    assert texts("from=150")[:50] == first[150:]


def test_tables(survey):
    table = list(csv.DictReader(io.StringIO(survey.ask("GET", "/explore.csv?channel=chat")[2].decode())))
    answer = get(survey, "/explore.json?channel=chat&values=100")
    assert table[0]["facet"] == "all" and table[0]["value"] == ""
    # A whole number has no decimals in a table.
    assert [float(table[0][name]) for name in ("records", "net_sentiment", "lower", "upper")] == [
        answer["matching"], answer["net"]["value"], answer["net"]["lower"], answer["net"]["upper"]]
    assert sum(row["facet"] == "agent" for row in table) == len(values(answer, "agent"))
    status, headers, content = survey.ask("GET", "/explore.csv?show=texts")
    assert headers["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(content.decode())))
    assert [row["text"] for row in rows] == [row["comment"] for row in csv.DictReader(open(SURVEY))]
    some = survey.ask("GET", "/explore.csv?show=texts&from=700&count=3")[2].decode()
    assert list(csv.DictReader(io.StringIO(some))) == rows[700:703]


@pytest.mark.parametrize("query", ["nix=1", "sort=best", "count=0", "count=x", "from=-1", "show=all", "q=a&q=b", "q=" + "a" * 1001])
def test_odd_questions(survey, query):
    status, _, content = survey.ask("GET", f"/explore.json?{query}")
    assert status == 400
    assert json.loads(content)["error"]


def test_a_record(tmp_path):
    path = tmp_path / "chats.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in [
        {"conversation_id": "c1", "customer": "Ann", "channel": "chat", "time": "2026-03-01 09:00", "text": "My order is late."},
        {"conversation_id": "c1", "customer": "Ann", "channel": "chat", "time": "2026-03-01 09:05", "text": "Still nothing!!"},
        {"conversation_id": "c2", "customer": "Ann", "channel": "email", "time": "2026-02-01", "text": "Thank you, great service."},
        {"conversation_id": "c3", "customer": "Bo", "channel": "chat", "time": "2026-03-02", "text": "Call me at +44 20 7946 0018."},
        {"conversation_id": "c3", "customer": "Bo", "channel": "chat", "time": "2026-03-02", "text": "<b>=1+1</b>"},
    ]))
    server = Server(str(path))
    try:
        read(server)
        whole = get(server, "/v1/record?number=2")
        assert [turn["number"] for turn in whole["turns"]] == [1, 2]
        assert [contact["number"] for contact in whole["contacts"]] == [3]
        assert whole["text"] == "Still nothing!!"
        # In lists private data is masked; the record itself is as it is written.
        assert "7946" not in json.dumps(get(server, "/explore.json"))
        assert "7946" in get(server, "/v1/record?number=4")["text"]
        assert "7946" not in get(server, "/v1/record?number=4")["record"]["text"]
        # A table that a spreadsheet opens does not calculate.
        assert "'=1+1" in server.ask("GET", "/explore.csv?show=texts")[2].decode() or "<b>=1+1</b>" in (
            server.ask("GET", "/explore.csv?show=texts")[2].decode())
        # Of each customer the queue has the newest message.
        queue = get(server, "/v1/queue")
        assert {ticket["number"] for ticket in queue["tickets"]} == {2, 5}
        assert queue["waiting"] == 2
        assert next(ticket for ticket in queue["tickets"] if ticket["customer"] == "Ann")["messages"] == 3
        assert get(server, "/v1/queue?channel=email")["waiting"] == 0
        for number in ["0", "6", "4294967295", "x", "-1", ""]:
            assert server.ask("GET", f"/v1/record?number={number}")[0] in (400, 404)
        status, _, content = server.ask("GET", "/v1/record?number=6")
        assert (status, json.loads(content)["error"]) == (404, "no record has this number")
        assert server.ask("GET", "/v1/record")[0] == 400
        assert server.ask("POST", "/v1/record", {})[0] == 405
    finally:
        assert server.stop()[0] == 0


def test_turns_of_agents_are_shown_and_not_counted(tmp_path):
    path = tmp_path / "turns.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in [
        {"conversation_id": "c1", "role": "customer", "customer": "Ann", "text": "My router is broken."},
        {"conversation_id": "c1", "role": "agent", "customer": "Ann", "text": "This is terrible, awful, we are so sorry!! AGENTWORDS"},
        {"conversation_id": "c1", "role": "customer", "customer": "Ann", "text": "Still broken."},
        {"conversation_id": "c1", "role": "bot", "customer": "Ann", "text": "Your ticket is closed. AGENTWORDS"},
        {"conversation_id": "c2", "role": "customer", "customer": "Bo", "text": "Where is my parcel?"},
    ]))
    server = Server(str(path))
    try:
        figures = read(server)
        assert (figures["records"], figures["matching"]) == (3, 3)
        assert "AGENTWORDS" not in json.dumps(figures) + json.dumps(get(server, "/explore.json?q=AGENTWORDS"))
        queue = get(server, "/v1/queue?state=all")["tickets"]
        assert {ticket["number"]: ticket["isAnswered"] for ticket in queue} == {3: False, 5: False}
        turns = get(server, "/v1/record?number=3")["turns"]
        assert [turn["writer"] for turn in turns] == ["customer", "agent", "customer", "bot"]
    finally:
        code, errors = server.stop()
    assert code == 0 and "role from 'role'" in errors


@pytest.mark.parametrize("turned", [False, True])
def test_a_message_is_answered_by_what_came_later(tmp_path, turned):
    path = tmp_path / "turns.jsonl"
    rows = [json.dumps({"conversation_id": name, "role": role, "customer": name, "time": f"2026-03-0{day}", "text": text}) + "\n"
            for name, role, day, text in [
                ("c1", "customer", 1, "It is broken."), ("c1", "agent", 2, "We look into it."),
                ("c1", "customer", 3, "Still broken."), ("c2", "customer", 4, "Where is it?"), ("c2", "agent", 5, "On its way.")]]
    path.write_text("".join(reversed(rows) if turned else rows))
    server = Server(str(path))
    try:
        read(server)
        answered = {ticket["text"]: ticket["isAnswered"] for ticket in get(server, "/v1/queue?state=all")["tickets"]}
        assert answered == {"Still broken.": False, "Where is it?": True}
    finally:
        assert server.stop()[0] == 0


def served(path, text, *options):
    """A server that has read a file with this text."""
    path.write_text(text)
    server = Server(str(path), *options)
    read(server)
    return server


HISTORY = """id,created,customer,status,message
1,2026-01-05 10:00,Ann Lee,closed,The router is broken and nobody answers. I am furious. I leave.
2,2026-01-08 10:00,Ann Lee,closed,Thanks!
3,2026-01-07 10:00,Bob Ray,open,I was charged twice please help
4,2026-06-08 10:00,Cid Fox,closed,The router is broken and nobody answers. I am furious. I leave.
5,2026-06-09 10:00,Cid Fox,open,Do you ship to Norway?
6,2026-06-09 10:01,Ann Lee,open,What are your opening hours?
7,2026-06-09 10:02,Dan Orr,open,My order arrived damaged
8,2026-06-10 10:02,Dan Orr,Cancelled,Where is my cup?
9,2026-06-10 10:03,Eve,Solved,Thank you
"""


def test_the_queue_is_what_waits(tmp_path):
    """Closed cases are left out, however recent, and make nothing else urgent."""
    server = served(tmp_path / "tickets.csv", HISTORY)
    try:
        queue = get(server, "/v1/queue")
        assert [queue[name] for name in ("waiting", "answered", "closed")] == [4, 0, 4]
        assert {ticket["number"] for ticket in queue["tickets"]} == {3, 5, 6, 7}
        assert {ticket["number"] for ticket in queue["tickets"][:2]} == {3, 7}
        for ticket in queue["tickets"][2:]:
            assert ticket["urgency"] == ticket["ownUrgency"] < 0.1
        assert {ticket["number"] for ticket in get(server, "/v1/queue?state=closed")["tickets"]} == {2, 4, 8, 9}
        assert all(ticket["isClosed"] for ticket in get(server, "/v1/queue?state=closed")["tickets"])
        assert len(get(server, "/v1/queue?state=all")["tickets"]) == 8
        assert get(server, "/v1/queue?state=answered")["tickets"] == []
        assert get(server, "/explore.json")["records"] == 9
        for odd in ["/v1/queue?state=open", "/v1/queue?state=", "/explore.json?state=all"]:
            assert server.ask("GET", odd)[0] == 400
        for state, count in [("", 4), ("&state=all", 8)]:
            own = server.post(f"/v1/queue?name=t.csv{state}", HISTORY, "application/octet-stream")
            assert len(json.loads(own[1])["tickets"]) == count
    finally:
        code, errors = server.stop()
    assert code == 0 and "resolved from 'status'" in errors


def test_urgency_is_that_of_the_opened_message_in_any_language(tmp_path):
    server = served(
        tmp_path / "m.csv", "customer,text\nCy,\"Wo ist mein Paket, ich warte seit Tagen!\"\nAnn,Where is my parcel?\n")
    try:
        for ticket in get(server, "/v1/queue")["tickets"]:
            reading = get(server, f"/v1/record?number={ticket['number']}")["reading"]["classified"]
            assert abs(reading["urgency"]["score"] - ticket["ownUrgency"]) < 0.001, ticket
    finally:
        assert server.stop()[0] == 0


def test_states_are_kept_in_a_store(tmp_path):
    for _ in range(2):
        server = served(tmp_path / "tickets.csv", HISTORY, "--store", str(tmp_path / "desk.store"))
        assert get(server, "/v1/queue")["waiting"] == 4
        assert server.stop()[0] == 0


def test_an_answered_conversation_hides_no_other(tmp_path):
    rows = [("c1", "customer", "My router is broken."), ("c2", "customer", "Where is my parcel?"), ("c2", "agent", "On its way."),
            ("c3", "customer", "The lamp flickers."), ("c4", "customer", "It hums."), ("c4", "agent", "Try this."), ("c5", "customer", "It smells."), ("c5", "bot", "We have your message.")]
    server = served(tmp_path / "turns.jsonl", "".join(json.dumps(
        {"conversation_id": name, "role": role, "customer": "Ann" if name < "c3" else name, "text": text}) + "\n"
        for name, role, text in rows))
    try:
        queue = get(server, "/v1/queue")
        assert {ticket["text"] for ticket in queue["tickets"]} == {
            "My router is broken.", "The lamp flickers.", "It smells."}
        assert (queue["waiting"], queue["answered"]) == (3, 2)
    finally:
        assert server.stop()[0] == 0


ANGER = "The router is broken and nobody answers. I am furious. I leave."


@pytest.mark.parametrize("day, before, rise", [
    ("2026-01-06", [ANGER], (0.4, 1)), ("2026-06-09", [ANGER], (0, 0.02)), ("2026-01-06", [ANGER, "Thanks!"], (0, 0.02)),
])
def test_what_is_over_makes_nothing_urgent(tmp_path, day, before, rise):
    messages = [*((f"2026-01-05 10:0{place}", text) for place, text in enumerate(before)), (day, "Do you ship to Norway?")]
    server = served(tmp_path / "messages.jsonl", "".join(
        json.dumps({"customer": "Ann", "time": time, "text": text}) + "\n" for time, text in messages))
    try:
        [ticket] = get(server, "/v1/queue")["tickets"]
        assert ticket["messages"] == len(messages)
        assert rise[0] <= ticket["urgency"] - ticket["ownUrgency"] <= rise[1]
        row = list(csv.DictReader(io.StringIO(server.ask("GET", "/explore.csv?show=texts")[2].decode())))[-1]
        assert (float(row["urgency"]), float(row["own_urgency"])) == (ticket["urgency"], ticket["ownUrgency"])
    finally:
        assert server.stop()[0] == 0


GAS = "I smell gas and my child is dizzy"
ASK = "I was charged twice, please refund me"
OTHER = "My router is broken and nobody can fix it"
# Where it counts: with a column of roles (r), without (-); with one of conversations (c), without (-).
ANYWHERE, ROLES, PLAIN = ["--", "-c", "r-", "rc"], ["r-", "rc"], ["--", "-c"]


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("columns, turns, waits, ticket", [
    *((ANYWHERE, [("d1", GAS), ("d1", polite)], {GAS}, GAS) for polite in [
        "Please hurry, thank you", "My number is 555 1234, thanks", "Thank you for looking into it",
        "I love your shop by the way", "Great!", "Thanks!"]),
    (ANYWHERE, [("d1", GAS), ("d2", "Thanks!")], {GAS}, GAS),
    (ANYWHERE, [("d1", GAS), ("d1", "Is anybody there?"), ("d1", "Thank you")], {"Is anybody there?"}, "Is anybody there?"),
    (ROLES, [("d1", GAS), ("d1", None), ("d1", "Thanks!")], {"Thanks!"}, "Thanks!"),
    (ROLES, [("d1", ASK), ("d1", "Thanks!")], {ASK}, ASK),
    (PLAIN, [("d1", ASK), ("d1", "Thanks!")], {"Thanks!"}, "Thanks!"),
    (["-c", "rc"], [("d1", ASK), ("d2", "Thanks!")], {ASK}, ASK),
    (["-c", "rc"], [("d1", ASK), ("d2", OTHER)], {ASK, OTHER}, OTHER),
    (["--", "r-"], [("d1", ASK), ("d2", OTHER)], {OTHER}, OTHER),
    (["rc"], [("d1", ASK), ("d2", OTHER), ("d2", None), ("d2", "Thanks!")], {ASK}, ASK),
    (["rc"], [("d1", GAS), ("d2", OTHER), ("d2", None), ("d2", "Great!")], {GAS}, GAS),
    (["rc"], [("d1", GAS), ("d1", None), ("d2", ASK), ("d1", "Thanks!")], {ASK}, ASK),
    (ROLES, [("d1", GAS), ("d1", None)], set(), GAS),
])
def test_what_ends_a_matter(tmp_path, columns, turns, waits, ticket, turned):
    """A polite line ends what was answered, in its own conversation, and never a danger that nobody has answered."""
    others = [("z1", "customer", "Dan", "Do you ship to Norway?"), ("z1", "customer", "Dan", "And to Sweden?"),
              ("z1", "agent", "Dan", "To both.")]
    for kind in columns:
        records = [(conversation, "customer" if text else "agent", "Cid", text or "We are on it.")
                   for conversation, text in turns] + others
        rows = [{"time": f"2026-05-01 10:{minute:02}", "customer": customer, "text": text,
                 **({"role": role} if "r" in kind else {}), **({"conversation": conversation} if "c" in kind else {})}
                for minute, (conversation, role, customer, text) in enumerate(records) if "r" in kind or role == "customer"]
        text = "".join(json.dumps(row) + "\n" for row in (reversed(rows) if turned else rows))
        # It is found beside conversations, and else named.
        role = ["--role", "role"] if kind == "r-" else []
        server = served(tmp_path / "turns.jsonl", text, *role)
        try:
            tickets = {line["text"]: line for line in get(server, "/v1/queue")["tickets"] if line["customer"] == "Cid"}
            assert set(tickets) == waits, kind
            for text_ in waits & {GAS, "Thanks!"}:
                assert (tickets[text_]["urgency"] > 0.5) == (text_ == GAS), tickets
            ranking = attune("triage", "-q", "--format", "jsonl", "--by", "customer", "--time", "time", *role, input=text).splitlines()
            found = [json.loads(line) for line in ranking if json.loads(line)["customer"] == "Cid"]
            assert [line["text"] for line in found] == [ticket], kind
            assert found[0]["triage"]["urgency"] > 0.5 or ticket != GAS
            assert server.post("/v1/triage?by=customer&time=time" + "&role=role" * len(role[:1]), text, "application/x-ndjson")[1].splitlines() == ranking
        finally:
            assert server.stop()[0] == 0


def test_turns_and_contacts_stand_in_the_order_of_their_times(tmp_path):
    """Most exports begin with the newest."""
    rows = [{"time": f"2026-05-01 {hour}:00", "role": role, "conversation": "c1", "customer": "Ann", "text": text}
            for hour, role, text in [(12, "customer", "Still broken."), (11, "agent", "Try this."), (10, "customer", "It is broken.")]]
    rows += [{"time": f"2026-04-{day:02} 10:00", "role": "customer", "conversation": f"b{day}", "customer": "Ann", "text": f"Number {day}"}
             for day in (2, 4, 3)]
    server = served(tmp_path / "turns.jsonl", "".join(json.dumps(row) + "\n" for row in rows))
    try:
        whole = get(server, "/v1/record?number=1")
        assert [turn["number"] for turn in whole["turns"]] == [3, 2, 1]
        assert [line["text"] for line in whole["contacts"]] == ["Number 4", "Number 3", "Number 2"]
        own = json.loads(server.post("/v1/queue?state=all&name=t.jsonl", "".join(json.dumps(row) + "\n" for row in rows),
                                     "application/octet-stream")[1])
        assert own["order"] == [4, 6, 5, 3, 2, 1]
    finally:
        assert server.stop()[0] == 0


@pytest.mark.parametrize("name, closed, others", [
    ("ticket_state", ["Closed"], ["Open"]), ("Stage", ["Closed"], ["Open"]), ("Conversation Status", ["Resolved"], ["Open"]),
    ("Status", ["closed", "spam"], ["active", "pending"]), ("State", ["closed unsuccessful", "closed successful"], ["new", "open"]),
    ("Closed at", ["2026-06-04 10:00"], [""]), ("closed_at", ["2026-06-04"], [""]), ("Date resolved", ["4 June 2026"], [""]),
    # A message that came later opens a case again, and some dates stand for none.
    ("Closed at", ["2026-06-04"], ["2026-04-01", "1970-01-01", "9999-12-31", "0000-00-00"]),
])
def test_closed_cases_are_found_by_values(tmp_path, name, closed, others):
    values = (closed + others) * 6
    server = served(tmp_path / "tickets.csv", f"created,customer,{name},text\n" + "".join(
        f"2026-05-{place + 1:02},K{place},{value},My order is broken\n" for place, value in enumerate(values)))
    try:
        queue = get(server, "/v1/queue")
        assert (queue["closed"], queue["waiting"]) == (6 * len(closed), 6 * len(others))
    finally:
        code, errors = server.stop()
    assert code == 0 and f"resolved from '{name}'" in errors


@pytest.mark.parametrize("name, values", [
    ("Order status", ["closed", "open"]), ("Payment state", ["closed", "open"]), ("Stage", ["trial", "closed"]), ("Reopened at", ["2026-05-04", ""]),
])
def test_what_is_closed_is_no_case(tmp_path, name, values):
    server = served(tmp_path / "tickets.csv", f"created,customer,{name},text\n" + "".join(
        f"2026-05-{place + 1:02},K{place},{value},My order is broken\n" for place, value in enumerate(values * 6)))
    try:
        assert get(server, "/v1/queue")["waiting"] == 12
    finally:
        code, errors = server.stop()
    assert code == 0 and "no column says whether a case is closed" in errors


def test_a_store_is_one_file_when_the_server_has_stopped(tmp_path):
    store = tmp_path / "desk.store"
    server = Server(str(tmp_path / "t.csv"), "--store", str(store), "--follow")
    (tmp_path / "t.csv").write_text("id,customer,text\n" + "".join(f"{n},C{n},The order number {n} is late\n" for n in range(30000)))
    wait_for(server, lambda answer: answer["records"] == 30000)
    assert server.stop()[0] == 0
    beside = tmp_path / "desk.store-wal"
    assert not beside.exists() or beside.stat().st_size == 0
    copy = tmp_path / "copy.store"
    copy.write_bytes(store.read_bytes())
    server = Server("--store", str(copy))
    try:
        assert get(server, "/explore.json")["records"] == 30000
    finally:
        assert server.stop()[0] == 0


def test_html_is_read_as_people_see_it(tmp_path):
    body = "<div><p>Where is my <b>refund</b>?&nbsp;I&#39;ve asked twice, caf&eacute;.</p>\n\n</div><style>p{color:red}</style>"
    server = served(tmp_path / "mails.jsonl", json.dumps({"text": body}) + "\n" + json.dumps({"text": "1 < 2 <3"}) + "\n")
    try:
        shown = "Where is my refund? I've asked twice, café."
        assert {text["text"] for text in get(server, "/explore.json")["texts"]} == {shown, "1 < 2 <3"}
        assert get(server, "/explore.json?q=color")["matching"] == get(server, "/explore.json?q=div")["matching"] == 0
        whole = get(server, "/v1/record?number=1")
        assert whole["text"] == shown
        assert abs(whole["reading"]["classified"]["sentiment"]["score"] - whole["record"]["score"]) < 0.001
    finally:
        assert server.stop()[0] == 0


def test_what_is_written_is_private(tmp_path):
    store, corrections = tmp_path / "desk.store", tmp_path / "corrections.jsonl"
    server = served(tmp_path / "tickets.csv", HISTORY, "--store", str(store), "--corrections", str(corrections))
    for label in ["positive", "negative"]:
        assert server.post("/v1/corrections", {"text": "a", "label": label})[0] == 200
        assert {path.name: path.stat().st_mode & 0o77 for path in tmp_path.iterdir() if path.name != "tickets.csv"} == {
            path.name: 0 for path in tmp_path.iterdir() if path.name != "tickets.csv"}
    assert server.stop()[0] == 0


def test_mails_are_read_as_the_report_reads_them(tmp_path):
    from test_answers import LANGUAGES, MAILS
    path = tmp_path / "mails.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in MAILS + LANGUAGES))
    report = json.loads(attune("report", str(path), "--text", "text", "--no-cluster", "--to", "json", "-q"))
    server = Server(str(path))
    try:
        answer = read(server)
        net = next(figure for figure in report["figures"] if figure["name"] == "net sentiment")
        assert answer["net"] == points(net)
        assert "wrote:" not in json.dumps(answer)
        # What is opened says the same as the list.
        for line in answer["texts"]:
            whole = get(server, f"/v1/record?number={line['number']}")
            assert whole["reading"]["classified"]["sentiment"]["label"] == line["label"]
            assert whole["reading"]["explained"]["label"] == line["label"]
            assert abs(whole["reading"]["classified"]["sentiment"]["score"] - line["score"]) < 0.001
    finally:
        assert server.stop()[0] == 0


def test_customers_are_masked(tmp_path):
    path = tmp_path / "messages.jsonl"
    path.write_text('{"customer":"sarah@example.com","text":"My name is Sarah Connor, it broke"}\n'
                    '{"customer":"Sarah Connor","text":"Passport X1234567, born 12.05.1980"}\n')
    server = Server(str(path), "--by", "customer")
    try:
        read(server)
        shown = json.dumps(get(server, "/v1/queue")) + server.ask("GET", "/explore.csv?show=texts")[2].decode()
        for secret in ["sarah@", "Connor", "X1234567", "1980"]:
            assert secret not in shown
        assert "S. C." in shown
        assert get(server, "/v1/record?number=1")["customer"] == "sarah@example.com"
    finally:
        assert server.stop()[0] == 0


def test_columns_of_a_table_that_has_only_its_header_yet(tmp_path):
    path = tmp_path / "live.csv"
    path.write_text("customer,created_at,channel,agent,text\n")
    server = Server(str(path), "--follow")
    try:
        with open(path, "a") as file:
            file.write("A,2026-01-02,chat,Ann,The lamp is broken\nB,2026-01-03,email,Ann,Great service\n")
        answer = wait_for(server, lambda answer: answer["records"] == 2)
        assert set(values(answer, "channel")) == {"chat", "email"}
    finally:
        assert server.stop()[0] == 0


@pytest.mark.parametrize("blank", ["", "   ", "😍"])
def test_a_followed_file_with_a_blank_text_is_replaced(tmp_path, blank):
    path, copy = tmp_path / "min.csv", tmp_path / "copy.csv"
    path.write_text(f"id,message\n1,The pump leaks\n2,{blank}\n3,Great help\n")
    server = Server(str(path), "--text", "message", "--follow")
    try:
        wait_for(server, lambda answer: answer["records"] == 3)
        copy.write_text(path.read_text() + "4,Thanks\n")
        copy.rename(path)
        answer = wait_for(server, lambda answer: answer["status"]["records"] == 4)
        assert answer["records"] == 4 and not answer["status"]["notes"]
        assert get(server, "/explore.json?q=pump")["matching"] == 1
    finally:
        assert server.stop()[0] == 0


@pytest.mark.parametrize("rows, left", [([1], 1), ([1, 3], 2)])
def test_a_file_that_is_made_shorter_in_its_place(tmp_path, rows, left):
    path = tmp_path / "live.csv"
    texts = ["The pump leaks", "Where is my refund?", "Great help from all"]

    def content(rows):
        return "id,message\n" + "".join(f"{row},{texts[row - 1]}\n" for row in rows)
    path.write_text(content([1, 2, 3]))
    server = Server(str(path), "--text", "message", "--follow")
    try:
        wait_for(server, lambda answer: answer["records"] == 3)
        # In one piece: what is there for a moment is something else.
        with open(path, "r+") as file:
            file.write(content(rows))
            file.truncate()
        # Only what is there counts as read.
        wait_for(server, lambda answer: answer["status"]["records"] == left)
        assert get(server, "/explore.json")["records"] == left
    finally:
        assert server.stop()[0] == 0


def test_what_the_values_of_a_column_say_of_who_wrote(tmp_path):
    path = tmp_path / "turns.csv"
    path.write_text("id,Author,message\n" + "".join(
        f"{n},{['customer', 'agent'][n % 2]},{['The parcel never came', 'I am sorry for this terrible mistake'][n % 2]}\n"
        for n in range(6)))
    server = Server(str(path))
    assert read(server)["records"] == 3
    code, errors = server.stop()
    assert code == 0 and "role from 'Author'" in errors and "customer:" not in errors
    every = Server(str(path), "--all-roles")
    assert read(every)["records"] == 6
    assert every.stop()[0] == 0
    # Kinds of customers are none of who wrote.
    path.write_text("id,Segment,message\n" + "".join(
        f"{n},{['Consumer', 'Business'][n % 2]},The parcel {n} never came\n" for n in range(6)))
    server = Server(str(path))
    assert read(server)["records"] == 6
    assert server.stop()[0] == 0


def test_hints_name_options_that_there_are(tmp_path):
    path = tmp_path / "tie.csv"
    path.write_text("Customer,Client,message\n" + "".join(f"C{n},K{n},The parcel {n} never came\n" for n in range(4)))
    server = Server(str(path))
    code, errors = server.stop()
    assert code == 0 and "--by" in errors and "--customer" not in errors
    helps = subprocess.run([SERVE, "serve", "--help"], capture_output=True, text=True).stdout
    for option in ["--sheet", "--encoding", "--records", "--header", "--dates"]:
        assert option in helps
    path.write_text("message\nПосылка не пришла\n", encoding="cp1251")
    server = Server(str(path), "--encoding", "windows-1251", "--text", "message")
    try:
        read(server)
        assert get(server, "/explore.json?show=texts")["texts"][0]["text"] == "Посылка не пришла"
    finally:
        assert server.stop()[0] == 0
    wrong = subprocess.run([SERVE, "--port", "0", "--encoding", "nonsense"], capture_output=True, text=True, timeout=30)
    assert wrong.returncode == 64 and "unknown encoding" in wrong.stderr


def test_columns_are_looked_for_again_while_there_are_few_records(tmp_path):
    path = tmp_path / "live.csv"
    # Neither names a column of texts, nor tells by its first record that others write as well.
    path.write_text("nr,x,y\n")
    server = Server(str(path), "--follow")
    try:
        def add(*rows):
            with open(path, "a") as file:
                file.write("".join(f"{row}\n" for row in rows))
        assert get(server, "/explore.json")["records"] == 0
        add("1,The parcel never came and nobody answers,2026-01-02")
        wait_for(server, lambda answer: answer["records"] == 1)
        assert get(server, "/explore.json?show=texts")["texts"][0]["text"].startswith("The parcel")
    finally:
        code, errors = server.stop()
    assert code == 0 and "text from 'x'" in errors
    path.write_text("conversation_id,sender,message\n1,customer,The parcel never came\n")
    server = Server(str(path), "--follow")
    try:
        wait_for(server, lambda answer: answer["records"] == 1)
        add("1,agent,I am sorry for this terrible mistake")
        wait_for(server, lambda answer: answer["records"] == 1 and answer["status"]["records"] == 2)
        add("1,customer,It is still not here", "1,agent,I am sorry again")
        wait_for(server, lambda answer: answer["records"] == 2)
        assert {line["writer"] for line in get(server, "/v1/queue?state=all")["tickets"]} == {"customer"}
    finally:
        code, errors = server.stop()
    assert code == 0 and errors.count("only what customers wrote is counted") == 1


FILE = [("id", "kunde", "nachricht"), ("1", "Ann Lee", "Die Lampe ist kaputt"), ("2", "Bo", "Wo bleibt das Geld für „Grün“?\nAntwort!"),
        ("3", "Bo", "The parcel never came; I want my money back TODAY, or I call my lawyer!")]


def workbook(rows):
    """The least of an .xlsx file."""
    cells = "".join(
        "<row>" + "".join(f'<c t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>' for cell in row) + "</row>"
        for row in rows)
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>')
        archive.writestr("_rels/.rels", '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                         f'<Relationship Id="a" Type="{relation}/officeDocument" Target="xl/workbook.xml"/></Relationships>')
        archive.writestr("xl/workbook.xml", f'<workbook {space} xmlns:r="{relation}"><sheets>'
                         '<sheet name="S" sheetId="1" r:id="b"/></sheets></workbook>')
        archive.writestr("xl/_rels/workbook.xml.rels", '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                         f'<Relationship Id="b" Type="{relation}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>')
        archive.writestr("xl/worksheets/sheet1.xml", f"<worksheet {space}><sheetData>{cells}</sheetData></worksheet>")
    return content.getvalue()


def table(delimiter):
    content = io.StringIO()
    csv.writer(content, delimiter=delimiter).writerows(FILE)
    return content.getvalue()


def objects():
    return [dict(zip(FILE[0], row)) for row in FILE[1:]]


FILES = {
    "a.csv": table(";").encode(), "b.csv": table(",").encode("utf-16"), "c.csv": table("|").encode("cp1252"),
    "d.tsv": table("\t").replace("\nAntwort", " Antwort").replace('"', "").encode(), "e.jsonl": "".join(json.dumps(object) + "\n" for object in objects()).encode(),
    "f.json": json.dumps({"tickets": objects()}, indent=2).encode(), "g.xlsx": workbook(FILE),
    "h.csv.gz": gzip.compress(table(",").encode()), "nothing": table(",").encode(),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_sent_is_read_as_one_of_the_command_line(survey, tmp_path, name):
    (tmp_path / name).write_bytes(FILES[name])
    status, content = survey.post(f"/v1/queue?name={name}", FILES[name], "application/octet-stream")
    assert status == 200, content
    answer = json.loads(content)
    server = Server(str(tmp_path / name))
    try:
        expected = wait_for(server, lambda answer: not answer["status"]["isReading"], "/v1/queue")
    finally:
        assert server.stop()[0] == 0
    assert answer["tickets"] == expected["tickets"] and answer["facets"] == expected["facets"]
    assert (len(answer["tickets"]), answer["records"]) == (2, 3)  # Of a customer the newest.
    assert set(answer["texts"]) == {FILE[1][2], FILE[3][2]}
    assert answer["tickets"][0]["customer"] == "Bo" and answer["tickets"][1]["customer"] == "A. L."
    assert answer["customers"] == ["Bo", "Ann Lee"]
    # The other message of its customer is there as well, with its text.
    assert [line["customerNumber"] for line in answer["others"]] == [answer["tickets"][0]["customerNumber"]]
    assert answer["otherTexts"] == [FILE[2][2] if "\n" in "".join(answer["otherTexts"]) else FILE[2][2].replace("\n", " ")]
    assert f"{name}: text from 'nachricht', customer from 'kunde'" in answer["findings"]
    # Nothing of it is kept.
    assert "Lampe" not in survey.ask("GET", "/explore.csv?show=texts")[2].decode()


def test_files_that_are_not_taken(survey):
    def send(content, query="", type="application/octet-stream", **headers):
        status, answer = survey.post(f"/v1/queue{query}", content, type, **headers)
        return status, json.loads(answer).get("error", "")
    assert send(b"a,b\n1,2\n3,4\n", "?name=x.csv") == (
        400, "x.csv: no column of texts is found; call it 'text' in the file")
    for broken in [b"PKgarbage", b"PK\x03\x04garbage"]:
        assert send(broken, "?name=x.xlsx") == (400, "x.xlsx is damaged: the archive cannot be read")
    # What is called a workbook and is a table is read as one.
    assert send(b"PK,text\n1,Broken\n", "?name=x.xlsx")[0] == 200
    hint = send(b'{\n"a":[{"text":"x"}],\n"b":[{"text":"y"}]}', "?name=x.json")[1]
    assert "--records" in hint and hint.endswith("(an option of 'attune serve FILE')")
    assert "PDF" in send(b"%PDF-1.7\n1 0 obj", "?name=x.pdf")[1]
    assert send(b"x", "?path=/etc/passwd")[0] == 400
    assert send(b"x", type="text/plain")[0] == 415
    assert send(b"x" * (9 << 20))[0] == 413
    assert send(b"x", Origin="https://other.example")[0] == 403
    # What is small only as long as it is packed.
    for bomb, expected in [
        (b"text\n" + (b"The lamp is broken again and again and again. " * 100 + b"\n") * 10_000, "more than 32 MiB when it is unpacked"),
        (b"text\n" + b"Broken.\n" * 140_000, "more than 131072 records"),
    ]:
        before = survey.memory
        start = time.monotonic()
        status, error = send(gzip.compress(bomb), "?name=bomb.csv.gz")
        assert status == 413 and expected in error
        assert survey.memory < before + (300 << 20)
        # The time limit is 20 seconds.
        assert time.monotonic() < start + 25
    # Blank lines are no records.
    before = survey.memory
    blanks = b"id,text\n1,a\n" + b"\n" * 20_000_000 + b"2,b\n"
    assert send(gzip.compress(blanks), "?name=blanks.csv.gz") == (200, "")
    assert survey.memory < before + (300 << 20)
    status, error = send(b"text\n", "?name=empty.csv")
    assert (status, error) == (200, "")


def test_what_cannot_be_read_in_a_followed_file(tmp_path):
    path = tmp_path / "live.jsonl"
    path.write_text('{"text":"Great"}\n')
    server = Server(str(path), "--follow")
    try:
        wait_for(server, lambda answer: answer["records"] == 1)
        with open(path, "a") as file:
            file.write('no JSON\n{"text":"Bad"}\n')
        wait_for(server, lambda answer: (answer["records"], answer["status"]["problems"]) == (2, 1))
        # Where the file is written anew, its lines count once.
        copy = tmp_path / "copy"
        copy.write_text(path.read_text() + '{"text":"Fine"}\n')
        copy.rename(path)
        answer = wait_for(server, lambda answer: answer["records"] == 3)
        assert (answer["status"]["records"], answer["status"]["problems"]) == (3, 1)
    finally:
        code, errors = server.stop()
    assert code == 0 and "live.jsonl:2" in errors


def test_a_text_in_place_of_a_header_is_not_logged(tmp_path):
    path = tmp_path / "nohdr.csv"
    path.write_text("My secret message from Sarah Connor is terrible,2026-01-01\n"
                    "Another private complaint broken,2026-01-02\nthird one,2026-01-03\n")
    result = subprocess.run([SERVE, "--port", "0", str(path)], capture_output=True, text=True, timeout=30)
    assert result.returncode == 64 and "no column of texts" in result.stderr and "secret" not in result.stderr
    server = Server(str(path), "--header", "0")
    code, errors = server.stop()
    assert code == 0 and "secret" not in errors and "text from '1'" in errors


@pytest.mark.parametrize("content, code, says", [
    (None, 66, "No such file"), ("a,b\n1,2\n3,4\n", 64, "no column of texts"),
])
def test_files_that_cannot_be_read(tmp_path, content, code, says):
    path = tmp_path / "file.csv"
    if content is not None:
        path.write_text(content)
    result = subprocess.run([SERVE, "--port", "0", str(path)], capture_output=True, text=True, timeout=30)
    assert result.returncode == code, result.stderr
    assert says in result.stderr


# The store


def test_a_store_is_kept(tmp_path):
    file, store = tmp_path / "messages.csv", tmp_path / "desk.store"
    file.write_text("id,customer,text\n1,Ann,My order is late\n2,Bo,Great service\n")
    first = Server(str(file), "--store", str(store))
    assert read(first)["records"] == 2
    # One program at a time.
    other = subprocess.run([SERVE, "--port", "0", "--store", str(store)], capture_output=True, text=True, timeout=30)
    assert (other.returncode, "in use" in other.stderr) == (74, True)
    expected = get(first, "/explore.json")
    assert first.stop()[0] == 0
    # The file is not read again, nor needed.
    again = Server(str(file), "--store", str(store))
    answer = read(again)
    assert answer["status"]["records"] == 0
    assert {**answer, "status": 0} == {**expected, "status": 0}
    assert get(again, "/explore.json?q=late")["matching"] == 1
    assert again.stop()[0] == 0
    # A file that has changed is read again, in place of what was read of it.
    file.write_text("id,customer,text\n1,Ann,My order came today\n")
    changed = Server(str(file), "--store", str(store))
    assert read(changed)["records"] == 1
    assert get(changed, "/explore.json?q=late")["matching"] == 0
    assert get(changed, "/explore.json?q=came")["matching"] == 1
    assert changed.stop()[0] == 0
    assert Server("--store", str(store)).stop()[0] == 0


def test_a_store_is_judged_anew_by_other_words(tmp_path):
    """Records of files that are gone stay: their texts are there."""
    file, store, words, shop = (tmp_path / name for name in ["messages.csv", "desk.store", "words.tsv", "shop.yaml"])
    file.write_text("customer,text\nAnn,The frobnicator is glorpy\nBo,Great service\nCy,\"Wo ist mein Paket, ich warte seit Tagen!\"\n"
                    "Di,The courier was rude and the price too high\n")
    words.write_text("glorpy\t-4\n")
    shop.write_text("courier: [courier]\n")

    def shown(*options):
        server = Server(*options)
        answer = read(server)
        code, errors = server.stop()
        assert code == 0
        return {name: value for name, value in answer.items() if name != "status"}, errors
    first = shown(str(file), "--store", str(store))[0]
    expected = shown(str(file), "--lexicon", str(words), "--taxonomy", str(shop))[0]
    assert first != expected
    file.unlink()
    found, errors = shown("--store", str(store), "--lexicon", str(words), "--taxonomy", str(shop))
    assert found == expected
    assert "store: 4 records are judged anew" in errors
    found, errors = shown("--store", str(store), "--lexicon", str(words), "--taxonomy", str(shop))
    assert found == expected and "anew" not in errors
    assert shown("--store", str(store))[0] == first


def test_a_file_is_read_again_with_other_columns(tmp_path):
    file, store = tmp_path / "messages.csv", tmp_path / "desk.store"
    file.write_text("Ticket ID,Requester,Via,Message\nT1,Ann,mail about it,My order is late\nT2,Ann,chat with us,Great service\n")

    def waiting(*options):
        server = Server(str(file), "--store", str(store), *options)
        answer = wait_for(server, lambda answer: not answer["status"]["isReading"], "/v1/queue")
        texts = {ticket["text"] for ticket in answer["tickets"]}
        assert server.stop()[0] == 0
        return answer["status"]["records"], len(answer["tickets"]), texts
    text = ["--text", "Message"]
    assert waiting(*text, "--by", "Requester")[:2] == (2, 1)
    assert waiting(*text, "--by", "Requester")[:2] == (0, 1)
    assert waiting(*text, "--by", "Ticket ID")[:2] == (2, 2)
    assert waiting("--text", "Via", "--by", "Ticket ID") == (2, 2, {"mail about it", "chat with us"})


def rows(*texts):
    return "".join(json.dumps({"text": text, "customer": text[:4]}) + "\n" for text in texts)


def kept(store, *files, follow=False, cwd=None, count=None):
    """The texts that a server has that was started with files and stopped, and what it said."""
    server = Server(*map(str, files), *(["--follow"] if follow else []), "--store", str(store), cwd=cwd)
    if follow:
        answer = wait_for(server, lambda answer: answer["records"] == count)
    else:
        answer = read(server)
    texts = sorted(text["text"] for text in get(server, "/explore.json?count=100")["texts"])
    assert len(texts) == answer["records"]
    code, errors = server.stop()
    assert code == 0
    return texts, errors


@pytest.mark.parametrize("follow", [False, True])
@pytest.mark.parametrize("is_given", [False, True])
def test_a_log_that_was_rotated_while_nobody_read(tmp_path, follow, is_given):
    log, old, store = tmp_path / "W.jsonl", tmp_path / "W.jsonl.1", tmp_path / "W.store"
    log.write_text(rows("alpha bad", "beta good"))
    assert kept(store, log, follow=follow, count=2)[0] == ["alpha bad", "beta good"]
    log.rename(old)
    if follow:
        # Missing at the start, and there later on.
        assert kept(store, log, follow=True, count=2)[0] == ["alpha bad", "beta good"]
    log.write_text(rows("gamma awful"))
    files = [log, old] if is_given else [log]
    texts, errors = kept(store, *files, follow=follow, count=3)
    assert texts == ["alpha bad", "beta good", "gamma awful"]
    # Where the old one is read first, by its new name, the other is new.
    assert is_given or "another file than before; the 2 records of that one stay" in errors
    # Once more, with the oldest one gone.
    old.rename(tmp_path / "W.jsonl.2")
    log.rename(old)
    log.write_text(rows("delta late"))
    texts, errors = kept(store, *files, follow=follow, count=4)
    assert texts == ["alpha bad", "beta good", "delta late", "gamma awful"]
    assert kept(store, *files, follow=follow, count=4)[0] == texts


def test_a_file_that_is_saved_again(tmp_path):
    table, store = tmp_path / "t.csv", tmp_path / "t.store"
    table.write_text("id,text\n1,The lamp is dark\n2,The bell is loud\n3,The door is shut\n")
    kept(store, table)
    # In its place: whatever is in it.
    table.write_text("id,text\n1,The roof has holes\n")
    texts, errors = kept(store, table)
    assert texts == ["The roof has holes"] and "read again, in place of the 3 records of before" in errors
    # As programs save that write another file first: most of it is as before.
    table.write_text("id,text\n1,The lamp is dark\n2,The bell is loud\n3,The door is shut\n")
    kept(store, table)
    other = tmp_path / "other"
    other.write_text("id,text\n1,The lamp is bright\n2,The bell is loud\n3,The door is shut\n4,More\n")
    other.rename(table)
    texts, errors = kept(store, table)
    assert len(texts) == 4 and "The lamp is dark" not in texts and "in place of the 3 records" in errors
    # A workbook, whose bytes tell nothing.
    book = tmp_path / "b.xlsx"
    book.write_bytes(workbook(FILE))
    assert len(kept(store, book)[0]) == 7
    (tmp_path / "new").write_bytes(workbook([*FILE, ("4", "Cem", "Das Licht flackert")]))
    (tmp_path / "new").rename(book)
    assert len(kept(store, book)[0]) == 8
    # The same length and the same time, as of a file that was copied with its times.
    before = table.stat()
    table.write_text(table.read_text().replace("bright", "golden"))
    os.utime(table, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert table.stat().st_size == before.st_size
    assert "The lamp is golden" in kept(store, table)[0]
    # Emptied in its place.
    table.write_text("id,text\n")
    assert len(kept(store, table)[0]) == 4


def test_a_file_is_known_by_what_it_is(tmp_path):
    store = tmp_path / "t.store"
    for month in ["jan", "feb"]:
        (tmp_path / month).mkdir()
        (tmp_path / month / "t.csv").write_text(f"text\nThe bill of {month} is wrong\n")
        texts, _ = kept(store, "t.csv", cwd=tmp_path / month)
    assert texts == ["The bill of feb is wrong", "The bill of jan is wrong"]
    (tmp_path / "link.csv").symlink_to(tmp_path / "jan/t.csv")
    for name in ["./t.csv", "../jan/t.csv", tmp_path / "jan/t.csv", tmp_path / "link.csv", "t.csv"]:
        server = Server(str(name), "--store", str(store), cwd=tmp_path / "jan")
        answer = read(server)
        assert (answer["records"], answer["status"]["records"]) == (2, 0), name
        assert server.stop()[0] == 0
    # One that was given another name is not read again; nor is any read twice.
    (tmp_path / "jan/t.csv").rename(tmp_path / "january.csv")
    assert kept(store, tmp_path / "january.csv")[0] == texts
    server = Server("t.csv", "./t.csv", str(tmp_path / "feb/t.csv"), cwd=tmp_path / "feb")
    assert read(server)["records"] == 1
    assert "./t.csv: the same file as t.csv, which is read once" in server.stop()[1]
    server = Server("n.csv", "./n.csv", "--follow", cwd=tmp_path / "feb")
    (tmp_path / "feb/n.csv").write_text("text\nThe lamp is dark\n")
    wait_for(server, lambda answer: answer["records"] == 1)
    assert server.stop()[0] == 0


def test_a_store_that_knows_files_by_the_paths_that_were_typed(tmp_path):
    """As the version before wrote it."""
    store = tmp_path / "t.store"
    for month in ["jan", "feb"]:
        (tmp_path / month).mkdir()
        (tmp_path / month / "t.csv").write_text(f"text\nThe bill of {month} is wrong\n")
    kept(store, "t.csv", cwd=tmp_path / "jan")
    database = sqlite3.connect(store)
    identity = database.execute("SELECT identity FROM files").fetchone()[0].split(" ", 4)
    identity[3] = identity[3].split("/")[0]
    database.execute("UPDATE files SET path='t.csv', identity=?", [" ".join(identity)])
    database.commit()
    database.close()
    assert len(kept(store, "t.csv", cwd=tmp_path / "feb")[0]) == 2
    assert len(kept(store, "t.csv", cwd=tmp_path / "jan")[0]) == 2


def change(path, statements):
    database = sqlite3.connect(path)
    database.executescript(statements)
    database.close()


def broken_store(path, kind):
    if kind == "foreign":
        change(path, "CREATE TABLE a(b); INSERT INTO a VALUES(1);")
        return
    if kind == "text":
        path.write_text("This is a letter, and no database.\n" * 100)
        return
    file = path.with_suffix(".csv")
    file.write_text("id,customer,text\n" + "".join(f"{n},C{n},The order number {n} is late\n" for n in range(3000)))
    server = Server(str(file), "--store", str(path))
    read(server)
    assert server.stop()[0] == 0
    if kind in ["past", "future"]:
        change(path, f"PRAGMA user_version={2 if kind == 'past' else 4};")
    if kind == "damaged":
        # What the log of SQLite still holds would be read from there.
        change(path, "PRAGMA wal_checkpoint(TRUNCATE);")
        # All but the head: what else is read at the start depends on where pages lie.
        with open(path, "r+b") as opened:
            opened.seek(8192)
            opened.write(b"\xff" * (path.stat().st_size - 8192))
    if kind == "values":
        change(path, "UPDATE records SET label=77 WHERE id=5;")


@pytest.mark.parametrize("kind, says", [
    ("past", "an earlier version"), ("future", "a later version"), ("damaged", "damaged"), ("values", "damaged"), ("foreign", "not a store"),
    ("text", "not a store"),
])
def test_a_store_that_cannot_be_used(tmp_path, kind, says):
    store = tmp_path / "desk.store"
    broken_store(store, kind)
    result = subprocess.run([SERVE, "--port", "0", "--store", str(store)], capture_output=True, text=True, timeout=30)
    assert result.returncode == 65, result.stderr
    assert says in result.stderr


def test_a_full_disk(tmp_path):
    """What fits is shown; the rest is told, and nothing ends."""
    file = tmp_path / "messages.csv"
    file.write_text("id,customer,text\n" + "".join(
        f"{n},C{n},The order number {n} is late and nobody answers my letters\n" for n in range(60_000)))

    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (3 << 20, 3 << 20))

    process = subprocess.Popen(
        [SERVE, "--port", "0", str(file), "--store", str(tmp_path / "desk.store")], stderr=subprocess.PIPE, text=True,
        preexec_fn=limit, restore_signals=False)
    lines = []
    reader = threading.Thread(target=lambda: lines.extend(process.stderr), daemon=True)
    reader.start()
    end = time.monotonic() + 60
    while not any("in the store" in line for line in lines):
        assert time.monotonic() < end and process.poll() is None, lines
        time.sleep(0.1)
    process.terminate()
    assert process.wait(30) == 0
    reader.join(5)
    assert any("desk.store: no room" in line or "desk.store: cannot be" in line for line in lines), lines


# Files that grow


class Events(threading.Thread):
    """Listens to the events of a server."""

    def __init__(self, server):
        super().__init__(daemon=True)
        self.found = []
        self.connection = server.connect()
        self.connection.sendall(b"GET /v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
        self.start()

    def run(self):
        for line in self.connection.makefile("r"):
            if line.startswith("data: "):
                self.found.append(json.loads(line[6:]))


@pytest.fixture
def log(tmp_path):
    path = tmp_path / "chat.jsonl"
    path.write_text(json.dumps({"customer": "Ann", "channel": "chat", "text": "Good morning, what are your opening hours?"}) + "\n")
    return path


def add(path, **record):
    with open(path, "a") as file:
        file.write(json.dumps(record) + "\n")


def test_what_is_appended_arrives(log):
    server = Server(str(log), "--follow")
    try:
        wait_for(server, lambda answer: answer["records"] == 1)
        events = Events(server)
        add(log, customer="Bo", channel="email", text="I want my 60 euros back TODAY or I call my lawyer!!")
        queue = wait_for(server, lambda answer: answer["waiting"] == 2, "/v1/queue")
        # The urgent one is first.
        assert queue["tickets"][0]["customer"] == "Bo"
        assert queue["status"]["isFollowing"]
        # Half a line waits for its end.
        with open(log, "a") as file:
            file.write('{"customer":"Cem","text":"Still')
            file.flush()
            time.sleep(0.7)
            assert get(server, "/explore.json")["records"] == 2
            file.write(' waiting for an answer"}\n')
        wait_for(server, lambda answer: answer["records"] == 3)
        # The customer's next message takes the place of the one before.
        add(log, customer="Bo", channel="email", text="Thank you, the money is here.")
        queue = wait_for(server, lambda answer: answer["records"] == 4, "/v1/queue")
        assert queue["waiting"] == 3
        assert [t["text"] for t in queue["tickets"] if t["customer"] == "Bo"] == ["Thank you, the money is here."]
        time.sleep(0.5)
        assert events.found[-1]["records"] == 4
    finally:
        assert server.stop()[0] == 0


def test_a_file_that_is_replaced(log):
    server = Server(str(log), "--follow")
    try:
        wait_for(server, lambda answer: answer["records"] == 1)
        # Rotation: what was read stays, and the new file is read.
        log.rename(log.with_suffix(".1"))
        wait_for(server, lambda answer: "no such file" in json.dumps(answer["status"]["notes"]))
        add(log.with_suffix(".1"), customer="Bo", text="Written by who has the old file still open")
        wait_for(server, lambda answer: answer["records"] == 2)
        add(log, customer="Cem", text="The first line of the new file")
        answer = wait_for(server, lambda answer: answer["records"] == 3)
        assert not answer["status"]["notes"]
        # Cut off and written anew.
        log.write_text("")
        time.sleep(0.5)
        add(log, customer="Dee", text="After the cut")
        wait_for(server, lambda answer: answer["records"] == 4)
        # The same file with one line more, put in its place: nothing is there twice.
        copy = log.with_suffix(".new")
        copy.write_text(log.read_text() + json.dumps({"customer": "Eve", "text": "One line more"}) + "\n")
        copy.rename(log)
        answer = wait_for(server, lambda answer: get(server, "/explore.json?q=one%20line%20more")["matching"] == 1)
        assert get(server, "/explore.json?q=cut")["matching"] == 1
    finally:
        assert server.stop()[0] == 0


def test_a_file_that_begins_with_an_answer_when_it_is_rotated(tmp_path):
    log = tmp_path / "chat.jsonl"
    log.write_text("")
    for number in range(6):
        add(log, conversation=f"c{number // 2}", author=["customer", "agent"][number % 2], customer=f"C{number // 2}",
            text=["Where is my parcel?", "It is on its way, Ann."][number % 2])
    server = Server(str(log), "--follow")
    try:
        wait_for(server, lambda answer: answer["answered"] == 3, "/v1/queue")
        log.rename(log.with_suffix(".1"))
        add(log, conversation="c9", author="agent", customer="C9", text="I have sent the money back just now")
        # Nobody has written it that waits, nor has a customer.
        wait_for(server, lambda answer: answer["status"]["records"] == 7)
        assert get(server, "/v1/queue?state=all")["waiting"] == 0
        assert get(server, "/explore.json")["records"] == 3
        # One with other columns is read by those.
        log.rename(log.with_suffix(".2"))
        log.write_text('{"message":"The lamp is broken","who":"Dee"}\n')
        wait_for(server, lambda answer: answer["waiting"] == 1, "/v1/queue")
    finally:
        assert server.stop()[0] == 0


def test_a_file_that_comes_later(tmp_path):
    path = tmp_path / "later.csv"
    server = Server(str(path), "--follow")
    try:
        wait_for(server, lambda answer: "waited for" in json.dumps(answer["status"]["notes"]))
        path.write_text("a,b\n1,2\n")
        wait_for(server, lambda answer: "no column of texts" in json.dumps(answer["status"]["notes"]))
        path.write_text("customer,message\nAnn,The parcel came too late\n")
        answer = wait_for(server, lambda answer: answer["records"] == 1)
        assert not answer["status"]["notes"]
        path.unlink()
        wait_for(server, lambda answer: answer["status"]["notes"])
        # What was read is still there.
        assert get(server, "/v1/record?number=1")["text"] == "The parcel came too late"
    finally:
        assert server.stop()[0] == 0


def test_events_end_with_the_server(survey):
    server = Server(str(SURVEY))
    read(server)
    events = [Events(server) for _ in range(3)]
    time.sleep(0.5)
    start = time.monotonic()
    assert server.stop()[0] == 0
    assert time.monotonic() - start < 10
    for listener in events:
        listener.join(5)
        assert not listener.is_alive()
        assert listener.found


def test_too_many_listen():
    server = Server()
    try:
        listeners = [Events(server) for _ in range(64)]
        end = time.monotonic() + 10
        while server.ask("HEAD", "/v1/events")[0] != 503:
            assert time.monotonic() < end
            time.sleep(0.1)
        assert server.post("/v1/classify", {"text": "fine"})[0] == 200
        for listener in listeners:
            listener.connection.close()
    finally:
        assert server.stop()[0] == 0
