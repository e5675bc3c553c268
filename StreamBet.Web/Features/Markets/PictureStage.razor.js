/** Shows a picture or a moment of a clip that the person chose, and tells which part of it they draw on. Nothing is sent but
    the four numbers, unless a part is cut out. */
export function watch(file, stage, seek, picker) {
  if (!stage) return; // Removed before the script was here.
  const canvas = stage.querySelector("canvas");
  const video = document.createElement("video");
  let address = null;
  let start = null;

  const draw = (source, width, height) => {
    if (!width || !height) return;
    canvas.width = Math.min(width, 1280);
    canvas.height = Math.round((canvas.width * height) / width);
    stage.style.aspectRatio = `${width} / ${height}`;
    canvas.getContext("2d").drawImage(source, 0, 0, canvas.width, canvas.height);
    picker.invokeMethodAsync("ShownAsync");
  };

  const refuse = () => {
    file.setCustomValidity("This browser can't show that file.");
    file.reportValidity();
    file.setCustomValidity("");
  };

  video.onerror = refuse;
  video.muted = true;
  video.preload = "auto";
  video.onloadeddata = () => {
    seek.hidden = false;
    draw(video, video.videoWidth, video.videoHeight);
  };
  video.onseeked = () => draw(video, video.videoWidth, video.videoHeight);
  seek.oninput = () => {
    if (video.duration) video.currentTime = (video.duration * seek.value) / 1000;
  };

  file.onchange = async () => {
    const chosen = file.files[0];
    if (!chosen) return;
    if (address) URL.revokeObjectURL(address);
    address = URL.createObjectURL(chosen);
    seek.hidden = true;
    picker.invokeMethodAsync("PickedAsync");
    if (chosen.type.startsWith("video/")) {
      video.src = address;
      return;
    }
    const picture = new Image();
    picture.src = address;
    try {
      await picture.decode();
      draw(picture, picture.naturalWidth, picture.naturalHeight);
    } catch {
      refuse();
    }
  };

  const place = (event) => {
    const area = stage.getBoundingClientRect();
    const share = (value) => Math.min(1, Math.max(0, value));
    return { x: share((event.clientX - area.left) / area.width), y: share((event.clientY - area.top) / area.height) };
  };

  stage.onpointerdown = (event) => {
    start = place(event);
    stage.setPointerCapture(event.pointerId);
    event.preventDefault();
  };
  stage.onpointerup = (event) => {
    if (!start) return;
    const end = place(event);
    const [width, height] = [Math.abs(end.x - start.x), Math.abs(end.y - start.y)];
    const [left, top] = [Math.min(end.x, start.x), Math.min(end.y, start.y)];
    start = null;
    // A click without a drag marks nothing.
    if (width > 0.005 && height > 0.005) picker.invokeMethodAsync("DrawnAsync", left, top, width, height);
  };
  stage.onpointercancel = () => (start = null);
}

/** Cuts a part out of what is shown, and adds it to the server's pictures; tells its digest, or why it was refused. */
export async function cut(stage, left, top, width, height, picker) {
  const shown = stage.querySelector("canvas");
  const part = document.createElement("canvas");
  part.width = Math.max(1, Math.round(shown.width * width));
  part.height = Math.max(1, Math.round(shown.height * height));
  part.getContext("2d").drawImage(shown, -Math.round(shown.width * left), -Math.round(shown.height * top));
  let [digest, canBeDisproved, problem] = [null, false, "The picture could not be sent. Check your connection and try again."];
  try {
    const png = await new Promise((resolve) => part.toBlob(resolve, "image/png"));
    const answer = await fetch("/api/pictures", { method: "POST", headers: { "Content-Type": "image/png" }, body: png });
    const said = await answer.json();
    [digest, canBeDisproved, problem] = answer.ok ? [said.sha256, said.can_be_disproved, null] : [null, false, said.detail ?? problem];
  } catch {
    // The connection broke; the sentence above says so.
  }
  await picker.invokeMethodAsync("AddedAsync", digest, canBeDisproved, problem);
}
