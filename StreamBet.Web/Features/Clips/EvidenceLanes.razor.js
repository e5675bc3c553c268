import { clock, percent } from "./ClipStage.razor.js";
import { draw, make, share } from "./LaneList.razor.js";
import { fill } from "./LaneTable.razor.js";

// How far a click may be from a mark, in pixels, and a sighting from a moment, in milliseconds.
const near = 14;
const moment = 300;

// Rows beyond the edge of the view that are there already.
const spare = 2;

/** The lanes of a timeline. Only those in view are in the document, so that 300 of them cost no more than 20. They raise "seek" with
    the seconds that a person wants to see, and "filter" when other lanes are shown. */
export class Lanes extends EventTarget {
  #least = 500;
  #active;

  constructor(root, { duration, lanes }) {
    super();
    this.duration = Math.max(1, duration);
    this.ended = new AbortController();
    const find = (selector) => root.querySelector(selector);
    [this.list, this.head, this.tip, this.ruler, this.rows] = [".list", ".head", ".tip", ".ruler", ".rows"].map(find);
    this.lanes = lanes.map((lane, place) => ({ ...lane, place, best: Math.max(0, ...lane.sure), key: `${lane.name}\n${lane.kind}`.toLowerCase() }));
    this.#index();
    if (!this.list) return;
    [this.search, this.slider, this.output, this.count] = [".tools [type=search]", ".least input", ".least output", ".count"].map(find);
    this.table = find("details");
    this.#build();
    this.#listen();
    this.#filter();
  }

  /** Moves the play head. */
  follow(seconds) {
    if (!this.head) return;
    this.now = seconds * 1000;
    this.head.style.left = `${share(this.now, this.duration)}%`;
  }

  /** What the lanes on display show at a time: boxes, and names of what has no box. */
  sightsAt(seconds) {
    const boxes = [];
    const others = [];
    for (const [lane, i] of this.#sightingsNear(seconds * 1000)) {
      const figure = lane.sure[i] >= 500 ? lane.sure[i] : lane.doubt[i];
      if (lane.isHidden || figure < this.#least) continue;
      const all = lane.boxes[i];
      for (let b = 0; b < all.length; b += 5) if (b === 0 || all[b + 4] >= 500) boxes.push({ name: lane.name, box: all.slice(b, b + 5), isAsked: lane.isAsked });
      if (all.length === 0) others.push(`${lane.name} ${percent(lane.sure[i])}`);
    }
    return { boxes: boxes.sort((one, other) => other.box[4] - one.box[4]).slice(0, 40), others };
  }

  close() {
    this.ended.abort();
    this.sizes?.disconnect();
  }

  // The sightings by time, once for all moments.
  #index() {
    this.byTime = new Map();
    for (const lane of this.lanes)
      lane.at.forEach((at, i) => (this.byTime.get(at) ?? this.byTime.set(at, []).get(at)).push([lane, i]));
    this.times = [...this.byTime.keys()].sort((one, other) => one - other);
  }

  #sightingsNear(ms) {
    const nearest = closest(this.times, ms);
    return nearest === undefined || Math.abs(nearest - ms) > moment ? [] : this.byTime.get(nearest);
  }

  #build() {
    this.list.replaceChildren();
    this.cursor = make("span", "cursor");
    this.ruler.replaceChildren(...this.#ticks().map((at) => {
      const tick = make("span", share(at, this.duration) > 90 ? "tick late" : "tick", clock(at / 1000));
      tick.style.left = `${share(at, this.duration)}%`;
      return tick;
    }));
    this.scroll = this.rows.parentElement;
    this.sizes = new ResizeObserver(() => this.#measure());
    this.sizes.observe(this.scroll);
  }

  // The style sheet sets the height of a row, in rem. What is measured here need not be asked again for each key and each scroll,
  // which would have the browser lay out the page in between.
  #measure() {
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    this.height = parseFloat(getComputedStyle(this.list).getPropertyValue("--row")) * rem;
    this.fitting = Math.ceil(this.scroll.clientHeight / this.height);
    this.#render();
  }

  // Puts the rows in view into the document, and the one that Tab leads to.
  #render(top = this.scroll.scrollTop) {
    if (!this.height) return;
    const { visible: shown, height } = this;
    const first = Math.max(0, Math.min(Math.floor(top / height), shown.length - this.fitting) - spare);
    const wanted = shown.slice(first, first + this.fitting + 2 * spare);
    if (this.#active && !this.#active.isHidden && !wanted.includes(this.#active)) wanted[this.#active.order < first ? "unshift" : "push"](this.#active);
    this.list.style.height = `${shown.length * height}px`;
    const rows = new Set(wanted.map((lane) => lane.row ?? this.#draw(lane)));
    for (const row of [...this.list.children]) if (!rows.has(row)) row.remove();
    let place = this.list.firstChild;
    for (const lane of wanted) {
      lane.row.style.top = `${lane.order * height}px`;
      if (lane.row === place) place = place.nextSibling;
      else this.list.insertBefore(lane.row, place);
    }
  }

  #draw(lane) {
    const row = draw(lane, this.duration);
    row.setAttribute("tabindex", lane === this.#active ? "0" : "-1");
    return row;
  }

  // Times for the ruler, in steps that people count in.
  #ticks() {
    const step = [500, 1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_800_000].find((ms) => this.duration / ms <= (this.ruler.clientWidth < 420 ? 4 : 8)) ?? 3_600_000;
    return Array.from({ length: Math.floor(this.duration / step) + 1 }, (_, i) => i * step);
  }

  #listen() {
    const listen = (target, type, react) => target.addEventListener(type, react, { signal: this.ended.signal });
    listen(this.search, "input", () => this.#filter());
    listen(this.slider, "input", () => this.#filter());
    listen(this.list, "keydown", (event) => this.#press(event));
    listen(this.list, "focusin", ({ target }) => this.#activate(target.closest(".lane")));
    listen(this.list, "focusout", () => this.#hide());
    listen(this.list, "pointermove", (event) => this.#hover(event));
    listen(this.list, "pointerleave", () => this.#hide());
    listen(this.scroll, "scroll", () => (this.#hide(), this.#render()));
    listen(this.rows, "click", (event) => this.#click(event));
    listen(this.table, "toggle", () => this.table.open && this.#tabulate());
  }

  #filter() {
    const top = this.scroll.scrollTop;
    const words = this.search.value.trim().toLowerCase();
    this.#least = this.slider.value * 10;
    this.output.textContent = `${this.slider.value} %`;
    for (const lane of this.lanes) {
      const figure = lane.best >= 500 ? lane.best : Math.max(0, ...lane.doubt);
      lane.isHidden = words ? !lane.key.includes(words) : !lane.isAsked && figure < this.#least;
    }
    this.visible = this.lanes.filter((lane) => !lane.isHidden);
    this.visible.forEach((lane, order) => (lane.order = order));
    const shown = this.visible.length;
    this.count.textContent = shown === 0 ? (words ? `No label or category contains "${this.search.value.trim()}".` : "No label is that sure.") : `${shown} of ${this.lanes.length} labels`;
    this.#hide();
    if (!this.#active || this.#active.isHidden) this.#enter(this.visible[0]);
    this.#render(top);
    if (this.table.open) this.#tabulate();
    this.dispatchEvent(new Event("filter"));
  }

  // One lane at a time can be reached by Tab; arrows lead to the others.
  #enter(lane) {
    this.#active?.row?.setAttribute("tabindex", "-1");
    this.#active = lane;
    lane?.row?.setAttribute("tabindex", "0");
  }

  #focus(lane) {
    this.#enter(lane);
    this.#render();
    lane.row.scrollIntoView({ block: "nearest" });
    lane.row.focus({ preventScroll: true });
  }

  #activate(row) {
    const lane = this.lanes[row?.dataset.place];
    if (!lane || !row.matches(":focus-visible")) return;
    this.#enter(lane);
    if (lane.at.length > 0) this.#choose(lane, lane.chosen ?? placeOf(lane.at, this.now ?? 0));
  }

  #press(event) {
    const lane = this.#active;
    if (!lane || event.altKey || event.ctrlKey || event.metaKey) return;
    const row = (by) => this.#focus(this.visible[Math.min(this.visible.length - 1, Math.max(0, lane.order + by))]);
    const sighting = (place) => lane.at.length > 0 && this.#choose(lane, Math.min(lane.at.length - 1, Math.max(0, place)));
    const keys = {
      ArrowDown: () => row(1),
      ArrowUp: () => row(-1),
      PageDown: () => row(10),
      PageUp: () => row(-10),
      ArrowRight: () => sighting((lane.chosen ?? -1) + 1),
      ArrowLeft: () => sighting((lane.chosen ?? 1) - 1),
      Home: () => sighting(0),
      End: () => sighting(lane.at.length - 1),
      Enter: () => lane.chosen !== undefined && this.#seek(lane.at[lane.chosen]),
      " ": () => lane.chosen !== undefined && this.#seek(lane.at[lane.chosen]),
      Escape: () => this.#hide(),
    };
    if (!keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  }

  #choose(lane, place) {
    lane.chosen = place;
    lane.row.setAttribute("aria-valuenow", lane.at[place] / 1000);
    lane.row.setAttribute("aria-valuetext", this.#figures(lane, place));
    this.#show(lane, place);
  }

  #hover(event) {
    const found = this.#at(event);
    if (found?.place === undefined) this.#hide();
    else this.#show(found.lane, found.place);
  }

  // A mark leads to its sighting, a name to the best one, and an empty place to its time.
  #click(event) {
    const { lane, place, ms } = this.#at(event) ?? this.#best(event) ?? {};
    if (lane && place !== undefined) {
      this.#enter(lane);
      this.#choose(lane, place);
      this.#seek(lane.at[place]);
    } else if (ms !== undefined) {
      this.#seek(ms);
    }
  }

  #best(event) {
    const lane = this.lanes[event.target.closest(".lane")?.dataset.place];
    return lane?.at.length > 0 ? { lane, place: lane.sure.indexOf(lane.best) < 0 ? 0 : lane.sure.indexOf(lane.best) } : undefined;
  }

  // What lies under the pointer: the time, and the mark if one is near.
  #at(event) {
    const lane = this.lanes[event.target.closest(".lane")?.dataset.place];
    const track = event.target.closest(".track, .ruler");
    if (!track) return undefined;
    const { left, width } = track.getBoundingClientRect();
    const ms = Math.min(this.duration, ((event.clientX - left) / width) * this.duration);
    if (!lane || lane.at.length === 0) return { lane, ms: Math.max(0, ms) };
    const place = placeOf(lane.at, ms - 225);
    const isNear = (Math.abs(lane.at[place] + 225 - ms) / this.duration) * width <= Math.max(near, (225 / this.duration) * width);
    return { lane, ms: Math.max(0, ms), place: isNear ? place : undefined };
  }

  #seek(ms) {
    this.dispatchEvent(new CustomEvent("seek", { detail: ms / 1000 }));
  }

  #show(lane, place) {
    const left = share(lane.at[place], this.duration);
    this.cursor.style.left = `${left}%`;
    lane.track.append(this.cursor);
    this.tip.textContent = `${lane.name}, ${this.#figures(lane, place)}`;
    this.tip.hidden = false;
    const [rows, track] = [this.rows.getBoundingClientRect(), lane.track.getBoundingClientRect()];
    const x = track.left - rows.left + (track.width * left) / 100;
    this.tip.style.left = `${Math.max(0, Math.min(x - this.tip.offsetWidth / 2, rows.width - this.tip.offsetWidth))}px`;
    const above = track.top - rows.top - this.tip.offsetHeight - 4;
    this.tip.style.top = `${above > this.scroll.scrollTop + 20 ? above : track.bottom - rows.top + 4}px`;
  }

  #hide() {
    this.tip.hidden = true;
    this.cursor.remove();
  }

  #figures(lane, place) {
    const [at, sure, doubt] = [lane.at[place], lane.sure[place], lane.doubt[place]];
    const figure = sure >= 500 ? `${percent(sure)} sure` : `only a doubt: ${percent(doubt)} chance that it was there`;
    const marks = lane.marks.filter((mark) => at >= mark.from && at <= mark.to);
    return [`${clock(at / 1000)}, ${figure}`, ...marks.map((mark) => `it decided YES for “${mark.market}”`)].join("; ");
  }

  #tabulate() {
    fill(this.table, this.visible);
  }
}

// The place of the time nearest to another in an ascending list.
function placeOf(times, wanted) {
  let [low, high] = [0, times.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle] < wanted) low = middle + 1;
    else high = middle;
  }
  return low > 0 && wanted - times[low - 1] <= times[low] - wanted ? low - 1 : low;
}

const closest = (times, wanted) => (times.length === 0 ? undefined : times[placeOf(times, wanted)]);
