// The framework begins a circuit with two requests and says nothing when the server refuses one, as when too many pages are open at the
// same network address. Asked again, the server says why.
const notice = document.getElementById("page-refused");

new PerformanceObserver((list) => {
  for (const { name, responseStatus } of list.getEntries()) {
    if (responseStatus >= 400 && responseStatus < 500 && new URL(name).pathname.startsWith("/_blazor/")) explain(name);
  }
}).observe({ type: "resource", buffered: true });

async function explain(address) {
  if (!notice.hidden) return;
  const method = new URL(address).pathname.endsWith("/negotiate") ? "POST" : "GET";
  const answer = await fetch(address, { method, cache: "no-store" });
  if (answer.ok) return;
  const { detail } = await answer.json();
  notice.firstElementChild.textContent = detail;
  notice.hidden = false;
}
