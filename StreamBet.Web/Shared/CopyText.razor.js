// Copies its text, or says that the browser does not allow it, as on a page that is neither https nor localhost.
class CopyText extends HTMLElement {
  connectedCallback() {
    if (this.firstChild) return;
    const button = this.appendChild(document.createElement("button"));
    button.type = "button";
    button.className = "quick";
    button.textContent = this.getAttribute("label");
    const said = this.appendChild(document.createElement("span"));
    said.className = "small said";
    said.role = "status";
    button.onclick = async () => {
      said.textContent = "";
      try {
        await navigator.clipboard.writeText(this.getAttribute("text"));
        said.textContent = "Copied.";
      } catch {
        said.textContent = "This browser does not allow it: select it by hand.";
      }
    };
  }
}

customElements.define("copy-text", CopyText);
