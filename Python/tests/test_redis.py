"""Redis Streams, with a real server on the loopback address."""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
import sys
import time

import pytest

redis = pytest.importorskip("redis")


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    if not shutil.which("redis-server"):
        pytest.skip("no redis-server")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = tmp_path_factory.mktemp("redis")
    process = subprocess.Popen(
        ["redis-server", "--bind", "127.0.0.1", "--port", str(port), "--save", "", "--dir", folder],
        stdout=subprocess.DEVNULL,
    )
    client = redis.Redis(port=port)
    for _ in range(100):
        try:
            client.ping()
            break
        except redis.ConnectionError:
            time.sleep(0.05)
    yield f"redis://127.0.0.1:{port}/0", client
    process.terminate()
    process.wait(10)


def start(url, *arguments):
    command = [
        sys.executable,
        "-m",
        "attune.redis_streams",
        url,
        "comments",
        "verdicts",
        "--count",
        "50",
        "--idle",
        "0.5",
    ]
    return subprocess.Popen([*command, *arguments], stderr=subprocess.PIPE, text=True)


def wait_for(client, length, seconds=30):
    end = time.monotonic() + seconds
    while client.xlen("verdicts") < length:
        assert time.monotonic() < end, f"{client.xlen('verdicts')} of {length}"
        time.sleep(0.02)


def test_nothing_is_lost_when_consumers_are_killed(server, model, many_texts):
    url, client = server
    texts = many_texts[:20_000]
    consumer = start(url)
    numbers = []
    for first in range(0, len(texts), 1000):
        with client.pipeline() as pipeline:
            for row, text in enumerate(texts[first : first + 1000], first):
                pipeline.xadd("comments", {"text": text, "row": row})
            numbers += pipeline.execute()
    kills = 0
    while client.xlen("verdicts") < len(texts) and kills < 4:
        wait_for(client, min(4000 * (kills + 1), len(texts)))
        consumer.send_signal(signal.SIGKILL)
        consumer.wait()
        kills += 1
        consumer = start(url)
    others = [start(url) for _ in range(2)]
    wait_for(client, len(texts))
    time.sleep(1.2)  # Whoever takes over what was answered already does it now.
    for process in (consumer, *others):
        process.terminate()
        assert process.wait(10) == 0, process.stderr.read()
    assert kills >= 2
    answers = [fields for _, fields in client.xrange("verdicts")]
    assert sorted(fields[b"source"] for fields in answers) == sorted(numbers)
    verdicts = model.classify(texts)
    for fields in answers:
        verdict = verdicts[int(fields[b"row"])]
        assert fields[b"label"].decode() == verdict.label and float(fields[b"positive"]) == verdict.positive
    assert client.xpending("comments", "attune")["pending"] == 0


def test_comments_without_text(server):
    url, client = server
    client.delete("comments", "verdicts")
    client.xadd("comments", {"body": "good"})
    client.xadd("comments", {"text": b"good \xff"})
    consumer = start(url, "--name", "one")
    wait_for(client, 2)
    consumer.terminate()
    assert consumer.wait(10) == 0 and "2 comments" in consumer.stderr.read()
    (_, first), (_, second) = client.xrange("verdicts")
    assert first[b"error"] == b"no field 'text'" and first[b"body"] == b"good"
    assert second[b"label"] == b"positive" and second[b"text"] == b"good \xff"


def test_no_server():
    consumer = start("redis://127.0.0.1:1/0")
    assert consumer.wait(30) == 74 and "127.0.0.1:1" in consumer.stderr.read()
