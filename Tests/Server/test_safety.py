"""What clients cannot do: reach a server that is not theirs, stop it, fill it, or learn what others have sent."""

import json
import os
import resource
import shutil
import signal
import socket
import subprocess
import threading
import time
from pathlib import Path

import pytest
from conftest import ATTUNE, SERVE, Server, attune

TOKEN = "correct-horse-battery-staple"
TEXT = {"text": "The lamp flickers and nobody answers."}


def head(server, request, wait=10):
    """The first line of the answer to bytes; empty where the connection is closed without one."""
    with server.connect(timeout=wait) as connection:
        connection.sendall(request)
        try:
            return connection.makefile("rb").readline().decode()
        except OSError:
            return ""


def post(host="localhost", body=b"{}", **headers):
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    return (f"POST /v1/classify HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n{lines}"
            f"Content-Length: {len(body)}\r\n\r\n").encode() + body


def settled(server):
    """Whether soon no request is running but the one that asks."""
    for _ in range(40):
        if b"\nattune_requests_running 1\n" in server.ask("GET", "/metrics")[2]:
            return True
        time.sleep(0.5)
    return False


@pytest.mark.parametrize("host", ["localhost", "localhost:8713", "127.0.0.1", "LOCALHOST", "[::1]:8713"])
def test_own_names_are_answered(server, host):
    assert " 200 " in head(server, post(host, b'{"text":"a"}'))


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1.nip.example:8713", "", "[::1",
                                  "localhost:80@evil.example", "localhost:abc", "localhost:99999", "localhost:+80", ":80"])
def test_other_names_are_refused(server, host):
    assert " 403 " in head(server, post(host, b'{"text":"a"}')) or " 400 " in head(server, post(host, b'{"text":"a"}'))
    assert " 403 " in head(server, f"GET /metrics HTTP/1.1\r\nHost: {host}\r\n\r\n".encode()) or not host


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://localhost:9", "https://localhost.evil.example"])
def test_pages_of_other_sites_are_refused(server, origin):
    assert " 403 " in head(server, post("localhost:8713", b'{"text":"a"}', Origin=origin))


def test_own_page_is_answered(server):
    assert " 200 " in head(server, post("localhost:8713", b'{"text":"a"}', Origin="http://localhost:8713"))
    assert " 403 " in head(server, post("localhost:8713", b'{"text":"a"}', Sec_Fetch_Site="cross-site"))
    # What a form can send without asking.
    status, _ = server.post("/v1/classify", "text=a", "application/x-www-form-urlencoded")
    assert status == 415
    status, _ = server.post("/v1/classify", '{"text":"a"}', "text/plain")
    assert status == 415


def test_one_host(server):
    twice = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n"
    assert " 400 " in head(server, twice)


@pytest.mark.parametrize("target, expected", [
    ("http://localhost/healthz", 200), ("http://evil.example/healthz", 400), ("http://evil.example/v1/queue", 400),
    ("http://localhost:99/healthz", 400), ("http://localhost@evil.example/healthz", 400),
])
def test_an_address_that_names_a_server(server, target, expected):
    assert f" {expected} " in head(server, f"GET {target} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    assert " 200 " not in head(server, f"GET {target} HTTP/1.1\r\nHost: evil.example\r\n\r\n".encode())


@pytest.mark.parametrize("type, expected", [
    ("application/json; charset=utf-8", 200), ('application/json;charset="UTF-8"', 200), ("application/json; x=y", 200),
    ("application/json; charset=latin1", 415), ("application/json;charset=utf-16", 415),
])
def test_text_is_utf_8(server, type, expected):
    assert server.post("/v1/classify", TEXT, type)[0] == expected


def test_other_sites_may_link_to_the_pages(server):
    link = {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "document"}
    for path in ["/", "/explore?label=negative"]:
        assert server.ask("GET", path, **link)[0] == 200
        assert server.ask("GET", path, **{**link, "Sec_Fetch_Dest": "iframe"})[0] == 403
        assert server.ask("GET", path, **{**link, "Sec_Fetch_Mode": "no-cors"})[0] == 403
    for path in ["/explore.json", "/v1/queue", "/v1/record?number=1", "/openapi.json", "/main.js"]:
        assert server.ask("GET", path, **link)[0] == 403
    assert server.ask("POST", "/v1/classify", TEXT, **link)[0] == 403


def test_who_waits_for_news_keeps_nobody_out():
    server = Server("--max-requests", "2")
    try:
        waiting = [server.connect() for _ in range(20)]
        for connection in waiting:
            connection.sendall(b"GET /v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert b" 200 " in connection.makefile("rb").readline()
        assert server.post("/v1/classify", TEXT)[0] == 200
        for connection in waiting:
            connection.close()
    finally:
        assert server.stop()[0] == 0


def test_headers(server):
    for path in ["/healthz", "/metrics", "/openapi.json", "/nothing", "/"]:
        _, headers, _ = server.ask("GET", path)
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert headers["Access-Control-Allow-Origin"] is None
        assert headers["Server"] is None


def test_methods_and_addresses(server):
    status, headers, _ = server.ask("GET", "/v1/classify")
    assert (status, headers["Allow"]) == (405, "POST")
    assert server.ask("DELETE", "/healthz")[0] == 405
    for path in ["/../../etc/passwd", "/v1/classify/", "/%2e%2e/etc/passwd", "//", "/v1", "/openapi.json%00"]:
        assert server.ask("GET", path)[0] in (400, 404)
    status, headers, content = server.ask("HEAD", "/openapi.json")
    assert (status, content) == (200, b"")
    assert int(headers["Content-Length"]) > 1000


def test_options_are_checked(server):
    for query in ["?nonsense=1", "?aspects=yes", "?min_confidence=2", "?min_confidence=nan", "?text=", "?tones=ten",
                  "?aspects=true&aspects=false", "?text=" + "a" * 300]:
        status, content = server.post("/v1/classify" + query, TEXT)
        assert status == 400, query
        assert "option" in json.loads(content)["error"]
    assert server.post("/v1/triage?top=0", [TEXT])[0] == 400
    for query in ["time=t", "dates=day-first", "role=r&all_roles=true", "own_words=maybe"]:
        assert server.post(f"/v1/triage?{query}", [TEXT])[0] == 400, query


@pytest.mark.parametrize("body", ["", "   ", "{", "[", '{"text":"a"}{}', '[{"text":"a"}', "[" * 65 + "]" * 65])
def test_broken_documents(server, body):
    status, content = server.post("/v1/classify", body)
    assert status == 400
    assert json.loads(content)["error"]


def test_a_record_that_cannot_be_read(server):
    for body in ["{}", '{"text":null}', '{"text":7}', "7", "null", "[1, [2]]"]:
        if body[0] == "[":
            assert all("error" in record for record in json.loads(server.post("/v1/classify", body)[1]))
            continue
        status, content = server.post("/v1/classify", body)
        assert status == 422, body
        assert json.loads(content)["error"]
    status, content = server.post("/v1/classify", '[{"text":"great"},7,{"text":"great"}]')
    assert status == 200
    assert ["error" in record for record in json.loads(content)] == [False, True, False]


def test_large_bodies(server):
    before = server.memory
    status, content = server.post("/v1/classify", b'{"text":"' + b"a" * (9 << 20) + b'"}')
    assert status == 413
    # A length that is claimed, and one that is not.
    assert " 413 " in head(server, post(Content_Encoding="identity").replace(b"Length: 2", b"Length: 100000000000"))
    chunk = b"10000\r\n" + b"a" * 0x10000 + b"\r\n"
    with server.connect() as connection:
        connection.sendall(
            b"POST /v1/classify HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            b"Transfer-Encoding: chunked\r\n\r\n")
        try:
            for _ in range(1600):
                connection.sendall(chunk)
        except OSError:
            pass  # The server has closed it.
    assert server.post("/v1/classify", TEXT)[0] == 200
    assert server.memory < before + (100 << 20)
    assert server.post("/v1/classify", TEXT, Content_Encoding="gzip")[0] == 415
    assert server.post("/v1/queue", b"text\nGood\n", "application/octet-stream", Content_Encoding="gzip")[0] == 415


def test_a_long_line_in_a_stream(server):
    body = json.dumps(TEXT).encode() + b'\n{"text":"' + b"a" * (20 << 20) + b'"}\n' + json.dumps(TEXT).encode() + b"\n"
    status, content = server.post("/v1/classify", body, "application/x-ndjson")
    records = [json.loads(line) for line in content.splitlines()]
    assert ["error" in record for record in records] == [False, True, False]


def test_large_headers(server):
    assert " 400 " in head(server, post(X_Large="a" * 40_000))
    many = "".join(f"X-{number}: 1\r\n" for number in range(500))
    assert " 400 " in head(server, f"GET /healthz HTTP/1.1\r\nHost: localhost\r\n{many}\r\n".encode())
    assert server.ask("GET", "/healthz")[0] == 200


@pytest.mark.parametrize("request_", [
    b"nonsense\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"\x00\xff\xfe\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc",
    b"POST /v1/classify HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
    b"POST /v1/classify HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    b"POST /v1/classify HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nA : b\r\n\r\n",
])
def test_requests_that_are_none(server, request_):
    with server.connect(timeout=10) as connection:
        connection.sendall(request_)
        connection.shutdown(socket.SHUT_WR)
        answer = connection.makefile("rb").read().decode()
    assert answer == "" or " 400 " in answer or " 415 " in answer
    if answer:
        fields, content = answer.split("\r\n\r\n", 1)
        assert "x-content-type-options: nosniff" in fields.lower() and json.loads(content.splitlines()[0])["error"]
    assert server.ask("GET", "/healthz")[0] == 200


def test_clients_that_leave(server):
    for _ in range(200):
        with server.connect() as connection:
            connection.sendall(post(body=b'{"text":"' + b"a" * 1000)[:-500])
    body = (json.dumps(TEXT) + "\n").encode() * 50_000
    for _ in range(5):
        with server.connect() as connection:
            connection.sendall(
                b"POST /v1/classify HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\n"
                b"Content-Length: %d\r\n\r\n" % len(body))
            connection.sendall(body[: 100_000])
    assert settled(server)


def test_answers_belong_to_their_requests(server):
    """Many clients, each of which keeps its connection and sends several requests at once."""
    failures = []

    def client(number):
        with server.connect() as connection:
            file = connection.makefile("rb")
            for turn in range(30):
                ids = [f"{number}-{turn}-{part}" for part in range(3)]
                connection.sendall(b"".join(post(body=json.dumps({"id": id, **TEXT}).encode()) for id in ids))
                for id in ids:
                    length = 0
                    while (line := file.readline()) != b"\r\n":
                        if line.lower().startswith(b"content-length:"):
                            length = int(line.split(b":")[1])
                    if json.loads(file.read(length))["id"] != id:
                        failures.append(id)

    clients = [threading.Thread(target=client, args=(number,)) for number in range(16)]
    for thread in clients:
        thread.start()
    for thread in clients:
        thread.join()
    assert not failures


def test_slow_clients_are_cut_off():
    server = Server("--timeout", "2")
    try:
        slow = [server.connect() for _ in range(50)]
        for connection in slow[:25]:
            connection.sendall(b"POST /v1/classify HTTP/1.1\r\nHost: localhost\r\n")
        for connection in slow[25:]:
            connection.sendall(post(body=b'{"text":"a"}')[:-5])
        open_ = set(slow)
        start = time.time()
        while open_ and time.time() < start + 12:
            for connection in list(open_):
                try:
                    connection.sendall(b"X")
                    connection.setblocking(False)
                    try:
                        if connection.recv(1000) == b"":
                            open_.discard(connection)
                    except BlockingIOError:
                        pass
                    connection.setblocking(True)
                except OSError:
                    open_.discard(connection)
            time.sleep(0.3)
        assert not open_
        assert server.post("/v1/classify", TEXT)[0] == 200
        # One that does not read its answer.
        with server.connect() as connection:
            body = (json.dumps(TEXT) + "\n").encode() * 100_000
            connection.settimeout(6)
            with pytest.raises(OSError):
                connection.sendall(
                    b"POST /v1/classify HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\n"
                    b"Content-Length: %d\r\n\r\n" % len(body) + body)
                time.sleep(5)
                connection.sendall(b"x")
                time.sleep(0.5)
                connection.sendall(b"x")
        assert settled(server)
    finally:
        assert server.stop()[0] == 0


def test_half_open_connections():
    server = Server("--timeout", "3")
    try:
        hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        connections = []
        for _ in range(min(10_000, hard - 200)):
            try:
                connections.append(server.connect(timeout=2))
            except OSError:
                break
        assert len(connections) > 500
        assert server.post("/v1/classify", TEXT)[0] == 200
        for connection in connections:
            connection.close()
    finally:
        assert server.stop()[0] == 0


def test_many_questions_at_once_keep_nobody_out(tmp_path):
    """Connections that send one request behind the other, each of them long work, and read nothing."""
    path = tmp_path / "messages.csv"
    path.write_text("text\n" + "".join(f"The order {n} is late and my number is 01223 8126{n % 90 + 10}.\n" for n in range(2000)))
    server = Server(str(path))
    try:
        while json.loads(server.ask("GET", "/explore.json")[2])["status"]["isReading"]:
            time.sleep(0.1)
        many = [server.connect() for _ in range(100)]
        for connection in many:
            connection.sendall(b"GET /explore.json?show=texts&count=1000 HTTP/1.1\r\nHost: localhost\r\n\r\n" * 20)
        times = []
        for _ in range(20):
            start = time.monotonic()
            assert server.post("/v1/classify", TEXT)[0] == 200
            times.append(time.monotonic() - start)
        assert sorted(times)[10] < 1 and max(times) < 5, times
        # What is too much is told.
        answers = {connection.makefile("rb").readline().split()[1] for connection in many}
        assert answers == {b"200", b"503"}
        for connection in many:
            connection.close()
        assert settled(server)
        assert server.ask("GET", "/explore.json")[0] == 200
    finally:
        assert server.stop()[0] == 0


def test_overload_is_answered_and_ends():
    server = Server("--max-requests", "2")
    try:
        waiting = [server.connect() for _ in range(2)]
        for connection in waiting:
            connection.sendall(post(body=b'{"text":"a"}')[:-5])
        time.sleep(0.3)
        status, headers, _ = server.ask("POST", "/v1/classify", TEXT)
        assert (status, headers["Retry-After"]) == (503, "1")
        assert server.ask("GET", "/healthz")[0] == 200
        for connection in waiting:
            connection.close()
        time.sleep(0.3)
        assert server.post("/v1/classify", TEXT)[0] == 200
    finally:
        assert server.stop()[0] == 0


CLOCK = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <sys/stat.h>
#include <time.h>
int clock_gettime(clockid_t clock, struct timespec *time) {
  static int (*real)(clockid_t, struct timespec *);
  if (!real) real = dlsym(RTLD_NEXT, "clock_gettime");
  int result = real(clock, time);
  struct stat forward, back;
  if (clock == CLOCK_REALTIME) {
    if (!stat(FOLDER "/forward", &forward)) time->tv_sec += 31536000;
    if (!stat(FOLDER "/back", &back)) time->tv_sec -= 94608000;
  }
  return result;
}
"""


def test_a_clock_that_jumps(tmp_path):
    """A year on, and three back: answers, what is followed and the timeout go by a clock that does not."""
    (tmp_path / "clock.c").write_text(CLOCK)
    subprocess.run(["cc", "-shared", "-fPIC", f'-DFOLDER="{tmp_path}"', "-o", tmp_path / "clock.so", tmp_path / "clock.c", "-ldl"],
                   check=True)
    log = tmp_path / "log.jsonl"
    log.write_text('{"customer":"Ann","text":"Where is my parcel?"}\n')
    server = Server(str(log), "--follow", "--timeout", "3", env={"LD_PRELOAD": str(tmp_path / "clock.so")})
    try:
        for number, jump in enumerate(["forward", "back"]):
            with server.connect() as silent:
                silent.sendall(b"POST /v1/classify HTTP/1.1\r\nHost: localhost\r\nContent-Le")
                time.sleep(0.5)
                start = time.monotonic()
                (tmp_path / jump).touch()
                assert server.post("/v1/classify", TEXT)[0] == 200
                with log.open("a") as file:
                    file.write(f'{{"customer":"C{number}","text":"Where is mine?"}}\n')
                while json.loads(server.ask("GET", "/explore.json")[2])["records"] < number + 2:
                    assert time.monotonic() - start < 10
                    time.sleep(0.1)
                # Neither at once nor never.
                silent.recv(1000)
                assert 1 < time.monotonic() - start < 10
            (tmp_path / jump).unlink()
    finally:
        assert server.stop()[0] == 0


def test_streams_that_never_end_leave_places_for_others():
    server = Server("--max-requests", "8", "--timeout", "2")
    try:
        streams = [server.connect() for _ in range(20)]
        for connection in streams:
            connection.sendall(
                b"POST /v1/classify HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\n"
                b"Transfer-Encoding: chunked\r\n\r\n")
        # A byte now and then is no silence, however long it goes on.
        for _ in range(8):
            time.sleep(0.5)
            for connection in streams:
                try:
                    connection.sendall(b"1\r\na\r\n")
                except OSError:
                    pass
            for path in ["/", "/v1/queue", "/healthz"]:
                assert server.ask("GET", path)[0] == 200
            assert server.post("/v1/classify", TEXT)[0] == 200
        status, headers, _ = server.ask("POST", "/v1/classify", json.dumps(TEXT), "application/x-ndjson")
        assert (status, headers["Retry-After"]) == (503, "1")
        for connection in streams:
            connection.close()
        time.sleep(0.3)
        assert server.post("/v1/classify", TEXT, "application/x-ndjson")[0] == 200
    finally:
        assert server.stop()[0] == 0


def test_rankings_that_wait_for_dates_leave_room_for_others():
    """Messages are kept as long as their dates have two readings, and no longer."""
    def start(date, megabytes=25):
        connection = server.connect()
        connection.sendall(
            b"POST /v1/triage?by=who&time=at HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\n"
            b"Transfer-Encoding: chunked\r\n\r\n")
        line = json.dumps({"who": "Ann", "at": date, **TEXT}) + "\n"
        piece = (line * (1_000_000 // len(line))).encode()
        try:
            for _ in range(megabytes):
                connection.sendall(b"%x\r\n%s\r\n" % (len(piece), piece))
        except OSError:  # It is answered already.
            pass
        return connection

    def answer(connection):
        with connection, connection.makefile("rb") as file:
            return file.read1()

    def end(connection):
        connection.sendall(b"0\r\n\r\n")
        return answer(connection)

    long = [{"text": "a" * 1000}] * 7000
    server = Server()
    try:
        known = [start("13/04/2026") for _ in range(3)]
        assert server.post("/v1/classify", long)[0] == 200
        assert all(b" 200 OK" in end(connection) for connection in known)
        open_ = [start("03/04/2026") for _ in range(2)]
        refused = answer(start("03/04/2026"))
        assert b" 503 " in refused and b"Retry-After" in refused and b"memory" in refused
        for connection in open_:
            found = end(connection)
            assert b" 400 " in found and b"dates=day-first" in found
        assert settled(server)
        assert server.post("/v1/classify", long)[0] == 200
    finally:
        assert server.stop()[0] == 0


def test_a_token_is_needed():
    server = Server("--token", TOKEN)
    try:
        assert server.ask("GET", "/healthz")[0] == 200
        # The page itself says nothing of anybody; what it asks for needs the token.
        assert server.ask("GET", "/")[0] == 200
        for path in ["/metrics", "/openapi.json", "/v1/queue", "/nothing"]:
            assert server.ask("GET", path)[0] == 401
        status, headers, _ = server.ask("POST", "/v1/classify", TEXT)
        assert (status, headers["WWW-Authenticate"]) == (401, "Bearer")
        for wrong in ["Bearer ", "Bearer x", f"Bearer {TOKEN}x", f"Bearer {TOKEN[:-1]}", f"Basic {TOKEN}", TOKEN]:
            assert server.ask("POST", "/v1/classify", TEXT, Authorization=wrong)[0] == 401
        assert server.ask("POST", "/v1/classify", TEXT, Authorization=f"Bearer {TOKEN}")[0] == 200
        assert server.ask("POST", "/v1/corrections", TEXT)[0] == 401
    finally:
        assert server.stop()[0] == 0


@pytest.mark.parametrize("options, env, code", [
    (["--host", "0.0.0.0"], {}, 64), (["--token", "short"], {}, 64), (["--port", "70000"], {}, 64),
    (["--token-file", "/no/such"], {}, 66), (["--follow"], {}, 64), (["--max-body", "0"], {}, 64), (["--host", "192.0.2.1"], {"ATTUNE_TOKEN": TOKEN}, 74),
    (["--timeout", "-1"], {}, 64), (["--text", "nope", str(Path(__file__).parents[2] / "Samples/survey.csv")], {}, 64),
])
def test_usage(options, env, code):
    result = subprocess.run(
        [SERVE, "--port", "0", *options], capture_output=True, text=True, timeout=30, env={**os.environ, **env})
    assert result.returncode == code, result.stderr
    assert result.stderr and "<subcommand>" not in result.stderr and "Missing value" not in result.stderr


def test_another_build_is_told(tmp_path):
    version = subprocess.run([SERVE, "--version"], capture_output=True, text=True, timeout=30).stdout.split()
    assert version[0] == "attune-serve" and version[1].startswith("0.1.0-")
    for build, isTold in [(version[1], False), ("0.1.0-0", True), (None, False)]:
        server = Server(env={"ATTUNE_BUILD": build} if build else {})
        assert ("may judge the same reply differently" in server.stop()[1]) == isTold
    # The command tells its own.
    (tmp_path / "attune-serve").write_text("#!/bin/sh\necho $ATTUNE_BUILD\n")
    (tmp_path / "attune-serve").chmod(0o755)
    shutil.copy(ATTUNE, tmp_path / "attune")
    told = subprocess.run([tmp_path / "attune", "serve"], capture_output=True, text=True, timeout=30).stdout
    assert told.split() == version[1:]


def test_a_port_in_use(server):
    result = subprocess.run([SERVE, "--port", str(server.port)], capture_output=True, text=True, timeout=30)
    assert result.returncode == 74
    assert "in use" in result.stderr


def test_stops_when_requests_are_done():
    server = Server()
    with server.connect() as connection:
        file = connection.makefile("rb")
        record = json.dumps(TEXT).encode() + b"\n"
        chunk = b"%x\r\n%s\r\n" % (len(record), record)
        connection.sendall(
            b"POST /v1/classify HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\n"
            b"Transfer-Encoding: chunked\r\n\r\n" + chunk)
        assert b" 200 " in file.readline()
        server.process.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        assert server.process.poll() is None
        with pytest.raises(OSError):
            server.connect(timeout=1).sendall(b"x")
            raise OSError
        connection.sendall(chunk + b"0\r\n\r\n")
        assert file.read().count(b'"sentiment"') == 2
    assert server.stop()[0] == 0


def test_nothing_of_a_text_is_logged():
    server = Server()
    secret = "Zanzibar-4711"
    server.post("/v1/classify", {"text": secret})
    server.post(f"/v1/classify?{secret}=1", {"text": secret})
    server.post(f"/{secret}", {"text": secret})
    head(server, secret.encode() + b"\r\n\r\n")
    metrics = server.ask("GET", "/metrics")[2].decode()
    assert secret not in metrics
    assert 'path="/v1/classify",status="200"} 1' in metrics
    code, errors = server.stop()
    assert code == 0
    assert secret not in errors
    assert len(errors.splitlines()) == 1


def test_memory_stays(server):
    def some(count):
        import http.client
        connection = http.client.HTTPConnection("127.0.0.1", server.port)
        for number in range(count):
            connection.request("POST", "/v1/classify", json.dumps({"text": f"{TEXT['text']} {number}"}),
                               {"Content-Type": "application/json"})
            connection.getresponse().read()

    some(3000)
    before = server.memory
    some(10_000)
    assert server.memory < before * 1.1
