import { fileOf } from "../Upload/DropZone.razor.js";

/** Opens a file of this tab; tells whether this browser can show its pictures, which AVI and HEVC often have none of. */
export function open(video, fileId) {
  const file = fileOf(fileId);
  if (!file) return false;
  video.src = URL.createObjectURL(file);
  return new Promise((resolve) => {
    video.addEventListener("loadedmetadata", () => resolve(video.videoWidth > 0), { once: true });
    video.addEventListener("error", () => resolve(false), { once: true });
  });
}

export function seek(video, seconds) {
  video.pause();
  video.currentTime = seconds;
  video.scrollIntoView({ block: "nearest" });
}

export function close(video) {
  if (video.src) URL.revokeObjectURL(video.src);
}
