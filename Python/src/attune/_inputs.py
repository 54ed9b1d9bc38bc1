"""Inputs as UTF-8: decompressed and decoded, block by block, as the command ``attune`` does it with more encodings."""

from __future__ import annotations

import codecs
import io
import zlib
from collections.abc import Iterable, Iterator
from typing import Any, Callable

#: Bytes that decide on an encoding.
_WINDOW = 1 << 16

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def as_utf8(blocks: Iterable[bytes], encoding: str | None, note: Callable[[str], None]) -> Iterator[bytes]:
    """Decompresses gzip and zstd, and turns other encodings into UTF-8.

    Args:
        blocks: what is read.
        encoding: one of Python's names; None finds it out.
        note: is told what was found out.

    Raises:
        ValueError: compressed data are damaged or cut off, after what comes before the damage.
        ImportError: zstd, and no pyarrow.
    """
    return _decoded(_decompressed(iter(blocks)), encoding, note)


def _first(blocks: Iterator[bytes], signatures: tuple[bytes, ...]) -> bytes:
    """The first block, longer if that shows whether it begins with a signature."""
    first = next(blocks, b"")
    while any(len(first) < len(sign) and sign.startswith(first) for sign in signatures):
        more = next(blocks, b"")
        if not more:
            break
        first += more
    return first


def _decompressed(blocks: Iterator[bytes]) -> Iterator[bytes]:
    gzip, zstd = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
    first = _first(blocks, (gzip, zstd))

    def all_blocks() -> Iterator[bytes]:
        yield first
        yield from blocks

    if first.startswith(gzip):
        yield from _gunzipped(all_blocks())
    elif first.startswith(zstd):
        yield from _unzstd(all_blocks())
    else:
        yield from all_blocks()


def _gunzipped(blocks: Iterator[bytes]) -> Iterator[bytes]:
    member = zlib.decompressobj(wbits=31)
    has_begun = False
    for block in blocks:
        while block:
            if member.eof:
                if not block.startswith(b"\x1f"):  # As gzip does: what is no member is ignored.
                    return
                member = zlib.decompressobj(wbits=31)
            has_begun = True
            try:
                text = member.decompress(block, _WINDOW)
            except zlib.error:
                raise ValueError("the input is damaged: its gzip data cannot be read further") from None
            if text:
                yield text
            block = member.unused_data if member.eof else member.unconsumed_tail
            if not text and not block and not member.eof:
                break
    if has_begun and not member.eof:
        raise ValueError("the input ends too early: its gzip data are cut off")


class Joined(io.RawIOBase):
    """Blocks as a file."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._blocks = blocks
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._rest = self._rest or next(self._blocks, b"")
        count = min(len(buffer), len(self._rest))
        buffer[:count], self._rest = self._rest[:count], self._rest[count:]
        return count


def _unzstd(blocks: Iterator[bytes]) -> Iterator[bytes]:
    try:
        import pyarrow as pa
    except ImportError:
        raise ImportError("zstd needs pyarrow: pip install pyarrow") from None
    try:
        with pa.CompressedInputStream(pa.PythonFile(Joined(blocks), "r"), "zstd") as stream:
            while block := stream.read(_WINDOW):
                yield block
    except OSError as error:
        raise ValueError(f"the input is damaged or cut off: {error}") from None


def _decoded(blocks: Iterator[bytes], encoding: str | None, note: Callable[[str], None]) -> Iterator[bytes]:
    head = _first(blocks, tuple(mark for mark, _ in _MARKS))
    decoder = None
    if encoding is not None:
        decoder = _decoder("cp1252" if codecs.lookup(encoding).name == "iso8859-1" else encoding)
    elif (found := _wide(head)) is not None:
        note(f"read as {found[1].upper()}")
        head, decoder = head[len(found[0]) :], _decoder(found[1])
    elif head.startswith(codecs.BOM_UTF8):
        head = head[len(codecs.BOM_UTF8) :]
    is_open = decoder is None
    block = head
    while block:
        if is_open and not block.isascii():
            is_open = False
            if _is_western(block[:_WINDOW]):
                note("read as Windows-1252")
                decoder = _decoder("cp1252")
        text = block if decoder is None else decoder.decode(block).encode("utf-8", "replace")
        if text:
            yield text
        block = next(blocks, b"")
    if decoder is not None and (text := decoder.decode(b"", True).encode("utf-8", "replace")):
        yield text


def _decoder(encoding: str) -> codecs.IncrementalDecoder:
    return codecs.getincrementaldecoder(encoding)("replace")


def _wide(head: bytes) -> tuple[bytes, str] | None:
    """A byte-order mark and its encoding; UTF-16 without one by its zeros."""
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return mark, encoding
    head = head[:_WINDOW]
    units = len(head) // 2
    even, odd = head[: 2 * units : 2].count(0), head[1 : 2 * units : 2].count(0)
    for high, low, encoding in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if units and high * 10 >= units * 7 and low * 20 <= high:
            return b"", encoding
    return None


def _is_western(text: bytes) -> bool:
    """Whether more than a fifth of what is beyond ASCII is not UTF-8, and may be Windows-1252."""
    if b"\0" in text or b"\xff" in text:
        return False
    try:
        codecs.getincrementaldecoder("utf-8")("strict").decode(text)
        return False
    except UnicodeDecodeError:
        decoded = text.decode("utf-8", "replace")
    invalid = decoded.count("\ufffd")
    return invalid * 4 > sum(not letter.isascii() for letter in decoded) - invalid
