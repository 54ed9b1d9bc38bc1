"""Files are written as a whole, and never over what is read."""

from __future__ import annotations

import os
import resource
import signal
import stat
import subprocess
import sys
import time

import attune
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from attune._files import Replacement as replacing


def run(*arguments, **options):
    return subprocess.run([sys.executable, "-m", "attune", *arguments], capture_output=True, **options)


def parts(folder):
    return [name for name in os.listdir(folder) if name.endswith(".tmp")]


@pytest.fixture
def linked(tmp_path):
    """A path under four names."""
    path = tmp_path / "in.txt"
    path.write_bytes(b"great\nbad\n")
    os.link(path, tmp_path / "hard")
    (tmp_path / "soft").symlink_to("in.txt")
    return [path, tmp_path / "hard", tmp_path / "soft", tmp_path / "." / ".." / tmp_path.name / "in.txt"]


def test_no_input_is_written_over(tmp_path, linked, model):
    path = linked[0]
    for output in linked:
        assert run(path, "-o", output).returncode == 64
        with open(path, "rb") as file:
            assert run("-o", output, stdin=file).returncode == 64
    assert path.read_bytes() == b"great\nbad\n"
    saved = tmp_path / "model"
    model.save(saved)
    before = saved.read_bytes()
    refused = run("--model", saved, "-o", saved, input=b"great\n")
    assert refused.returncode == 64 and b"the output is also an input" in refused.stderr
    table = tmp_path / "t.parquet"
    pq.write_table(pa.table({"text": ["great"]}), table)
    content = table.read_bytes()
    assert run(table, "-o", table).returncode == 64
    assert saved.read_bytes() == before and table.read_bytes() == content and not parts(tmp_path)


def test_standard_output_is_no_input(linked):
    with open(linked[0], "ab") as file:
        refused = subprocess.run([sys.executable, "-m", "attune", linked[1]], stdout=file, stderr=subprocess.PIPE)
    assert refused.returncode == 64 and linked[0].read_bytes() == b"great\nbad\n"


def test_an_error_leaves_the_old_file(tmp_path):
    out = tmp_path / "out"
    out.write_bytes(b"old")
    assert run(tmp_path / "none", "-o", out).returncode == 66
    table = tmp_path / "t.parquet"
    pq.write_table(pa.table({"body": ["great"]}), table)
    assert run(table, "-o", out).returncode == 65

    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))

    assert run("-o", out, input=b"great\n" * 1000, preexec_fn=limit).returncode == 74
    assert out.read_bytes() == b"old" and not parts(tmp_path)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_leaves_the_old_file(tmp_path, number):
    out = tmp_path / "out"
    out.write_bytes(b"old")
    process = subprocess.Popen([sys.executable, "-m", "attune", "-o", out], stdin=subprocess.PIPE)
    process.stdin.write(b"great\n")
    process.stdin.flush()
    deadline = time.monotonic() + 10
    while not parts(tmp_path) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert parts(tmp_path)
    process.send_signal(number)
    assert process.wait(10) == (130 if number == signal.SIGINT else -number)
    assert out.read_bytes() == b"old" and not parts(tmp_path)


def test_outputs_that_cannot_be_written(tmp_path):
    (tmp_path / "loop").symlink_to("loop")
    for name in ["none/out", "loop", ".", "n" * 256]:
        failed = run("-o", f"{tmp_path}/{name}", input=b"great\n")
        assert failed.returncode == 74 and name.encode() in failed.stderr
    assert os.listdir(tmp_path) == ["loop"]


def test_replacing(tmp_path):
    target = tmp_path / ("n" * 255)
    target.write_bytes(b"old")
    target.chmod(0o640)
    (tmp_path / "link").symlink_to(target.name)
    with replacing(tmp_path / "link") as file:
        file.write(b"new")
        file.flush()
        assert target.read_bytes() == b"old"
        beside = [name for name in os.listdir(tmp_path) if name.endswith(".tmp")]
        assert stat.S_IMODE((tmp_path / beside[0]).stat().st_mode) == 0o600
    assert target.read_bytes() == b"new" and stat.S_IMODE(target.stat().st_mode) == 0o640
    assert (tmp_path / "link").is_symlink() and len(os.listdir(tmp_path)) == 2
    with pytest.raises(KeyError), replacing(target) as file:
        file.write(b"half")
        raise KeyError
    assert target.read_bytes() == b"new" and len(os.listdir(tmp_path)) == 2
    with replacing("/dev/null") as file:
        file.write(b"new")


def test_a_saved_model_replaces_the_old_one_with_its_mode(tmp_path, model):
    path = tmp_path / "model"
    path.write_bytes(b"old")
    path.chmod(0o600)
    model.save(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600 and attune.load(path).labels == model.labels
    assert os.listdir(tmp_path) == ["model"]


def test_without_descriptors_there_are_no_threads():
    code = """
import os, resource, attune
model = attune.load()
texts = ["great", "awful"] * 20_000
resource.setrlimit(resource.RLIMIT_NOFILE, (16, 16))
held = []
try:
    while True:
        held.append(os.dup(0))
except OSError:
    pass
labels = [verdict.label for verdict in model.classify(texts, threads=4)]
assert labels == ["positive", "negative"] * 20_000
"""
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
