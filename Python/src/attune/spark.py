"""Attune on Apache Spark: batches of Arrow go through the engine, in the worker processes of the executors.

    >>> from attune.spark import classify
    >>> classify(comments, text="comment").select("id", "sentiment.label").show()

Every executor needs the wheel of attune: see ``docs/spark.md``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from . import __version__
from ._errors import AttuneError
from ._model import Model, load, load_bytes

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame


def classify(df: DataFrame, text: str = "text", *, model: Model | None = None, into: str = "sentiment") -> DataFrame:
    """Adds the sentiment of a column of texts.

    Args:
        df: any frame with a column of strings or binaries.
        text: the name of that column.
        model: None means the one in the package. Any other is sent to every executor once, and loaded once by each
            worker process.
        into: the name of the column to add.

    Returns:
        the columns of ``df``, ``into``: a struct of ``label``, ``score`` and the classes, and ``into``_error: null, or
        why there is no verdict. Every row is kept.

    Raises:
        ValueError: there is no such column, or one of the new names is taken.
        TypeError: the column does not contain texts.
    """
    from pyspark.sql import types

    error = f"{into}_error"
    names = df.columns
    if text not in names:
        raise ValueError(f"no column '{text}'; there are {', '.join(names)}")
    if taken := [name for name in (into, error) if name in names]:
        raise ValueError(f"the frame has a column '{taken[0]}' already; 'into' names another")
    kind = df.schema[text].dataType
    if not isinstance(kind, (types.StringType, types.BinaryType)):
        raise TypeError(f"column '{text}' is of {kind.simpleString()}, not of strings")
    fields = (model or load()).fields
    verdict = types.StructType(
        [types.StructField("label", types.StringType())]
        + [types.StructField(name, types.FloatType()) for name in fields[1:]]
    )
    schema = types.StructType(
        [*df.schema.fields, types.StructField(into, verdict), types.StructField(error, types.StringType())]
    )
    data = None if model is None else _sent(df, model.to_bytes())
    version = __version__

    # Goes to the executors by value, so that one without the package can say so.
    def run(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        try:
            import attune
            from attune.spark import classified
        except ImportError as problem:
            import socket
            import sys

            raise RuntimeError(
                f"the package attune does not work on executor {socket.gethostname()} ({sys.executable}): {problem}"
            ) from problem
        if attune.__version__ != version:
            raise RuntimeError(f"the executor has attune {attune.__version__}, the driver {version}")
        return classified(batches, text, into, data)

    return df.mapInArrow(run, schema)


def _sent(df: DataFrame, data: bytes) -> Any:
    """The bytes as something that an executor fetches once, where the session has it."""
    try:
        return df.sparkSession.sparkContext.broadcast(data)
    except Exception:  # Spark Connect has no context: the bytes go with the function.
        return data


#: The models of this process, by the number of their broadcast or their bytes.
_models: dict[object, Model] = {}


def _model(data: Any) -> Model:
    key = getattr(data, "_jbroadcast_id", None) or getattr(data, "_path", data)
    if key not in _models:
        _models.clear()
        _models[key] = load() if data is None else load_bytes(getattr(data, "value", data))
    return _models[key]


def classified(batches: Iterator[pa.RecordBatch], text: str, into: str, data: Any) -> Iterator[pa.RecordBatch]:
    """The batches of a partition with two columns more, one after the other."""
    import pyarrow as pa
    import pyarrow.compute as pc
    from pyspark import TaskContext

    model = _model(data)
    context = TaskContext.get()
    threads = max(context.cpus(), 1) if context else 1
    for batch in batches:
        column = batch.column(batch.schema.get_field_index(text))
        try:
            verdicts = model.classify(column, threads=threads)
            errors = pc.if_else(column.is_null(), f"{text} is null", pa.scalar(None, pa.string()))
        except AttuneError:
            verdicts, errors = _one_by_one(model, column)
        yield pa.RecordBatch.from_arrays(
            [*batch.columns, verdicts, errors], names=[*batch.schema.names, into, f"{into}_error"]
        )


def _one_by_one(model: Model, column: pa.Array) -> tuple[pa.Array, pa.Array]:
    """Rows without their verdict where there is none, so that one of them does not take the others with it."""
    import pyarrow as pa

    from ._kinds import arrow_type

    verdicts, errors = [], []
    for row in range(len(column)):
        try:
            verdict = model.classify(column.slice(row, 1))
            verdicts.append(verdict)
            errors.append("the text is null" if verdict.null_count else None)
        except AttuneError as problem:
            verdicts.append(pa.nulls(1, arrow_type(model)))
            errors.append(str(problem))
    return pa.concat_arrays(verdicts), pa.array(errors, pa.string())
