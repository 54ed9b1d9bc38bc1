"""Python's strings as bytes."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from itertools import islice

from . import _library
from ._errors import ChangedError, UnsupportedTypeError
from ._library import Text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def encoded(text: str) -> bytes:
    """UTF-8. Bytes that ``surrogateescape`` hid in a string come out as they were; other lone surrogates as bytes that
    are not UTF-8, which separate words."""
    # Not by the methods of a subclass, which may give anything.
    try:
        return str.encode(text, "utf-8")
    except UnicodeEncodeError:
        try:
            return str.encode(text, "utf-8", "surrogateescape")
        except UnicodeEncodeError:
            return str.encode(text, "utf-8", "surrogatepass")


def copied(data: bytes | bytearray | memoryview) -> bytes:
    """Bytes that nobody changes, and that are as many as they say."""
    return data if type(data) is bytes else memoryview(data).tobytes()


def is_missing(value: object) -> bool:
    """None, NaN, pandas.NA, NaT."""
    if value is None:
        return True
    try:
        return bool(value != value)
    except Exception:  # pandas.NA does not say; an array says too much; a signalling NaN objects.
        return type(value).__name__ == "NAType"


def encoded_or_missing(value: object, index: int | None = None) -> bytes | None:
    """The bytes of a text; None for one that is missing.

    Raises:
        UnsupportedTypeError: for what is neither; ``index`` says where it stands.
    """
    if isinstance(value, str):
        return encoded(value)
    if isinstance(value, (bytes, bytearray, memoryview)):
        return copied(value)
    if is_missing(value):
        return None
    place = "" if index is None else f"text {index}: "
    raise UnsupportedTypeError(f"{place}expected str or bytes, not {type(value).__name__}")


def part_of(texts: Sequence[object], first: int, last: int) -> list[object]:
    """Texts ``first`` to ``last`` of a sequence, which another thread may change at the same time.

    Raises:
        ChangedError: there are not so many of them.
    """
    try:
        part = texts[first:last]
    except (TypeError, KeyError):  # Not every sequence can be cut.
        try:
            part = [texts[index] for index in range(first, last)]
        except IndexError:
            part = []
    items = part if type(part) is list else list(islice(part, last - first + 1))
    if len(items) != last - first:
        raise ChangedError(f"the sequence has no {last} texts any more")
    return items


class GatheredTexts:
    """Strings where they lie, as an array of pointers with lengths. Keeps the strings.

    Attributes:
        count: how many there are.

    Raises:
        TypeError, UnicodeEncodeError: not all of them are strings that are UTF-8: see ``EncodedTexts``.
    """

    def __init__(self, texts: list[object]) -> None:
        self._texts = texts
        self._array = bytearray(ctypes.sizeof(Text) * len(texts))
        self._start = (ctypes.c_char * len(self._array)).from_buffer(self._array)
        assert _library.gather_texts is not None
        self.count: int = _library.gather_texts(
            texts, len(texts), _library.LIST_ITEM, _library.STRING_UTF8, self.address
        )
        if self.count != len(texts):
            raise TypeError

    @property
    def address(self) -> int:
        return ctypes.addressof(self._start)


class EncodedTexts:
    """Texts of any kind as an array of pointers with lengths. Keeps the bytes.

    Attributes:
        count: how many there are.
    """

    def __init__(self, texts: Sequence[object], first: int = 0) -> None:
        self._bytes = [encoded_or_missing(text, first + index) for index, text in enumerate(texts)]
        self.count = len(self._bytes)
        self._array = (Text * self.count)(*(Text(text, 0 if text is None else len(text)) for text in self._bytes))

    @property
    def address(self) -> int:
        return ctypes.addressof(self._array)


def text_array(texts: list[Any], first: int = 0) -> GatheredTexts | EncodedTexts:
    """Texts for the library, without a copy when all are strings. The list is nobody else's.

    Raises:
        UnsupportedTypeError: one is no text; ``first`` is added to its place.
    """
    if _library.gather_texts is not None:
        try:
            return GatheredTexts(texts)
        except (TypeError, UnicodeEncodeError):
            pass
    return EncodedTexts(texts, first)
