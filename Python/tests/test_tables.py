"""Tables and JSON lines of ``python -m attune``."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from attune.__main__ import main

TEXTS = ["Great, and quick", 'They said "no"\nand hung up. Awful.', "", "Rude staff"]
CSV = (
    'id,Comment \n1,"Great, and quick"\n2,"They said ""no""\nand hung up. Awful."\n3,\n4,Rude staff\n\n'
)
LABELS = ["positive", "negative", "unknown", "negative"]


def labels(capfd: pytest.CaptureFixture[str]) -> list[str]:
    return [line.split("\t")[0] for line in capfd.readouterr().out.splitlines()]


@pytest.mark.parametrize(
    "name, content",
    [
        ("a.csv", CSV.encode()),
        ("a.csv", b"\xef\xbb\xbf" + CSV.replace("\n", "\r\n").encode()),
        ("a.csv", b"sep=,\r\n" + CSV.encode()),
        ("a.csv", CSV.replace("id,Comment ", "id;Comment").replace(",", ";").encode()),
        ("a.csv", CSV.encode("utf-16")),
        ("a.csv.gz", gzip.compress(CSV.encode())),
        ("a.TSV", CSV.replace(",", "\t").encode()),
        ("a.jsonl", b'{"text":"Great, and quick"}\n{"text":"Awful."}\n\n{"text":null}\n{"text":"Rude staff"}\n'),
    ],
)
def test_verdict_for_every_row(tmp_path: Path, capfd: pytest.CaptureFixture[str], name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert main([str(path)]) == 0
    assert labels(capfd) == LABELS


def test_column_that_is_named(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.csv"
    path.write_text("What was bad?|What was good?\nRude staff|Great food\nslow\n")
    assert main([str(path), "--text", "what was good?"]) == 0
    assert labels(capfd) == ["positive", "unknown"]
    assert main([str(path)]) == 65
    assert "'What was bad?', 'What was good?'" in capfd.readouterr().err
    assert main([str(path), "--text", "boddy"]) == 65
    assert main([str(path), "--text", "What was bad?", "--delimiter", ";"]) == 65


def test_damage_comes_behind_what_could_be_read(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text":"Rude staff"}\n{"text":\n{"text":"Great food"}\n')
    assert main([str(path)]) == 65
    outcome = capfd.readouterr()
    assert outcome.out.startswith("negative") and "line 2 " in outcome.err
    path.write_text('{"a":1}\n')
    assert main([str(path)]) == 65
    (tmp_path / "empty.csv").write_text("")
    assert main([str(tmp_path / "empty.csv")]) == 0
