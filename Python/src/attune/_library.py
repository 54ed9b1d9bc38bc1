"""The shared library, by ctypes: attune.h word for word. The only file that knows it."""

from __future__ import annotations

import ctypes
import os
import sys
from ctypes import POINTER, c_char_p, c_int32, c_int64, c_size_t, c_uint32, c_uint64, c_void_p

from ._errors import (
    AttuneError,
    InvalidArrayError,
    LibraryError,
    LibraryVersionError,
    ModelError,
    ModelVersionError,
    TrainingError,
    UnsupportedTypeError,
)

ABI_MAJOR, ABI_MINOR = 1, 2

UNKNOWN, MISSING = -1, -2

_UNREADABLE, _NOT_A_MODEL, _UNSUPPORTED_VERSION, _DAMAGED, _NO_SHIPPED_MODEL = 1, 2, 3, 4, 5
_INVALID_ARGUMENT, _UNSUPPORTED_TYPE, _INVALID_ARRAY, _UNTRAINABLE = 6, 7, 8, 9


class Error(ctypes.Structure):
    _fields_ = [
        ("status", c_int32),
        ("found", c_uint32),
        ("supported", c_uint32),
        ("index", c_int64),
        ("message", c_char_p),
    ]


class Columns(ctypes.Structure):
    _fields_ = [("label", c_void_p), ("score", c_void_p), ("probabilities", c_void_p), ("stride", c_size_t)]


class Text(ctypes.Structure):
    _fields_ = [("bytes", c_char_p), ("length", c_size_t)]


class Options(ctypes.Structure):
    _fields_ = [("size", c_size_t), ("threads", c_uint32)]


class TrainingOptions(ctypes.Structure):
    _fields_ = [
        ("size", c_size_t),
        ("base", c_void_p),
        ("seed", c_uint64),
        ("passes", c_uint32),
        ("max_features", c_uint32),
        ("balance", c_int32),
        ("naive_bayes", c_int32),
        ("no_names", c_int32),
    ]


_SIGNATURES = {
    "attune_last_error": (POINTER(Error), []),
    "attune_model_version": (c_uint32, []),
    "attune_load": (c_int32, [c_char_p, POINTER(c_void_p)]),
    "attune_load_bytes": (c_int32, [c_char_p, c_size_t, POINTER(c_void_p)]),
    "attune_free": (None, [c_void_p]),
    "attune_model_bytes": (c_void_p, [c_void_p, POINTER(c_size_t)]),
    "attune_class_count": (c_size_t, [c_void_p]),
    "attune_class_name": (c_char_p, [c_void_p, c_int32]),
    "attune_is_sentiment": (c_int32, [c_void_p]),
    "attune_card_json": (c_int32, [c_void_p, POINTER(c_void_p)]),
    "attune_classify": (c_int32, [c_void_p, c_char_p, c_size_t, POINTER(Columns)]),
    "attune_classify_batch": (c_int32, [c_void_p, c_void_p, c_size_t, POINTER(Options), POINTER(Columns)]),
    "attune_classify_arrow": (
        c_int32,
        [c_void_p, c_void_p, c_void_p, c_int64, c_int64, POINTER(Options), POINTER(Columns)],
    ),
    "attune_explain_json": (c_int32, [c_void_p, c_char_p, c_size_t, POINTER(c_void_p)]),
    "attune_tones_json": (c_int32, [c_void_p, c_char_p, c_size_t, c_int32, POINTER(c_void_p)]),
    "attune_aspects_json": (c_int32, [c_void_p, c_char_p, c_size_t, POINTER(c_void_p)]),
    "attune_urgency_json": (c_int32, [c_void_p, c_char_p, c_size_t, POINTER(c_void_p)]),
    "attune_reply_json": (
        c_int32,
        [c_void_p, c_char_p, c_size_t, c_char_p, c_size_t, c_char_p, POINTER(c_void_p)],
    ),
    "attune_language": (c_char_p, [c_char_p, c_size_t]),
    "attune_with_lexicon": (c_int32, [c_void_p, c_void_p, c_void_p, c_size_t, POINTER(c_void_p)]),
    "attune_free_string": (None, [c_void_p]),
    "attune_train": (
        c_int32,
        [c_void_p, c_void_p, c_void_p, c_size_t, POINTER(TrainingOptions), POINTER(c_void_p)],
    ),
}


def _open(path: str) -> ctypes.CDLL:
    try:
        library = ctypes.CDLL(path)
        version = library.attune_abi_version
    except OSError as error:
        raise LibraryError(
            f"cannot load the library of Attune: {error}; ATTUNE_LIBRARY names another", path=path
        ) from error
    except AttributeError as error:
        raise LibraryError(f"{path} is not the library of Attune", path=path) from error
    version.restype = c_uint32
    version.argtypes = []
    found = version()
    if found >> 16 != ABI_MAJOR or found & 0xFFFF < ABI_MINOR:
        raise LibraryVersionError(path, f"{found >> 16}.{found & 0xFFFF}", f"{ABI_MAJOR}.{ABI_MINOR}")
    for name, (result, arguments) in _SIGNATURES.items():
        function = getattr(library, name, None)
        if function is None:
            raise LibraryError(f"{path} has no {name}: it is not the library of Attune", path=path)
        function.restype = result
        function.argtypes = arguments
    return library


#: The library beside this file, or the one that ATTUNE_LIBRARY names.
path = os.environ.get("ATTUNE_LIBRARY") or os.path.join(os.path.dirname(__file__), "libattune.so.1")
lib = _open(path)

gather_texts: ctypes._NamedFuncPointer | None = None
if sys.implementation.name == "cpython":
    # With the interpreter's lock held, and errors of the interpreter raised.
    gather_texts = ctypes.PyDLL(path).attune_gather_texts
    gather_texts.restype = c_size_t
    gather_texts.argtypes = [ctypes.py_object, c_size_t, c_void_p, c_void_p, c_void_p]
    LIST_ITEM = ctypes.cast(ctypes.pythonapi.PyList_GetItem, c_void_p)
    STRING_UTF8 = ctypes.cast(ctypes.pythonapi.PyUnicode_AsUTF8AndSize, c_void_p)


def check(status: int) -> None:
    """Raises what the library says of its last call on this thread.

    Raises:
        AttuneError: by what happened; OSError for files that cannot be read.
    """
    if status == 0:
        return
    error = lib.attune_last_error().contents
    message = error.message.decode("utf-8", "replace")
    index = None if error.index < 0 else error.index
    if error.status == _UNREADABLE:
        raise OSError(error.found, os.strerror(error.found), message)
    if error.status == _UNSUPPORTED_VERSION:
        raise ModelVersionError(message, error.found, error.supported)
    if error.status in (_NOT_A_MODEL, _DAMAGED, _NO_SHIPPED_MODEL):
        raise ModelError(message)
    if error.status == _UNSUPPORTED_TYPE:
        raise UnsupportedTypeError(message)
    if error.status == _INVALID_ARRAY:
        raise InvalidArrayError(message, error.index)
    if error.status == _UNTRAINABLE:
        raise TrainingError(message, index)
    if error.status == _INVALID_ARGUMENT:
        raise ValueError(message)
    raise AttuneError(message)


def string(pointer: c_void_p) -> str:
    """The string that the library made, which is freed."""
    try:
        return ctypes.string_at(pointer).decode("utf-8")
    finally:
        lib.attune_free_string(pointer)


class Handle:
    """Owns a model of the library, and frees it with the last reference.

    It goes to a function of the library as it is, in place of a pointer: the call then holds it, and a model that
    another thread closes meanwhile lives until the call has ended.
    """

    __slots__ = ("_as_parameter_",)

    def __init__(self, pointer: c_void_p) -> None:
        self._as_parameter_: c_void_p | None = pointer

    @property
    def address(self) -> int | None:
        """For a structure; whoever takes it holds the handle as long."""
        return None if self._as_parameter_ is None else self._as_parameter_.value

    def __del__(self, free=lib.attune_free) -> None:  # type: ignore[no-untyped-def]
        pointer = getattr(self, "_as_parameter_", None)
        self._as_parameter_ = None
        free(pointer)

    def __reduce__(self) -> tuple[object, ...]:
        raise TypeError("a handle has one owner; copy or pickle the model")
