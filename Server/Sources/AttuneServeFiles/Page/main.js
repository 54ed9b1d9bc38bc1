// The page: its views and its keys. Nothing is sent to anybody.
import { explore, showExplore } from "./explore.js";
import { move, startQueue } from "./queue.js";
import "./try.js";

const $ = (id) => document.getElementById(id);
const views = ["desk", "explore", "try"];

function view() {
  if (location.pathname === "/explore") return "explore";
  return location.hash === "#try" ? "try" : "desk";
}

function route() {
  const shown = view();
  for (const name of views) {
    $(name).hidden = name !== shown;
    if (name === shown) $(`to-${name}`).setAttribute("aria-current", "page");
    else $(`to-${name}`).removeAttribute("aria-current");
  }
  if (shown === "explore") showExplore();
}

/** Goes to an address of this page without leaving it: a draft stays. */
function go(address) {
  if (address === location.pathname + location.search + location.hash) return;
  history.pushState(null, "", address);
  route();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  if (!link || link.origin !== location.origin || event.ctrlKey || event.metaKey || event.shiftKey || link.download) return;
  if (link.pathname !== "/" && link.pathname !== "/explore" || link.classList.contains("skip")) return;
  event.preventDefault();
  go(link.pathname + link.search + link.hash);
});
addEventListener("popstate", route);
addEventListener("hashchange", route);
explore.go = go;

addEventListener("keydown", (event) => {
  const isTyping = ["INPUT", "TEXTAREA", "SELECT"].includes(document.activeElement?.tagName);
  const isInMessage = document.activeElement?.closest?.("section.message, section.draft");
  if (event.key === "Escape" && (isTyping || isInMessage)) {
    const queue = $("queue");
    (view() === "desk" ? queue.querySelector("[aria-current]") ?? queue.querySelector("button") ?? $("main") : $("main"))
      .focus();
    return;
  }
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  switch (event.key) {
    case "j": case "k": if (view() === "desk") move(event.key === "j" ? 1 : -1); break;
    case "r": if (view() === "desk") $("draft").focus(); break;
    case "/": ({ desk: $("find"), explore: $("words"), try: $("text") })[view()].focus(); break;
    case "d": go("/#desk"); break;
    case "e": go("/explore"); break;
    case "t": go("/#try"); break;
    case "?": $("keys").showModal(); break;
    default: return;
  }
  event.preventDefault();
});
$("show-keys").addEventListener("click", () => $("keys").showModal());

route();
startQueue();
