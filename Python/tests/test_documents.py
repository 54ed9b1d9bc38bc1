"""Workbooks and JSON documents of ``python -m attune``."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from attune.__main__ import main
from attune._documents import DocumentError, json_texts, workbook_texts

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def workbook(path: Path, rows: str) -> str:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", f'<w xmlns:r="{RELATIONS}"><sheet r:id="a"/><sheet r:id="b"/></w>')
        targets = '<r Id="a" Target="worksheets/1.xml"/><r Id="b" Target="/xl/worksheets/2.xml"/>'
        archive.writestr("xl/_rels/workbook.xml.rels", f"<rs>{targets}</rs>")
        archive.writestr(
            "xl/sharedStrings.xml", "<sst><si><t>comment</t></si><si><r><t>not </t></r><r><t>good</t></r></si></sst>"
        )
        archive.writestr("xl/worksheets/1.xml", "<worksheet/>")
        archive.writestr("xl/worksheets/2.xml", f"<worksheet>{rows}</worksheet>")
    return str(path)


ROWS = (
    '<row><c r="A1"><v>1</v></c><c r="C1" t="s"><v>0</v></c></row><row/>'
    '<row><c r="C3" t="s"><v>1</v></c></row><row><c r="C4" t="inlineStr"><is><t>great_x000A_!</t></is></c></row>'
    '<row><c r="A5"><v>1</v></c><c r="C5" t="e"><v>#N/A</v></c></row>'
)


def test_column_of_the_first_sheet_with_rows(tmp_path: Path) -> None:
    assert workbook_texts(workbook(tmp_path / "a.xlsx", ROWS), "comment") == ["not good", "great\n!", ""]
    with pytest.raises(DocumentError, match="no column 'text'"):
        workbook_texts(workbook(tmp_path / "a.xlsx", ROWS), "text")


def test_what_is_no_workbook(tmp_path: Path) -> None:
    (tmp_path / "b.xlsx").write_bytes(b"PK\x03\x04nothing")
    with pytest.raises(DocumentError):
        workbook_texts(str(tmp_path / "b.xlsx"), "text")
    with pytest.raises(DocumentError):
        workbook_texts(workbook(tmp_path / "c.xlsx", "<row>"), "text")


RECORDS = [{"text": "great", "a": [{"b": ["not", "good"]}]}, {"text": None}, {"text": "bad", "a": []}]


@pytest.mark.parametrize(
    "content",
    [
        json.dumps(RECORDS),
        json.dumps({"data": {"rows": RECORDS}, "tags": []}, indent=1),
        "\n".join(map(json.dumps, RECORDS)),
    ],
)
def test_json_of_any_shape(tmp_path: Path, content: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(content)
    assert json_texts(str(path), "text") == ["great", None, "bad"]
    assert json_texts(str(path), "a.0.b") == ["not good", None, None]
    with pytest.raises(DocumentError):
        json_texts(str(path), "boddy")


@pytest.mark.parametrize("content", ["[", "3", '{"a":[{}],"b":[{}]}', "[" * 100_000])
def test_json_that_cannot_be_read(tmp_path: Path, content: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(content)
    with pytest.raises(DocumentError):
        json_texts(str(path), "text")


def test_verdicts(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = workbook(tmp_path / "a.xlsx", ROWS)
    assert main([path, "--text", "comment"]) == 0
    assert [line.split("\t")[0] for line in capfd.readouterr().out.splitlines()][:2] == ["negative", "positive"]
    assert main([path, "--text", "nothing"]) == 65
