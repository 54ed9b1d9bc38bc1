"""``python -m attune`` on compressed lines and on lines of other encodings."""

from __future__ import annotations

import gzip
import subprocess
import sys

import pyarrow as pa
import pytest

LINES = ["The café wasn’t good – €5", "“Größe passt nicht”", "Great service, thank you", "never again…"] * 5000
TEXT = "\n".join(LINES) + "\n"


def run(*arguments, **options):
    return subprocess.run([sys.executable, "-m", "attune", *arguments], capture_output=True, **options)


def zstd(data):
    return pa.compress(data, codec="zstd", asbytes=True)


@pytest.fixture(scope="module")
def expected():
    return run(input=TEXT.encode()).stdout


@pytest.mark.parametrize("pack", [bytes, gzip.compress, zstd], ids=["plain", "gzip", "zstd"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_same_verdicts(pack, encoding, expected):
    done = run(input=pack(TEXT.encode(encoding)))
    assert done.returncode == 0 and done.stdout == expected
    assert (b"read as" in done.stderr) == (encoding != "utf-8-sig")


def test_as_the_command(command, tmp_path):
    for name, data in {"a.txt": TEXT.encode("cp1252"), "b.gz": gzip.compress(TEXT.encode("utf-16-le"))}.items():
        (tmp_path / name).write_bytes(data)
        told = subprocess.run([command, "classify", "-q", tmp_path / name], capture_output=True).stdout
        assert run(tmp_path / name).stdout == told


def test_named_encoding(expected):
    assert run("--encoding", "latin1", input=TEXT.encode("cp1252")).stdout == expected
    assert run("--encoding", "utf-16-be", input=TEXT.encode("utf-16-be")).stdout == expected
    for name in ["klingon", "hex", ""]:
        refused = run("--encoding", name, input=b"")
        assert refused.returncode == 64 and b"--encoding: unknown encoding" in refused.stderr


def test_members_and_damage(expected):
    whole = TEXT.encode()
    half = len(whole) // 2
    members = gzip.compress(whole[:half]) + gzip.compress(b"") + gzip.compress(whole[half:]) + bytes(9)
    assert run(input=members).stdout == expected
    cut = run(input=gzip.compress(whole)[:-5])
    assert cut.returncode == 65 and b"gzip data are cut off" in cut.stderr
    assert cut.stdout == expected
    assert run(input=zstd(whole)[:-9]).returncode == 65


def test_mostly_utf8_stays_utf8():
    lines = ("été\n" * 20).encode() + b"\xe9t\xe9\n"
    assert run(input=lines).stderr == b""
    assert b"Windows-1252" in run(input=b"\xe9t\xe9\n").stderr
