// Opens and closes the dialog when the circuit is cut and reconnected. A server that is about to stop gives the page its
// state, with which the page goes on at the next server that answers. If the circuit ended without that, as when a server
// was killed, the page reloads: the job's id is in its address, so it shows the same job at its present step.
const dialog = document.getElementById("components-reconnect-modal");

// A page that is taken over at once shows no dialog.
const unnoticed = 700;

dialog.addEventListener("components-reconnect-state-changed", ({ detail }) => {
  switch (detail.state) {
    case "show":
      if (!dialog.open) dialog.showModal();
      break;
    case "hide":
      dialog.close();
      break;
    case "failed":
      document.addEventListener("visibilitychange", tryWhenVisible);
      break;
    case "rejected":
    case "resume-failed":
      location.reload();
      break;
  }
});

// Escape does not close it; it closes when the circuit is back.
dialog.addEventListener("cancel", (event) => event.preventDefault());
document.getElementById("reconnect-now").addEventListener("click", tryNow);
document.getElementById("reconnect-reload").addEventListener("click", () => location.reload());

/** Takes the page's state from its server, which is about to stop, and goes on at the next server that answers. */
export function leave() {
  // Not awaited: the server's call must be answered before its circuit ends.
  setTimeout(moveOn);
}

async function moveOn() {
  const { scrollX, scrollY } = window;
  const showing = setTimeout(() => !dialog.open && dialog.showModal(), unnoticed);
  const isKept = await Blazor.pauseCircuit().catch(() => false);
  if (!isKept || !(await resume())) {
    await untilAnswered();
    location.reload();
    return;
  }
  clearTimeout(showing);
  dialog.close();
  scrollBack(scrollX, scrollY);
}

async function resume() {
  for (;;) {
    try {
      return await Blazor.resumeCircuit();
    } catch {
      await untilAnswered();
    }
  }
}

// Until some server takes pages; one that is about to stop refuses this address.
async function untilAnswered() {
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    try {
      if ((await fetch("_blazor/initializers", { cache: "no-store" })).ok) return;
    } catch {
      // No server is there.
    }
  }
}

// The page is drawn anew, piece by piece: it is back in its place as soon as it is long enough.
function scrollBack(x, y) {
  const seen = new ResizeObserver(back);
  seen.observe(document.body);
  const timer = setTimeout(() => seen.disconnect(), 5000);
  function back() {
    scrollTo({ left: x, top: y, behavior: "instant" });
    if (Math.abs(scrollY - y) > 1) return;
    seen.disconnect();
    clearTimeout(timer);
  }
}

async function tryNow() {
  document.removeEventListener("visibilitychange", tryWhenVisible);
  try {
    if (await Blazor.reconnect()) dialog.close();
    else location.reload();
  } catch {
    // The server cannot be reached; the dialog stays open and says so.
    document.addEventListener("visibilitychange", tryWhenVisible);
  }
}

function tryWhenVisible() {
  if (document.visibilityState === "visible") tryNow();
}
