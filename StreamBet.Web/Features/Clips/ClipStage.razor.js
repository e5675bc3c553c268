// The picture of a clip with boxes over it. It plays the person's own file, or shows the kept picture nearest to a time; either
// way it tells its time in seconds from the clip's start by the event "time".
const text = (seconds) => {
  const ms = Math.round(seconds * 1000);
  const rest = (ms % 60_000) / 1000;
  const whole = String(Math.floor(rest)).padStart(2, "0");
  const part = ms % 1000 ? (rest % 1).toFixed(3).slice(1).replace(/0+$/, "") : "";
  return `${Math.floor(ms / 60_000)}:${whole}${part}`;
};

/** A time in a clip as people read it, such as 0:12.5. */
export const clock = text;

/** Tenths of a percent as people read them, such as 97.1 %. */
export const percent = (tenths) => `${(tenths / 10).toFixed(1)} %`;

/** Whether the browser can still read a file: it refuses one that was changed, moved or deleted since it was chosen. */
async function isReadable(file) {
  try {
    await file.slice(0, 1).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}

export class Stage extends EventTarget {
  /** What is seen at a time: a list of { name, box, isAsked } for the boxes, and of names for what has none. */
  sightsAt = () => ({ boxes: [], others: [] });

  constructor(root, { clockStart, isLive, frames }) {
    super();
    this.root = root;
    this.clockStart = clockStart;
    this.isLive = isLive;
    this.frames = frames;
    this.now = 0;
    this.ended = new AbortController();
    const find = (selector) => root.querySelector(selector);
    [this.video, this.image, this.picture, this.boxes] = ["video", "img", ".picture", ".boxes"].map(find);
    [this.time, this.also, this.scrub, this.choice] = [".now", ".also", ".scrub", ".boxes-choice input"].map(find);
    const listen = (target, type, react) => target?.addEventListener(type, react, { signal: this.ended.signal });
    for (const type of ["timeupdate", "seeked"]) listen(this.video, type, () => this.#follow());
    listen(this.video, "error", () => this.#lose());
    listen(this.image, "load", () => this.#fit(this.image.naturalWidth, this.image.naturalHeight));
    listen(this.image, "error", () => (this.image.hidden = true));
    listen(this.choice, "change", () => this.draw());
    listen(this.scrub, "input", () => this.seek(this.frames[this.scrub.value].at / 1000));
  }

  get isPlaying() {
    return this.root.dataset.state === "playing";
  }

  /** Opens the file, if the tab has it; otherwise, or if this browser can't show it (often AVI and HEVC), the kept pictures. */
  async open(file, { plays = false } = {}) {
    this.file = file;
    const isPlayable = Boolean(file) && (await this.#load(file));
    if (this.ended.signal.aborted) return;
    if (isPlayable) {
      this.root.dataset.state = "playing";
      this.video.controls = !this.isLive;
      this.#fit(this.video.videoWidth, this.video.videoHeight);
      this.#watch();
    } else {
      await this.#lose();
    }
    if (this.latest) this.show(...this.latest);
    else this.seek(this.now);
    if (plays && isPlayable && !matchMedia("(prefers-reduced-motion: reduce)").matches) this.#playWhenSeen();
  }

  /** Shows a time, as a person asks. */
  seek(seconds) {
    if (this.isPlaying) {
      this.video.pause();
      this.video.currentTime = this.clockStart + seconds;
    } else {
      this.#stand(seconds);
    }
    this.#tell(seconds);
  }

  /** Shows a time with boxes while the clip is being analysed. While the video is still seeking, only the latest waits. */
  show(seconds, sights) {
    this.latest = [seconds, sights];
    if (this.root.dataset.state === "opening" || (this.isPlaying && this.video.seeking)) return;
    this.shown = this.latest;
    this.latest = undefined;
    if (this.isPlaying) this.video.currentTime = this.clockStart + seconds;
    else this.#paint(sights);
  }

  /** Draws the boxes of the present moment. */
  draw() {
    if (this.isLive) return;
    const { boxes, others } = this.sightsAt(this.isPlaying ? this.now : (this.standIn ?? this.now));
    this.#paint(this.choice.checked ? boxes : []);
    this.also.textContent = others.length > 0 ? `Without a place: ${others.join(", ")}` : "";
  }

  /** Releases the file, after stopping the video from reading it. */
  close() {
    this.ended.abort();
    this.sight?.disconnect();
    if (!this.address) return;
    this.video.removeAttribute("src");
    this.video.load();
    URL.revokeObjectURL(this.address);
  }

  // Once; the person has the controls for more.
  #playWhenSeen() {
    this.sight = new IntersectionObserver(([{ isIntersecting }]) => {
      if (!isIntersecting) return;
      this.sight.disconnect();
      this.video.muted = true; // The attribute alone does not count for an element that a script made.
      this.video.play().catch(() => {}); // Where the browser starts none by itself, the controls do.
    }, { threshold: 0.6 });
    this.sight.observe(this.video);
  }

  #load(file) {
    this.address = URL.createObjectURL(file);
    this.video.src = this.address;
    return new Promise((resolve) => {
      const listen = (type, answer) => this.video.addEventListener(type, () => resolve(answer()), { once: true });
      listen("loadedmetadata", () => this.video.videoWidth > 0);
      listen("error", () => false);
      listen("emptied", () => false);
    });
  }

  // The video is not there, or no longer.
  async #lose() {
    const isGone = Boolean(this.file) && !(await isReadable(this.file));
    if (this.ended.signal.aborted) return;
    this.root.dataset.state = isGone ? "gone" : "frames";
    if (this.scrub) {
      this.scrub.max = Math.max(0, this.frames.length - 1);
      this.scrub.hidden = this.frames.length === 0;
    }
    if (!this.isLive) this.seek(this.now);
  }

  // The exact time of each picture, where the browser tells it.
  #watch() {
    if (!this.video.requestVideoFrameCallback || this.isLive) return;
    const next = (_, { mediaTime }) => {
      if (this.ended.signal.aborted) return;
      if (!this.video.seeking && !this.video.paused) this.#tell(mediaTime - this.clockStart);
      this.video.requestVideoFrameCallback(next);
    };
    this.video.requestVideoFrameCallback(next);
  }

  #follow() {
    if (!this.isPlaying || this.video.seeking) return;
    if (!this.isLive) return this.#tell(this.video.currentTime - this.clockStart);
    if (this.shown) this.#paint(this.shown[1]);
    if (this.latest) this.show(...this.latest);
  }

  #tell(seconds) {
    this.now = Math.max(0, seconds);
    const at = text(Math.round(this.now * 10) / 10);
    if (this.time) this.time.textContent = this.isPlaying || this.standIn === undefined || text(this.standIn) === at ? at : `${at}, shown by the picture of ${text(this.standIn)}`;
    this.draw();
    this.dispatchEvent(new Event("time"));
  }

  // The kept picture nearest to a time, the earlier of two.
  #stand(seconds) {
    if (this.frames.length === 0) return;
    const distance = (frame) => Math.abs(frame.at / 1000 - seconds);
    const place = this.frames.reduce((best, frame, i) => (distance(frame) < distance(this.frames[best]) ? i : best), 0);
    const { at, address } = this.frames[place];
    this.scrub.value = place;
    this.scrub.setAttribute("aria-valuetext", text(at / 1000));
    this.standIn = at / 1000;
    if (this.image.getAttribute("src") !== address) {
      this.image.src = address;
      this.image.hidden = false;
    }
    this.image.alt = `The clip at ${text(at / 1000)}`;
  }

  #fit(width, height) {
    if (width > 0 && height > 0) this.picture.style.setProperty("--ratio", `${width} / ${height}`);
  }

  #paint(sights) {
    this.boxes.replaceChildren(
      ...sights.map(({ name, box: [left, top, width, height, sure], isAsked }) => {
        const box = document.createElement("span");
        box.className = `box${sure < 500 ? " doubtful" : ""}${isAsked ? " asked" : ""}`;
        Object.assign(box.style, { left: `${left / 10}%`, top: `${top / 10}%`, width: `${width / 10}%`, height: `${height / 10}%` });
        const label = box.appendChild(document.createElement("span"));
        label.className = `name${top < 80 ? " inside" : ""}${left > 600 ? " leftward" : ""}`;
        label.textContent = `${name} ${percent(sure)}`;
        return box;
      }),
    );
  }
}
