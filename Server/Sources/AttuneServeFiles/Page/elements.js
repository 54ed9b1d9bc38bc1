// Elements of the page. What came from data becomes text, never markup.

const controls = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufff9-\ufffb]/g;

/** Text from data as people may see it: as reports do (`PrintableText`), it shows controls, and none turns the direction of writing. */
export function printable(text) {
  return text.replace(controls, (found) => {
    const code = found.charCodeAt(0);
    if ([0x09, 0x0d, 0x2028, 0x2029].includes(code)) return " ";
    return code < 0x20 ? String.fromCharCode(0x2400 + code) : code === 0x7f ? "\u2421" : `\\u{${code.toString(16)}}`;
  });
}

/** An element with attributes and children; strings are text. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value !== undefined && value !== null && value !== false) made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined)
    .map((child) => typeof child === "string" ? printable(child) : child));
  return made;
}

/** A paragraph that says what went wrong. */
export function problem(error) {
  return element("p", { class: "problem", role: "alert" }, error.message);
}

/** Parts of a text, with a class for each range, or another text; ranges are UTF-8 bytes, and of those that overlap the first counts. */
export function marked(text, ranges) {
  const bytes = new TextEncoder().encode(text);
  const decoder = new TextDecoder();
  const cut = (start, end) => printable(decoder.decode(bytes.slice(start, end)));
  const parts = [];
  let at = 0;
  for (const range of [...ranges].sort((a, b) => a.start - b.start)) {
    if (range.start < at || range.end <= range.start) continue;
    parts.push(cut(at, range.start));
    parts.push(element(range.name ?? "span", { class: range.class, title: range.title }, range.text ?? cut(range.start, range.end)));
    at = range.end;
  }
  parts.push(cut(at, bytes.length));
  return parts;
}

/** A number as people write it, with a minus sign, or with either sign. */
export function decimal(number, digits, plus = "") {
  const text = Math.abs(number).toFixed(digits);
  return `${number > 0 ? plus : number < 0 && Number(text) ? "−" : ""}${text}`;
}

/** A time as people write it: without the time of day where there is none. */
export function moment(time) {
  return (time ?? "").replace("T00:00:00", "").replace("T", " ");
}

/** What of a search cannot be searched. */
export function ignored(answer) {
  return answer.ignored.length ? ` Only letters and digits can be searched, not ${answer.ignored.join(" ")}.` : "";
}
