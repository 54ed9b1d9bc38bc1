"""``python -m attune``: for machines that have the package but not the command ``attune``.

python -m attune < posts.txt                                   the same verdicts as `attune classify`
python -m attune comments.parquet --text comment -o out.parquet    the same columns plus the verdict
python -m attune survey.csv --text comment                     a verdict for each row; .tsv, .jsonl, .json and .xlsx too
python -m attune --explain "not good"                          why, as JSON
"""

from __future__ import annotations

import argparse
import codecs
import contextlib
import io
import json
import os
import re
import select
import signal
import stat
import sys
from collections.abc import Iterator
from typing import IO, Any, NoReturn

from . import AttuneError, Model, __version__, load
from ._documents import json_texts, workbook_texts
from ._files import Replacement
from ._inputs import Joined, as_utf8
from ._tables import json_line_texts, table_texts

#: Texts that are classified at a time, unless the input pauses.
_BATCH = 65_536

_USAGE, _DATA, _NO_INPUT, _INTERNAL, _IO = 64, 65, 66, 70, 74


class _Parser(argparse.ArgumentParser):
    """Ends with the exit code of the command ``attune``."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(_USAGE, f"attune: {_shown(message)}\n")


class _Failure(Exception):
    """What a person is told, and the exit code."""

    def __init__(self, message: str, code: int) -> None:
        super().__init__(message)
        self.code = code


class _Terminated(BaseException):
    """A signal that ends the process, once what was begun is taken away."""

    def __init__(self, number: int) -> None:
        self.number = number


def main(arguments: list[str] | None = None) -> int:
    parser = _Parser(
        prog="python -m attune",
        description="Measures what customers feel in what they write: label, score and probabilities for each line of "
        "text, or as columns of a Parquet file.",
    )
    parser.add_argument(
        "file",
        nargs="?",
        default="-",
        help="lines of text, or a .csv, .tsv, .jsonl (also .gz, .zst), .json, .xlsx or .parquet file; "
        "- is standard input",
    )
    parser.add_argument(
        "--text",
        metavar="COLUMN",
        help="column or field of the text; default: 'text', in tables also 'comment', 'review' …",
    )
    parser.add_argument("--delimiter", metavar="CHAR", help="delimiter of a .csv file; default: detected")
    parser.add_argument("--encoding", metavar="NAME", help="encoding of text and tables; default: detected, else UTF-8")
    parser.add_argument("-o", "--output", metavar="FILE", help="where the verdicts go; must be a file for Parquet")
    parser.add_argument("--model", metavar="FILE", help="a model file; default: the one in the package")
    parser.add_argument("--explain", metavar="TEXT", help="explain the verdict on this text alone, as JSON")
    parser.add_argument("--version", action="version", version=f"attune {__version__}")
    given = parser.parse_args(arguments)
    if given.encoding is not None:
        try:
            b"x".decode(given.encoding, "replace")
            codecs.getincrementaldecoder(given.encoding)
        except (LookupError, ValueError):
            parser.error(
                f"--encoding: unknown encoding '{given.encoding}'; it takes utf-8, utf-16, windows-1252, latin1, shift_jis or "
                "another of Python's names"
            )
    try:
        with _signals_as_exceptions():
            if given.delimiter is not None and len(given.delimiter) != 1:
                parser.error("--delimiter takes one character")
            if given.explain is None and given.file.endswith(".parquet") and not given.output:
                parser.error("verdicts of a Parquet file need --output FILE")
            return _run(given)
    except _Terminated as end:
        signal.signal(end.number, signal.SIG_DFL)
        os.kill(os.getpid(), end.number)
        return 128 + end.number


def _run(given: argparse.Namespace) -> int:
    try:
        model = load(given.model)
        if given.explain is not None:
            said = json.dumps(model.explain(given.explain), ensure_ascii=False)
            with _standard_output() as sink:
                sink.write(_shown(said).encode() + b"\n")
        elif given.file.endswith(".parquet"):
            _classify_parquet(model, given)
        else:
            _classify_lines(model, given)
    except BrokenPipeError:
        _leave_standard_output()
    except KeyboardInterrupt:
        return 130
    except _Failure as error:
        return _failed(error, error.code)
    except FileNotFoundError as error:
        return _failed(f"{_name(error.filename)}: {error.strerror}", _NO_INPUT)
    except (AttuneError, KeyError, ValueError) as error:
        return _failed(error.args[0] if error.args else error, _DATA)
    except OSError as error:
        return _failed(error, _IO)
    except ImportError as error:
        return _failed(error, _INTERNAL)
    except MemoryError:
        return _failed("out of memory", _INTERNAL)
    return 0


def _failed(message: object, code: int) -> int:
    # What waits to be written cannot be, and would be tried again at the end.
    if code == _IO:
        _leave_standard_output()
    _say(message)
    return code


def _say(message: object) -> None:
    with contextlib.suppress(OSError, AttributeError):
        print(_shown(f"attune: {message}"), file=sys.stderr)


def _name(path: object) -> str:
    return os.fsdecode(path) if isinstance(path, (str, bytes)) else str(path)


def _shown(text: str) -> str:
    """Without what commands a terminal or turns letters round; lone surrogates as they can be written."""
    return re.sub(
        "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]",
        lambda found: f"\\u{ord(found[0]):04x}",
        text,
    )


@contextlib.contextmanager
def _signals_as_exceptions() -> Iterator[None]:
    """So that what is half written is taken away. Outside the main thread Python has no signals."""

    def end(number: int, _: object) -> None:
        raise _Terminated(number)

    before: dict[int, Any] = {}
    try:
        for number in map(int, (signal.SIGTERM, signal.SIGHUP)):
            if signal.getsignal(number) == signal.SIG_DFL:
                before[number] = signal.signal(number, end)
    except ValueError:
        pass
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


# Files


def _leave_standard_output() -> None:
    with contextlib.suppress(OSError, AttributeError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class _Patient(io.RawIOBase):
    """A descriptor that is written to when there is room; another program may have made it one that does not wait."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        while True:
            try:
                return os.write(self._descriptor, data)
            except BlockingIOError:
                select.select([], [self._descriptor], [])


@contextlib.contextmanager
def _standard_output() -> Iterator[IO[bytes]]:
    if sys.stdout is None:
        raise _Failure("standard output is closed", _IO)
    sys.stdout.flush()
    sink = io.BufferedWriter(_Patient(sys.stdout.fileno()), 1 << 16)
    yield sink
    sink.flush()


def _open_input(path: str) -> io.FileIO:
    if path != "-":
        return open(path, "rb", buffering=0)
    if sys.stdin is None:
        raise _Failure("standard input is closed", _NO_INPUT)
    return open(sys.stdin.fileno(), "rb", buffering=0, closefd=False)


def _blocks(source: io.FileIO) -> Iterator[bytes]:
    """What has come, up to the end of the input; of one that does not wait, None says that nothing has."""
    while True:
        block = source.read(1 << 22)
        if block:
            yield block
        elif block is None:
            select.select([source], [], [])
        else:
            return


@contextlib.contextmanager
def _open_output(path: str | None, inputs: dict[str, int | str | None]) -> Iterator[IO[bytes]]:
    """Where verdicts go.

    Args:
        path: None is standard output.
        inputs: names of what is read, and their paths or descriptors.
    """
    if path is None and sys.stdout is None:
        raise _Failure("standard output is closed", _IO)
    target = _identity(sys.stdout.fileno() if path is None else path)
    for name, place in inputs.items():
        if target is not None and place is not None and _identity(place) == target:
            raise _Failure(f"the output is also an input: {name}", _USAGE)
    if path is None:
        with _standard_output() as sink:
            yield sink
        return
    replacement = Replacement(path)
    try:
        file = replacement.__enter__()
    except OSError as error:
        raise _Failure(f"{path}: {error.strerror}", _IO) from None
    except ValueError as error:
        raise _Failure(f"{path}: {error}", _USAGE) from None
    try:
        yield file
    except BaseException:
        replacement.__exit__(*sys.exc_info())
        raise
    replacement.__exit__(None)


def _identity(place: int | str) -> tuple[int, int] | None:
    """Of a regular file, whatever it is called; None of others."""
    try:
        status = os.stat(place)
    except (OSError, ValueError):
        return None
    return (status.st_dev, status.st_ino) if stat.S_ISREG(status.st_mode) else None


# Lines


def _classify_lines(model: Model, given: argparse.Namespace) -> None:
    base, ending = os.path.splitext(given.file.lower())
    if ending in (".gz", ".zst"):
        ending = os.path.splitext(base)[1]
    if ending in (".xlsx", ".xlsm", ".json"):
        _classify_document(model, given, ending)
        return
    source = _open_input(given.file)
    name = "standard input" if given.file == "-" else given.file
    inputs: dict[str, int | str | None] = {name: source.fileno()}
    if given.model is not None:
        inputs[given.model] = given.model
    with _open_output(given.output, inputs) as sink:
        blocks = as_utf8(_blocks(source), given.encoding, lambda text: _say(f"{name}: {text}"))
        if ending in _TABLES:
            _write_table(sink, model, blocks, ending, given)
            return
        for batch in _batches(blocks):
            _write(sink, model, batch)
            sink.flush()


_TABLES = (".csv", ".tsv", ".jsonl", ".ndjson")


def _write_table(
    sink: IO[bytes], model: Model, blocks: Iterator[bytes], ending: str, given: argparse.Namespace
) -> None:
    lines = io.TextIOWrapper(io.BufferedReader(Joined(blocks)), "utf-8", "replace", newline="")
    if ending in (".csv", ".tsv"):
        texts = table_texts(lines, given.file, given.text, "\t" if ending == ".tsv" else given.delimiter)
    else:
        texts = json_line_texts(lines, given.file, given.text or "text")
    batch: list[Any] = []
    try:
        for text in texts:
            batch.append(text)
            if len(batch) == _BATCH:
                _write(sink, model, batch)
                batch = []
    finally:
        # What comes before a damage has its verdicts.
        _write(sink, model, batch)
        sink.flush()


def _write(sink: IO[bytes], model: Model, texts: list[Any]) -> None:
    for verdict in model.classify(texts):
        assert verdict is not None
        numbers = "\t".join(map(four_decimals, verdict[1:]))
        sink.write(f"{verdict[0]}\t{numbers}\n".encode())


def _classify_document(model: Model, given: argparse.Namespace, ending: str) -> None:
    texts: list[Any]
    if ending == ".json":
        # A record without a text has the verdict of an empty one.
        texts = [text or "" for text in json_texts(given.file, given.text or "text")]
    else:
        texts = list(workbook_texts(given.file, given.text))
    inputs: dict[str, int | str | None] = {given.file: given.file, given.model or "": given.model}
    with _open_output(given.output, inputs) as sink:
        for start in range(0, len(texts), _BATCH):
            _write(sink, model, texts[start : start + _BATCH])


def four_decimals(value: float) -> str:
    """As the command writes a number: never "-0.0000"."""
    return f"{value:.4f}".replace("-0.0000", "0.0000")


def _batches(blocks: Iterator[bytes]) -> Iterator[list[bytes]]:
    """Lines without their ends: as many as have come, so that a pause is answered at once."""

    def without_returns(lines: list[bytes]) -> list[bytes]:
        return [line[:-1] if line.endswith(b"\r") else line for line in lines]

    rest: list[bytes] = []
    for block in blocks:
        rest.append(block)
        if b"\n" not in block:
            continue
        lines = b"".join(rest).split(b"\n")
        rest = [lines.pop()]
        yield without_returns(lines)
    if last := b"".join(rest):
        yield without_returns([last])


# Parquet


def _classify_parquet(model: Model, given: argparse.Namespace) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    from ._kinds import arrow_type

    path, text = given.file, given.text or "text"
    with open(path, "rb") as source, pq.ParquetFile(source) as file:
        schema = file.schema_arrow
        if text not in schema.names:
            raise KeyError(f"{path} has no column '{text}'; there are {', '.join(schema.names)}")
        # A column of an earlier verdict is replaced where it stands.
        places = []
        for name, field in zip((f"sentiment_{name}" for name in model.fields), arrow_type(model)):
            place = schema.get_field_index(name)
            places.append(place if place >= 0 else len(schema))
            field = pa.field(name, field.type)
            schema = schema.set(place, field) if place >= 0 else schema.append(field)
        inputs: dict[str, int | str | None] = {path: source.fileno(), given.model or "": given.model}
        with _open_output(given.output, inputs) as output, pq.ParquetWriter(output, schema) as writer:
            for batch in file.iter_batches(_BATCH):
                columns = [*batch.columns, *[None] * (len(schema) - batch.num_columns)]
                for place, values in zip(places, model.classify(batch.column(text)).flatten()):
                    columns[place] = values
                writer.write_batch(pa.RecordBatch.from_arrays(columns, schema=schema))


if __name__ == "__main__":
    sys.exit(main())
