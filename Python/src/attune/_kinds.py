"""Texts as arrays and columns of other libraries, and verdicts as theirs. None is imported before its objects come."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ._columns import VerdictColumns
from ._errors import InvalidArrayError, UnsupportedTypeError
from ._library import Options

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Literal

    import numpy as np
    import pandas as pd
    import polars as pl
    import pyarrow as pa

    from ._model import Model
    from ._verdict import Verdict

#: How far a generator reads ahead of its verdicts, in the end.
_AHEAD = 4096


def classify(model: Model, texts: Any, options: Options) -> Any:
    """``Model.classify`` for all but single texts and lists."""
    pa, pd, pl, np = map(sys.modules.get, ("pyarrow", "pandas", "polars", "numpy"))
    if pa and isinstance(texts, pa.ChunkedArray):
        return _arrow_chunks(model, texts, options)
    if pa and isinstance(texts, pa.Array):
        return _arrow(model, texts, options)
    if pd and isinstance(texts, (pd.Series, pd.Index)):
        return _pandas(model, texts, options)
    if pl and isinstance(texts, pl.Series):
        return _polars(model, texts, options)
    if np and isinstance(texts, np.ndarray):
        return _numpy(model, texts, options)
    if hasattr(texts, "columns") or hasattr(texts, "column_names"):
        raise UnsupportedTypeError(f"expected a column of texts, not a whole {type(texts).__name__}")
    if isinstance(texts, Iterator):
        return _generator(model, texts, options)
    if isinstance(texts, Sequence):
        return model._classify_list(texts, options)
    if isinstance(texts, Iterable) and not isinstance(texts, Mapping):
        return model._classify_list(list(texts), options)
    raise UnsupportedTypeError(f"expected a text or texts, not {type(texts).__name__}")


def _generator(model: Model, texts: Iterator[object], options: Options) -> Iterator[Verdict | None]:
    ahead, place = 1, 0
    while True:
        batch: list[object] = []
        failure: BaseException | None = None
        is_over = False
        try:
            for text in texts:
                batch.append(text)
                if len(batch) == ahead:
                    break
            else:
                is_over = True
        except BaseException as error:  # What came before it gets its verdicts first.
            failure = error
        yield from model._classify_list(batch, options, place)
        if failure is not None:
            raise failure
        if is_over:
            return
        place += len(batch)
        ahead = min(2 * ahead, _AHEAD)


# Arrow


def _arrow(model: Model, texts: pa.Array, options: Options) -> pa.StructArray:
    import pyarrow as pa

    from ._arrow import exported

    if pa.types.is_dictionary(texts.type):
        return _arrow(model, texts.dictionary, options).take(texts.indices)
    if isinstance(texts, pa.ExtensionArray):
        return _arrow(model, texts.storage, options)
    _check_buffers(texts)
    try:
        columns = model._classify_arrow(exported(texts), options)
    except UnsupportedTypeError:
        raise UnsupportedTypeError(f"expected an array of strings, not of {texts.type}") from None
    return arrow_struct(model, columns, texts.is_null() if texts.null_count else None)


def _check_buffers(array: pa.Array) -> None:
    """Whether the buffers are as long as the array needs them: pyarrow knows, what it exports does not say so.

    Raises:
        InvalidArrayError: they are not.
    """
    import pyarrow.types as kinds

    length, offset, kind = len(array), array.offset, array.type
    if length <= 0 or kinds.is_null(kind):
        return
    end = offset + length
    validity, places, *data = array.buffers()

    def check(buffer: pa.Buffer | None, size: int, index: int) -> None:
        if size > (buffer.size if buffer is not None else 0):
            raise InvalidArrayError(f"the Arrow array is invalid at {index}: a buffer is too short", index)

    if offset < 0:
        raise InvalidArrayError(f"the Arrow array begins at {offset}", 0)
    if validity is not None:
        check(validity, (end + 7) // 8, length - 1)
    if kinds.is_string(kind) or kinds.is_binary(kind) or kinds.is_large_string(kind) or kinds.is_large_binary(kind):
        width = 8 if kinds.is_large_string(kind) or kinds.is_large_binary(kind) else 4
        check(places, (end + 1) * width, length - 1)
        last = int.from_bytes(memoryview(places)[end * width : (end + 1) * width], sys.byteorder, signed=True)
        check(data[0], last, length - 1)
    elif kinds.is_string_view(kind) or kinds.is_binary_view(kind):
        check(places, end * 16, length - 1)


def arrow_struct(model: Model, columns: VerdictColumns, mask: pa.Array | None) -> pa.StructArray:
    """A StructArray over the memory of the columns; ``mask`` says which rows are null."""
    import pyarrow as pa

    labels, *numbers = arrow_columns(model, columns)
    return pa.StructArray.from_arrays([labels, *numbers], names=list(model.fields), mask=mask)


def arrow_columns(model: Model, columns: VerdictColumns) -> list[pa.Array]:
    """Arrays over the memory of the columns: labels, null where a text is missing, scores, probabilities."""
    import pyarrow as pa
    import pyarrow.compute as pc

    count = columns.count
    numbers = pa.Array.from_buffers(pa.int32(), count, [None, pa.py_buffer(columns.labels)])
    names = pa.array([None, "unknown", *model.labels], pa.string())
    labels = names.take(pc.add(numbers, pa.scalar(2, pa.int32())))
    return [labels] + [
        pa.Array.from_buffers(pa.float32(), count, [None, pa.py_buffer(part)]) for part in columns.numbers()
    ]


def arrow_type(model: Model) -> pa.DataType:
    """The type of ``arrow_struct``."""
    import pyarrow as pa

    return pa.struct([("label", pa.string())] + [(name, pa.float32()) for name in model.fields[1:]])


def _arrow_chunks(model: Model, texts: pa.ChunkedArray, options: Options) -> pa.ChunkedArray:
    import pyarrow as pa

    if texts.num_chunks == 0:  # For the error, when it holds no texts.
        _arrow(model, pa.array([], texts.type), options)
    return pa.chunked_array([_arrow(model, chunk, options) for chunk in texts.chunks], arrow_type(model))


# NumPy, pandas, polars


def _label_array(model: Model, columns: VerdictColumns) -> np.ndarray[Any, Any]:
    import numpy as np

    names = np.array([None, "unknown", *model.labels], dtype=object)
    return names[np.frombuffer(columns.labels, np.int32) + 2]


def _numpy(model: Model, texts: np.ndarray[Any, Any], options: Options) -> np.ndarray[Any, Any]:
    import numpy as np

    if texts.ndim != 1:
        raise UnsupportedTypeError(f"expected an array of one dimension, not of {texts.ndim}")
    if texts.dtype.kind not in "UOST":
        raise UnsupportedTypeError(f"expected an array of strings, not of {texts.dtype}")
    columns = model._classify_objects(texts.tolist(), options)
    width = max(map(len, [*model.labels, "unknown"]))
    result = np.empty(len(texts), [("label", f"U{width}")] + [(name, np.float32) for name in model.fields[1:]])
    names = np.array(["", "unknown", *model.labels], dtype=f"U{width}")
    result["label"] = names[np.frombuffer(columns.labels, np.int32) + 2]
    for name, part in zip(model.fields[1:], _number_arrays(columns)):
        result[name] = part
    return result


def _number_arrays(columns: VerdictColumns) -> list[np.ndarray[Any, Any]]:
    import numpy as np

    return [np.frombuffer(part, np.float32) for part in columns.numbers()]


def _pandas(model: Model, texts: pd.Series[Any] | pd.Index[Any], options: Options) -> pd.DataFrame:
    import pandas as pd

    columns = _pandas_columns(model, texts, options)
    data: dict[str, object] = {"label": _label_array(model, columns)}
    data.update(zip(model.fields[1:], _number_arrays(columns)))
    return pd.DataFrame(data, index=texts.index if isinstance(texts, pd.Series) else None, copy=False)


def _pandas_columns(model: Model, texts: pd.Series[Any] | pd.Index[Any], options: Options) -> VerdictColumns:
    import pandas as pd

    if isinstance(texts.dtype, pd.CategoricalDtype):
        texts = texts.astype(texts.cat.categories.dtype if isinstance(texts, pd.Series) else object)
    array = texts.array
    if hasattr(array, "__arrow_array__") and isinstance(texts.dtype, (pd.StringDtype, pd.ArrowDtype)):
        try:
            import pyarrow as pa

            from ._arrow import exported

            values = array.__arrow_array__()
            chunks = values.chunks if isinstance(values, pa.ChunkedArray) else [values]
            for chunk in chunks:
                _check_buffers(chunk)
            if len(chunks) == 1:
                return model._classify_arrow(exported(chunks[0]), options)
            columns = VerdictColumns(len(model.labels), len(texts))
            first = 0
            for chunk in chunks:
                columns.copy(first, model._classify_arrow(exported(chunk), options))
                first += len(chunk)
            return columns
        except ImportError:
            pass
        except UnsupportedTypeError:
            raise UnsupportedTypeError(f"expected a column of strings, not of {texts.dtype}") from None
    if texts.dtype.kind not in "OUS" and not isinstance(texts.dtype, pd.StringDtype):
        if len(texts) and not texts.isna().all():
            raise UnsupportedTypeError(f"expected a column of strings, not of {texts.dtype}")
    return model._classify_objects(texts.tolist(), options)


def _polars(model: Model, texts: pl.Series, options: Options) -> pl.DataFrame:
    import polars as pl

    from ._arrow import exported_chunks

    if texts.dtype in (pl.Categorical, pl.Enum):
        texts = texts.cast(pl.String)
    try:
        parts = [model._classify_arrow(chunk, options) for chunk in exported_chunks(texts)]
    except UnsupportedTypeError:
        raise UnsupportedTypeError(f"expected a column of strings, not of {texts.dtype}") from None
    if len(parts) == 1:
        columns = parts[0]
    else:
        columns = VerdictColumns(len(model.labels), len(texts))
        first = 0
        for part in parts:
            columns.copy(first, part)
            first += part.count
    names = pl.Series("label", [None, "unknown", *model.labels], dtype=pl.String)
    places = pl.Series(_polars_values(columns.labels, "i"), dtype=pl.Int32) + 2
    data = [names.gather(places.cast(pl.UInt32))]
    for name, numbers_part in zip(model.fields[1:], columns.numbers()):
        numbers = pl.Series(name, _polars_values(numbers_part, "f"), dtype=pl.Float32)
        data.append(numbers.set(texts.is_null(), None) if texts.null_count() else numbers)
    return pl.DataFrame(data)


def _polars_values(part: bytearray | memoryview, code: Literal["i", "f"]) -> Any:
    try:
        import numpy as np
    except ImportError:
        return memoryview(part).cast(code).tolist()
    return np.frombuffer(part, "i4" if code == "i" else "f4")
