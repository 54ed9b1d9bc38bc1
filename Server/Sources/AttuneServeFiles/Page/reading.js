// What a text says: its feeling and the words that say so.
import { ask } from "./api.js";
import { element, marked } from "./elements.js";

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
      title: `${range.pull > 0 ? "+" : ""}${range.pull.toFixed(2)}`,
    }));
}

/** The label with its score, as text and as a bar. */
export function feeling(sentiment) {
  if (!sentiment) return element("span", {}, "cannot be read");
  return element("span", {},
    element("strong", { class: sentiment.label }, sentiment.label), ` ${sentiment.score.toFixed(2)} `,
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
    min: -1, max: 1, low: -0.3, high: 0.3, optimum: 1, value: score, title: `${label} ${score.toFixed(2)}`,
    "aria-label": `${label} ${score.toFixed(2)}`,
  });
}

/** Everything that is said of a text, as elements. */
export async function reading(text, signal) {
  const [record, explanation, redacted] = await Promise.all([
    ask("/v1/classify?aspects=true&urgency=true&tones=nine", { text }, signal),
    ask("/v1/explain", { text }, signal),
    ask("/v1/redact", { text }, signal),
  ]);
  const rows = [["feeling", feeling(record.sentiment)]];
  if (record.sentiment?.language) rows.push(["language", record.sentiment.language]);
  if (record.tone?.length) rows.push(["tone", words(record.tone.map((tone) => tone.label))]);
  if (record.urgency) {
    const reasons = words(record.urgency.reasons.map((reason) => reason.reason));
    rows.push(["urgency", `${record.urgency.score.toFixed(2)}${reasons ? `: ${reasons}` : ""}`]);
  }
  if (record.aspects?.length) {
    rows.push(["about", words(record.aspects.map((aspect) => `${aspect.aspect} (${aspect.label})`))]);
  }
  const isPrivate = redacted.redacted !== text;
  const shown = element("div", { class: "text", dir: "auto" });
  const fill = (isOpen) => shown.replaceChildren(
    ...(isPrivate && !isOpen ? [redacted.redacted] : marked(text, ranges(explanation))));
  fill(false);
  const parts = [shown];
  if (isPrivate) {
    let isOpen = false;
    const button = element("button", {
      type: "button", "aria-pressed": "false",
      onclick: () => {
        isOpen = !isOpen;
        fill(isOpen);
        button.setAttribute("aria-pressed", `${isOpen}`);
      },
    }, "Show private data");
    parts.push(element("p", {}, button));
  }
  parts.push(element("dl", {}, rows.map(([name, value]) =>
    element("div", {}, element("dt", {}, name), element("dd", {}, value)))));
  return parts;
}
