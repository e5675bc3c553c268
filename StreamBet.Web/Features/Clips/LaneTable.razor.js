import { clock, percent } from "./ClipStage.razor.js";

/** Fills the table with lanes, a row each. */
export function fill(element, lanes) {
  const table = document.createElement("table");
  const head = table.createTHead().insertRow();
  for (const name of ["Label", "Category", "Confidence", "Sightings", "First seen"]) {
    const cell = head.appendChild(document.createElement("th"));
    cell.scope = "col";
    cell.textContent = name;
  }
  const body = table.createTBody();
  for (const { name, kind, best, at } of lanes) {
    const row = body.insertRow();
    const first = at.length > 0 ? clock(at[0] / 1000) : "";
    for (const value of [name, kind, best >= 500 ? percent(best) : "doubt", at.length, first]) row.insertCell().textContent = value;
  }
  element.querySelector("div").replaceChildren(table);
}
