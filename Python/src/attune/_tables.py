"""Texts in tables and in JSON lines, for ``python -m attune``: a column of CSV or TSV, a field of an object a line."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator

from ._documents import DocumentError, field_text, place_of

#: What may separate columns, the likeliest first.
_DELIMITERS = ",;\t|"


def table_texts(lines: Iterable[str], path: str, column: str | None, delimiter: str | None) -> Iterator[str]:
    """A column of every row; the first row names the columns.

    Args:
        lines: with their ends.
        column: None is the one that is called as texts are.
        delimiter: None is the one that the header has most often.
    """
    # A field may be as long as the input.
    csv.field_size_limit(1 << 31)
    lines = iter(lines)
    header = next(lines, "")
    if header[:4].lower() == "sep=" and len(header.rstrip("\r\n")) == 5:
        delimiter, header = header[4], next(lines, "")
    delimiter = delimiter or max(_DELIMITERS, key=lambda mark: _outside_quotes(header).count(mark))

    def without_nul() -> Iterator[str]:
        # Python's reader refuses NUL before 3.11.
        yield header.replace("\0", " ")
        for line in lines:
            yield line.replace("\0", " ")

    rows = csv.reader(without_nul(), delimiter=delimiter)
    names = next(rows, [])
    if not names:
        return
    place = place_of(path, names, column)
    for row in rows:
        if row:
            yield row[place] if place < len(row) else ""


def _outside_quotes(line: str) -> str:
    return "".join(line.split('"')[::2])


def json_line_texts(lines: Iterable[str], path: str, field: str) -> Iterator[str]:
    """A field of every object; "" where it is no text."""
    seen = rows = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            text = field_text(json.loads(line), field)
        except (ValueError, RecursionError) as error:
            raise DocumentError(f"{path}: line {number} is not valid JSON ({error})") from None
        rows += 1
        seen += text is not None
        yield text or ""
    if rows and not seen:
        raise DocumentError(f"no object of {path} has a text '{field}'")
