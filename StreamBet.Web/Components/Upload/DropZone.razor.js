// The tab's files: taken by drop or choice, and sent when the server asks for them. Files stay here, so that a cut upload can
// be sent again and the clip can be played without the server.
const files = new Map();
const requests = new Map();
const root = document.documentElement;
let page;
let early = [];
let nextId = 1;
let depth = 0;

// From the first moment on, or a drop before the circuit is there would open the file in the place of the page.
addEventListener("dragenter", onEnter);
addEventListener("dragover", (event) => hasFiles(event) && event.preventDefault());
addEventListener("dragleave", onLeave);
addEventListener("drop", onDrop);

/** Hands files to a page from now on, and first those that were dropped before. */
export async function start(dotnetPage, input) {
  page = dotnetPage;
  input.addEventListener("change", () => {
    take([...input.files]);
    input.value = "";
  });
  const dropped = early;
  early = [];
  await take(dropped);
}

/** Sends a file to an address. What goes wrong is told to the page; what goes well the server sees for itself. */
export async function send(id, address) {
  const file = files.get(id);
  if (!file || !(await isReadable(file))) return fail(id, "changed");
  const request = new XMLHttpRequest();
  requests.set(id, request);
  request.open("PUT", address);
  request.setRequestHeader("Content-Type", "application/octet-stream");
  request.onload = () => request.status >= 400 && failWith(id, request);
  request.onerror = async () => fail(id, (await isReadable(file)) ? "lost" : "changed");
  request.onloadend = () => requests.delete(id);
  request.send(file);
}

/** Stops sending a file. */
export function stop(id) {
  requests.get(id)?.abort();
}

/** Forgets all files but these. */
export function keep(ids) {
  for (const id of files.keys()) if (!ids.includes(id)) files.delete(id);
}

/** Takes a clip that the server makes, as if it had been dropped. */
export async function takeFrom(address, name) {
  const answer = await fetch(address);
  if (!answer.ok) return (await answer.json().catch(() => ({}))).detail ?? `The server answered ${answer.status}.`;
  await take([new File([await answer.blob()], name, { type: "video/mp4" })]);
  return null;
}

/** The file itself, for the player. */
export const fileOf = (id) => files.get(id);

const hasFiles = (event) => event.dataTransfer?.types.includes("Files");

function onEnter(event) {
  if (!hasFiles(event)) return;
  event.preventDefault();
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
  const isFolder = (item) => item.webkitGetAsEntry?.()?.isDirectory;
  take([...event.dataTransfer.items].filter((item) => !isFolder(item)).map((item) => item.getAsFile()).filter(Boolean));
}

function endDrag() {
  depth = 0;
  root.classList.remove("is-dragging");
}

function take(chosen) {
  if (!page) early.push(...chosen);
  if (!page || chosen.length === 0) return Promise.resolve();
  const offers = chosen.map((file) => {
    const id = `file-${nextId++}`;
    files.set(id, file);
    return { id, name: file.name, size: file.size };
  });
  return tell("TakeAsync", offers);
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

const fail = (id, kind) => tell("SendFailedAsync", id, kind, null, null);

function failWith(id, request) {
  let problem = {};
  try {
    problem = JSON.parse(request.responseText);
  } catch {
    // A proxy in between answered; its status is all there is.
  }
  tell("SendFailedAsync", id, "refused", problem.code ?? "upload_refused", problem.detail ?? `The server answered ${request.status}.`);
}

// While the circuit is cut this is tried again; the dialog says meanwhile what is going on.
async function tell(method, ...values) {
  for (let attempt = 0; attempt < 120; attempt++) {
    try {
      return await page.invokeMethodAsync(method, ...values);
    } catch (error) {
      if (!/connection/i.test(String(error))) throw error;
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }
}
