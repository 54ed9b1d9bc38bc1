#!/usr/bin/env python3
"""Compares what attune reads of workbooks and JSON documents with what Python wrote into them.

    Tests/workbook.py ATTUNE MODEL

Random cells (texts, numbers, dates, truth values, gaps) are written by hand as .xlsx, compressed, and as JSON of four shapes.
The expected table is made by Python's csv, datetime and repr alone.
"""

from __future__ import annotations

import csv
import io
import json
import random
import subprocess
import sys
import tempfile
import zipfile
from datetime import datetime, timedelta
from pathlib import Path
from xml.sax.saxutils import escape

ROWS = 400
WORDS = [
    "great",
    "terrible",
    "parcel",
    "é",
    "😀",
    "a,b",
    'say "x"',
    "line\nbreak",
    "a;b",
    "tab\there",
    "&amp;",
    "<b>",
    " ",
]
NAMES = ["text", "stars", "when", "day", "ok", "note"]


def main(attune: str, model: str) -> None:
    draw = random.Random(20)
    strings: list[str] = []
    places: dict[str, int] = {}
    sheet = [row(1, [shared(name, strings, places) for name in NAMES])]
    expected = []
    records = []
    for number in range(ROWS):
        text = " ".join(draw.choices(WORDS, k=draw.randint(1, 8))) + f" {number % 50}"
        stars = draw.choice([draw.randint(-5, 10**9), draw.uniform(-1, 1), draw.uniform(0, 1e9), 0.1 + 0.2, 10.0])
        when = datetime(1901, 1, 1) + timedelta(seconds=draw.randint(0, 6_000_000_000))
        day = datetime(1901, 1, 1) + timedelta(days=draw.randint(0, 70_000))
        ok, note = draw.random() < 0.5, draw.choice(["", "x"])
        cells = [
            shared(text, strings, places) if draw.random() < 0.5 else f't="inlineStr"><is><t>{escape(text)}</t></is>',
            f"><v>{stars!r}</v>",
            f's="1"><v>{serial(when)!r}</v>',
            f's="2"><v>{int(serial(day))}</v>',
            f't="b"><v>{int(ok)}</v>',
            f't="str"><f>A1</f><v>{note}</v>' if note else None,
        ]
        sheet.append(row(2 * number + 2, cells))
        expected.append(
            [text, shortest(stars), when.isoformat(), day.date().isoformat(), "TRUE" if ok else "FALSE", note]
        )
        records.append({"text": text, "stars": stars, "tags": draw.sample(["a", "b", "c"], draw.randint(0, 3))})
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "book.xlsx"
        write(book, strings, "".join(sheet))
        for source in (["-"], [str(book)]):
            lines = run([attune, "classify", "-q", "--model", model, *source], book.read_bytes())
            table = list(csv.reader(io.StringIO(lines, newline="")))
            if source == ["-"] and not table:
                raise SystemExit("nothing was read of a pipe")
            check(table[0][: len(NAMES)], NAMES)
            check([line[: len(NAMES)] for line in table[1:]], expected)
        shapes = {
            "lines.jsonl": "".join(json.dumps(record) + "\n" for record in records),
            "array.json": json.dumps(records),
            "pretty.json": json.dumps(records, indent=4, ensure_ascii=False),
            "wrapped.json": json.dumps({"next": None, "data": {"reviews": records, "tags": ["a"]}}, indent=1),
        }
        for name, content in shapes.items():
            (Path(folder) / name).write_text(content)
            lines = run([attune, "classify", "-q", "--model", model, str(Path(folder) / name)], b"")
            read = [json.loads(line) for line in lines.splitlines()]
            for record in read:
                record.pop("sentiment")
            check(read, records)
    print("workbooks and JSON documents agree")


def run(command: list[str], content: bytes) -> str:
    return subprocess.run(command, input=content, stdout=subprocess.PIPE, check=True).stdout.decode()


def check(found: list, wanted: list) -> None:
    if len(found) != len(wanted):
        raise SystemExit(f"{len(found)} in place of {len(wanted)}")
    for one, other in zip(found, wanted):
        if one != other:
            raise SystemExit(f"{one!r}\nin place of\n{other!r}")


def serial(moment: datetime) -> float:
    return (moment - datetime(1899, 12, 30)) / timedelta(days=1)


def shortest(number: float) -> str:
    return str(int(number)) if number == int(number) else repr(number)


def shared(text: str, strings: list[str], places: dict[str, int]) -> str:
    if text not in places:
        places[text] = len(strings)
        strings.append(text)
    return f't="s"><v>{places[text]}</v>'


def row(number: int, cells: list[str | None]) -> str:
    inside = "".join(f'<c r="{chr(65 + at)}{number}" {cell}</c>' for at, cell in enumerate(cells) if cell)
    return f'<row r="{number}">{inside}</row>'


def write(path: Path, strings: list[str], rows: str) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "xl/workbook.xml", '<workbook xmlns:r="r"><sheets><sheet name="S" r:id="a"/></sheets></workbook>'
        )
        kinds = {"worksheet": "worksheets/sheet1.xml", "sharedStrings": "sharedStrings.xml", "styles": "styles.xml"}
        relations = "".join(f'<r Id="{kind[0]}" Type="t/{kind}" Target="{target}"/>' for kind, target in kinds.items())
        relations = relations.replace('Id="w"', 'Id="a"').replace("<r ", "<Relationship ")
        archive.writestr("xl/_rels/workbook.xml.rels", f"<Relationships>{relations}</Relationships>")
        inside = "".join(f"<si><t>{escape(text)}</t></si>" for text in strings)
        archive.writestr("xl/sharedStrings.xml", f"<sst>{inside}</sst>")
        formats = '<numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy hh:mm:ss"/></numFmts>'
        cells = '<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="14"/></cellXfs>'
        archive.writestr("xl/styles.xml", f"<styleSheet>{formats}{cells}</styleSheet>")
        archive.writestr("xl/worksheets/sheet1.xml", f"<worksheet><sheetData>{rows}</sheetData></worksheet>")


if __name__ == "__main__":
    main(*sys.argv[1:])
