// The tab's files: dropped or chosen, and sent when the server asks for them. Files stay in the browser, so that a
// broken upload can be sent again and the clip can be shown without the server.
const files = new Map();
const requests = new Map();
const root = document.documentElement;
const chosenKey = "chosen-markets";

// Calls that the server has not confirmed. A cut circuit swallows calls silently, so all of them are repeated when it
// is back; the server handles each only once.
const untold = new Map();
let page;
let nextId = 1;
let nextMessage = 1;
let depth = 0;

// Registered at once, or a drop before the circuit is there would replace the page with the file.
addEventListener("dragenter", onEnter);
addEventListener("dragover", onOver);
addEventListener("dragleave", onLeave);
addEventListener("drop", onDrop);
addEventListener("change", onChoice);

/** Connects the script to a page and repeats the calls that were made before. */
export function start(dotnetPage) {
  page = dotnetPage;
  document.getElementById("components-reconnect-modal")?.addEventListener("components-reconnect-state-changed", onReconnect);
  tellAgain();
}

/** Sends a file to an address, unless it is already being sent. Failures are reported to the page; the server itself
    sees a success. */
export async function send(id, address) {
  if (requests.has(id)) return;
  const request = new XMLHttpRequest();
  requests.set(id, request);
  const file = files.get(id);
  if (!file || !(await isReadable(file))) {
    requests.delete(id);
    return fail(id, "Changed");
  }
  request.open("PUT", address);
  request.setRequestHeader("Content-Type", "application/octet-stream");
  request.onload = () => request.status >= 400 && fail(id, "Refused");
  request.onerror = async () => fail(id, (await isReadable(file)) ? "Lost" : "Changed");
  request.onloadend = () => requests.delete(id);
  request.send(file);
}

/** Stops sending a file. */
export function stop(id) {
  requests.get(id)?.abort();
}

/** Forgets all files except these and those that the server has not heard of yet. */
export function keep(ids) {
  const unheard = [...untold.values()].flatMap(([, offers]) => (Array.isArray(offers) ? offers.map((offer) => offer.id) : []));
  for (const id of files.keys()) if (!ids.includes(id) && !unheard.includes(id)) files.delete(id);
}

/** Fetches a clip that the server makes, as if it had been dropped; returns why it failed, or null. */
export async function takeFrom(address, name) {
  try {
    const answer = await fetch(address);
    if (!answer.ok) return (await answer.json().catch(() => ({}))).detail ?? `The server answered ${answer.status}.`;
    take([new File([await answer.blob()], name, { type: "video/mp4" })]);
    return null;
  } catch {
    return "The clip could not be fetched. Check the connection and try again.";
  }
}

/** The markets that the next clip of this tab is to decide, as they were when the page was left. */
export function chosen() {
  try {
    const ids = JSON.parse(sessionStorage.getItem(chosenKey) ?? "[]");
    return Array.isArray(ids) ? ids.filter(Number.isSafeInteger) : [];
  } catch {
    return []; // Blocked or damaged storage keeps nothing.
  }
}

/** Keeps them for when the page is loaded again. */
export function keepChosen(ids) {
  try {
    sessionStorage.setItem(chosenKey, JSON.stringify(ids));
  } catch {
    // It is blocked or full: the choice lasts until the page is loaded again.
  }
}

/** Navigates to an address within the page. */
export function go(address, replace) {
  Blazor.navigateTo(address, { replaceHistoryEntry: replace });
}

/** The file itself, for display. */
export const fileOf = (id) => files.get(id);

// A file field handles its own drops.
const hasFiles = (event) => event.dataTransfer?.types.includes("Files") && !event.target.matches?.("input[type=file]");

// The receipts page takes no clips; a drop beside its fields must not replace the page either.
const takesClips = () => location.pathname !== "/verify";

function onOver(event) {
  if (!hasFiles(event)) return;
  event.preventDefault();
  if (!takesClips()) event.dataTransfer.dropEffect = "none";
}

function onEnter(event) {
  if (!hasFiles(event)) return;
  event.preventDefault();
  if (!takesClips()) return;
  depth++;
  root.classList.add("is-dragging");
}

function onLeave(event) {
  if (hasFiles(event) && --depth <= 0) endDrag();
}

function onDrop(event) {
  if (!hasFiles(event)) return;
  event.preventDefault();
  endDrag();
  if (!takesClips()) return;
  const isFolder = (item) => item.webkitGetAsEntry?.()?.isDirectory;
  take([...event.dataTransfer.items].filter((item) => !isFolder(item)).map((item) => item.getAsFile()).filter(Boolean));
}

function onChoice({ target }) {
  if (target.id !== "clip-file") return;
  take([...target.files]);
  target.value = "";
}

function endDrag() {
  depth = 0;
  root.classList.remove("is-dragging");
}

function take(chosen) {
  const offers = chosen.map((file) => {
    const id = `file-${nextId++}`;
    files.set(id, file);
    return { id, name: file.name, size: file.size };
  });
  if (offers.length > 0) tell("TakeAsync", offers);
}

// The browser refuses to read a file that was changed, moved or deleted since it was taken.
async function isReadable(file) {
  try {
    await file.slice(0, 1).arrayBuffer();
    await file.slice(-1).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}

const fail = (id, why) => tell("SendFailedAsync", id, why);

function tell(...message) {
  const number = nextMessage++;
  untold.set(number, message);
  tellOnce(number, message);
}

function tellOnce(number, message) {
  page?.invokeMethodAsync(...message).then(
    () => untold.delete(number),
    () => {}, // Repeated when the circuit is back.
  );
}

function onReconnect({ detail }) {
  if (detail.state === "hide") tellAgain();
}

function tellAgain() {
  for (const [number, message] of untold) tellOnce(number, message);
}
