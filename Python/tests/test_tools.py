"""The command, DuckDB, Parquet, how fast it starts, and types."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import attune
import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

COMMENTS = ["Great service, thank you", None, "The worst support ever", "été 😍"]


def run(*arguments, **options):
    return subprocess.run([sys.executable, "-m", "attune", *arguments], capture_output=True, **options)


def test_module_on_lines(command):
    lines = (
        Path(__file__).resolve().parents[2] / "Samples/feedback.txt"
    ).read_bytes() + b"\n\nbad \xff bytes\r\nno end"
    expected = subprocess.run([command, "classify", "-q"], input=lines, capture_output=True).stdout
    assert run(input=lines).stdout == expected and len(expected.splitlines()) > 250
    assert run(input=b"").stdout == b""


def test_module_answers_when_input_pauses():
    process = subprocess.Popen([sys.executable, "-m", "attune"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    process.stdin.write(b"great\n")
    process.stdin.flush()
    assert process.stdout.readline().startswith(b"positive\t")
    process.stdin.close()
    assert process.wait(10) == 0


def test_module_on_parquet(tmp_path, model):
    source, result = tmp_path / "comments.parquet", tmp_path / "verdicts.parquet"
    pq.write_table(pa.table({"id": [1, 2, 3, 4], "comment": COMMENTS}), source)
    assert run(source, "--text", "comment", "-o", result).returncode == 0
    table = pq.read_table(result)
    assert table.column_names == ["id", "comment", *(f"sentiment_{name}" for name in model.fields)]
    assert table["comment"].to_pylist() == COMMENTS
    assert table["sentiment_label"].to_pylist() == [text and model.classify(text).label for text in COMMENTS]
    assert table["sentiment_score"].to_pylist() == [text and model.classify(text).score for text in COMMENTS]
    failed = run(source, "-o", result)
    assert failed.returncode == 65 and b"no column 'text'; there are id, comment" in failed.stderr


def test_module_explains_and_refuses(tmp_path):
    assert json.loads(run("--explain", "not good").stdout)["parts"]
    missing = run("--model", tmp_path / "none")
    assert missing.returncode == 66 and b"No such file" in missing.stderr
    (tmp_path / "no.attune").write_text("nothing")
    assert run("--model", tmp_path / "no.attune", input=b"").returncode == 65
    assert attune.__version__.encode() in run("--version").stdout


def test_duckdb_function(model):
    with duckdb.connect() as database:
        database.create_function(
            "label",
            lambda texts: model.classify(texts).combine_chunks().field("label"),
            ["VARCHAR"],
            "VARCHAR",
            type="arrow",
        )
        rows = database.execute("SELECT label(comment) FROM (VALUES ('great'), ('awful')) t(comment)").fetchall()
    assert rows == [("positive",), ("negative",)]


def test_duckdb_pipe(command, tmp_path, model):
    source = tmp_path / "comments.parquet"
    pq.write_table(pa.table({"id": [1, 2, 3, 4], "text": COMMENTS}), source)
    duckdb_command = Path(sys.executable).with_name("duckdb")
    line = f"""{duckdb_command} -json -c "FROM '{source}'" | {command} classify -q --format jsonl"""
    output = subprocess.run(line, shell=True, capture_output=True, text=True).stdout
    records = [json.loads(record) for record in output.splitlines()]
    assert [record["id"] for record in records] == [1, 2, 3, 4]
    assert records[2]["sentiment"]["label"] == "negative" and "error" in records[1]


def test_start_imports_little():
    code = "import sys, attune; attune.load().classify('good'); print(*sys.modules)"
    modules = set(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.split())
    assert not modules & {"numpy", "pandas", "polars", "pyarrow", "sklearn", "typing", "concurrent.futures"}


def test_types(tmp_path):
    """Of the package as it is installed, and as those who use it see them. Stubs of other libraries may be missing."""
    (tmp_path / "use.py").write_text(
        "import attune\n"
        "model = attune.load()\n"
        "score: float = model.classify('good').score\n"
        "labels: list[str] = [verdict.label for verdict in model.classify(['good']) if verdict]\n"
        "reveal_type(model.classify('good').positive)\n"
    )
    options = ["--strict", "--ignore-missing-imports", "--disable-error-code=overload-cannot-match"]
    result = subprocess.run(
        [sys.executable, "-m", "mypy", *options, "-p", "attune", "-m", "use"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
    )
    assert result.returncode == 0 and 'Revealed type is "float"' in result.stdout.replace("builtins.", ""), (
        result.stdout
    )
    assert result.returncode == 0, result.stdout
