// A press on "Stake" that a cut swallowed is not lost silently. The server counts the presses that it has answered: a form that is
// still open when the circuit is back, with a press unanswered, says where to look, until the answer comes after all.
const presses = new WeakMap();
const key = "unanswered-stake";

const isUnanswered = (form) => presses.get(form)?.answers === form.dataset.answers;
const openForms = () => [...document.querySelectorAll("form.stake")];

addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches?.("form.stake")) return;
  event.preventDefault(); // Without a circuit nobody else does, and the page would be left.
  form.querySelector("[data-lost]").hidden = true;
  presses.set(form, { answers: form.dataset.answers, words: form.querySelector("[type=submit]").textContent.trim() });
}, true);

// The words of a press that had no answer when the page left its server; the form itself is drawn anew.
let left;

document.getElementById("components-reconnect-modal")?.addEventListener("components-reconnect-state-changed", ({ detail }) => {
  if (detail.state === "paused") left = lostWords();
  if (detail.state !== "hide") return;
  if (left) tell(left);
  left = undefined;
  for (const form of openForms().filter(isUnanswered)) {
    const notice = form.querySelector("[data-lost]");
    notice.hidden = false;
    new MutationObserver((_, observer) => {
      if (isUnanswered(form)) return;
      notice.hidden = true;
      observer.disconnect();
    }).observe(form, { attributeFilter: ["data-answers"] });
  }
});

// Where the server no longer knows the circuit, the page is loaded again, and only the bets themselves tell what arrived.
addEventListener("pagehide", () => {
  const lost = left ?? lostWords();
  if (lost) sessionStorage.setItem(key, lost);
});

const kept = sessionStorage.getItem(key);
sessionStorage.removeItem(key);
if (kept) tell(kept);

function lostWords() {
  const lost = openForms().find(isUnanswered);
  return lost && presses.get(lost).words;
}

function tell(words) {
  const notice = document.createElement("div");
  notice.className = "plain-notice floating";
  notice.setAttribute("role", "alert");
  notice.dataset.test = "lost-stake";
  const bets = Object.assign(document.createElement("a"), { href: "bets", textContent: "My bets" });
  const close = Object.assign(document.createElement("button"), { type: "button", className: "quick", textContent: "Close" });
  close.addEventListener("click", () => notice.remove());
  notice.append(`The connection broke when you pressed “${words}”. It counted only if it is under `, bets, ". ", close);
  document.body.append(notice);
}
