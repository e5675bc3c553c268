// Times in the reader's words and time zone: when stakes close, and when something happened. One timer updates all of
// them; each keeps its text when the page is rendered again.
const shown = new Set();
const minute = 60_000;

class LocalTime extends HTMLElement {
  static observedAttributes = ["at"];

  connectedCallback() {
    this.time = this.appendChild(document.createElement("time"));
    shown.add(this);
    this.show();
  }

  disconnectedCallback() {
    shown.delete(this);
    this.time.remove();
  }

  attributeChangedCallback() {
    if (this.isConnected && this.time) this.show();
  }

  show() {
    const text = this.inWords(new Date(this.getAttribute("at")), Date.now());
    if (this.time.textContent === text) return;
    this.time.dateTime = this.time.title = this.getAttribute("at");
    this.time.textContent = text;
  }

  inWords(at) {
    return at.toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
  }
}

class ClosingTime extends LocalTime {
  inWords(at, now) {
    const left = at - now;
    if (left < 1000) return "Closing now";
    if (left < minute) return `Closes in ${Math.floor(left / 1000)} s`;
    if (left < 59.5 * minute) return `Closes in ${Math.round(left / minute)} min`;
    const isToday = at.toDateString() === new Date(now).toDateString();
    const clock = { hour: "numeric", minute: "2-digit", ...(isToday ? {} : { weekday: "short" }) };
    return `Closes ${isToday ? "at" : "on"} ${at.toLocaleString(undefined, clock)}`;
  }
}

class TimeAgo extends LocalTime {
  inWords(at, now) {
    const past = now - at;
    if (past < minute) return "just now";
    if (past < 60 * minute) return `${Math.floor(past / minute)} min ago`;
    if (past < 24 * 60 * minute) return `${Math.floor(past / minute / 60)} h ago`;
    return super.inWords(at);
  }
}

customElements.define("time-ago", TimeAgo);
customElements.define("local-time", LocalTime);
customElements.define("closing-time", ClosingTime);
setInterval(() => shown.forEach((element) => element.show()), 1000);
