// Reads a text while it is written.
import { problem } from "./elements.js";
import { reading } from "./reading.js";

const text = document.getElementById("text");
const place = document.getElementById("reading");
let reader = null;

text.addEventListener("input", async () => {
  reader?.abort();
  reader = new AbortController();
  const signal = reader.signal;
  if (!text.value.trim()) return place.replaceChildren();
  try {
    const shown = await reading(text.value, signal);
    if (!signal.aborted) place.replaceChildren(...shown);
  } catch (error) {
    if (error.name !== "AbortError") place.replaceChildren(problem(error));
  }
});
