// Opens and closes the dialog when the circuit is cut and reconnected. If the server no longer knows the circuit, as
// after a restart, the page reloads: the job's id is in its address, so it shows the same job at its present step.
const dialog = document.getElementById("components-reconnect-modal");

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
    case "paused":
    case "resume-failed":
      location.reload();
      break;
  }
});

// Escape does not close it; it closes when the circuit is back.
dialog.addEventListener("cancel", (event) => event.preventDefault());
document.getElementById("reconnect-now").addEventListener("click", tryNow);
document.getElementById("reconnect-reload").addEventListener("click", () => location.reload());

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
