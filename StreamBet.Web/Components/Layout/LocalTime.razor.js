// A moment in the words and the time zone of whoever reads it. What it shows it keeps by itself, however often the page is
// drawn again.
class LocalTime extends HTMLElement {
  static observedAttributes = ["at"];

  connectedCallback() {
    this.time ??= this.appendChild(document.createElement("time"));
    this.attributeChangedCallback();
  }

  attributeChangedCallback() {
    if (!this.time) return;
    const at = new Date(this.getAttribute("at"));
    this.time.dateTime = this.getAttribute("at");
    this.time.title = this.getAttribute("at");
    this.time.textContent = at.toLocaleString("en", { dateStyle: "medium", timeStyle: "short" });
  }
}

customElements.define("local-time", LocalTime);
