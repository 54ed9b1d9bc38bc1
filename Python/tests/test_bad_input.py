"""What must end in an exception or a verdict, never in the end of the process."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import subprocess
import sys
import textwrap
import threading
import time

import attune
import numpy as np
import pyarrow as pa
import pytest


def test_missing_values_keep_their_place(model):
    import pandas as pd

    verdicts = model.classify(["good", None, float("nan"), pd.NA, pd.NaT, np.nan, "bad"])
    assert [verdict and verdict.label for verdict in verdicts] == ["positive", *[None] * 5, "negative"]


def test_values_that_are_no_text(model):
    for value in (3, ["good"], {"a": 1}, object(), np.array([1, 2])):
        with pytest.raises(attune.UnsupportedTypeError, match="text 1: expected str or bytes"):
            model.classify(["good", value])
    with pytest.raises(attune.UnsupportedTypeError, match="text 20000"):
        model.classify(["good"] * 20_000 + [7])


def test_bytes_that_are_not_utf8(model, command):
    raw = [b"good \xff\xfe bad service", b"\xc3", b"great \xed\xa0\x80 support", b"\xf0\x9f\x98"]
    verdicts = model.classify(raw)
    assert model.classify([text.decode("utf-8", "surrogateescape") for text in raw]) == verdicts
    assert list(map(model.classify, raw)) == verdicts
    assert [row["label"] for row in model.classify(pa.array(raw)).to_pylist()] == [one.label for one in verdicts]
    output = subprocess.run([command, "classify", "-q"], input=b"\n".join(raw), capture_output=True).stdout
    assert [line.split("\t")[0] for line in output.decode().splitlines()] == [one.label for one in verdicts]
    assert model.classify("a lone \ud83d surrogate is great").label == "positive"
    model.explain(raw[0])
    for say in (model.tones, model.aspects, model.urgency, model.reply):
        for text in raw:
            say(text)


def test_zero_bytes_and_long_texts(model):
    assert model.classify(["good\0bad", "good"])[1] == model.classify("good")
    long = "this is a great product and " * 200_000
    assert model.classify([long, "bad"])[0].label == "positive"


def test_offsets_beyond_two_gigabytes(model):
    texts = [b"great service", b"", b"the worst support"]
    offset = 2**31 + 5
    data = np.zeros(offset + 100, np.uint8)  # Memory that is never touched costs none.
    data[offset : offset + 30] = np.frombuffer(b"".join(texts), np.uint8)
    offsets = np.cumsum([offset, *map(len, texts)]).astype(np.int64)
    array = pa.Array.from_buffers(pa.large_string(), 3, [None, pa.py_buffer(offsets), pa.py_buffer(data)])
    assert [row["label"] for row in model.classify(array).to_pylist()] == ["positive", "unknown", "negative"]


def test_arrays_that_contradict_themselves(model):
    for broken in ([0, 4, 2, 9], [-1, 4, 6, 9]):
        offsets = np.array([0, 4, 8, 12], np.int32)
        array = pa.Array.from_buffers(pa.string(), 3, [None, pa.py_buffer(offsets), pa.py_buffer(b"good bad okay")])
        offsets[:] = broken  # Later: pyarrow looks at them first.
        with pytest.raises(attune.InvalidArrayError):
            model.classify(array)
    view = np.array([40, 0, 0, 0], np.int32)
    array = pa.Array.from_buffers(pa.string_view(), 1, [None, pa.py_buffer(view), pa.py_buffer(b"x" * 40)])
    view[2] = 7
    with pytest.raises(attune.InvalidArrayError) as error:
        model.classify(array)
    assert error.value.index == 0


# Models and libraries


def test_missing_model(tmp_path):
    with pytest.raises(FileNotFoundError) as error:
        attune.load(tmp_path / "none.attune")
    assert error.value.filename == str(tmp_path / "none.attune")
    with pytest.raises(IsADirectoryError):
        attune.load(tmp_path)


def test_newer_and_damaged_models(model, tmp_path):
    data = bytearray(model.to_bytes())
    # A model with a deep part is of a newer version than one without.
    supported = max(data[8], 4)
    data[8] = 77
    with pytest.raises(attune.ModelVersionError, match=f"77.*{supported}") as error:
        attune.load_bytes(bytes(data))
    assert (error.value.found, error.value.supported) == (77, supported)
    for broken in (b"", b"no model", model.to_bytes()[:5000], model.to_bytes()[:-70] + b"x" * 70):
        (tmp_path / "broken.attune").write_bytes(broken)
        with pytest.raises(attune.ModelError):
            attune.load(tmp_path / "broken.attune")


def run_python(code, **environment):
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], env={**os.environ, **environment}, capture_output=True, text=True
    )


@pytest.mark.parametrize(("version", "found"), [("2 << 16", "2.0"), ("0", "0.0"), ("1 << 16", "1.0"), ("1 << 16 | 1", "1.1"), ("1 << 16 | 2", None)])
def test_other_libraries(tmp_path, version, found):
    """A library of another version: both are said. One of this version that lacks a function is none of Attune's."""
    (tmp_path / "other.c").write_text(f"unsigned attune_abi_version(void) {{ return {version}; }}")
    library = str(tmp_path / "other.so")
    subprocess.run(["cc", "-shared", "-fPIC", str(tmp_path / "other.c"), "-o", library], check=True)
    code = """
        try:
            import attune
        except ImportError as error:
            print(type(error).__name__, getattr(error, "found", None), getattr(error, "required", None))
    """
    result = run_python(code, ATTUNE_LIBRARY=library).stdout.split()
    assert result == (["LibraryVersionError", found, "1.2"] if found else ["LibraryError", "None", "None"])


def test_missing_library():
    code = """
        try:
            import attune
        except ImportError as error:
            print(type(error).__mro__[0].__name__, error)
    """
    output = run_python(code, ATTUNE_LIBRARY="/no/such/library.so").stdout
    assert output.startswith("LibraryError") and "/no/such/library.so" in output and "ATTUNE_LIBRARY" in output


# Use after close, threads, forks, interrupts


def test_closed():
    model = attune.load()
    with model:
        assert model.classify("good").label == "positive"
    for use in (
        lambda: model.classify("good"),
        lambda: model.classify(["good"]),
        lambda: model.classify(pa.array(["good"])),
        lambda: list(model.classify(iter(["good"]))),
        lambda: model.explain("good"),
        lambda: model.urgency("good"),
        lambda: model.to_bytes(),
        lambda: model.card,
        lambda: pickle.dumps(model),
        lambda: model.train(["a", "b"], ["negative", "positive"]),
    ):
        with pytest.raises(attune.ClosedError):
            use()
    model.close()
    assert "closed" in repr(model)


def test_close_during_a_call(many_texts):
    model = attune.load()
    result = []
    array = pa.array(many_texts)
    started = threading.Event()

    def work():
        started.set()
        try:
            result.append(len(model.classify(array)))
        except attune.ClosedError:  # Between two portions, or before the first.
            result.append(None)

    thread = threading.Thread(target=work)
    thread.start()
    started.wait()
    time.sleep(0.005)
    model.close()
    thread.join()
    assert result in ([len(many_texts)], [None])


def test_many_threads(model, many_texts):
    expected = model.classify(many_texts[:3000])
    failures = []

    def work(number):
        for _ in range(3):
            if model.classify(many_texts[:3000]) != expected or model.classify(many_texts[number]) != expected[number]:
                failures.append(number)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures


def test_the_lock_of_the_interpreter_is_free(model, many_texts):
    array = pa.array(many_texts * 5)
    ticks = 0
    done = threading.Event()

    def work():
        model.classify(array)
        done.set()

    thread = threading.Thread(target=work)
    thread.start()
    while not done.is_set():
        time.sleep(0.001)
        ticks += 1
    thread.join()
    assert ticks > 5


def classify_in_child(model, texts):
    return model.classify(texts)


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_multiprocessing(model, many_texts, method):
    """The parent's worker threads have worked; a child has none of them and goes on alone."""
    expected = model.classify(many_texts[:5000])
    with multiprocessing.get_context(method).Pool(2) as pool:
        results = pool.starmap_async(classify_in_child, [(model, many_texts[:5000])] * 4).get(timeout=60)
    assert all(result == expected for result in results)


def test_fork_with_the_parents_model(model, many_texts):
    texts = many_texts[:20_000]
    expected = model.classify(texts)
    child = os.fork()
    if child == 0:
        signal.alarm(30)
        os._exit(0 if model.classify(texts) == expected and model.classify(pa.array(texts)) is not None else 1)
    assert os.waitpid(child, 0)[1] == 0


def test_an_interrupt_in_a_batch():
    code = """
        import os, signal, sys, threading, time
        import attune, pyarrow as pa
        model = attune.load()
        texts = ["the support was not as good as it used to be, but they tried"] * 200_000
        kind = sys.argv[1] if len(sys.argv) > 1 else "list"
        values = pa.array(texts * 20) if kind == "arrow" else texts * 20
        threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT)).start()
        started = time.perf_counter()
        try:
            model.classify(values)
            print("too late")
        except KeyboardInterrupt:
            print(time.perf_counter() - started < 1.5, model.classify("good").label)
    """
    for kind in ("list", "arrow"):
        result = subprocess.run(
            [sys.executable, "-c", textwrap.dedent(code), kind], capture_output=True, text=True, timeout=60
        )
        assert result.stdout.split() == ["True", "positive"], result.stderr


def test_other_arguments(model):
    for threads in (0, -1, 2**40):
        with pytest.raises(ValueError, match="threads"):
            model.classify(["good"], threads=threads)
    assert model.classify(["good"], threads=64)[0].label == "positive"
