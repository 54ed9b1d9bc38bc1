"""The same answers as survey tools and spreadsheets export them, and the figures that are right for each file.

    python3 make.py          writes the files and expected.json
    python3 make.py --check  reads the files with Python's csv module and compares the figures with expected.json

The figures come from the files, not from the answers below: what separates the fields, and which records are the header,
is said here for each file, as a person would see it.
"""

import csv
import io
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).parent

COMMENTS = [
    "Great service, thank you", "The queue was awful", "Fine", 'They said "soon"; it took weeks', "Helpful, quick, kind",
    "Never again, terrible", "Friendly staff\nand a clean room", "Too expensive", "Wonderful; really", "It broke, twice",
    "Würde gern wiederkommen", "The app crashes | every day", "Lovely", "Rude on the phone", "Okay, I guess",
    "Excellent support\n\nand a fast refund", "Bad", "Good value, good food", "The worst trip ever", "Quick answer",
    "", "Love it", "Confusing form", "Perfect", "Slow, slow, slow", "Nice people", "Not good", "Superb",
    "Late again", "Happy with it",
]
ROWS = [(f"R{n + 1}", f"2024-03-{n + 1:02}", [5, 1, 3, 2, 5, 1, 4, 2, 5, 2][n % 10], c) for n, c in enumerate(COMMENTS)]


def text(rows, delimiter=",", end="\n", quoting=csv.QUOTE_MINIMAL):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows(rows)
    return out.getvalue()


def write(name, content):
    (HERE / name).write_bytes(content.encode())


def make():
    names = ["id", "date", "score", "comment"]
    write("plain.csv", text([names, *ROWS]))
    asked = ["id", "date", "How happy, all in all, in general, on the whole, are you?", "Comment"]
    write("semicolon.csv", ";".join(asked) + "\n" + text(ROWS, ";"))
    write("separator.csv", "sep=;\r\n" + text([names, *ROWS], ";", "\r\n"))
    write("bars.csv", text([names, *ROWS], "|"))
    titles = [["Feedback, spring 2024", "", "", ""], ["", "", "", ""]]
    write("titled.csv", text(titles + [["Id ", "DATE", "Score", "\u00a0Comment\u00a0"], *ROWS, *[[""] * 4] * 3], ",", "\r\n"))
    columns = ["ResponseId", "RecordedDate", "Q1", "Q2"]
    texts = ["Response ID", "Recorded Date", "How happy are you?", "What else,\nplease?"]
    ids = [json.dumps({"ImportId": i}, separators=(",", ":")) for i in ["_recordId", "recordedDate", "QID1", "QID2_TEXT"]]
    write("qualtrics.csv", text([columns, texts, ids, *ROWS]))
    asked = ["Respondent ID", "Start Date", "How happy are you?", "Which did you use?", "", "Anything else?"]
    options = ["", "", "Response", "Shop", "App", "Open-Ended Response"]
    answers = [(i, d, s, "Shop" if n % 2 else "", "App" if n % 3 else "", c) for n, (i, d, s, c) in enumerate(ROWS)]
    write("surveymonkey.csv", text([asked, options, *answers]))
    write("quoted.tsv", text([names, *ROWS], "\t"))
    rows = [text([row]).removesuffix("\n") for row in [names, *ROWS]]
    write("wrapped.csv", text([[row] for row in rows], quoting=csv.QUOTE_ALL))
    lines = [[field.replace("\n", " ") if isinstance(field, str) else field for field in row] for row in [names, *ROWS]]
    write("returns.csv", "\ufeff" + text(lines, ",", "\r"))


# Of each file: the delimiter, how many records come before the first answer, and the columns of score and comment.
FILES = {
    "plain.csv": (",", 1, "score", "comment"),
    "semicolon.csv": (";", 1, "how happy, all in all, in general, on the whole, are you?", "comment"),
    "separator.csv": (";", 2, "score", "comment"),
    "bars.csv": ("|", 1, "score", "comment"),
    "titled.csv": (",", 3, "score", "comment"),
    "qualtrics.csv": (",", 3, "Q1", "what else, please?"),
    "surveymonkey.csv": (",", 2, "how happy are you?", "Anything else?"),
    "quoted.tsv": ("\t", 1, "score", "comment"),
    "wrapped.csv": (",", 1, "score", "comment"),
    "returns.csv": (",", 1, "score", "comment"),
}


def figures(name, delimiter, header, score, comment):
    content = (HERE / name).read_bytes().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content, newline=""), delimiter=delimiter))
    if name == "wrapped.csv":
        rows = list(csv.reader(io.StringIO("".join(row[0] + "\n" for row in rows), newline="")))
    rows = [row for row in rows[header:] if any(row)]
    scores = [int(row[2]) for row in rows]
    texts = [row[-1] for row in rows]
    return {
        "score": score, "comment": comment, "records": len(rows), "sum": sum(scores),
        "satisfied": sum(s >= 4 for s in scores) / len(scores), "characters": sum(map(len, texts)),
        "first": texts[0], "last": texts[-1],
    }


def main():
    if "--check" not in sys.argv:
        make()
    found = {name: figures(name, *facts) for name, facts in FILES.items()}
    path = HERE / "expected.json"
    if "--check" in sys.argv:
        assert json.loads(path.read_text()) == found, "expected.json is not what the files hold"
    else:
        path.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n")


main()
