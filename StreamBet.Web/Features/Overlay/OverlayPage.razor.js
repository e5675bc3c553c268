// Shows what the events of an overlay say. All text is set as text, whoever wrote it.
const second = 1000;
const minute = 60 * second;

// How long the last state stays without news: of a server that doesn't come back, and of a market that waits for people.
const lostAfter = minute;
const quietAfter = 15 * minute;
const maxWait = 30 * second;
const sampleFor = 4 * second;

const overlay = document.querySelector(".overlay");
const part = (name) => overlay.querySelector(name);
const hideAfter = Number(overlay.dataset.hide) * second;

let state = null;
let isShown = false;
let shownAt = 0;
let lostAt = null;
let ahead = 0;
let wait = second;

const now = () => Date.now() + ahead;

function show(next) {
  state = next;
  shownAt = now();
  overlay.dataset.phase = state.phase;
  overlay.dataset.outcome = state.outcome?.toLowerCase() ?? "";
  part(".headline").textContent = state.headline;
  part(".rule").textContent = state.rule ?? "";
  part(".question").textContent = state.question;
  part(".question").dataset.length = state.question.length > 120 ? "long" : state.question.length > 60 ? "middle" : "short";
  part(".side.yes .odds").textContent = state.yes;
  part(".side.no .odds").textContent = state.no;
  part(".pool > :last-child").textContent = state.pool;
  part(".shares").hidden = state.yes_share === null;
  part(".shares > .yes").style.flexGrow = state.yes_share ?? 0;
  part(".shares > .no").style.flexGrow = 1 - (state.yes_share ?? 0);
  part(".outcome").textContent = state.outcome ?? "";
  part(".detail").textContent = state.detail ?? "";
  part(".progress").hidden = state.done === null;
  part(".progress > span").style.width = `${100 * (state.done ?? 0)}%`;
  showFrame(state.frame);
  tick();
}

function showFrame(frame) {
  const [figure, image] = [part(".frame"), part(".frame img")];
  if (!frame) {
    figure.hidden = true;
    image.removeAttribute("src");
    return;
  }
  if (image.getAttribute("src") === frame.address) return;
  figure.hidden = true;
  image.onload = () => (figure.hidden = false);
  image.src = frame.address;
  part(".frame figcaption").textContent = frame.caption;
  figure.querySelectorAll(".box").forEach((box) => box.remove());
  for (const [left, top, width, height] of frame.boxes) {
    const box = part(".picture").appendChild(document.createElement("span"));
    box.className = "box";
    Object.assign(box.style, { left: `${100 * left}%`, top: `${100 * top}%`, width: `${100 * width}%`, height: `${100 * height}%` });
  }
}

function inWords(left) {
  const seconds = Math.max(0, Math.ceil(left / second));
  if (seconds >= 3600) return `${Math.floor(seconds / 3600)}:${String(Math.floor((seconds % 3600) / 60)).padStart(2, "0")} h`;
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

function leftOf(at, words) {
  return at ? `${words} ${inWords(Date.parse(at) - now())}` : "";
}

function isOver() {
  if (lostAt !== null && Date.now() - lostAt > lostAfter) return true;
  if (state.phase === "none") return true;
  if (state.ended_at) return hideAfter > 0 && now() - Date.parse(state.ended_at) > hideAfter;
  return (state.phase === "locked" || state.phase === "review") && now() - shownAt > quietAfter;
}

function tick() {
  if (!state) return;
  part(".left").textContent = leftOf(state.locks_at, "locks in") || leftOf(state.pays_at, "pays out in");
  const shows = !isOver();
  if (shows === isShown) return;
  isShown = shows;
  overlay.classList.toggle("is-shown", isShown);
}

function connect() {
  const events = new EventSource(overlay.dataset.events);
  events.addEventListener("now", (event) => (ahead = Number(event.data) - Date.now()));
  events.addEventListener("state", (event) => {
    [wait, lostAt] = [second, null];
    show(JSON.parse(event.data));
  });

  // The browser gives up after some errors, such as that of a proxy whose server is being started anew.
  events.onerror = () => {
    events.close();
    lostAt ??= Date.now();
    setTimeout(connect, wait * (0.75 + Math.random() / 2));
    wait = Math.min(maxWait, 2 * wait);
  };
}

function showSamples(samples) {
  let next = 0;
  const soon = new Date(Date.now() + 95 * second).toISOString();
  const turn = () => {
    const sample = samples[next++ % samples.length];
    show({
      ...sample,
      locks_at: sample.phase === "open" ? soon : null,
      pays_at: sample.phase === "decided" ? soon : null,
    });
  };
  turn();
  if (samples.length > 1) setInterval(turn, sampleFor);
}

if (overlay.dataset.samples) showSamples(JSON.parse(overlay.dataset.samples));
else if (overlay.dataset.events) connect();
setInterval(tick, 250);
