"""Arrow's C data interface, by ctypes: arrays of any library in place, whether pyarrow is there or not."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from ctypes import CFUNCTYPE, POINTER, c_char_p, c_int, c_int64, c_void_p

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class ArrowArray(ctypes.Structure):
    _fields_ = [
        ("length", c_int64),
        ("null_count", c_int64),
        ("offset", c_int64),
        ("n_buffers", c_int64),
        ("n_children", c_int64),
        ("buffers", c_void_p),
        ("children", c_void_p),
        ("dictionary", c_void_p),
        ("release", c_void_p),
        ("private_data", c_void_p),
    ]


class ArrowSchema(ctypes.Structure):
    _fields_ = [
        ("format", c_char_p),
        ("name", c_char_p),
        ("metadata", c_char_p),
        ("flags", c_int64),
        ("n_children", c_int64),
        ("children", c_void_p),
        ("dictionary", c_void_p),
        ("release", c_void_p),
        ("private_data", c_void_p),
    ]


class ArrowArrayStream(ctypes.Structure):
    _fields_ = [
        ("get_schema", CFUNCTYPE(c_int, c_void_p, POINTER(ArrowSchema))),
        ("get_next", CFUNCTYPE(c_int, c_void_p, POINTER(ArrowArray))),
        ("get_last_error", CFUNCTYPE(c_char_p, c_void_p)),
        ("release", c_void_p),
        ("private_data", c_void_p),
    ]


_pointer = ctypes.pythonapi.PyCapsule_GetPointer
_pointer.restype = c_void_p
_pointer.argtypes = [ctypes.py_object, c_char_p]

_Release = CFUNCTYPE(None, c_void_p)


class BorrowedArray:
    """An array that another library owns: what it exports stays alive as long as this does.

    Attributes:
        schema, array: addresses of the C structures.
        length: how many values.
    """

    __slots__ = ("_keep", "array", "length", "schema")

    def __init__(self, schema: int, array: int, keep: object) -> None:
        self.schema = schema
        self.array = array
        self.length: int = ArrowArray.from_address(array).length
        self._keep = keep


def exported(values: Any) -> BorrowedArray:
    """An object with ``__arrow_c_array__``."""
    schema, array = values.__arrow_c_array__()
    return BorrowedArray(_pointer(schema, b"arrow_schema"), _pointer(array, b"arrow_array"), (schema, array))


class _Owned:
    """A C structure that is released when nobody needs it any more."""

    __slots__ = ("structure",)

    def __init__(self, structure: ArrowArray | ArrowSchema) -> None:
        self.structure = structure

    def __del__(self) -> None:
        if self.structure.release:
            _Release(self.structure.release)(ctypes.addressof(self.structure))


def exported_chunks(values: Any) -> Iterator[BorrowedArray]:
    """The arrays of an object with ``__arrow_c_stream__``.

    Raises:
        OSError: what the stream says.
    """
    capsule = values.__arrow_c_stream__()
    address = _pointer(capsule, b"arrow_array_stream")
    stream = ArrowArrayStream.from_address(address)

    def check(status: int) -> None:
        if status != 0:
            message = stream.get_last_error(address) or b""
            raise OSError(status, message.decode("utf-8", "replace"))

    schema = _Owned(ArrowSchema())
    check(stream.get_schema(address, schema.structure))
    while True:
        array = _Owned(ArrowArray())
        check(stream.get_next(address, array.structure))
        if not array.structure.release:
            return
        yield BorrowedArray(
            ctypes.addressof(schema.structure), ctypes.addressof(array.structure), (capsule, schema, array)
        )
