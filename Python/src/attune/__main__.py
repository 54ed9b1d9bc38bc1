"""``python -m attune``: for where the package is and the command ``attune`` is not.

python -m attune < posts.txt                                   verdicts as `attune classify` writes them
python -m attune comments.parquet --text comment -o out.parquet    the same columns and the verdict's
python -m attune --explain "not good"                          why, as JSON
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import signal
import sys
import threading
from collections.abc import Iterator
from typing import BinaryIO, NoReturn

from . import AttuneError, Model, __version__, load
from ._files import input_that_is, replacing

#: Texts that are classified at a time, unless the input pauses.
_BATCH = 65_536


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m attune",
        description="Says what customers feel in what they write: label, score and probabilities for each line of "
        "text, or as columns of a Parquet file.",
    )
    parser.add_argument("file", nargs="?", default="-", help="lines of text, or a .parquet file; - is standard input")
    parser.add_argument("--text", default="text", metavar="COLUMN", help="of a Parquet file (default: text)")
    parser.add_argument("-o", "--output", metavar="FILE", help="where the verdicts go; for Parquet a file")
    parser.add_argument("--model", metavar="FILE", help="a model file; default: the one that is part of the package")
    parser.add_argument("--explain", metavar="TEXT", help="say why, as JSON, for this text alone")
    parser.add_argument("--version", action="version", version=f"attune {__version__}")
    given = parser.parse_args(arguments)
    is_parquet = given.explain is None and given.file.endswith(".parquet")
    if is_parquet and not given.output:
        parser.error("verdicts of a Parquet file need --output FILE")
    _unwind_on_signals()
    try:
        model = load(given.model)
        inputs = [given.model] if given.model else []
        if given.explain is None:
            inputs.append(0 if given.file == "-" else given.file)
        with _output(given.output if given.explain is None else None, inputs) as sink:
            if given.explain is not None:
                sink.write(json.dumps(model.explain(given.explain), ensure_ascii=False).encode() + b"\n")
            elif is_parquet:
                _classify_parquet(model, given.file, given.text, sink)
            else:
                _classify_lines(model, given.file, sink)
            sink.flush()
    except _OutputError as error:
        print(f"attune: {error}", file=sys.stderr)
        return error.status
    except _Ended as ended:
        signal.signal(ended.number, signal.SIG_DFL)
        os.kill(os.getpid(), ended.number)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        return 130
    except FileNotFoundError as error:
        print(f"attune: {error.filename}: {error.strerror}", file=sys.stderr)
        return 66
    except (AttuneError, KeyError) as error:
        print(f"attune: {error.args[0] if error.args else error}", file=sys.stderr)
        return 65
    except OSError as error:
        print(f"attune: {error}", file=sys.stderr)
        return 74
    return 0


class _OutputError(Exception):
    """The output cannot be what was named, and what the process ends with."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


class _Ended(BaseException):
    """A signal that ends the process, once half-written files are removed."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def _unwind_on_signals() -> None:
    def end(number: int, _: object) -> NoReturn:
        raise _Ended(number)

    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(number) is signal.SIG_DFL:
                signal.signal(number, end)


@contextlib.contextmanager
def _output(path: str | None, inputs: list[str | int]) -> Iterator[BinaryIO]:
    """Where the verdicts go: standard output, or a file that is complete or left as it was."""
    found = input_that_is(path or 1, inputs)
    if found is not None:
        name = "standard input" if found == 0 else found
        raise _OutputError(f"the output is an input as well: {name}", 64)
    with contextlib.ExitStack() as stack:
        sink = sys.stdout.buffer
        if path:
            try:
                sink = stack.enter_context(replacing(path))
            except OSError as error:
                raise _OutputError(f"cannot write {path}: {error.strerror}", 74) from error
        yield sink


def _classify_lines(model: Model, path: str, sink: BinaryIO) -> None:
    source = sys.stdin.buffer if path == "-" else open(path, "rb")
    for batch in _batches(source):
        for verdict in model.classify(batch):
            assert verdict is not None
            numbers = "\t".join(map(four_decimals, verdict[1:]))
            sink.write(f"{verdict[0]}\t{numbers}\n".encode())
        sink.flush()


def four_decimals(value: float) -> str:
    """As the command writes a number: never "-0.0000"."""
    return f"{value:.4f}".replace("-0.0000", "0.0000")


def _batches(source: object) -> Iterator[list[bytes]]:
    """Lines without their ends: as many as have come, so that a pause is answered at once."""
    rest = b""
    while True:
        block = source.read1(1 << 22)  # type: ignore[attr-defined]
        lines = (rest + block).split(b"\n")
        rest = lines.pop() if block else b""
        if not block and lines[-1] == b"":
            lines.pop()
        if lines:
            yield [line[:-1] if line.endswith(b"\r") else line for line in lines]
        if not block:
            return


def _classify_parquet(model: Model, path: str, text: str, sink: BinaryIO) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    from ._kinds import arrow_type

    with pq.ParquetFile(path) as file:
        if text not in file.schema_arrow.names:
            raise KeyError(f"{path} has no column '{text}'; there are {', '.join(file.schema_arrow.names)}")
        names = [f"sentiment_{name}" for name in model.fields]
        schema = file.schema_arrow
        for name, field in zip(names, arrow_type(model)):
            schema = schema.append(pa.field(name, field.type))
        with pq.ParquetWriter(sink, schema) as writer:
            for batch in file.iter_batches(_BATCH):
                verdicts = model.classify(batch.column(text)).flatten()
                writer.write_batch(pa.RecordBatch.from_arrays([*batch.columns, *verdicts], schema=schema))


if __name__ == "__main__":
    sys.exit(main())
