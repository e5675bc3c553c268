import { clock, percent } from "./ClipStage.razor.js";

/** An element with a class and content. */
export const make = (tag, className, ...content) => {
  const element = document.createElement(tag);
  element.className = className;
  element.append(...content);
  return element;
};

/** The place of a time, in percent from the start. */
export const share = (ms, duration) => (100 * Math.min(duration, Math.max(0, ms))) / duration;

/** Draws a lane's row. */
export function draw(lane, duration) {
  const row = (lane.row = make("div", `lane${lane.isAsked ? " asked" : ""}`));
  lane.track = make("div", "track");
  const badge = lane.marks.length > 0 ? [make("span", "badge-mark", "YES")] : [];
  const name = make("span", "lane-name", lane.name);
  name.title = lane.name;
  row.append(
    make("span", "title", name, ...badge),
    make("span", "kind", lane.kind),
    make("span", "best", lane.at.length === 0 ? "not seen" : lane.best >= 500 ? percent(lane.best) : "doubt"),
    lane.track,
  );
  row.dataset.place = lane.place;
  const seen = lane.at.length === 0 ? "not seen" : `${lane.at.length} sightings, first at ${clock(lane.at[0] / 1000)}, at best ${percent(lane.best)}`;
  const set = (attribute, value) => row.setAttribute(attribute, value);
  set("role", "slider");
  set("aria-label", [lane.name, lane.kind, seen].filter(Boolean).join(", "));
  set("aria-valuemin", "0");
  set("aria-valuemax", duration / 1000);
  set("aria-valuenow", "0");
  set("aria-valuetext", lane.at.length === 0 ? "No sighting" : "No sighting chosen");
  drawMarks(lane, duration);
  return row;
}

// One path for each strength, so that styles and themes apply by themselves.
function drawMarks(lane, duration) {
  const width = Math.max(3.5, (450 / duration) * 1000);
  const paths = new Map();
  lane.at.forEach((at, i) => {
    const isDoubt = lane.sure[i] < 500;
    const figure = (isDoubt ? lane.doubt[i] : lane.sure[i]) / 10;
    const kind = isDoubt ? "doubt" : figure > 80 ? `sure b${Math.min(9, Math.floor(figure / 10))}` : `seen b${Math.floor(figure / 10)}`;
    const left = Math.min(share(at, duration) * 10, 1000 - width);
    paths.set(kind, `${paths.get(kind) ?? ""}M${left.toFixed(1)} 100V${(100 - figure).toFixed(1)}h${width.toFixed(1)}V100z`);
  });
  const fill = (kind) => (kind === "doubt" ? ' fill="url(#doubt-stripes)"' : "");
  // Only numbers and names of this script are in it.
  lane.track.innerHTML = `<svg viewBox="0 0 1000 100" preserveAspectRatio="none">${[...paths].map(([kind, d]) => `<path class="${kind}"${fill(kind)} d="${d}"/>`).join("")}</svg>`;
  for (const mark of lane.marks) {
    const span = make("span", "span");
    span.style.left = `${share(mark.from, duration)}%`;
    span.style.width = `${Math.max(width / 10, share(mark.to + 500, duration) - share(mark.from, duration))}%`;
    const flag = make("span", "flag");
    flag.style.left = `${share(mark.at, duration)}%`;
    lane.track.append(span, flag);
  }
}
