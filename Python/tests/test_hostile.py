"""What other threads, other objects and other files may do: an exception or a verdict, never the end of the process."""

from __future__ import annotations

import copy
import decimal
import json
import os
import pickle
import signal
import subprocess
import sys
import textwrap
import threading
import weakref
from collections import UserString, deque
from collections.abc import Sequence

import attune
import numpy as np
import pyarrow as pa
import pytest
from attune import _library, _model

TEXT = "I was charged twice and nobody answers!! Lovely room 😀 though."


def run_python(code, *arguments, timeout=120, **options):
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code), *arguments],
        capture_output=True,
        text=True,
        timeout=timeout,
        **options,
    )


# Sequences that change


class Shrinking(Sequence):
    """Has ever fewer texts behind its back."""

    def __init__(self, count, given, grows=False):
        self.count, self.given, self.grows = count, given, grows

    def __len__(self):
        return self.count

    def __getitem__(self, key):
        if isinstance(key, slice):
            part = ["good"] * (key.stop - key.start)
            return part * 2 if self.grows else part[: self.given]
        return "good"


@pytest.mark.parametrize("given", [0, 1, 99])
def test_a_slice_that_is_shorter_than_asked(model, given):
    with pytest.raises(attune.ChangedError):
        model.classify(Shrinking(100, given))
    with pytest.raises(attune.ChangedError):
        model.classify(Shrinking(100, given, grows=True))


def test_sequences_of_all_kinds(model):
    class NoSlices(Sequence):
        def __len__(self):
            return 3

        def __getitem__(self, index):
            return ["good", b"bad", None][index]

    class Shorter(NoSlices):
        def __len__(self):
            return 5

    expected = model.classify(["good", b"bad", None])
    assert model.classify(NoSlices()) == expected
    assert model.classify(deque(["good", b"bad", None])) == expected
    assert model.classify(("good", memoryview(b"bad"), None)) == expected
    with pytest.raises(attune.ChangedError):
        model.classify(Shorter())

    class Odd(list):
        def __len__(self):
            return 5

        def __getitem__(self, key):
            return "bad"

    assert model.classify(Odd(["good"])) == model.classify(["good"])


def test_a_list_that_another_thread_shortens():
    """Verdicts on the texts that it had, whatever the others do."""
    result = run_python(
        """
        import threading, attune
        model = attune.load()
        full = ["good " * (index % 9 + 1) for index in range(30_000)]
        texts, stop = list(full), threading.Event()

        def change():
            while not stop.is_set():
                del texts[1000:]
                texts.clear()
                texts.extend(full)
                del texts[::2]
                texts[:] = full

        thread = threading.Thread(target=change)
        thread.start()
        for _ in range(40):
            verdicts = model.classify(texts)
            assert len(verdicts) <= len(full)
            for verdict in verdicts[:20] + verdicts[-20:]:
                assert verdict.label == "positive", verdict
        stop.set()
        thread.join()
        print("done")
        """
    )
    assert result.stdout == "done\n", result.stderr


# Closing


class Closing:
    """The library, with another thread that closes the model when a call has begun."""

    def __init__(self, model):
        self.model, self.calls = model, []

    def __getattr__(self, name):
        function = getattr(_library.lib, name)

        def call(handle, *arguments):
            self.model.close()
            assert handle is None or isinstance(handle, (_library.Handle, int))
            self.calls.append(name)
            return function(handle, *arguments)

        return call


@pytest.mark.parametrize(
    "use",
    [
        lambda model: model.classify(TEXT),
        lambda model: model.classify([TEXT] * 3),
        lambda model: model.classify(pa.array([TEXT])),
        lambda model: next(model.classify(iter([TEXT]))),
        lambda model: model.explain(TEXT),
        lambda model: model.tones(TEXT),
        lambda model: model.aspects(TEXT),
        lambda model: model.urgency(TEXT),
        lambda model: model.reply(TEXT),
        lambda model: model.card,
        lambda model: len(model.to_bytes()),
    ],
)
def test_a_call_holds_what_another_thread_closes(monkeypatch, use):
    model = attune.load()
    expected = use(model)
    library = Closing(model)
    monkeypatch.setattr(_model, "lib", library)
    freed = []
    monkeypatch.setattr(_library.Handle, "__del__", lambda handle: freed.append(handle.address))
    address = model._handle.address
    assert use(model) == expected
    assert library.calls and freed == [address]
    _library.lib.attune_free(address)
    with pytest.raises(attune.ClosedError):
        use(model)


def test_closing_while_all_calls_run():
    result = run_python(
        """
        import threading, attune
        text = "I was charged twice and nobody answers!! " * 40
        array = __import__("pyarrow").array([text] * 2000)
        for _ in range(12):
            model = attune.load()
            calls = [
                lambda: model.classify(text), lambda: model.explain(text), lambda: model.card,
                lambda: model.tones(text), lambda: model.aspects(text), lambda: model.reply(text),
                lambda: model.classify([text] * 50),
                lambda: model.classify(array), lambda: list(model.classify(iter([text] * 9))), lambda: model.to_bytes(),
            ]

            def work(call):
                try:
                    while True:
                        call()
                except attune.ClosedError:
                    pass

            threads = [threading.Thread(target=work, args=(call,)) for call in calls]
            for thread in threads:
                thread.start()
            threading.Event().wait(0.03)
            for _ in range(3):
                model.close()
            for thread in threads:
                thread.join()
        print("done")
        """
    )
    assert result.stdout == "done\n", (result.returncode, result.stderr)


def test_the_end_of_a_model():
    model = attune.load()
    verdicts = model.classify(iter(["good"] * 3))
    assert next(verdicts).label == "positive"
    handle, gone = model._handle, weakref.ref(model)
    for copier in (copy.copy, copy.deepcopy, pickle.dumps):
        with pytest.raises(TypeError):
            copier(handle)
    other = copy.deepcopy(model)
    model.close()
    model.close()
    with model:
        pass
    with pytest.raises(attune.ClosedError):
        list(verdicts)
    handle.__del__()
    handle.__del__()
    assert handle.address is None
    with pytest.raises(ValueError):
        _library.check(_library.lib.attune_explain_json(handle, b"x", 1, _library.ctypes.byref(_library.c_void_p())))
    del verdicts, handle, model
    assert gone() is None and other.classify("good").label == "positive"


def test_the_end_of_the_interpreter():
    result = run_python(
        """
        import atexit, threading, weakref, attune
        model = attune.load()
        said = []
        weakref.finalize(model, said.append, 1)
        atexit.register(lambda: print(model.classify("good").label))
        class Late:
            def __del__(self):
                model.close()
        late = Late()
        def work():
            while True:
                model.explain("a good day " * 50)
        threading.Thread(target=work, daemon=True).start()
        threading.Event().wait(0.05)
        """
    )
    assert (result.returncode, result.stdout, result.stderr) == (0, "positive\n", "")


# Forks


def test_every_call_in_children_of_a_process_whose_threads_call():
    result = run_python(
        """
        import os, signal, threading, attune
        text = "I was charged twice and nobody answers!! Lovely room 😀 though."
        many = [text, "good", "bad"] * 2000
        model = attune.load()

        def calls(model):
            return [
                lambda: model.classify(text), lambda: list(model.classify(many)), lambda: model.explain(text),
                lambda: model.tones(text), lambda: model.tones(text, all=True), lambda: model.aspects(text),
                lambda: model.urgency(text), lambda: model.reply("Sorry.", text), lambda: model.card,
            ]

        # The first calls of all are cut by forks as well.
        stop = threading.Event()

        def work(call):
            while not stop.is_set():
                call()

        threads = [threading.Thread(target=work, args=(call,), daemon=True) for call in calls(model)]
        children = []
        for number, thread in enumerate(threads):
            thread.start()
            for _ in range(2):
                child = os.fork()
                if child == 0:
                    signal.alarm(150)
                    first = [call() for call in calls(model)]
                    own = attune.load()
                    os._exit(0 if [call() for call in calls(own)] == first == [call() for call in calls(model)] else 1)
                children.append(child)
            while len(children) > 4:
                assert os.waitpid(children.pop(0), 0)[1] == 0
        for child in children:
            assert os.waitpid(child, 0)[1] == 0
        stop.set()
        for thread in threads:
            thread.join()
        print("done")
        """,
        timeout=240,
    )
    assert result.stdout == "done\n", result.stderr


def test_training_in_a_child():
    result = run_python(
        """
        import os, signal, threading, attune
        texts, labels = ["where is my parcel", "refund my money", "no parcel", "money back"] * 5, ["a", "b"] * 10
        thread = threading.Thread(target=lambda: attune.train(texts, labels, passes=3))
        thread.start()
        child = os.fork()
        if child == 0:
            signal.alarm(60)
            os._exit(0 if attune.train(texts, labels, passes=3).labels == ("a", "b") else 1)
        assert os.waitpid(child, 0)[1] == 0
        thread.join()
        print("done")
        """
    )
    assert result.stdout == "done\n", result.stderr


# Values


class LongBytes(bytes):
    def __len__(self):
        return 1 << 40

    def __bytes__(self):
        return LongBytes(b"x")


class OddString(str):
    def encode(self, *arguments):
        return LongBytes(b"x")

    def __len__(self):
        return 1 << 40


def test_texts_that_say_they_are_longer(model):
    for text in (LongBytes(b"good"), OddString("good"), memoryview(b"g-o-o-d-")[::2], bytearray(b"good")):
        for found in (model.classify(text), model.classify([text])[0], model.classify([text, None])[0]):
            assert found == model.classify("good")
        assert model.explain(text) == model.explain("good")
    data = attune.load_bytes(memoryview(model.to_bytes())).to_bytes()
    assert data == model.to_bytes()


def test_texts_that_are_none(model):
    class Fake:
        __class__ = property(lambda self: str)

    class NotEqual:
        def __ne__(self, other):
            raise RuntimeError("no")

    class NoLength(Sequence):
        def __len__(self):
            return -1

        def __getitem__(self, index):
            return "good"

    for value in (None, 3, 2.5, 10**400, {}, {"a": "b"}, object(), NotEqual(), Fake, range(3), array_of_bytes()):
        with pytest.raises((TypeError, ValueError)):
            model.classify(value)
    for value in (3, 10**400, NotEqual(), Fake(), UserString("good"), decimal.Decimal("sNaN"), ["good"], b"a"[0]):
        for say in (model.explain, model.tones, model.aspects, model.urgency, model.reply):
            with pytest.raises(TypeError):
                say(value)
        with pytest.raises(TypeError):
            model.classify(["good", value])
    with pytest.raises(ValueError):
        model.classify(NoLength())
    released = memoryview(b"good")
    released.release()
    with pytest.raises(ValueError):
        model.classify(released)


def array_of_bytes():
    import array

    return array.array("b", [1, 2])


def test_what_is_known_of_a_model_is_not_to_be_set(model):
    for handle in (None, 5, b"handle", object()):
        with pytest.raises(TypeError):
            attune.Model(handle)
    for name in ("labels", "fields", "is_sentiment"):
        with pytest.raises(AttributeError):
            setattr(model, name, ())


def test_strings_that_are_no_unicode(model):
    odd = ["\ud83d", "a\udcff\ud83d", "\udc80" * 9, "\0", "good\0bad", "\U0010ffff", "\x1b[31m", "é\u0301" * 3000]
    for text in odd:
        assert model.classify([text])[0] == model.classify(text) == next(model.classify(iter([text])))
        for say in (model.explain, model.tones, model.aspects, model.urgency, model.reply):
            json.dumps(say(text)).encode()


def test_arrays_of_numpy_that_are_not_in_order(model):
    texts = np.array(["good", "bad", "fine", "awful"] * 3)
    expected = model.classify(texts.tolist())
    others = (np.broadcast_to(texts[:1], 5), texts.astype(object)[1::3], texts.astype("S")[::2])
    for view in (texts[::2], texts[::-1], *others):
        assert model.classify(view)["label"].tolist() == [one.label for one in model.classify(view.tolist())]
    assert len(expected) == 12
    for wrong in (texts.reshape(3, 4), np.array("good"), np.zeros(3), np.array([b"x", 3, None], object)):
        with pytest.raises(TypeError):
            model.classify(wrong)


def test_generators_that_raise(model):
    def texts(error):
        yield "good"
        yield "bad"
        raise error

    for error in (ValueError("no"), KeyboardInterrupt(), SystemExit(3), MemoryError()):
        found = model.classify(texts(error))
        assert [next(found).label, next(found).label] == ["positive", "negative"]
        with pytest.raises(type(error)):
            next(found)
        with pytest.raises(type(error)):
            attune.train(texts(error), ["a", "b", "a"])
        with pytest.raises(type(error)):
            attune.train(["a", "b"], texts(error))
        with pytest.raises(type(error)):
            attune.train(["a", "b"], ["a", "b"], (1 if number else _raise(error) for number in (1, 0)))


def _raise(error):
    raise error


def test_arguments_of_all_kinds(model, tmp_path):
    for threads in ("4", 2.5, b"1", [], object(), float("nan")):
        with pytest.raises(TypeError):
            model.classify(["good"], threads=threads)
        with pytest.raises(TypeError):
            model.classify("good", threads=threads)
    for threads in (0, -1, 10**30, -(10**30)):
        with pytest.raises(ValueError):
            model.classify("good", threads=threads)
    assert model.classify(["good"], threads=np.int64(2))[0].label == "positive"
    for channel in (None, 3, b"chat", ["chat"]):
        with pytest.raises(TypeError):
            model.reply("Sorry.", channel=channel)
    for channel in ("", "chat\0", "\ud800", "CHAT", "chat" * 10_000):
        with pytest.raises(ValueError):
            model.reply("Sorry.", channel=channel)
    for data in (None, 5, 10**12, "text", [1, 2], np.zeros(3)):
        with pytest.raises(TypeError):
            attune.load_bytes(data)
    model.save(tmp_path / "model.attune")
    for path in (f"{tmp_path}/model.attune\0", b"model\0", "\0"):
        with pytest.raises(ValueError):
            attune.load(path)
        with pytest.raises(ValueError):
            model.save(path)
    for path in (3, 2.5, [], object()):
        with pytest.raises(TypeError):
            attune.load(path)
        with pytest.raises(TypeError):
            model.save(path)
    for path in ("", str(tmp_path / "none"), "x" * 5000):
        with pytest.raises(OSError):
            attune.load(path)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError):
        attune.load(tmp_path / "pipe")
    name = os.path.join(os.fsencode(tmp_path), b"Mod\xe8le.attune")
    model.save(name)
    assert attune.load(name).labels == attune.load(os.fsdecode(name)).labels == model.labels


# Arrow


def test_arrays_whose_buffers_are_too_short(model):
    data = pa.py_buffer(b"good bad okay")
    offsets = pa.py_buffer(np.array([0, 4, 8, 13], np.int32))
    bits = pa.py_buffer(b"\x05")

    def array(length, buffers, kind=pa.string(), offset=0):
        return pa.Array.from_buffers(kind, length, buffers, offset=offset)

    assert len(model.classify(array(3, [None, offsets, data]))) == 3
    for broken in (
        lambda: array(4, [None, offsets, data]),
        lambda: array(1 << 40, [None, offsets, data]),
        lambda: array(3, [None, offsets, data], offset=1),
        lambda: array(2, [None, offsets, data], offset=2**63 - 3),
        lambda: array(1, [None, offsets, data], offset=2**62),
        lambda: array(3, [None, offsets, data.slice(0, 12)]),
        lambda: array(3, [None, offsets, None]),
        lambda: array(3, [None, offsets, data], pa.large_string()),
        lambda: array(9, [bits, pa.py_buffer(np.zeros(10, np.int32)), data]),
        lambda: array(3, [None, pa.py_buffer(b"x" * 40)], pa.string_view()),
        lambda: array(1, [None, pa.py_buffer(np.array([2**31 - 1, 0, 0, 0], np.int32)), data], pa.string_view()),
        lambda: array(1, [None, pa.py_buffer(np.array([-1, 0, 0, 0], np.int32)), data], pa.string_view()),
        lambda: array(1, [None, pa.py_buffer(np.array([13, 0, 0, 2**31 - 1], np.int32)), data], pa.string_view()),
    ):
        with pytest.raises((attune.InvalidArrayError, pa.ArrowInvalid, pa.ArrowIndexError)):
            model.classify(broken())


def test_offsets_that_point_anywhere(model):
    for kind, width, largest in ((pa.string(), np.int32, 2**31 - 1), (pa.large_binary(), np.int64, 2**63 - 1)):
        for broken in (
            [0, 4, largest, 13],
            [0, largest, largest, 13],
            [0, 4, -largest, 13],
            [-1, 4, 8, 13],
            [0, 9, 8, 13],
        ):
            offsets = np.array([0, 4, 8, 13], width)
            array = pa.Array.from_buffers(kind, 3, [None, pa.py_buffer(offsets), pa.py_buffer(b"good bad okay")])
            offsets[:] = broken
            with pytest.raises(attune.InvalidArrayError):
                model.classify(array)
        offsets[:] = [0, 4, 8, largest]
        with pytest.raises(attune.InvalidArrayError):
            model.classify(array)


# Training

TEXTS = ["where is my parcel", "refund my money"] * 10
LABELS = ["delivery", "billing"] * 10


@pytest.mark.parametrize(
    "weight", [1e38, 3e38, 1e39, 1e300, float("nan"), float("inf"), -float("inf"), -1, 10**400, 1_000_001]
)
def test_weights_that_no_sum_can_hold(model, weight):
    for options in ({}, {"algorithm": "nb"}, {"balance": True}):
        with pytest.raises(attune.TrainingError) as error:
            attune.train(TEXTS, LABELS, [*[1] * 7, weight, *[1] * 12], **options)
        assert error.value.index == 7
    with pytest.raises(attune.TrainingError):
        model.train(["good", "bad"], ["positive", "negative"], [weight, 1])


def test_weights_that_are_no_numbers():
    for weight in (None, "1", b"1", [], object(), 1j):
        with pytest.raises(attune.UnsupportedTypeError, match="text 3"):
            attune.train(TEXTS, LABELS, [*[1] * 3, weight, *[1] * 16])
    weights = [decimal.Decimal(1), np.float64(0.5), True, 1e-300, 1e6, *[0.25] * 15]
    assert attune.train(TEXTS, LABELS, np.array(weights, object)).labels == ("billing", "delivery")


@pytest.mark.parametrize(
    "label",
    ["", " ", "a\tb", "a\nb", "a\0b", "\x1b[1m", "a\x7f", "a\x85", "error", "unknown", "__label__x", "\ud800", b"\xff"],
)
def test_labels_have_one_rule(label, command, tmp_path):
    with pytest.raises(attune.TrainingError) as error:
        attune.train(TEXTS, [*LABELS[:-1], label])
    assert error.value.index == 19
    if isinstance(label, str) and "\ud800" not in label:
        rows = [{"text": text, "label": name} for text, name in zip(TEXTS, [*LABELS[:-1], label])]
        table = tmp_path / "rows.jsonl"
        table.write_text("".join(json.dumps(row) + "\n" for row in rows))
        done = subprocess.run([command, "train", table, "-q", "-o", tmp_path / "model"], capture_output=True, text=True)
        # On a terminal a control of C1 is shown as a sign.
        reason = str(error.value).split(": ", 1)[1].replace("\x85", "\\u{85}")
        assert done.returncode == 65 and reason in done.stderr


def test_labels_of_all_kinds():
    assert attune.train(TEXTS, [b"delivery", np.str_("billing")] * 10).labels == ("billing", "delivery")
    assert attune.train(TEXTS, [1, 2] * 10).labels == ("1", "2")
    with pytest.raises(attune.TrainingError, match="one label more"):
        attune.train(map(str, range(1001)), map(str, range(1001)))
    model = attune.train(TEXTS, ["label", "p_label"] * 10)
    assert model.fields == ("label", "score", "p_p_label", "p_label")
    assert model.classify(np.array(TEXTS)).dtype.names == model.fields
    for label in ("__classcell__", "__del__", "__slots__", "_fields", "count", "class", "ß", "a.b"):
        verdict = attune.train(TEXTS, [label, "x"] * 10).classify("where is my parcel")
        assert verdict.probabilities[label] > 0.5 and getattr(verdict, "x") < 0.5


def test_training_arguments_of_all_kinds(model):
    for name in ("seed", "passes", "max_features"):
        for value in ("1", 1.5, [], object()):
            with pytest.raises(TypeError):
                attune.train(TEXTS, LABELS, **{name: value})
        for value in (0, -1, 2**64, 10**30):
            with pytest.raises(ValueError):
                attune.train(TEXTS, LABELS, **{name: value})
    with pytest.raises(ValueError, match="passes"):
        attune.train(TEXTS, LABELS, passes=2**32 - 1)
    for wrong in (None, 3, "text", b"text", memoryview(b"text")):
        with pytest.raises(TypeError):
            attune.train(wrong, LABELS)
        with pytest.raises(TypeError):
            attune.train(TEXTS, wrong)
    assert attune.train(TEXTS, LABELS, seed=np.int64(3), passes=np.uint8(2), balance=np.bool_(True), names="").labels
    assert attune.train(TEXTS, LABELS, max_features=1).labels == ("billing", "delivery")
    with pytest.raises(ValueError):
        attune.train(TEXTS, LABELS, algorithm=["nb"])


# Files


def run(*arguments, **options):
    return subprocess.run([sys.executable, "-m", "attune", *map(str, arguments)], capture_output=True, **options)


def test_the_output_is_no_input(tmp_path, model):
    source = tmp_path / "texts"
    source.write_bytes(b"good\nbad\n")
    (tmp_path / "link").symlink_to(source)
    os.link(source, tmp_path / "hard")
    model.save(tmp_path / "model.attune")
    (tmp_path / "model link").symlink_to(tmp_path / "model.attune")
    data = (tmp_path / "model.attune").read_bytes()
    for output in ("texts", "link", "hard", "./texts", f"../{tmp_path.name}/texts"):
        done = run(source, "-o", tmp_path / output)
        assert done.returncode == 64 and b"the output is also an input" in done.stderr
        with open(source, "rb") as file:
            assert run("-o", tmp_path / output, stdin=file).returncode == 64
    for output in ("model.attune", "model link"):
        assert run(source, "--model", tmp_path / "model.attune", "-o", tmp_path / output).returncode == 64
    with open(source, "ab") as file:
        done = subprocess.run([sys.executable, "-m", "attune", source], stdout=file, stderr=subprocess.PIPE)
    assert done.returncode == 64
    assert source.read_bytes() == b"good\nbad\n" and (tmp_path / "model.attune").read_bytes() == data
    assert run(source, "-o", "/dev/stdout").stdout.startswith(b"positive\t")
    assert run(source, "-o", "/dev/null").returncode == 0


def test_parquet_is_not_written_over(tmp_path):
    import pyarrow.parquet as pq

    source = tmp_path / "texts.parquet"
    pq.write_table(pa.table({"text": ["good", "bad", None]}), source)
    (tmp_path / "link.parquet").symlink_to(source)
    data = source.read_bytes()
    for output in (source, tmp_path / "link.parquet"):
        assert run(source, "-o", output).returncode == 64
    assert source.read_bytes() == data
    once, twice = tmp_path / "once.parquet", tmp_path / "twice.parquet"
    assert run(source, "-o", once).returncode == 0 and run(once, "-o", twice).returncode == 0
    assert pq.read_table(twice).equals(pq.read_table(once))
    once.write_bytes(b"PAR1 is not all")
    done = run(once, "-o", twice)
    assert done.returncode == 65 and b"Traceback" not in done.stderr
    assert pq.read_table(twice).num_rows == 3
    assert {path.name for path in tmp_path.iterdir()} == {source.name, "link.parquet", once.name, twice.name}


def test_an_output_is_replaced_as_a_whole(tmp_path):
    output = tmp_path / "out"
    output.write_bytes(b"old")
    output.chmod(0o640)
    (tmp_path / "link").symlink_to("out")
    assert run("-o", tmp_path / "link", input=b"good\n").returncode == 0
    assert output.read_bytes().startswith(b"positive\t") and (tmp_path / "link").is_symlink()
    assert output.stat().st_mode & 0o777 == 0o640
    (tmp_path / "dangling").symlink_to("new")
    assert run("-o", tmp_path / "dangling", input=b"good\n").returncode == 0 and (tmp_path / "new").exists()
    (tmp_path / "loop").symlink_to("loop")
    assert run("-o", tmp_path / "loop", input=b"good\n").returncode == 74 and (tmp_path / "loop").is_symlink()
    assert run("-o", tmp_path / "none" / "out", input=b"good\n").returncode == 74
    assert run("-o", tmp_path, input=b"good\n").returncode == 74
    long = tmp_path / ("x" * 255)
    assert run("-o", long, input=b"good\n").returncode == 0 and long.exists()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_leaves_the_old_output(tmp_path, number):
    output = tmp_path / "out"
    output.write_bytes(b"old")
    process = subprocess.Popen([sys.executable, "-m", "attune", "-o", output], stdin=subprocess.PIPE)
    process.stdin.write(b"good\n")
    process.stdin.flush()
    while len(list(tmp_path.iterdir())) < 2:
        threading.Event().wait(0.01)
    process.send_signal(number)
    process.wait(20)
    assert process.returncode == (130 if number == signal.SIGINT else -number)
    assert output.read_bytes() == b"old" and list(tmp_path.iterdir()) == [output]


def test_streams_that_are_closed_or_full(tmp_path):
    start = f"{sys.executable} -m attune"
    for line, code in (
        (f"{start} <&-", 66),
        (f"echo good | {start} >&-", 74),
        (f"echo good | {start} > /dev/full", 74),
        (f"{start} --explain good > /dev/full", 74),
        (f"{start} --explain good >&-", 74),
        (f"yes good | head -n 100000 | {start} | head -n 1", 0),
        (f"{start} --explain 'é' | cat", 0),
        (f"{start} {tmp_path} < /dev/null", 74),
        (f"{start} --nonsense < /dev/null", 64),
        (f"{start} x.parquet", 64),
    ):
        done = subprocess.run(
            ["bash", "-o", "pipefail", "-c", f"({line})"],
            capture_output=True,
            env={**os.environ, "PYTHONIOENCODING": "ascii"},
        )
        if "head -n 1" in line:
            assert done.stdout.startswith(b"positive"), line
        else:
            assert done.returncode == code, (line, done.stderr)
        assert b"Traceback" not in done.stderr and b"Exception" not in done.stderr, (line, done.stderr)


def test_streams_that_do_not_wait():
    """Nothing at the moment is not the end."""
    ends = [*os.pipe(), *os.pipe()]
    for end in ends:
        os.set_blocking(end, False)
    process = subprocess.Popen([sys.executable, "-m", "attune"], stdin=ends[0], stdout=ends[3])
    os.close(ends[0])
    os.close(ends[3])
    os.set_blocking(ends[1], True)
    os.set_blocking(ends[2], True)

    def feed():
        for _ in range(3):
            threading.Event().wait(0.2)
            os.write(ends[1], b"good\n" * 12_000)
        os.close(ends[1])

    threading.Thread(target=feed).start()
    threading.Event().wait(1.5)  # The pipe of the output is full by now.
    with open(ends[2], "rb") as verdicts:
        assert verdicts.read().count(b"positive\t") == 36_000
    assert process.wait(20) == 0


def test_what_reaches_a_terminal(tmp_path):
    done = run(tmp_path / "\x1b[31mno\u202ene")
    assert done.returncode == 66 and b"\x1b" not in done.stderr and b"\\u001b[31mno\\u202ene" in done.stderr
    done = run("--explain", "good \x9b31m \u202e bad")
    assert json.loads(done.stdout)["label"] and "\x9b" not in done.stdout.decode()


def test_a_model_is_saved_as_a_whole(tmp_path, model):
    path = tmp_path / "model.attune"
    path.write_bytes(b"old")
    path.chmod(0o600)
    (tmp_path / "link").symlink_to("model.attune")
    planted = tmp_path / "victim"
    planted.write_bytes(b"mine")
    for name in (f"model.attune.{os.getpid()}.part", f"link.{os.getpid()}.part"):
        (tmp_path / name).symlink_to(planted)
    model.save(tmp_path / "link")
    assert (tmp_path / "link").is_symlink() and path.stat().st_mode & 0o777 == 0o600
    assert attune.load(path).labels == model.labels and planted.read_bytes() == b"mine"
    model.save(path)  # The file that may be mapped is replaced, not written to.
    model.save(bytes(path))
    model.save("/dev/null")
    closed = attune.load()
    closed.close()
    with pytest.raises(attune.ClosedError):
        closed.save(path)
    assert attune.load(path).labels == model.labels
    assert len(list(tmp_path.iterdir())) == 5
