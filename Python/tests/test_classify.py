"""Kinds in, the same kinds out, with the same verdicts."""

from __future__ import annotations

import pickle
import subprocess
from collections import OrderedDict

import attune
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from attune.__main__ import four_decimals

TEXTS = ["Great service, thank you", "", "The worst support ever", "We meet at ten", "naïve café 😍", "I am not happy"]


@pytest.fixture(scope="module")
def expected(model):
    return [model.classify(text) for text in TEXTS]


def test_one(model):
    verdict = model.classify("No complaints, all good")
    assert verdict.label == "positive" and verdict.score > 0.9
    assert verdict._fields == ("label", "score", "negative", "neutral", "positive")
    assert verdict == (verdict.label, verdict.score, verdict.negative, verdict.neutral, verdict.positive)
    assert list(verdict.probabilities) == ["negative", "neutral", "positive"]
    assert sum(verdict.probabilities.values()) == pytest.approx(1, abs=1e-6)
    assert pickle.loads(pickle.dumps(verdict)) == verdict
    assert model.classify(b"No complaints, all good") == verdict
    assert "label='positive'" in repr(verdict)
    with pytest.raises(AttributeError):
        verdict.billing


def test_unknown(model):
    assert model.classify("").label == "unknown" and model.classify("").score == 0


def test_lists_and_generators(model, expected):
    verdicts = model.classify(TEXTS)
    assert verdicts == expected and list(verdicts) == expected and verdicts != expected[1:] and len(verdicts) == 6
    assert verdicts[-1] == expected[-1] and verdicts[1:4] == expected[1:4] and expected[2] in verdicts
    assert verdicts["label"] == [verdict.label for verdict in expected]
    assert verdicts["neutral"] == [verdict.neutral for verdict in expected]
    assert pickle.loads(pickle.dumps(verdicts)) == verdicts
    assert repr(verdicts).startswith("Verdicts([Verdict(label='positive'") and repr(verdicts).endswith("# 6")
    with pytest.raises(IndexError):
        verdicts[6]
    with pytest.raises(KeyError, match="label, score, negative"):
        verdicts["mood"]
    assert model.classify(["good", None])["score"][1] is None and model.classify(["good", None])[1] is None
    assert model.classify(tuple(TEXTS)) == expected
    assert model.classify(OrderedDict.fromkeys(TEXTS).keys()) == expected
    assert model.classify([]) == []
    verdicts = model.classify(text for text in TEXTS)
    assert not isinstance(verdicts, list) and next(verdicts) == expected[0] and list(verdicts) == expected[1:]


def test_generator_answers_before_it_asks_again(model):
    asked = []

    def texts():
        for number in range(3):
            asked.append(number)
            yield "good"
        raise RuntimeError("the source broke")

    verdicts = model.classify(texts())
    next(verdicts)
    assert asked == [0]
    assert len([next(verdicts), next(verdicts)]) == 2  # None of them is lost.
    with pytest.raises(RuntimeError, match="the source broke"):
        next(verdicts)


def test_numpy(model, expected):
    for array in (np.array(TEXTS), np.array(TEXTS, dtype=object)):
        result = model.classify(array)
        assert result.dtype.names == model.fields
        assert result["label"].tolist() == [verdict.label for verdict in expected]
        for name in model.fields[1:]:
            assert result[name].tolist() == [getattr(verdict, name) for verdict in expected]
    assert len(model.classify(np.array([], dtype="U1"))) == 0
    with pytest.raises(attune.UnsupportedTypeError, match="two|2"):
        model.classify(np.array([TEXTS, TEXTS]))
    with pytest.raises(attune.UnsupportedTypeError, match="float64"):
        model.classify(np.array([1.0]))


@pytest.mark.parametrize("dtype", ["object", "str", "string[python]", "string[pyarrow]", "category"])
def test_pandas(model, expected, dtype):
    series = pd.Series([*TEXTS, None], index=range(10, 17), dtype=dtype)
    frame = model.classify(series)
    assert list(frame.columns) == list(model.fields) and frame.index.equals(series.index)
    assert frame["label"].tolist()[:6] == [verdict.label for verdict in expected]
    assert frame["positive"].tolist()[:6] == [verdict.positive for verdict in expected]
    assert frame.iloc[6].isna().all()
    assert model.classify(series[1:1]).shape == (0, 5)
    assert model.classify(series[::2])["score"].tolist()[:3] == [verdict.score for verdict in expected[::2]]


def test_pandas_of_numbers(model):
    with pytest.raises(attune.UnsupportedTypeError, match="int64"):
        model.classify(pd.Series([1, 2]))
    assert model.classify(pd.Series([None, float("nan")])).isna().all().all()
    with pytest.raises(attune.UnsupportedTypeError, match="text 1: expected str or bytes, not int"):
        model.classify(pd.Series(["good", 2], dtype=object))


def test_polars(model, expected):
    series = pl.Series("comment", [*TEXTS, None, "a text of more than twelve bytes"])
    for column in (series, series.cast(pl.Categorical), pl.concat([series[:3], series[3:]], rechunk=False)):
        frame = model.classify(column)
        assert frame.columns == list(model.fields)
        assert frame["label"].to_list()[:6] == [verdict.label for verdict in expected]
        assert frame["negative"].to_list()[:6] == [verdict.negative for verdict in expected]
        assert frame.row(6) == (None,) * 5 and frame["label"][7] is not None
    assert model.classify(series[2:4])["score"].to_list() == [verdict.score for verdict in expected[2:4]]
    assert model.classify(series[:0]).shape == (0, 5)
    with pytest.raises(attune.UnsupportedTypeError, match="Int64"):
        model.classify(pl.Series([1]))


TYPES = [pa.string(), pa.large_string(), pa.string_view(), pa.binary(), pa.large_binary(), pa.binary_view()]


@pytest.mark.parametrize("kind", TYPES, ids=str)
def test_arrow(model, expected, kind):
    array = pa.array([None, *TEXTS, None], pa.string()).cast(pa.binary()).cast(kind)
    result = model.classify(array)
    assert isinstance(result, pa.StructArray)
    assert [field.name for field in result.type] == list(model.fields)
    assert [row and tuple(row.values()) for row in result.to_pylist()] == [None, *expected, None]
    for first, count in ((1, 3), (3, 100), (7, 1), (8, 0)):
        assert model.classify(array.slice(first, count)).equals(result.slice(first, count))
    empty = model.classify(pa.array([], kind))
    assert len(empty) == 0 and empty.type == result.type
    result.validate(full=True)


def test_arrow_chunks_dictionaries_and_nulls(model, expected):
    array = pa.array([*TEXTS, None])
    whole = model.classify(array)
    chunks = model.classify(pa.chunked_array([array[:2], array[2:2], array[2:]]))
    assert isinstance(chunks, pa.ChunkedArray) and [len(chunk) for chunk in chunks.chunks] == [2, 0, 5]
    assert chunks.to_pylist() == whole.to_pylist()
    assert model.classify(pa.chunked_array([], pa.string())).type == whole.type
    assert model.classify(array.dictionary_encode()).to_pylist() == whole.to_pylist()
    assert model.classify(pa.nulls(3)).to_pylist() == [None] * 3


@pytest.mark.parametrize(
    "kind", [pa.int64(), pa.list_(pa.string()), pa.struct([("a", pa.string())]), pa.float32()], ids=str
)
def test_arrow_of_other_types(model, kind):
    for array in (pa.nulls(2, kind), pa.array([], kind), pa.chunked_array([], kind)):
        with pytest.raises(attune.UnsupportedTypeError) as error:
            model.classify(array)
        assert str(kind) in str(error.value)


def test_whole_tables(model):
    for table in (pd.DataFrame({"text": TEXTS}), pl.DataFrame({"text": TEXTS}), pa.table({"text": TEXTS})):
        with pytest.raises(attune.UnsupportedTypeError, match="column"):
            model.classify(table)
    for value in (None, 3, {"a": "b"}):
        with pytest.raises(TypeError, match="expected a text or texts"):
            model.classify(value)


def test_the_same_verdicts_everywhere(model, many_texts, command):
    """Bit by bit in Python, in all four decimals on the command line, and in any number of threads."""
    verdicts = model.classify(many_texts)
    assert [model.classify(text) for text in many_texts[:2000]] == verdicts[:2000]
    assert model.classify(many_texts, threads=1) == verdicts
    assert list(model.classify(iter(many_texts))) == verdicts
    arrow = model.classify(pa.array(many_texts))
    assert list(zip(*(column.to_pylist() for column in arrow.flatten()))) == verdicts
    lines = "".join("\t".join([row[0], *map(four_decimals, row[1:])]) + "\n" for row in verdicts)
    result = subprocess.run(
        [command, "classify", "-q"], input="".join(text + "\n" for text in many_texts).encode(), capture_output=True
    )
    assert result.stdout.decode() == lines


def test_explain(model):
    explanation = model.explain("I am not happy")
    verdict = model.classify("I am not happy")
    assert explanation["label"] == verdict.label and explanation["score"] == verdict.score
    assert explanation["probabilities"] == verdict.probabilities
    for name, logit in explanation["logits"].items():
        assert sum(part["contributions"][name] for part in explanation["parts"]) == pytest.approx(logit, abs=1e-5)
    assert {"word", "bias"} <= {part["kind"] for part in explanation["parts"]}
    assert model.explain('quoted "good" \\ \t \x01')["parts"]
    assert model.explain("")["label"] == "unknown"
    with pytest.raises(attune.UnsupportedTypeError):
        model.explain(3)
