"""Texts in workbooks and JSON documents, for ``python -m attune``: with the standard library, and so for small files only.
The command ``attune`` reads large ones, and dates, numbers and other sheets."""

from __future__ import annotations

import json
import re
import zipfile
from typing import Any
from xml.etree import ElementTree

#: Bytes of a document, unpacked.
LIMIT = 64 << 20


class DocumentError(ValueError):
    """What is wrong with a document, for a person."""


def workbook_texts(path: str, column: str | None) -> list[str]:
    """A column of the first sheet of an .xlsx file that has rows; the first row names the columns."""
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(part.file_size for part in archive.infolist()) > LIMIT:
                raise DocumentError(f"{path} is larger than {LIMIT >> 20} MiB unpacked; attune classify reads it")
            if "xl/workbook.xml" not in archive.namelist():
                raise DocumentError(
                    f"{path} is a ZIP archive other than an .xlsx workbook; attune classify may read it"
                )
            strings = _strings(archive)
            for sheet in _sheets(archive):
                rows = _rows(archive, sheet, strings)
                if rows:
                    return _column(path, rows, column)
    except (zipfile.BadZipFile, ElementTree.ParseError, KeyError, IndexError, RuntimeError) as error:
        raise DocumentError(f"{path} is no workbook that can be read ({error})") from None
    return []


def json_texts(path: str, field: str) -> list[str | None]:
    """A field of every object of an array, or of the only array of objects inside an object; None without a text."""
    with open(path, "rb") as source:
        content = source.read(LIMIT + 1)
    if len(content) > LIMIT:
        raise DocumentError(f"{path} is larger than {LIMIT >> 20} MiB; attune classify reads it")
    try:
        try:
            document = json.loads(content)
        except json.JSONDecodeError:
            # An object a line.
            document = [json.loads(line) for line in content.splitlines() if line.strip()]
    except (ValueError, RecursionError) as error:
        raise DocumentError(f"{path} is not valid JSON ({error})") from None
    if isinstance(document, dict):
        arrays = list(_arrays(document, ""))
        if len(arrays) > 1:
            raise DocumentError(f"{path} has several arrays of objects: {', '.join(name for name, _ in arrays)}")
        document = arrays[0][1] if arrays else [document]
    if not isinstance(document, list):
        raise DocumentError(f"{path} holds no objects")
    texts = [field_text(record, field) for record in document]
    if texts and all(text is None for text in texts):
        raise DocumentError(f"no object of {path} has a text '{field}'")
    return texts


def _arrays(value: dict[str, Any], place: str) -> Any:
    for name, member in value.items():
        if isinstance(member, list) and member and isinstance(member[0], dict):
            yield place + name, member
        elif isinstance(member, dict):
            yield from _arrays(member, f"{place}{name}.")


def field_text(record: Any, field: str) -> str | None:
    value = record
    if not (isinstance(record, dict) and field in record):
        for step in field.split("."):
            if isinstance(value, dict):
                value = value.get(step)
            elif isinstance(value, list) and step.isdecimal() and int(step) < len(value):
                value = value[int(step)]
            else:
                return None
    else:
        value = record[field]
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return " ".join(value)
    return value if isinstance(value, str) else None


def _root(archive: zipfile.ZipFile, part: str) -> ElementTree.Element:
    content = archive.read(part)
    # No workbook declares entities, which could grow without end.
    if b"<!DOCTYPE" in content:
        raise DocumentError(f"{part} has a document type")
    return ElementTree.fromstring(content)


def _name(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _all(element: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    return [inner for inner in element.iter() if _name(inner) == name]


def _content(element: ElementTree.Element) -> str:
    """The text of a cell or shared string, without what says how it is pronounced."""
    parts: list[str] = []

    def walk(inner: ElementTree.Element) -> None:
        for child in inner:
            if _name(child) == "t":
                parts.append(child.text or "")
            elif _name(child) != "rPh":
                walk(child)

    walk(element)
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), "".join(parts))


def _strings(archive: zipfile.ZipFile) -> list[str]:
    part = "xl/sharedStrings.xml"
    return [_content(item) for item in _all(_root(archive, part), "si")] if part in archive.namelist() else []


def _sheets(archive: zipfile.ZipFile) -> list[str]:
    targets = {
        relation.get("Id"): relation.get("Target", "") for relation in _root(archive, "xl/_rels/workbook.xml.rels")
    }
    sheets = []
    for sheet in _all(_root(archive, "xl/workbook.xml"), "sheet"):
        identifier = next(value for name, value in sheet.items() if name.endswith("}id"))
        target = targets[identifier]
        sheets.append(target.lstrip("/") if target.startswith("/") else f"xl/{target}")
    return sheets


def _rows(archive: zipfile.ZipFile, part: str, strings: list[str]) -> list[dict[int, str]]:
    rows = []
    for row in _all(_root(archive, part), "row"):
        cells: dict[int, str] = {}
        column = -1
        for cell in row:
            letters = re.match("[A-Z]{1,3}", cell.get("r", ""))
            column = column + 1 if letters is None else _number(letters[0])
            value = next((inner.text or "" for inner in cell if _name(inner) == "v"), "")
            kind = cell.get("t")
            text = strings[int(value)] if kind == "s" and value else _content(cell) if kind == "inlineStr" else value
            if text and kind != "e":
                cells[column] = text
        if cells:
            rows.append(cells)
    return rows


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _column(path: str, rows: list[dict[int, str]], column: str | None) -> list[str]:
    places = list(rows[0])
    place = places[place_of(path, list(rows[0].values()), column)]
    return [row.get(place, "") for row in rows[1:]]


#: What columns of texts are called, the likeliest first.
_USUAL = ("text", "comment", "comments", "review", "feedback", "message", "body", "content", "description")


def place_of(path: str, names: list[str], column: str | None) -> int:
    """The place of a column, by its name without regard to case and to blanks at its ends.

    Args:
        column: None is the one that is called as texts are.
    """
    folded = [name.replace("\xa0", " ").strip().casefold() for name in names]
    for wanted in _USUAL if column is None else (column.strip().casefold(),):
        if wanted in folded:
            return folded.index(wanted)
    missing = "--text COLUMN says which holds the texts" if column is None else f"there is no column '{column}'"
    raise DocumentError(f"{path}: {missing}; there are {', '.join(map(repr, names[:30]))}")
