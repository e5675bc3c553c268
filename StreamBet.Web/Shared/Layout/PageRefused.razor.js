// The framework begins a circuit with two requests and says nothing when the server refuses one, as when too many pages are open at the
// same network address. Asked again, once, the server says why.
const notice = document.getElementById("page-refused");
let isAsked = false;

new PerformanceObserver((list) => {
  const refused = list.getEntries().find(({ name, responseStatus }) =>
    responseStatus >= 400 && responseStatus < 500 && new URL(name).pathname.startsWith("/_blazor/"));
  if (!refused || isAsked) return;
  isAsked = true;
  explain(refused.name);
}).observe({ type: "resource", buffered: true });

async function explain(address) {
  const method = new URL(address).pathname.endsWith("/negotiate") ? "POST" : "GET";
  let sentence = "The server refused this page.";
  try {
    const answer = await fetch(address, { method, cache: "no-store" });
    if (answer.ok) sentence = "The server refused this page a moment ago, and takes it now.";
    else sentence = (await answer.json()).detail ?? sentence;
  } catch {
    // No server is there, or something before it refuses.
  }
  notice.firstElementChild.textContent = sentence;
  notice.hidden = false;
}
