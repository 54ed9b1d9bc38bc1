// Requests to this server, and to no other.

/** An answer that is an error: its status and what the server says. */
export class Refusal extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

let isAsking = null;

/** Asks for the token, once for all requests that need it; false where the person gives none. */
function token(wasWrong) {
  isAsking ??= new Promise((resolve) => {
    const dialog = document.getElementById("ask-token");
    const input = document.getElementById("token");
    document.getElementById("token-note").textContent = wasWrong ? "The server has refused this token." : "";
    dialog.returnValue = "";
    dialog.addEventListener("close", () => {
      const given = dialog.returnValue ? input.value : "";
      if (given) sessionStorage.setItem("token", given);
      input.value = "";
      isAsking = null;
      resolve(given !== "");
    }, { once: true });
    dialog.showModal();
  });
  return isAsking;
}

/** The server does not answer. */
export const goneNote = "The server does not answer. This page goes on when it is back.";

async function fetched(path, options) {
  try {
    return await fetch(path, options);
  } catch (error) {
    // What the page itself has ended is no fault.
    throw error.name === "AbortError" ? error : new Error(goneNote);
  }
}

const busy = 503;
/** How often a request is sent again while the server has too much to do. */
const mostTries = 5;

async function send(path, options) {
  for (let tries = 1; ; tries++) {
    const known = sessionStorage.getItem("token");
    const headers = { ...options.headers, ...(known ? { Authorization: `Bearer ${known}` } : {}) };
    const answer = await fetched(path, { ...options, headers });
    if (answer.status === busy && tries < mostTries) {
      await wait(1000 * (Number(answer.headers.get("Retry-After")) || 1));
      continue;
    }
    if (answer.status !== 401) return answer;
    // Another request may have asked for it meanwhile.
    if (known === sessionStorage.getItem("token") && !await token(known !== null)) return answer;
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
export async function ask(path, record) {
  const answer = await send(path, {
    method: "POST", body: JSON.stringify(record), headers: { "Content-Type": "application/json" },
  });
  return JSON.parse(await text(answer));
}

/** The answer to the bytes of a file. */
export async function askOfFile(path, file) {
  const answer = await send(path, {
    method: "POST", body: file, headers: { "Content-Type": "application/octet-stream" },
  });
  return JSON.parse(await text(answer));
}

/** `work`, of which one runs at a time; calls while it runs are one more run behind it. */
export function oneAtATime(work) {
  let isRunning = false;
  let isWaiting = false;
  return async function run() {
    if (isRunning) {
      isWaiting = true;
      return;
    }
    isRunning = true;
    try {
      await work();
    } finally {
      isRunning = false;
      if (isWaiting) {
        isWaiting = false;
        run();
      }
    }
  };
}

/** What is fetched, as JSON; null where there is none. */
export async function get(path, signal) {
  const answer = await send(path, { signal });
  if (answer.status === 404) return null;
  return JSON.parse(await text(answer));
}

/** Saves what is fetched as a file; a link could not carry the token. */
export async function save(path, name) {
  const answer = await send(path, {});
  if (!answer.ok) await text(answer);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await answer.blob());
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

/** Reads events until the server ends them, or refuses them. */
async function stream(path, take, begun) {
  const answer = await send(path, {});
  if (!answer.ok) return false;
  begun();
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return true;
    const parts = (rest + value).split("\n\n");
    rest = parts.pop();
    for (const part of parts) {
      const data = part.split("\n").find((line) => line.startsWith("data: "));
      if (data) take(JSON.parse(data.slice(6)));
    }
  }
}

const wait = (time) => new Promise((resolve) => setTimeout(resolve, time));

/**
 * Calls `take` with each event that the server sends, as long as the page is open, and `tell` with whether the server is there
 * when that changes.
 *
 * A browser has few connections to a server for all of its tabs: one of them has the stream, and tells the others. Where tabs
 * cannot agree on that (an address that is neither https nor of this machine), each one that is seen asks now and then.
 */
export async function listen(path, take, tell) {
  if (!navigator.locks) {
    for (;;) {
      await wait(5000);
      if (!document.hidden) take({});
    }
  }
  const others = new BroadcastChannel(path);
  let isThere = true;
  const note = (is) => {
    if (is !== isThere) tell(is);
    isThere = is;
  };
  others.onmessage = ({ data }) => data.event ? take(data.event) : note(data.isThere);
  const noteAll = (is) => {
    others.postMessage({ isThere: is });
    note(is);
  };
  for (let pause = 1000; ; pause = Math.min(2 * pause, 30000)) {
    await navigator.locks.request(path, async () => {
      try {
        const isRead = await stream(path, (event) => {
          others.postMessage({ event });
          take(event);
        }, () => noteAll(true));
        if (isRead) pause = 1000;
        // Where too many listen already, this one asks now and then.
        else take({});
      } catch {
        // The server is gone; it may come back.
        noteAll(false);
      }
    });
    await wait(pause);
  }
}
