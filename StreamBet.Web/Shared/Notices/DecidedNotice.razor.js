// Notifications of the browser when a market of one's own has ended, for those who asked for them.
const kept = "notices";

const isWanted = () => {
  try {
    return localStorage.getItem(kept) === "on" && Notification.permission === "granted";
  } catch {
    return false; // This browser stores nothing, or knows no notifications.
  }
};

class DecidedNotice extends HTMLElement {
  static observedAttributes = ["market"];

  connectedCallback() {
    this.tell();
  }

  attributeChangedCallback() {
    if (this.isConnected) this.tell();
  }

  tell() {
    const market = this.getAttribute("market");

    // The attributes of one change arrive one after the other.
    queueMicrotask(() => {
      if (!isWanted() || !document.hidden || this.told === market) return;
      this.told = market;
      try {
        const notice = new Notification(this.getAttribute("head"), { body: this.getAttribute("text"), tag: `market-${market}` });
        notice.onclick = () => {
          focus();
          Blazor.navigateTo(`/markets/${market}`);
          notice.close();
        };
      } catch {
        // Browsers of phones let only installed pages notify.
      }
    });
  }
}

class NoticeSwitch extends HTMLElement {
  connectedCallback() {
    this.innerHTML = '<label><input type="checkbox" data-test="notices" /> <span>Notify me when one of my markets is decided</span></label><p role="status"></p>';
    this.box = this.querySelector("input");
    this.said = this.querySelector("p");
    this.box.checked = isWanted();
    this.box.addEventListener("change", () => this.choose(this.box.checked));
  }

  disconnectedCallback() {
    this.replaceChildren();
  }

  async choose(isOn) {
    this.said.textContent = "";
    try {
      if (isOn && (await Notification.requestPermission()) !== "granted") {
        this.box.checked = false;
        this.said.textContent = "This browser does not let StreamBet notify you. Allow notifications for this site in its settings.";
        return;
      }
      localStorage.setItem(kept, isOn ? "on" : "off");
      if (isOn) this.said.textContent = "While StreamBet is open in a tab, you are told when a market of yours is decided.";
    } catch {
      this.box.checked = false;
      this.said.textContent = "This browser has no notifications.";
    }
  }
}

customElements.define("decided-notice", DecidedNotice);
customElements.define("notice-switch", NoticeSwitch);
