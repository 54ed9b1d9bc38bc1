// Records of a file that a person has chosen.

/** The rows of a table (RFC 4180), by a delimiter. */
function rows(text, delimiter) {
  const rows = [];
  let row = [], field = "", isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (isQuoted) {
      if (character !== '"') field += character;
      else if (text[at + 1] === '"') field += text[++at];
      else isQuoted = false;
    } else if (character === '"' && field === "") isQuoted = true;
    else if (character === delimiter) row.push(field), field = "";
    else if (character === "\n") row.push(field.replace(/\r$/, "")), rows.push(row), row = [], field = "";
    else field += character;
  }
  if (field !== "" || row.length) row.push(field), rows.push(row);
  return rows.filter((row) => row.length > 1 || row[0] !== "");
}

const texts = ["text", "body", "message", "comment", "description", "content", "review"];

/** Finds the field of the text: by its name, else the one with the longest values. */
function textField(records) {
  const names = Object.keys(records[0] ?? {});
  const lower = names.map((name) => name.toLowerCase());
  for (const name of texts) if (lower.includes(name)) return names[lower.indexOf(name)];
  const length = (name) => records.slice(0, 100).reduce((sum, record) =>
    sum + (typeof record[name] === "string" ? record[name].length : 0), 0);
  return names.sort((a, b) => length(b) - length(a))[0];
}

/** The records of a file as lines of JSON with the field "text", and how many there are. */
export async function read(file) {
  const content = (await file.text()).replace(/^\uFEFF/, "");
  let records;
  if (/\.(csv|tsv)$/i.test(file.name)) {
    const first = content.slice(0, content.indexOf("\n") + 1 || content.length);
    const delimiter = [",", ";", "\t", "|"].sort((a, b) => first.split(b).length - first.split(a).length)[0];
    const [header = [], ...rest] = rows(content, delimiter);
    records = rest.map((row) => Object.fromEntries(header.map((name, index) => [name, row[index] ?? ""])));
  } else if (content.trimStart().startsWith("[")) {
    records = JSON.parse(content);
  } else {
    records = content.split("\n").filter((line) => line.trim()).map((line) => JSON.parse(line));
  }
  const field = textField(records);
  const lines = records.map((record) => JSON.stringify({ ...record, text: `${record[field] ?? ""}` }));
  return { lines: lines.join("\n") + "\n", count: records.length };
}
