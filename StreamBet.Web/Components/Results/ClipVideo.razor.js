// The element is null once it is off the page, which can be before a call for it arrives.
import { fileOf } from "../Upload/DropZone.razor.js";

/** Opens a file of this tab; tells whether this browser can show its pictures, which AVI and HEVC often have none of. */
export function open(video, fileId) {
  const file = fileOf(fileId);
  if (!file || !video) return false;
  video.src = URL.createObjectURL(file);
  return new Promise((resolve) => {
    video.addEventListener("loadedmetadata", () => resolve(video.videoWidth > 0), { once: true });
    video.addEventListener("error", () => resolve(false), { once: true });
  });
}

/** Shows a time, unless the one before is still being looked for. */
export function show(video, seconds) {
  if (video && !video.seeking) video.currentTime = seconds;
}

export function seek(video, seconds) {
  if (!video) return;
  video.pause();
  video.currentTime = seconds;
  video.scrollIntoView({ block: "nearest" });
}

export function close(video) {
  if (video?.src) URL.revokeObjectURL(video.src);
}
