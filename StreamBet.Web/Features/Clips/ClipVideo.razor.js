import { fileOf } from "../../Shared/Layout/TabFiles.razor.js";

// By a key of the component's own: the element is off the page before the last call for it arrives, or even the first.
const opened = new Map();

/** Opens a file of this tab; tells whether this browser can show its pictures, which AVI and HEVC often have none of. */
export function open(key, video, fileId) {
  const file = fileOf(fileId);
  if (!file || !video) return false;
  close(key);
  opened.set(key, video);
  video.src = URL.createObjectURL(file);
  return new Promise((resolve) => {
    video.addEventListener("loadedmetadata", () => resolve(video.videoWidth > 0), { once: true });
    video.addEventListener("error", () => resolve(false), { once: true });
    video.addEventListener("emptied", () => resolve(false), { once: true });
  });
}

/** Shows a time. While the one before is still being looked for, the newest waits, and those between are left out. */
export function show(key, seconds) {
  const video = opened.get(key);
  if (!video) return;
  if (video.seeking) {
    video.onseeked = () => {
      video.onseeked = null;
      video.currentTime = seconds;
    };
  } else {
    video.currentTime = seconds;
  }
}

/** Shows a time, and brings the picture into view. */
export function seek(key, seconds) {
  const video = opened.get(key);
  if (!video) return;
  video.pause();
  video.currentTime = seconds;
  video.scrollIntoView({ block: "nearest" });
}

/** Lets go of the file: what still reads from it stops first. */
export function close(key) {
  const video = opened.get(key);
  opened.delete(key);
  if (!video) return;
  const address = video.src;
  video.removeAttribute("src");
  video.load();
  URL.revokeObjectURL(address);
}
