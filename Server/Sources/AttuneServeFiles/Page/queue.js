// The desk: a queue of messages, the open one, and the reply to it. Messages are those of the server, live, or of a file that a
// person has chosen, which is kept nowhere.
import { ask, askOfFile, get, goneNote, listen } from "./api.js";
import { correction } from "./correction.js";
import { answer, isBegun, judgeBy } from "./draft.js";
import { element, ignored, moment, problem } from "./elements.js";
import { bar, reading, secret } from "./reading.js";

const $ = (id) => document.getElementById(id);
const shownMost = 200;
/** Of the turns and other messages of a file; the server tells as many of its own. */
const mostTurns = 50;
const mostContacts = 20;
const filters = { feeling: "label", "of-channel": "channel", "of-aspect": "aspect" };
/** What a ticket waits for; `state` is what is shown of them. */
const states = ["waiting", "answered", "closed"];
/** From which difference on it is said that earlier messages make a ticket urgent. */
const namedRise = 0.05;
/** What is shown: of the server, or the file's that match. */
let tickets = [];
/** All of a file of one's own; null for the server's. */
let own = null;
let current = null;
let place = -1;

// Tickets

function isSame(one, other) {
  return one && other && (one === other || one.number !== undefined && one.number === other.number);
}

/** Whom the reply to a message answers: who wrote in the conversation, or the customer, or who wrote the message. */
function whom(ticket) {
  if (ticket.conversationNumber) return `conversation ${ticket.conversationNumber} ${ticket.file}`;
  if (ticket.customerNumber) return `customer ${ticket.customerNumber} ${ticket.file}`;
  return ticket.number ?? ticket;
}

function stateOf(ticket) {
  return ticket.isClosed ? "closed" : ticket.isAnswered ? "answered" : "waiting";
}

/** Says where earlier messages make a ticket urgent. */
function raised(ticket) {
  return ticket.urgency - ticket.ownUrgency >= namedRise ? [`earlier messages (${ticket.ownUrgency.toFixed(2)} by itself)`] : [];
}

function show() {
  const focused = document.activeElement?.closest?.("#queue li")?.dataset.number;
  $("queue").replaceChildren(...tickets.slice(0, shownMost).map((ticket, index) =>
    element("li", { "data-number": ticket.number ?? `own-${index}` }, element("button", {
      type: "button", "aria-current": isSame(ticket, current) ? "true" : null, onclick: () => open(ticket),
    },
    element("span", { class: "excerpt", dir: "auto" }, ticket.text || "(empty)"),
    element("span", { class: "meta" },
      element("span", {}, `urgency ${ticket.urgency.toFixed(2)}`), element("span", { class: ticket.label }, ticket.label),
      ticket.channel ? element("span", {}, ticket.channel) : null,
      stateOf(ticket) !== "waiting" ? element("span", {}, stateOf(ticket)) : null,
      ticket.messages > 1 ? element("span", {}, `${ticket.messages} messages${ticket.isFalling ? ", getting worse" : ""}`) : null,
      element("span", {}, [...ticket.reasons, ...raised(ticket)].join(", ")),
      isBegun(whom(ticket)) ? element("span", {}, "draft") : null)))));
  place = tickets.findIndex((ticket) => isSame(ticket, current));
  if (focused) $("queue").querySelector(`li[data-number="${CSS.escape(focused)}"] button`)?.focus();
}

// Of the server

let isAsking = false;
let isStale = false;

function query() {
  const parts = Object.entries(filters).flatMap(([id, name]) =>
    $(id).value ? [`${name}=${encodeURIComponent($(id).value)}`] : []);
  if ($("find").value.trim()) parts.push(`q=${encodeURIComponent($("find").value)}`);
  return [`count=${shownMost}`, "values=100", `state=${$("state").value}`, ...parts].join("&");
}

/** The values of a filter, of which the chosen one stays. */
function offer(id, values) {
  const select = $(id);
  const chosen = select.value;
  const names = values.map((value) => value.value);
  if (chosen && !names.includes(chosen)) names.unshift(chosen);
  const known = [...select.options].slice(1).map((option) => option.value);
  select.parentElement.hidden = names.length === 0;
  if (known.join("\n") === names.join("\n")) return;
  select.replaceChildren(element("option", { value: "" }, "all"), ...names.map((name) => element("option", { value: name }, name)));
  select.value = chosen;
}

function offerAll(facets) {
  for (const facet of facets) {
    if (facet.facet === "channel") offer("of-channel", facet.values);
    if (facet.facet === "aspect") offer("of-aspect", facet.values);
  }
}

/** How many of the records are shown, and how many are left out. */
function counted(counts, records) {
  const chosen = $("state").value;
  const sum = (names) => names.reduce((all, name) => all + counts[name], 0);
  const wanted = states.filter((name) => chosen === "all" || chosen === name);
  const others = states.filter((name) => !wanted.includes(name) && counts[name]);
  $("of-state").hidden = chosen === "waiting" && !others.length;
  const all = sum(wanted);
  const shown = all > shownMost ? `; ${shownMost} are shown` : "";
  const left = others.length ? ` Left out: ${others.map((name) => `${counts[name]} ${name}`).join(", ")}.` : "";
  return `${all} of ${records} messages${all ? `, the most urgent first${shown}` : ""}.${left}`;
}

function tell(queue) {
  const { records, status } = queue;
  const state = status.isReading ? " Reading …" : status.isFollowing ? " Live." : "";
  const problems = status.problems ? ` ${status.problems} could not be read.` : "";
  $("queue-note").textContent = records || state
    ? `${counted(queue, records)}${ignored(queue)}${state}${problems}`
    : "Choose a file. It is sent to this server only, which keeps nothing.";
  $("queue-problems").replaceChildren(...Object.values(status.notes).map((note) => problem({ message: note })));
}

/** Fetches the queue, one request at a time. */
async function refresh() {
  if (own) return;
  if (isAsking) {
    isStale = true;
    return;
  }
  isAsking = true;
  try {
    const queue = await get(`/v1/queue?${query()}`);
    if (own) return;
    tickets = queue.tickets;
    offerAll(queue.facets);
    show();
    tell(queue);
    tellOfNewer();
  } catch (error) {
    $("queue-note").replaceChildren(problem(error));
  } finally {
    isAsking = false;
    if (isStale) {
      isStale = false;
      refresh();
    }
  }
}

/** Says where the customer of the open message has written again. */
function tellOfNewer() {
  const newer = current?.customer
    ? tickets.find((ticket) =>
      ticket.customerNumber === current.customerNumber && ticket.number > current.number) : null;
  $("newer")?.replaceChildren(...newer
    ? ["This customer has written again. ", element("button", { type: "button", onclick: () => open(newer) }, "Show it")] : []);
}

// Of a file

/** Lines of a file, which have no number among the records of the server; with what is searched. */
function linesOf(file, lines, texts) {
  return lines.map((line, index) => ({
    ...line, number: undefined, place: line.number, file, full: texts[index],
    words: [texts[index], line.customer, line.channel, line.agent].join(" ").toLowerCase(),
  }));
}

/** A message of a file with its conversation and the other messages of its customer, as the server tells them of its own. */
function wholeOf(ticket) {
  const known = own.lines;
  const turns = ticket.conversationNumber
    ? known.filter((line) => line.conversationNumber === ticket.conversationNumber) : [];
  const contacts = ticket.customerNumber
    ? known.filter((line) => line.customerNumber === ticket.customerNumber && line !== ticket && line.isCustomers
        && line.label !== "no text" && !turns.includes(line))
      .reverse() : [];
  return {
    record: ticket, text: ticket.full, customer: own.customers.get(ticket.customerNumber) ?? ticket.customer,
    turns: turns.length > 1 ? turns.slice(-mostTurns) : [], contacts: contacts.slice(0, mostContacts),
    allTurns: turns.length, allContacts: contacts.length,
  };
}

function matching() {
  const words = $("find").value.toLowerCase().split(/\s+/).filter(Boolean);
  const [feeling, channel, aspect] = Object.keys(filters).map((id) => $(id).value);
  return own.tickets.filter((ticket) =>
    (!feeling || ticket.label === feeling) && (!channel || ticket.channel === channel)
    && (!aspect || ticket.aspects.some((found) => found.aspect === aspect))
    && words.every((word) => ticket.words.includes(word)));
}

function showOwn() {
  const found = matching();
  const chosen = $("state").value;
  tickets = found.filter((ticket) => chosen === "all" || stateOf(ticket) === chosen);
  show();
  const { records, problems } = own.status;
  const counts = Object.fromEntries(states.map((name) => [name, found.filter((ticket) => stateOf(ticket) === name).length]));
  const unread = problems ? ` ${problems} could not be read.` : "";
  $("queue-note").textContent =
    `${counted(counts, records)}${unread} ${own.findings.join(". ")}`;
}

/** The end of a file's name tells how it is read. */
const nameEnd = 40;

async function load(file) {
  $("queue-note").textContent = "Reading …";
  try {
    const queue = await askOfFile(`/v1/queue?state=all&name=${encodeURIComponent([...file.name].slice(-nameEnd).join(""))}`, file);
    // By which drafts are found again where the same file is chosen later.
    const name = `${file.name} ${file.size} ${file.lastModified}`;
    const tickets = linesOf(name, queue.tickets, queue.texts);
    const places = new Map(queue.order.map((number, index) => [number, index]));
    own = {
      tickets, status: queue.status, findings: queue.findings,
      lines: [...tickets, ...linesOf(name, queue.others, queue.otherTexts)]
        .sort((a, b) => places.get(a.place) - places.get(b.place)),
      customers: new Map(queue.tickets.map((ticket, index) => [ticket.customerNumber, queue.customers[index]])),
    };
    close();
    $("leave").hidden = false;
    $("queue-problems").replaceChildren();
    offerAll(queue.facets);
    showOwn();
  } catch (error) {
    $("queue-note").replaceChildren(problem(error));
  }
}

/** No message is open any more. */
function close() {
  current = null;
  answer(null);
  $("message").replaceChildren(element("p", { class: "soft" }, "No message is open."));
}

/** Closes the file of one's own, and goes back to the messages of the server. */
function leave() {
  own = null;
  close();
  $("file").value = "";
  $("leave").hidden = true;
  $("file").focus();
  for (const id of Object.keys(filters)) $(id).value = "";
  $("state").value = "waiting";
  tickets = [];
  show();
  refresh();
}

// Message

/** Opens the message that stands `step` below the open one. */
export function move(step) {
  const next = tickets[Math.max(0, Math.min(tickets.length - 1, place + step))];
  if (next) open(next, false);
}

/** A line of a history that opens to its message; the reply stays one to the same person. */
function contact(line, isCurrent, to) {
  return element("li", { "aria-current": isCurrent ? "true" : null }, bar(line.label, line.score),
    element("button", { type: "button", class: "plain", onclick: () => open(line, true, to) },
      element("span", { class: "line", dir: "auto" }, line.text || "(empty)"),
      element("span", { class: "meta" }, [line.writer, moment(line.time), line.channel].filter(Boolean).map((part) =>
        element("span", { dir: "auto" }, part)))));
}

function title(name, shown, all) {
  return all > shown.length ? `${name}: the last ${shown.length} of ${all}` : name;
}

/** Turns and other messages, each with its feeling as a small bar. */
function history(whole, to) {
  return [
    whole.turns.length ? element("h4", {}, title("Turns", whole.turns, whole.allTurns)) : null,
    whole.turns.length ? element("ol", { class: "turns" }, whole.turns.map((line) =>
      contact(line, isSame(line, whole.record), to))) : null,
    whole.contacts.length
      ? element("h4", {}, title("Other messages of this customer", whole.contacts, whole.allContacts)) : null,
    whole.contacts.length ? element("ol", { class: "contacts" }, whole.contacts.map((line) => contact(line, false, to))) : null,
  ].filter(Boolean);
}

function about(whole) {
  const line = whole.record;
  const parts = [
    ["customer", whole.customer !== line.customer ? secret(line.customer, whole.customer) : line.customer],
    ["from", line.writer], ["channel", line.channel], ["agent", line.agent], ["time", moment(line.time)],
  ].filter(([, value]) => value);
  return parts.length ? element("dl", {}, parts.map(([name, value]) =>
    element("div", {}, element("dt", {}, name), element("dd", { dir: "auto" }, value)))) : null;
}

/** Opens a ticket, or any line of a record; one that was chosen, and not passed by with the keys, is gone to. */
export async function open(ticket, goesThere = true, to = whom(ticket)) {
  current = ticket;
  answer(to, ticket.replyChannel);
  show();
  if (goesThere) {
    $("message-title").focus({ preventScroll: true });
    $("message-title").scrollIntoView({ block: "start" });
  } else {
    $("queue").querySelector("[aria-current]")?.focus();
  }
  await fill(ticket, to);
}

/** Fetches what is known of the open message, and shows it. */
async function fill(ticket, to) {
  try {
    const whole = ticket.number === undefined ? wholeOf(ticket) : await get(`/v1/record?number=${ticket.number}`);
    if (!isSame(current, ticket)) return;
    if (!whole) throw new Error("This message is not among the records any more.");
    const text = whole.text;
    judgeBy(text);
    const shown = await reading(text, whole);
    if (!isSame(current, ticket)) return;
    $("message").replaceChildren(
      element("p", { id: "newer", role: "status" }), ...shown,
      ...[about(whole), ...history(whole, to)].filter(Boolean), correction(text, whole.correction));
    tellOfNewer();
    showArticles(ticket, text);
  } catch (error) {
    if (isSame(current, ticket)) $("message").replaceChildren(problem(error));
  }
}

async function showArticles(ticket, text) {
  const place = $("articles");
  try {
    const { articles } = await ask("/v1/articles?whole=true", { text });
    if (!isSame(current, ticket)) return;
    place.replaceChildren(articles.length
      ? element("ol", {}, articles.map((article) => element("li", {},
          element("details", {},
            element("summary", {}, element("strong", {}, article.title), ` ${Math.round(100 * article.score)} %`,
              element("br"), article.sentence),
            element("div", { class: "text", dir: "auto" }, article.text),
            element("p", { class: "soft" }, article.source)))))
      : element("p", { class: "soft" }, "No article fits."));
  } catch (error) {
    place.replaceChildren(error.status === 404
      ? element("p", { class: "soft" }, "Start the server with --articles to see those that answer.") : problem(error));
  }
}

/** Fills the queue, and keeps it. */
export function startQueue() {
  addEventListener("drafts", show);
  $("leave").addEventListener("click", leave);
  $("file").addEventListener("change", (event) => { if (event.target.files[0]) load(event.target.files[0]); });
  for (const id of [...Object.keys(filters), "state"]) $(id).addEventListener("change", () => own ? showOwn() : refresh());
  $("find").addEventListener("input", () => own ? showOwn() : refresh());
  refresh();
  listen("/v1/events", () => refresh(), (isThere) => {
    // Where it could not be asked, it is asked again.
    if (isThere) {
      if (current && document.querySelector("#message > .problem, #articles > .problem")) fill(current, whom(current));
      dispatchEvent(new Event("back"));
    }
    if (own) return;
    if (isThere) refresh();
    else $("queue-note").replaceChildren(problem({ message: goneNote }));
  });
}
