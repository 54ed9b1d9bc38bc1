// "That is wrong": what a verdict should have been.
import { ask } from "./api.js";
import { element } from "./elements.js";

const labels = ["negative", "neutral", "positive"];

/** Buttons that correct the verdict of a text; `known` is what somebody has corrected it to, as far as this page knows. */
export function correction(text, known) {
  const note = element("span", { role: "status" });
  const say = (label) => {
    note.textContent = label ? ` Noted as ${label}.` : "";
    for (const button of buttons) button.setAttribute("aria-pressed", `${button.textContent === label}`);
  };
  const correct = async (label) => {
    try {
      await ask("/v1/corrections", { text, label, known: known ?? "" });
      known = label;
      say(label);
    } catch (error) {
      // Somebody else has corrected it meanwhile: their label is shown, and the next click replaces it.
      const other = error.status === 409 ? /'(negative|neutral|positive)'/.exec(error.message)?.[1] ?? "" : null;
      if (other !== null) {
        known = other;
        say(other);
      }
      note.textContent = error.status === 404
        ? " Start the server with --corrections to keep this."
        : ` ${error.message}${other ? "; click again to replace it." : ""}`;
    }
  };
  const buttons = labels.map((label) =>
    element("button", { type: "button", "aria-pressed": "false", onclick: () => correct(label) }, label));
  say(known);
  return element("p", { class: "correct" }, "That is wrong, it is ", buttons.flatMap((button) => [button, " "]), note);
}
