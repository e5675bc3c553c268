import { fileOf } from "../../Shared/Layout/TabFiles.razor.js";

// By the component's own key: the element may already be removed when the component's last call, or even its first,
// arrives.
const opened = new Map();

/** Opens a file of this tab; returns whether this browser can show its pictures, which it often cannot for AVI and
    HEVC. */
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

/** Shows a time. While the video is still seeking, only the latest request waits; the others are dropped. */
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

/** Shows a time and scrolls the video into view. */
export function seek(key, seconds) {
  const video = opened.get(key);
  if (!video) return;
  video.pause();
  video.currentTime = seconds;
  video.scrollIntoView({ block: "nearest" });
}

/** Releases the file, after stopping the video from reading it. */
export function close(key) {
  const video = opened.get(key);
  opened.delete(key);
  if (!video) return;
  const address = video.src;
  video.removeAttribute("src");
  video.load();
  URL.revokeObjectURL(address);
}
