// Requests to this server, and to no other.

/** An answer that is an error: its status and what the server says. */
export class Refusal extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

function token() {
  return new Promise((resolve) => {
    const dialog = document.getElementById("ask-token");
    dialog.addEventListener("close", () => {
      const input = document.getElementById("token");
      sessionStorage.setItem("token", input.value);
      input.value = "";
      resolve();
    }, { once: true });
    dialog.showModal();
  });
}

async function send(path, options) {
  for (let asked = false; ; asked = true) {
    const known = sessionStorage.getItem("token");
    const headers = { ...options.headers, ...(known ? { Authorization: `Bearer ${known}` } : {}) };
    const answer = await fetch(path, { ...options, headers });
    if (answer.status !== 401 || asked) return answer;
    await token();
  }
}

async function text(answer) {
  const body = await answer.text();
  if (answer.ok || answer.status === 422) return body;
  let message = `The server answered ${answer.status}.`;
  try {
    message = JSON.parse(body).error;
  } catch {
    // Not an answer of this server: a proxy's.
  }
  throw new Refusal(answer.status, message);
}

/** The answer to one record. */
export async function ask(path, record, signal) {
  const answer = await send(path, {
    method: "POST", body: JSON.stringify(record), signal, headers: { "Content-Type": "application/json" },
  });
  return JSON.parse(await text(answer));
}

/** The answers to many records, which are lines of JSON. */
export async function askAll(path, lines) {
  const answer = await send(path, {
    method: "POST", body: lines, headers: { "Content-Type": "application/x-ndjson" },
  });
  return (await text(answer)).split("\n").filter(Boolean).map((line) => JSON.parse(line));
}

/** What is fetched, as JSON; null where there is none. */
export async function get(path, signal) {
  const answer = await send(path, { signal });
  if (answer.status === 404) return null;
  return JSON.parse(await text(answer));
}

/** Calls `take` with each event that the server sends, as long as the page is open. */
export async function listen(path, take) {
  for (let pause = 1000; ; pause = Math.min(2 * pause, 30000)) {
    try {
      const answer = await send(path, {});
      if (answer.ok) {
        pause = 1000;
        const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
        let rest = "";
        for (;;) {
          const { value, done } = await reader.read();
          if (done) break;
          const parts = (rest + value).split("\n\n");
          rest = parts.pop();
          for (const part of parts) {
            const data = part.split("\n").find((line) => line.startsWith("data: "));
            if (data) take(JSON.parse(data.slice(6)));
          }
        }
      }
    } catch {
      // The server is gone; it may come back.
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}
