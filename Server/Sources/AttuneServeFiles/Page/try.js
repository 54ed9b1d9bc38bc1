// Reads a text, the draft of a reply or a table while it is written.
import { ask, askOfFile, oneAtATime } from "./api.js";
import { adviceOn, scoreOf } from "./draft.js";
import { element, problem } from "./elements.js";
import { feeling, reading } from "./reading.js";

const $ = (id) => document.getElementById(id);
const text = $("text");
const place = $("reading");
const shownMost = 200;

/** The score of a draft and what would help it. */
async function judged() {
  const record = { reply: text.value, ...($("asked").value.trim() ? { customer: $("asked").value } : {}) };
  const { empathy, error } = await ask("/v1/reply", record);
  if (!empathy) throw new Error(error);
  return [
    element("p", { class: "score" }, element("output", {}, scoreOf(empathy)), element("span", { class: "soft" }, " of 100")),
    ...adviceOn(empathy, text),
  ];
}

/** The texts of a table, the most urgent first. */
async function read() {
  const isJSON = /^\s*(\{\s*"|\[\s*[{[])/.test(text.value);
  const name = isJSON ? "table.json" : text.value.split("\n", 1)[0].includes("\t") ? "table.tsv" : "table.csv";
  const queue = await askOfFile(`/v1/queue?state=all&name=${name}`, text.value);
  const { records, problems } = queue.status;
  return [
    element("p", {}, (records || problems ? `${queue.tickets.length} of ${records} messages, the most urgent first.`
      : "No message is found: a table has a header, and JSON is complete.")
      + `${problems ? ` ${problems} could not be read.` : ""} ${queue.findings.join(". ")}`),
    element("table", {},
      element("thead", {}, element("tr", {}, ["text", "feeling", "urgency"].map((name) => element("th", { scope: "col" }, name)))),
      element("tbody", {}, queue.tickets.slice(0, shownMost).map((ticket, index) => element("tr", {},
        element("td", { dir: "auto" }, queue.texts[index] || "(empty)"), element("td", {}, feeling(ticket)),
        element("td", {}, ticket.urgency.toFixed(2)))))),
  ];
}

const readings = { text: () => reading(text.value), draft: judged, table: read };

const show = oneAtATime(async () => {
  const kind = $("kind").value;
  const shown = text.value.trim() ? await readings[kind]().catch((error) => [problem(error)]) : [];
  if (kind === $("kind").value) place.replaceChildren(...shown);
});

text.addEventListener("input", show);
$("asked").addEventListener("input", show);
addEventListener("back", () => { if (place.querySelector(".problem")) show(); });
$("kind").addEventListener("change", () => {
  $("of-customer").hidden = $("kind").value !== "draft";
  show();
});
