// The draft, judged while it is written.
import { ask } from "./api.js";
import { element, problem } from "./elements.js";

const draft = document.getElementById("draft");
const channel = document.getElementById("channel");
const score = document.getElementById("score");
const advice = document.getElementById("advice");
let customer = "";
let running = null;
let isWaiting = false;
let suggestions = [];

const harmful = ["dismissive", "jargon", "canned", "blame", "shouting", "overpromise", "wrong_tone", "private_data"];

function use(example) {
  const text = draft.value;
  const gap = text && !/\s$/.test(text) ? " " : "";
  draft.setRangeText(gap + example, draft.selectionEnd, draft.selectionEnd, "end");
  draft.focus();
  judge();
}

function show(assessment) {
  score.value = assessment?.score === null || assessment?.score === undefined ? "–" : assessment.score.toFixed(0);
  if (!assessment) return advice.replaceChildren();
  const items = Object.entries(assessment.items ?? {}).filter(([, level]) => level > 0);
  suggestions = (assessment.suggestions ?? []).slice(0, 3);
  advice.replaceChildren(
    ...(assessment.reason ? [element("p", { class: "soft" }, `No score: ${assessment.reason}.`)] : []),
    element("ul", { class: "items", "aria-label": "What the draft does" }, items.map(([name, level]) =>
      element("li", { class: harmful.includes(name) ? "harms" : "has" }, `${name.replaceAll("_", " ")} ${level}`))),
    element("ol", { class: "advice", "aria-label": "What would help most" }, suggestions.map((suggestion) =>
      element("li", {}, suggestion.advice, " ", suggestion.example
        ? element("button", { type: "button", onclick: () => use(suggestion.example) }, suggestion.example)
        : ""))));
}

/** One request at a time; what was typed meanwhile is judged behind it. */
async function judge() {
  if (running) {
    isWaiting = true;
    return;
  }
  if (!draft.value.trim()) return show(null);
  running = new AbortController();
  try {
    const record = { reply: draft.value, channel: channel.value, ...(customer ? { customer } : {}) };
    const judged = await ask("/v1/reply", record, running.signal);
    show(judged.empathy);
    draft.dataset.judged = record.reply;
  } catch (error) {
    advice.replaceChildren(problem(error));
  } finally {
    running = null;
    if (isWaiting) {
      isWaiting = false;
      judge();
    }
  }
}

/** Begins the reply to another message, which came by a channel. */
export function answer(message, by) {
  if (message === customer) return;
  customer = message;
  if ([...channel.options].some((option) => option.value === by)) channel.value = by;
  draft.value = "";
  show(null);
}

draft.addEventListener("input", judge);
channel.addEventListener("change", judge);
draft.addEventListener("keydown", (event) => {
  const suggestion = event.altKey ? suggestions[Number(event.key) - 1] : undefined;
  if (!suggestion?.example) return;
  event.preventDefault();
  use(suggestion.example);
});
