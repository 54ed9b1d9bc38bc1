// The page: a queue of messages, the open one, and the reply to it. Nothing is sent to anybody, and nothing is kept.
import { ask, askAll, get } from "./api.js";
import { answer } from "./draft.js";
import { element, problem } from "./elements.js";
import { reading } from "./reading.js";
import { read } from "./records.js";

const $ = (id) => document.getElementById(id);
const shownMost = 200;
let tickets = [];
let open = -1;
let current = null;

// Views

function route() {
  const view = location.hash === "#try" ? "try" : "desk";
  for (const name of ["desk", "try"]) {
    $(name).hidden = name !== view;
    if (name === view) $(`to-${name}`).setAttribute("aria-current", "page");
    else $(`to-${name}`).removeAttribute("aria-current");
  }
}
addEventListener("hashchange", route);
route();

// Queue

function matching() {
  const words = $("find").value.toLowerCase().split(/\s+/).filter(Boolean);
  const feeling = $("feeling").value;
  return tickets.filter((ticket) =>
    (!feeling || ticket.sentiment?.label === feeling)
    && words.every((word) => JSON.stringify(ticket).toLowerCase().includes(word)));
}

function showQueue() {
  const found = matching();
  $("queue").replaceChildren(...found.slice(0, shownMost).map((ticket) => {
    const urgency = ticket.triage?.urgency ?? ticket.urgency?.score ?? 0;
    const reasons = [...new Set((ticket.urgency?.reasons ?? []).map((reason) => reason.reason))].join(", ");
    const label = ticket.sentiment?.label ?? "";
    return element("li", {}, element("button", {
      type: "button", "aria-current": ticket === current ? "true" : null, onclick: () => openTicket(ticket),
    },
    element("span", { class: "excerpt", dir: "auto" }, `${ticket.text}`.slice(0, 300) || "(empty)"),
    element("span", { class: "meta" },
      element("span", {}, `urgency ${urgency.toFixed(2)}`), element("span", { class: label }, label),
      element("span", {}, reasons))));
  }));
  if (tickets.length) {
    $("queue-note").textContent =
      `${found.length} of ${tickets.length} messages, the most urgent first`
      + (found.length > shownMost ? `; ${shownMost} are shown.` : ".");
  }
}

async function load(file) {
  $("queue-note").textContent = "Reading …";
  try {
    const { lines, count } = await read(file);
    tickets = await askAll("/v1/triage?top=10000", lines);
    current = null;
    showQueue();
    if (tickets.length < count) $("queue-note").textContent += ` ${count} were read.`;
  } catch (error) {
    $("queue-note").replaceChildren(problem(error));
  }
}

$("file").addEventListener("change", (event) => { if (event.target.files[0]) load(event.target.files[0]); });
$("find").addEventListener("input", showQueue);
$("feeling").addEventListener("change", showQueue);

// Message

async function openTicket(ticket) {
  current = ticket;
  open = matching().indexOf(ticket);
  showQueue();
  $("queue").querySelector("[aria-current]")?.focus();
  answer(ticket.text);
  try {
    const shown = await reading(`${ticket.text}`);
    if (current !== ticket) return;
    $("message").replaceChildren(...shown, correction(ticket));
  } catch (error) {
    $("message").replaceChildren(problem(error));
  }
  showArticles(ticket);
}

/** Says that the verdict is wrong, where the server writes corrections. */
function correction(ticket) {
  const note = element("span", { role: "status" });
  const correct = async (label) => {
    try {
      await ask("/v1/corrections", { text: `${ticket.text}`, label });
      note.textContent = ` Noted as ${label}.`;
    } catch (error) {
      note.textContent = ` ${error.message}`;
    }
  };
  return element("p", {}, "That is wrong, it is ",
    ["negative", "neutral", "positive"].map((label) =>
      [element("button", { type: "button", onclick: () => correct(label) }, label), " "]), note);
}

async function showArticles(ticket) {
  const place = $("articles");
  try {
    const { articles } = await ask("/v1/articles", { text: `${ticket.text}` });
    if (current !== ticket) return;
    place.replaceChildren(articles.length
      ? element("ol", {}, articles.map((article) => element("li", {},
          element("strong", {}, article.title), element("br"), article.sentence)))
      : element("p", { class: "soft" }, "No article fits."));
  } catch (error) {
    place.replaceChildren(element("p", { class: "soft" },
      error.status === 404 ? "Start the server with --articles to see those that answer." : error.message));
  }
}

// Try

let reader = null;
$("text").addEventListener("input", async () => {
  reader?.abort();
  reader = new AbortController();
  const signal = reader.signal;
  const text = $("text").value;
  if (!text.trim()) return $("reading").replaceChildren();
  try {
    const shown = await reading(text, signal);
    if (!signal.aborted) $("reading").replaceChildren(...shown);
  } catch (error) {
    if (error.name !== "AbortError") $("reading").replaceChildren(problem(error));
  }
});

// Keys

addEventListener("keydown", (event) => {
  const isTyping = ["INPUT", "TEXTAREA", "SELECT"].includes(document.activeElement?.tagName);
  if (event.key === "Escape" && isTyping) {
    ($("queue").querySelector("[aria-current]") ?? $("queue").querySelector("button") ?? $("main")).focus();
    return;
  }
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const found = matching();
  switch (event.key) {
    case "j": case "k": {
      const next = Math.max(0, Math.min(found.length - 1, open + (event.key === "j" ? 1 : -1)));
      if (found[next]) openTicket(found[next]);
      break;
    }
    case "r": $("draft").focus(); break;
    case "/": $("find").focus(); break;
    case "?": $("keys").showModal(); break;
    default: return;
  }
  event.preventDefault();
});
$("show-keys").addEventListener("click", () => $("keys").showModal());

// Messages that the server was started with.
get("/v1/queue").then((found) => {
  if (!found?.length || tickets.length) return;
  tickets = found;
  showQueue();
}).catch((error) => $("queue-note").replaceChildren(problem(error)));
