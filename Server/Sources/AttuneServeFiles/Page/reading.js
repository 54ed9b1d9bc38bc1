// What a text says: its feeling and the words that say so.
import { ask } from "./api.js";
import { decimal, element, marked, printable } from "./elements.js";

/** How far a part of an explanation pulls to positive, and to negative below zero. */
function pull(part) {
  return (part.contributions.positive ?? 0) - (part.contributions.negative ?? 0);
}

const strong = 0.15;

/** Words that pull to either side, as ranges. */
function ranges(explanation) {
  const bytes = new Map();
  for (const part of explanation.parts ?? []) {
    if (part.end <= part.start || Math.abs(pull(part)) < strong) continue;
    const key = `${part.start}-${part.end}`;
    const known = bytes.get(key);
    bytes.set(key, { start: part.start, end: part.end, pull: pull(part) + (known?.pull ?? 0) });
  }
  return [...bytes.values()]
    .sort((a, b) => (a.end - a.start) - (b.end - b.start))
    .map((range) => ({
      start: range.start, end: range.end, class: range.pull > 0 ? "up" : "down",
      title: decimal(range.pull, 2, "+"),
    }));
}

/** The label with its score, as text and as a bar. */
export function feeling(sentiment) {
  if (!sentiment) return element("span", {}, "cannot be read");
  return element("span", {},
    element("strong", { class: sentiment.label }, sentiment.label), ` ${decimal(sentiment.score, 2)} `,
    element("meter", {
      min: -1, max: 1, low: -0.3, high: 0.3, optimum: 1, value: sentiment.score, "aria-label": "sentiment from -1 to 1",
    }));
}

function words(list) {
  return [...new Set(list)].join(", ");
}

/** A small bar of a feeling, with what it says for those who do not see it. */
export function bar(label, score) {
  return element("meter", {
    min: -1, max: 1, low: -0.3, high: 0.3, optimum: 1, value: score, title: `${label} ${decimal(score, 2)}`,
    "aria-label": `${label} ${decimal(score, 2)}`,
  });
}

/** A masked value, which a click shows as it is. */
export function secret(masked, value) {
  const shown = element("span", {}, masked);
  let isOpen = false;
  const button = element("button", {
    type: "button", class: "plain", onclick: () => {
      isOpen = !isOpen;
      shown.textContent = printable(isOpen ? value : masked);
      button.textContent = isOpen ? "hide" : "show";
    },
  }, "show");
  return [shown, " ", button];
}

const kinds = { date: "dates", amount: "amounts", id: "ids" };

/** Dates, amounts and numbers of orders in a text; a click on one shows its place. */
function chips(facts, show) {
  return Object.entries(kinds).map(([kind, name]) => [name, facts.filter((fact) => fact.kind === kind)])
    .filter(([, found]) => found.length)
    .map(([name, found]) => [name, element("ul", { class: "items" }, found.map((fact) => element("li", {}, element("button", {
      type: "button", class: "plain", title: `bytes ${fact.start} to ${fact.end}`, onclick: () => show(fact),
    }, fact.text))))]);
}

/** A text with what is private masked, and with marks in the rest of it. */
function masked(text, hidden, marks) {
  const shown = marks.filter((mark) => hidden.every((part) => mark.end <= part.start || mark.start >= part.end));
  return marked(text, [...hidden.map((part) => ({ ...part, class: "masked", text: part.as })), ...shown]);
}

/** Everything that is said of a text, as elements; of a record, as the texts of its file are read. */
export async function reading(text, whole) {
  const [record, explanation, redacted] = whole?.reading
    ? [whole.reading.classified, whole.reading.explained, whole.reading.redacted]
    : await Promise.all([
      ask("/v1/classify?aspects=true&urgency=true&tones=nine", { text }),
      ask("/v1/explain", { text }),
      ask("/v1/redact", { text }),
    ]);
  const rows = [["feeling", feeling(record.sentiment)]];
  if (record.sentiment?.language) rows.push(["language", record.sentiment.language]);
  if (record.tone?.length) rows.push(["tone", words(record.tone.map((tone) => tone.label))]);
  if (record.urgency) {
    const reasons = words(record.urgency.reasons.map((reason) => reason.reason));
    // What the customer wrote before adds to it.
    const all = whole?.record.isCustomers ? whole.record.urgency : record.urgency.score;
    const own = all.toFixed(2) !== record.urgency.score.toFixed(2)
      ? ` with earlier messages, ${record.urgency.score.toFixed(2)} by itself` : "";
    rows.push(["urgency", `${all.toFixed(2)}${own}${reasons ? `: ${reasons}` : ""}`]);
  }
  if (record.aspects?.length) {
    rows.push(["about", words(record.aspects.map((aspect) => `${aspect.aspect} (${aspect.label})`))]);
  }
  const shown = element("div", { class: "text", dir: "auto" });
  let isOpen = false;
  const fill = (marks) => shown.replaceChildren(...masked(text, isOpen ? [] : redacted.masked, marks));
  fill(ranges(explanation));
  /** Marks the place of a fact, in the masked text as well. */
  const place = (fact) => {
    fill([{ start: fact.start, end: fact.end, name: "mark" }]);
    (shown.querySelector("mark") ?? shown).scrollIntoView({ block: "nearest" });
  };
  rows.push(...chips(redacted.facts, place));
  const parts = [shown];
  if (redacted.masked.length) {
    const button = element("button", {
      type: "button",
      onclick: () => {
        isOpen = !isOpen;
        fill(ranges(explanation));
        button.textContent = isOpen ? "Hide private data" : "Show private data";
        button.classList.toggle("on", isOpen);
      },
    }, "Show private data");
    parts.push(element("p", {}, button));
  }
  parts.push(element("dl", {}, rows.map(([name, value]) =>
    element("div", {}, element("dt", {}, name), element("dd", {}, value)))));
  return parts;
}
