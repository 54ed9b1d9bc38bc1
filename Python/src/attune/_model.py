"""A model, and how to get one."""

from __future__ import annotations

import ctypes
import json
import math
import operator
import os
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from ctypes import byref, c_size_t, c_void_p

from . import _library
from ._columns import VerdictColumns
from ._errors import ChangedError, ClosedError, TrainingError, UnsupportedTypeError
from ._library import Columns, Handle, Options, TrainingOptions, check, lib
from ._texts import copied, encoded, encoded_or_missing, is_missing, part_of, text_array
from ._verdict import Verdict, verdict_type
from ._verdicts import Verdicts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, overload

    import numpy as np
    import pandas as pd
    import polars as pl
    import pyarrow as pa

    from ._arrow import BorrowedArray
else:

    def overload(function):
        return function


#: Texts of the first portion of many.
_PORTION = 16_384


def _present(text: object) -> bytes:
    data = encoded_or_missing(text)
    if data is None:
        raise UnsupportedTypeError("expected str or bytes, not a missing value")
    return data


class Model:
    """A trained classifier, which turns texts into verdicts. Comes from ``attune.load()``, ``load_bytes`` or ``train``.

    A model is immutable; any number of threads may use it at once. The interpreter lock is released while texts are
    classified, and batches use all cores. A child process created by ``fork``, as in ``multiprocessing``, may keep
    using the model of its parent, on one core. Models can be pickled. A ``with`` statement closes the model at its end.
    """

    def __init__(self, handle: Handle, source: str | bytes | None = b"") -> None:
        if not isinstance(handle, Handle):  # The library would take a number for an address.
            raise TypeError("a model comes from attune.load(), load_bytes() or train()")
        self._handle: Handle | None = handle
        self._source = source
        self._terms: tuple[dict[str, float], list[str]] | None = None
        count = lib.attune_class_count(handle)
        self._labels: tuple[str, ...] = tuple(lib.attune_class_name(handle, label).decode() for label in range(count))
        self._is_sentiment = bool(lib.attune_is_sentiment(handle))
        self._fields: tuple[str, ...] = ("label", "score", *_column_names(self._labels))
        self._verdict = verdict_type(self._fields)
        # By the number of a label: -1 is unknown, -2 missing.
        self._names: list[str | None] = [*self._labels, None, "unknown"]

        class One(ctypes.Structure):
            _fields_ = [
                ("label", ctypes.c_int32),
                ("score", ctypes.c_float),
                ("probabilities", ctypes.c_float * count),
            ]

        self._one = One

    # Not to be set: by them it is known how much memory verdicts take.

    @property
    def labels(self) -> tuple[str, ...]:
        """The classes, in the order of all probabilities."""
        return self._labels

    @property
    def is_sentiment(self) -> bool:
        """Whether the classes are negative and positive, and optionally neutral."""
        return self._is_sentiment

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of the values of a verdict and of the columns: label, score, the classes."""
        return self._fields

    # Life

    def close(self) -> None:
        """Frees the model once all calls on other threads have ended. Later calls raise ``ClosedError``."""
        self._handle = None

    def __enter__(self) -> Model:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def _open(self) -> Handle:
        handle = self._handle
        if handle is None:
            raise ClosedError("the model was closed")
        return handle

    def __repr__(self) -> str:
        state = " closed" if self._handle is None else ""
        return f"<attune.Model{state} {', '.join(self.labels)}>"

    def __reduce__(self) -> tuple[object, ...]:
        self._open()
        data = None if self._source is None else self.to_bytes()
        if self._terms is not None:
            return _with_terms, (data, *self._terms)
        return (load, ()) if data is None else (load_bytes, (data,))

    # Verdicts

    if TYPE_CHECKING:

        @overload
        def classify(self, texts: str | bytes, *, threads: int | None = None) -> Verdict: ...
        @overload
        def classify(self, texts: pd.Series[Any], *, threads: int | None = None) -> pd.DataFrame: ...
        @overload
        def classify(self, texts: pl.Series, *, threads: int | None = None) -> pl.DataFrame: ...
        @overload
        def classify(self, texts: pa.ChunkedArray, *, threads: int | None = None) -> pa.ChunkedArray: ...
        @overload
        def classify(self, texts: pa.Array, *, threads: int | None = None) -> pa.StructArray: ...
        @overload
        def classify(self, texts: np.ndarray[Any, Any], *, threads: int | None = None) -> np.ndarray[Any, Any]: ...
        @overload
        def classify(self, texts: list[Any] | tuple[Any, ...], *, threads: int | None = None) -> Verdicts: ...
        @overload
        def classify(self, texts: Iterator[Any], *, threads: int | None = None) -> Iterator[Verdict | None]: ...

    def classify(self, texts: Any, *, threads: int | None = None) -> Any:
        """Classifies one text or many, and returns the same kind of object:

        ===========================  ==========================================================================
        ``str``, ``bytes``           a ``Verdict``; so do ``bytearray`` and ``memoryview``
        list, tuple, other sequence  ``Verdicts``: a sequence of ``Verdict``, ``[texts]``, with columns
        generator, iterator          a generator of ``Verdict``, which reads ahead by 1, 2, 4 … 4,096 texts
        ``numpy.ndarray``            a structured array ``[texts]`` with the fields ``Model.fields``
        ``pandas.Series``            a ``DataFrame`` of the same index with the columns ``Model.fields``
        ``polars.Series``            a ``DataFrame`` with the columns ``Model.fields``
        ``pyarrow.Array``            a ``StructArray`` with the fields ``Model.fields``
        ``pyarrow.ChunkedArray``     a ``ChunkedArray`` of such arrays with the same chunks
        ===========================  ==========================================================================

        ``Model.fields`` are ``label``, ``score`` and the classes; for sentiment, these are ``negative``, ``neutral``
        and ``positive``. A verdict depends only on its text, not on the other texts or on ``threads``. Arrow arrays are
        read in place. A missing value (None, NaN, null) has no verdict: it stays None, null or NaN in its place. Bytes
        that are not UTF-8 separate words.

        Args:
            texts: the texts.
            threads: the maximum number that work at the same time; None means one per core that the process may use.

        Raises:
            UnsupportedTypeError: a value that is not text, or an array whose type is not text; the message says where.
            InvalidArrayError: an inconsistent Arrow array.
            ChangedError: a sequence became shorter or longer during the call. Lists and tuples are read as they are
                when the call begins.
            ClosedError: the model was closed.
        """
        if isinstance(texts, (str, bytes, bytearray, memoryview)):
            if threads is not None:
                _options(threads)
            return self._classify_one(encoded(texts) if isinstance(texts, str) else copied(texts))
        self._open()
        options = _options(threads)
        if isinstance(texts, (list, tuple)):
            return self._classify_list(texts, options)
        from . import _kinds

        return _kinds.classify(self, texts, options)

    def _classify_one(self, text: bytes) -> Verdict:
        one = self._one()
        at = ctypes.addressof(one)
        check(lib.attune_classify(self._open(), text, len(text), byref(Columns(at, at + 4, at + 8, 0))))
        values = (self._names[one.label], one.score, *one.probabilities)
        return tuple.__new__(self._verdict, values)

    def _classify_list(self, texts: Sequence[object], options: Options, place: int = 0) -> Verdicts:
        if isinstance(texts, (list, tuple)):
            texts = list(texts)  # Another thread may change it.
        return Verdicts(self.labels, self.fields, self._classify_objects(texts, options, place))

    def _classify_objects(self, texts: Sequence[object], options: Options, place: int = 0) -> VerdictColumns:
        """Columns of Python strings, bytes and missing values. ``place`` is that of the first, for errors."""
        count = len(texts)
        columns = VerdictColumns(len(self.labels), count)
        for first, last in portions(count):
            handle = self._open()
            array = text_array(part_of(texts, first, last), place + first)
            rows = columns.rows_from(first)
            check(lib.attune_classify_batch(handle, array.address, array.count, byref(options), byref(rows)))
        if len(texts) != count:
            raise ChangedError(f"the sequence had {count} texts and has {len(texts)}")
        return columns

    def _classify_arrow(self, array: BorrowedArray, options: Options) -> VerdictColumns:
        handle = self._open()
        columns = VerdictColumns(len(self.labels), array.length)
        for first, last in portions(array.length):
            check(
                lib.attune_classify_arrow(
                    handle,
                    array.schema,
                    array.array,
                    first,
                    last - first,
                    byref(options),
                    byref(columns.rows_from(first)),
                )
            )
        if array.length == 0:  # For the type's sake.
            check(
                lib.attune_classify_arrow(
                    handle, array.schema, array.array, 0, 0, byref(options), byref(columns.rows_from(0))
                )
            )
        return columns

    # Reasons

    def explain(self, text: str | bytes) -> dict[str, Any]:
        """Explains a verdict: what every word, phrase and cue of a text adds to the logit of every class.

        Returns:
            ``label``, ``score``, ``probabilities`` by class, ``logits`` by class and ``parts``. A part has ``kind``
            (word, phrase, negated, cue, …), ``start`` and ``end`` in bytes of the UTF-8 text, ``name`` and
            ``contributions`` by class, which add up to the logits.

        Raises:
            UnsupportedTypeError: not a text.
        """
        explanation: dict[str, Any] = self._said(lib.attune_explain_json, _present(text))
        return explanation

    # More than sentiment

    def tones(self, text: str | bytes, *, all: bool = False) -> list[dict[str, Any]]:
        """The tones of a text: anger, annoyance, disappointment, worry, confusion, surprise, gratitude, joy, neutral.

        Args:
            text: one text.
            all: the 27 emotions of GoEmotions and neutral instead of these nine.

        Returns:
            a dict with ``label`` and ``probability`` for each tone that is more probable than its threshold, the most
            probable first; there may be several, or none.

        Raises:
            UnsupportedTypeError: not a text.
            ValueError: a model without tones.
        """
        tones: list[dict[str, Any]] = self._said(lib.attune_tones_json, _present(text), bool(all))
        return tones

    def aspects(self, text: str | bytes) -> list[dict[str, Any]]:
        """What a text is about, and the sentiment of each mention.

        Returns:
            a dict for each mention, in the order of the text: ``aspect``, ``term``, ``start`` and ``end`` in bytes of
            the UTF-8 text, ``label`` and ``score``, -1 to 1, of what is said about it.

        Raises:
            UnsupportedTypeError: not a text.
            ValueError: not a sentiment model.
        """
        mentions: list[dict[str, Any]] = self._said(lib.attune_aspects_json, _present(text))
        return mentions

    def urgency(self, text: str | bytes) -> dict[str, Any]:
        """How urgent a message is.

        Returns:
            ``score``, 0 to 1, and ``reasons``: dicts with ``reason``, ``start`` and ``end`` in bytes.

        Raises:
            UnsupportedTypeError: not a text.
            ValueError: not a sentiment model.
        """
        urgency: dict[str, Any] = self._said(lib.attune_urgency_json, _present(text))
        return urgency

    def reply(
        self, reply: str | bytes, customer: str | bytes | None = None, *, channel: str = "email"
    ) -> dict[str, Any]:
        """How much empathy a reply shows, item by item, and what would help most.

        Args:
            reply: what the agent writes.
            customer: the message that it answers; with None, the reply is judged on its own.
            channel: phone, email, chat or social.

        Returns:
            ``score``, 0 to 100, or None with a ``reason``; ``items`` with a level of 0, 1 or 2 by name; ``evidence``:
            dicts with ``item``, ``start`` and ``end`` in bytes; ``suggestions``: at most three dicts with ``item``,
            ``advice`` and usually ``example``, the most valuable first; with ``customer`` also ``situation``, ``needs``
            (``need``, ``level``) and ``points`` (``text``, ``taken``); ``slots``, those left unfilled.

        Raises:
            UnsupportedTypeError: not a text.
            ValueError: an unknown channel, or not a sentiment model.
        """
        message = None if customer is None else _present(customer)
        if not isinstance(channel, str):
            raise UnsupportedTypeError(f"channel is a str, not {type(channel).__name__}")
        name = encoded(channel)
        if b"\0" in name:
            raise ValueError(f"{channel!r} is no channel")
        assessment: dict[str, Any] = self._said(
            lib.attune_reply_json, _present(reply), message, len(message or b""), name
        )
        return assessment

    def _said(self, function: Any, text: bytes, *arguments: Any) -> Any:
        """What a function of the library says of a text in JSON."""
        result = c_void_p()
        check(function(self._open(), text, len(text), *arguments, byref(result)))
        return json.loads(_library.string(result))

    # Words of one's own

    def with_lexicon(self, lexicon: Mapping[str, float] | None = None, ignore: Iterable[str] = ()) -> Model:
        """The same model with words and phrases whose valence is set here, for verdicts, explanations and everything
        else.

        Nothing is trained, and the model itself does not change. Any terms that it already had are replaced. Saved
        files do not contain the terms; pickled models do.

        Args:
            lexicon: valences by term, -4 (most negative) to 4.
            ignore: terms to ignore, such as names.

        Raises:
            ValueError: a term without a word or with more than 16, a number out of range, a term with two valences; or
                not a sentiment model.
            UnsupportedTypeError: a term that is not text, or a valence that is not a number.
        """
        if isinstance(ignore, (str, bytes)):
            raise UnsupportedTypeError("expected many terms to ignore, not a single string")
        valences, ignored = dict(lexicon or {}), list(ignore)
        terms = [*valences, *ignored]
        numbers = [_valence(term, valence) for term, valence in valences.items()] + [math.nan] * len(ignored)
        array = text_array(list(terms))
        pointer = c_void_p()
        check(
            lib.attune_with_lexicon(
                self._open(), array.address, (ctypes.c_float * len(terms))(*numbers), len(terms), byref(pointer)
            )
        )
        model = Model(Handle(pointer), self._source)
        model._terms = (valences, ignored)
        return model

    @property
    def card(self) -> dict[str, str]:
        """What the model was made from and how: data, licences, seed."""
        result = c_void_p()
        check(lib.attune_card_json(self._open(), byref(result)))
        card: dict[str, str] = json.loads(_library.string(result))
        return card

    # Files

    def to_bytes(self) -> bytes:
        """The bytes of the model file."""
        handle = self._open()
        length = c_size_t()
        start = lib.attune_model_bytes(handle, byref(length))
        return ctypes.string_at(start, length.value)

    def save(self, path: str | os.PathLike[str]) -> None:
        """Writes the model file, which ``attune.load`` and ``attune classify --model`` read. An existing file is
        replaced once the new one is complete.

        Raises:
            OSError: the file cannot be written.
        """
        from ._files import Replacement

        data = self.to_bytes()
        with Replacement(path) as file:
            file.write(data)

    def train(
        self,
        texts: Iterable[str | bytes | None],
        labels: Iterable[str],
        weights: Iterable[float] | None = None,
        *,
        seed: int = 1,
        passes: int | None = None,
        balance: bool = False,
        names: bool = True,
    ) -> Model:
        """Trains a new model from this one, with your own texts and this model's labels; a few texts are enough to
        improve it on such texts. The model itself does not change. For other labels, see ``attune.train``, which takes
        the same arguments.

        Returns:
            the new model.

        Raises:
            TrainingError: nothing can be learned from these texts and labels.
        """
        return _train(self, texts, labels, weights, seed=seed, passes=passes, balance=balance, names=names)


def load(path: str | os.PathLike[str] | None = None) -> Model:
    """Loads a model.

    Args:
        path: a model file written by ``Model.save`` or ``attune train``, which must not change while the model is in
            use. None loads the model that comes with Attune: English, negative, neutral and positive.

    Raises:
        OSError: the file does not exist or cannot be read.
        ModelVersionError: the model has a format that this version does not know; holds both versions.
        ModelError: the file is not a model, or is damaged.
    """
    pointer = c_void_p()
    if path is None:
        check(lib.attune_load(None, byref(pointer)))
        return Model(Handle(pointer), None)
    name = os.fspath(path)
    encoded_name = os.fsencode(name)
    if b"\0" in encoded_name:
        raise ValueError("embedded null byte in the path")
    try:
        check(lib.attune_load(encoded_name, byref(pointer)))
    except OSError as error:
        raise OSError(error.errno, error.strerror, name) from None
    return Model(Handle(pointer), name)


def load_bytes(data: bytes) -> Model:
    """Reads a model from the bytes of a model file (``Model.to_bytes``).

    Raises:
        ModelVersionError, ModelError: as ``load``.
        UnsupportedTypeError: not bytes.
    """
    if not isinstance(data, (bytes, bytearray, memoryview)):
        raise UnsupportedTypeError(f"expected bytes, not {type(data).__name__}")
    data = copied(data)
    pointer = c_void_p()
    check(lib.attune_load_bytes(data, len(data), byref(pointer)))
    return Model(Handle(pointer))


def language(text: str | bytes) -> str | None:
    """The language of a text that is not English, as an ISO 639-1 code such as "de"; None for English and if the
    language is unclear. Models of English label such a text unknown if they know hardly any of its words.

    Raises:
        UnsupportedTypeError: not a text.
    """
    data = _present(text)
    code = lib.attune_language(data, len(data))
    return None if code is None else code.decode()


def train(
    texts: Iterable[str | bytes | None],
    labels: Iterable[str],
    weights: Iterable[float] | None = None,
    *,
    algorithm: str = "logistic",
    seed: int = 1,
    passes: int | None = None,
    max_features: int | None = None,
    balance: bool = False,
    names: bool = True,
) -> Model:
    """Trains a model for two or more labels of any kind. The same texts, labels and seed give the same model.

    Missing texts and texts without words are not learned.

    Args:
        texts: ``[texts]``.
        labels: ``[texts]``.
        weights: ``[texts]``, the weight of each text, 0 to 1,000,000; None means 1 for all.
        algorithm: "logistic", or "nb" for naive Bayes alone.
        seed: the random seed.
        passes: the maximum number of passes over the texts. The best number is determined on held-out parts.
        max_features: the maximum number of features in the model.
        balance: gives every class the same total weight.
        names: whether the model keeps the names of its most telling features, which are words of the texts.

    Raises:
        TrainingError: nothing can be learned from these texts and labels; the message says why and where.
        ValueError: an argument is out of range.
    """
    return _train(
        None,
        texts,
        labels,
        weights,
        algorithm=algorithm,
        seed=seed,
        passes=passes,
        max_features=max_features,
        balance=balance,
        names=names,
    )


def _train(
    base: Model | None,
    texts: Iterable[object],
    labels: Iterable[object],
    weights: Iterable[float] | None,
    *,
    algorithm: str = "logistic",
    seed: int = 1,
    passes: int | None = None,
    max_features: int | None = None,
    balance: bool = False,
    names: bool = True,
) -> Model:
    if algorithm not in ("logistic", "nb"):
        raise ValueError(f"algorithm is 'logistic' or 'nb', not {algorithm!r}")
    seed = operator.index(seed)
    if not 1 <= seed < 1 << 64:
        raise ValueError(f"seed is 1 to 2**64 - 1, not {seed}")
    single = (str, bytes, bytearray, memoryview)
    if isinstance(texts, single) or isinstance(labels, single):
        raise UnsupportedTypeError("expected many texts and their labels, not a single string")
    text_list, label_list = list(texts), [_label(label, index) for index, label in enumerate(labels)]
    weight_list = None if weights is None else [_weight(weight, index) for index, weight in enumerate(weights)]
    for name, values in (("labels", label_list), ("weights", weight_list)):
        if values is not None and len(values) != len(text_list):
            raise ValueError(f"{len(text_list)} texts and {len(values)} {name}")
    text_pointers, label_pointers = text_array(text_list), text_array(label_list)
    weight_array = None if weight_list is None else (ctypes.c_float * len(weight_list))(*weight_list)
    handle = base._open() if base else None
    options = TrainingOptions(
        size=ctypes.sizeof(TrainingOptions),
        base=handle.address if handle else None,
        seed=seed,
        passes=_count("passes", passes),
        max_features=_count("max_features", max_features),
        balance=bool(balance),
        naive_bayes=algorithm == "nb",
        no_names=not names,
    )
    pointer = c_void_p()
    check(
        lib.attune_train(
            text_pointers.address, label_pointers.address, weight_array, len(text_list), byref(options), byref(pointer)
        )
    )
    return Model(Handle(pointer))


def _column_names(labels: Sequence[str]) -> Iterator[str]:
    """The labels, and other names for those that are columns already."""
    taken = {"label", "score", *labels}
    for label in labels:
        name = label
        while name in ("label", "score") or name != label and name in taken:
            name = f"p_{name}"
        taken.add(name)
        yield name


def _label(label: object, index: int) -> object:
    if is_missing(label):
        raise TrainingError(f"text {index}: no label", index)
    return label if isinstance(label, (str, bytes, bytearray, memoryview)) else str(label)


def _with_terms(data: bytes | None, lexicon: dict[str, float], ignore: list[str]) -> Model:
    return (load() if data is None else load_bytes(data)).with_lexicon(lexicon, ignore)


def _valence(term: object, valence: object) -> float:
    if isinstance(valence, (str, bytes, bytearray)):  # float() would read it.
        raise UnsupportedTypeError(f"{term!r}: expected a number as valence, not {type(valence).__name__}")
    try:
        number = float(valence)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        raise UnsupportedTypeError(f"{term!r}: expected a number as valence, not {type(valence).__name__}") from None
    if not -4 <= number <= 4:
        raise ValueError(f"{term!r}: the valence is -4 to 4, not {number}")
    return number


def _weight(weight: object, index: int) -> float:
    if isinstance(weight, (str, bytes, bytearray)):  # float() would read it.
        raise UnsupportedTypeError(f"text {index}: expected a number as weight, not {type(weight).__name__}")
    try:
        return float(weight)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        raise UnsupportedTypeError(
            f"text {index}: expected a number as weight, not {type(weight).__name__}"
        ) from None
    except OverflowError:
        raise TrainingError(f"text {index}: the weight is too large", index) from None


def _count(name: str, value: int | None) -> int:
    if value is None:
        return 0
    value = operator.index(value)
    if not 1 <= value < 1 << 32:
        raise ValueError(f"{name} is 1 or more, not {value}")
    return value


def _options(threads: int | None) -> Options:
    if threads is None:
        return Options(ctypes.sizeof(Options), 0)
    threads = operator.index(threads)
    if not 1 <= threads < 1 << 31:
        raise ValueError(f"threads is 1 or more, not {threads}")
    return Options(ctypes.sizeof(Options), threads)


def portions(count: int) -> Iterator[tuple[int, int]]:
    """Cuts work on ``count`` texts into portions of about a tenth of a second, between which an interrupt is heard.

    Yields:
        first and one behind the last, once the work on the portion before is done.
    """
    first, size = 0, _PORTION
    while first < count:
        last = min(first + size, count)
        started = time.perf_counter()
        yield first, last
        seconds = time.perf_counter() - started
        if seconds < 0.05:
            size *= 2
        elif seconds > 0.2:
            size = max(size // 2, 64)
        first = last
