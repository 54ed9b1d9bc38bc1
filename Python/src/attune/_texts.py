"""Python's strings as bytes."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence

from . import _library
from ._errors import UnsupportedTypeError
from ._library import Text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def encoded(text: str) -> bytes:
    """UTF-8. Bytes that ``surrogateescape`` hid in a string come out as they were; other lone surrogates as bytes that
    are not UTF-8, which separate words."""
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        try:
            return text.encode("utf-8", "surrogateescape")
        except UnicodeEncodeError:
            return text.encode("utf-8", "surrogatepass")


def is_missing(value: object) -> bool:
    """None, NaN, pandas.NA, NaT."""
    if value is None:
        return True
    try:
        return bool(value != value)
    except (TypeError, ValueError):  # pandas.NA does not say; an array says too much.
        return type(value).__name__ == "NAType"


def encoded_or_missing(value: object, index: int | None = None) -> bytes | None:
    """The bytes of a text; None for one that is missing.

    Raises:
        UnsupportedTypeError: for what is neither; ``index`` says where it stands.
    """
    if isinstance(value, str):
        return encoded(value)
    if isinstance(value, bytes):
        return value
    if isinstance(value, (bytearray, memoryview)):
        return bytes(value)
    if is_missing(value):
        return None
    place = "" if index is None else f"text {index}: "
    raise UnsupportedTypeError(f"{place}expected str or bytes, not {type(value).__name__}")


class GatheredTexts:
    """Strings where they lie, as an array of pointers with lengths. Keeps the strings.

    Raises:
        TypeError, UnicodeEncodeError: not all of them are strings that are UTF-8: see ``EncodedTexts``.
    """

    def __init__(self, texts: list[object]) -> None:
        self._texts = texts
        self._array = bytearray(ctypes.sizeof(Text) * len(texts))
        self._start = (ctypes.c_char * len(self._array)).from_buffer(self._array)
        assert _library.gather_texts is not None
        _library.gather_texts(texts, len(texts), _library.LIST_ITEM, _library.STRING_UTF8, self.address)

    @property
    def address(self) -> int:
        return ctypes.addressof(self._start)


class EncodedTexts:
    """Texts of any kind as an array of pointers with lengths. Keeps the bytes."""

    def __init__(self, texts: Sequence[object], first: int = 0) -> None:
        self._bytes = [encoded_or_missing(text, first + index) for index, text in enumerate(texts)]
        self._array = (Text * len(self._bytes))(*(Text(text, 0 if text is None else len(text)) for text in self._bytes))

    @property
    def address(self) -> int:
        return ctypes.addressof(self._array)


def text_array(texts: list[Any], first: int = 0) -> GatheredTexts | EncodedTexts:
    """Texts for the library, without a copy when all are strings.

    Raises:
        UnsupportedTypeError: one is no text; ``first`` is added to its place.
    """
    if _library.gather_texts is not None:
        try:
            return GatheredTexts(texts)
        except (TypeError, UnicodeEncodeError):
            pass
    return EncodedTexts(texts, first)
