// Explore: the records counted by what they say. The address is the question.
import { get, save } from "./api.js";
import { correction } from "./correction.js";
import { decimal, element, ignored, problem } from "./elements.js";
import { bar, reading } from "./reading.js";

const $ = (id) => document.getElementById(id);
const facets = ["label", "tone", "aspect", "language", "channel", "agent", "month"];
const page = 50;
/** Of a facet, where all of them are wanted. */
const mostValues = 1000;
/** Set by the page: goes to an address. */
export const explore = { go: () => {} };
let asking = null;

function address(parameters) {
  const query = [...parameters].map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&");
  return `/explore${query ? `?${query}` : ""}`;
}

/** The address with a value chosen, or no longer. */
function toggled(facet, value) {
  const parameters = new URLSearchParams(location.search);
  const values = parameters.getAll(facet);
  parameters.delete(facet);
  const kept = values.includes(value) ? values.filter((other) => other !== value) : [...values, value];
  for (const other of kept) parameters.append(facet, other);
  return address(parameters);
}

/** The address with all values of the facets. */
function addressOfAll() {
  const parameters = new URLSearchParams(location.search);
  parameters.set("values", mostValues);
  return address(parameters);
}

function signed(number) {
  return decimal(number, 1, "+");
}

function net(figure) {
  return figure
    ? [element("span", { class: figure.lower > 0 ? "positive" : figure.upper < 0 ? "negative" : "" }, signed(figure.value)),
      element("br"), element("span", { class: "soft" }, `${signed(figure.lower)} … ${signed(figure.upper)}`)]
    : "–";
}

function table(facet) {
  const chosen = new URLSearchParams(location.search).getAll(facet.facet);
  // The net sentiment of negative texts is no news.
  const isLabel = facet.facet === "label";
  const all = facet.values.reduce((sum, value) => sum + value.records, 0);
  const most = Math.max(...facet.values.map((value) => value.records));
  return element("table", {},
    element("caption", {}, facet.facet),
    element("thead", {}, element("tr", {},
      element("th", { scope: "col" }, "value"), element("th", { scope: "col" }, "records"),
      element("th", { scope: "col" }, isLabel ? "share" : "net sentiment"))),
    element("tbody", {}, facet.values.map((value) => {
      const length = element("span", { class: "bar" });
      length.style.width = `${100 * value.records / most}%`;
      const isChosen = chosen.includes(value.value);
      return element("tr", { "aria-current": isChosen ? "true" : null },
        element("th", { scope: "row" },
          element("a", { "data-value": `${facet.facet}\n${value.value}`, href: toggled(facet.facet, value.value), dir: "auto" }, `${isChosen ? "✓ " : ""}${value.value}`), length),
        element("td", {}, value.records.toLocaleString("en")),
        element("td", {}, isLabel ? `${(100 * value.records / all).toFixed(1)} %` : net(value.net)));
    })),
    facet.more ? element("tfoot", {}, element("tr", {}, element("td", { colspan: 3 },
      element("a", { href: addressOfAll() }, `${facet.more.toLocaleString("en")} more`)))) : null);
}

/** A text of the list, which opens to its explanation. */
function item(line) {
  const body = element("div", { hidden: true });
  const button = element("button", {
    type: "button", class: "plain", "aria-expanded": "false", onclick: async () => {
      const isOpen = button.getAttribute("aria-expanded") === "true";
      button.setAttribute("aria-expanded", `${!isOpen}`);
      body.hidden = isOpen;
      if (isOpen || body.childNodes.length) return;
      try {
        const whole = await get(`/v1/record?number=${line.number}`);
        if (!whole) throw new Error("This text is not among the records any more.");
        body.replaceChildren(...await reading(whole.text, whole), correction(whole.text, whole.correction));
      } catch (error) {
        body.replaceChildren(problem(error));
      }
    },
  }, element("span", { class: "line", dir: "auto" }, line.text || "(empty)"));
  return element("li", {}, bar(line.label, line.score), button,
    element("span", { class: "meta" },
      [line.label, `urgency ${line.urgency.toFixed(2)}`, line.time?.slice(0, 10), line.channel, line.agent, line.tones.join(", "),
        line.aspects.map((aspect) => `${aspect.aspect} (${aspect.label})`).join(", ")]
        .filter(Boolean).map((part) => element("span", { dir: "auto" }, part))),
    body);
}

function showChosen(parameters) {
  $("chosen").replaceChildren(...facets.flatMap((facet) => parameters.getAll(facet).map((value) =>
    element("li", {}, element("button", {
      type: "button", "data-value": `${facet}\n${value}`, onclick: () => explore.go(toggled(facet, value)), "aria-label": `Remove the filter ${facet}: ${value}`,
    }, `${facet}: ${value} ✕`)))));
}

function showData(figures) {
  const query = location.search;
  const link = (href, text) => element("a", {
    href, download: true, onclick: async (event) => {
      if (!sessionStorage.getItem("token")) return;
      event.preventDefault();
      try {
        await save(href, href.slice(1).split("?")[0]);
      } catch (error) {
        $("explore-note").replaceChildren(problem(error));
      }
    },
  }, text);
  const texts = query ? `${query}&show=texts` : "?show=texts";
  $("data").replaceChildren(...(figures.records
    ? ["Data: ", link(`/explore.json${query}`, "JSON"),
      // A table cannot say what of the search could not be searched.
      ...(figures.ignored.length ? [] : [", ", link(`/explore.csv${query}`, "figures as CSV"), ", ",
        link(`/explore.csv${texts}`, "texts as CSV")])] : []));
}

async function ask(from) {
  const parameters = new URLSearchParams(location.search);
  parameters.set("from", from);
  parameters.set("count", page);
  return get(`/explore.json?${address(parameters).split("?")[1]}`, asking.signal);
}

/** Puts the focus back on the value that had it, or near it, when that is no longer there. */
function refocus(value, isChosen) {
  if (!value || document.activeElement !== document.body && document.activeElement?.isConnected) return;
  const [list, other] = isChosen ? ["chosen", "facets"] : ["facets", "chosen"];
  const find = (id) => [...$(id).querySelectorAll("[data-value]")].find((element) => element.dataset.value === value);
  (find(list) ?? find(other) ?? $("chosen").querySelector("button") ?? $("words")).focus();
}

/** Shows what the address asks. */
export async function showExplore() {
  const focused = document.activeElement?.dataset?.value;
  const isChosen = document.activeElement?.closest?.("#chosen") !== null;
  const parameters = new URLSearchParams(location.search);
  $("words").value = parameters.get("q") ?? "";
  $("sort").value = parameters.get("sort") ?? "urgent";
  showChosen(parameters);
  asking?.abort();
  asking = new AbortController();
  try {
    const figures = await ask(0);
    const all = figures.net
      ? `; net sentiment ${signed(figures.net.value)} (${signed(figures.net.lower)} … ${signed(figures.net.upper)})` : "";
    $("explore-note").textContent = figures.records
      ? `${figures.matching.toLocaleString("en")} of ${figures.records.toLocaleString("en")} records${all}.`
        + ignored(figures) + (figures.status.isReading ? " Files are still being read." : "")
      : "No records. Start the server with files: attune serve reviews.csv";
    showData(figures);
    $("facets").replaceChildren(...figures.facets.filter((facet) => facet.values.length).map(table));
    $("texts").replaceChildren(...figures.texts.map(item));
    $("more").hidden = figures.texts.length < page;
    refocus(focused, isChosen);
  } catch (error) {
    if (error.name !== "AbortError") $("explore-note").replaceChildren(problem(error));
  }
}

addEventListener("back", () => { if ($("explore-note").querySelector(".problem")) showExplore(); });
$("more").addEventListener("click", async () => {
  try {
    const next = await ask($("texts").children.length);
    $("texts").append(...next.texts.map(item));
    $("more").hidden = next.texts.length < page;
  } catch (error) {
    if (error.name !== "AbortError") $("explore-note").replaceChildren(problem(error));
  }
});

function submit() {
  const parameters = new URLSearchParams(location.search);
  for (const [name, value] of [["q", $("words").value.trim()], ["sort", $("sort").value === "urgent" ? "" : $("sort").value]]) {
    if (value) parameters.set(name, value);
    else parameters.delete(name);
  }
  explore.go(address(parameters));
}
$("explore-form").addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
});
$("sort").addEventListener("change", submit);
