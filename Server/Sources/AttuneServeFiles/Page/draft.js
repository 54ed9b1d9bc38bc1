// The draft, judged while it is written.
import { ask, oneAtATime } from "./api.js";
import { element, problem } from "./elements.js";

const draft = document.getElementById("draft");
const channel = document.getElementById("channel");
const score = document.getElementById("score");
const advice = document.getElementById("advice");
/** Drafts that have not been finished, by whom they answer; null for one that was begun without a message. */
const drafts = new Map();
let key = null;
let customer = "";
let suggestions = [];

const harmful = ["dismissive", "jargon", "canned", "blame", "shouting", "overpromise", "wrong_tone", "private_data"];

/** Puts a suggestion behind the draft in a field. */
function use(example, field) {
  const text = field.value;
  const written = text.replace(/ +$/, "");
  // A greeting of a few words takes a comma, a sentence that was not ended a full stop.
  const mark = /[\p{L}\p{N})]$/u.test(written) ? (written.trim().split(/\s+/).length > 3 ? "." : ",") : "";
  const gap = written && !/\s$/.test(written) ? " " : "";
  field.focus();
  field.setSelectionRange(written.length, text.length);
  // The only way of writing that Ctrl+Z takes back; it tells of the input.
  document.execCommand("insertText", false, mark + gap + example);
}

/** The score of a draft, 0 to 100. */
export function scoreOf(assessment) {
  return assessment?.score === null || assessment?.score === undefined ? "–" : assessment.score.toFixed(0);
}

const suggestionsOf = (assessment) => (assessment.suggestions ?? []).slice(0, 3);

/** What the draft in a field does and what would help it, as elements. */
export function adviceOn(assessment, field) {
  const items = Object.entries(assessment.items ?? {}).filter(([, level]) => level > 0);
  return [
    ...(assessment.reason ? [element("p", { class: "soft" }, `No score: ${assessment.reason}.`)] : []),
    element("ul", { class: "items", "aria-label": "What the draft does" }, items.map(([name, level]) =>
      element("li", { class: harmful.includes(name) ? "harms" : "has" }, `${name.replaceAll("_", " ")} ${level}`))),
    element("ol", { class: "advice", "aria-label": "What would help most" }, suggestionsOf(assessment).map((suggestion) =>
      element("li", {}, suggestion.advice, " ", suggestion.example
        ? element("button", { type: "button", onclick: () => use(suggestion.example, field) }, suggestion.example)
        : ""))),
  ];
}

function show(assessment) {
  score.value = scoreOf(assessment);
  suggestions = assessment ? suggestionsOf(assessment) : [];
  advice.replaceChildren(...(assessment ? adviceOn(assessment, draft) : []));
}

const judge = oneAtATime(async () => {
  if (!draft.value.trim()) return show(null);
  const judgedFor = key;
  try {
    const record = { reply: draft.value, channel: channel.value, ...(customer ? { customer } : {}) };
    const judged = await ask("/v1/reply", record);
    if (key === judgedFor) show(draft.value.trim() ? judged.empathy : null);
    draft.dataset.judged = record.reply;
  } catch (error) {
    advice.replaceChildren(problem(error));
  }
});

function keep() {
  const wasBegun = drafts.has(key);
  if (draft.value.trim()) drafts.set(key, { text: draft.value, channel: channel.value });
  else drafts.delete(key);
  if (wasBegun !== drafts.has(key)) dispatchEvent(new Event("drafts"));
}

/** Whether a reply to somebody has been begun; "drafts" is the event that tells of a change. */
export function isBegun(whom) {
  return drafts.has(whom);
}

/** Begins the reply to another message, of somebody and by a channel, or goes on with it. */
export function answer(whom, by) {
  // They have written again: the reply that was begun is the reply to that as well.
  if (whom === key && drafts.has(key)) return;
  // What was written before a message was opened is the reply to it.
  if (key === null && drafts.has(null) && !drafts.has(whom)) drafts.set(whom, drafts.get(null));
  drafts.delete(null);
  key = whom;
  customer = "";
  const begun = drafts.get(whom);
  channel.value = begun?.channel ?? by ?? channel.options[0].value;
  draft.value = begun?.text ?? "";
  show(null);
}

/** Judges the reply by what the customer wrote. */
export function judgeBy(text) {
  if (text === customer) return;
  customer = text;
  judge();
}

for (const [element, event] of [[draft, "input"], [channel, "change"]]) {
  element.addEventListener(event, () => {
    keep();
    judge();
  });
}
addEventListener("back", () => { if (advice.querySelector(".problem")) judge(); });
// Drafts are kept as long as the page is open.
addEventListener("beforeunload", (event) => { if (drafts.size) event.preventDefault(); });
draft.addEventListener("keydown", (event) => {
  const suggestion = event.altKey ? suggestions[Number(event.key) - 1] : undefined;
  if (!suggestion?.example) return;
  event.preventDefault();
  use(suggestion.example, draft);
});
