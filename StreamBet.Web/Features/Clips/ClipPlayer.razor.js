import { fileOf } from "../../Shared/Layout/TabFiles.razor.js";
import { Stage } from "./ClipStage.razor.js";
import { Lanes } from "./EvidenceLanes.razor.js";

// By the component's own key: the element may already be removed when the component's last call, or even its first,
// arrives.
const players = new Map();

/** Opens a clip, with its timeline if it has one; the two follow each other from then on. */
export async function open(key, root, { fileId, sampleAddress, timeline, ...facts }) {
  close(key);
  const element = root?.querySelector(".stage");
  if (!element) return;
  const stage = new Stage(element, facts);
  const lanes = timeline && new Lanes(root.querySelector(".lanes"), timeline);
  players.set(key, { stage, lanes });
  if (lanes) {
    stage.sightsAt = (seconds) => lanes.sightsAt(seconds);
    stage.addEventListener("time", () => lanes.follow(stage.now));
    lanes.addEventListener("seek", ({ detail }) => stage.seek(detail));
    lanes.addEventListener("filter", () => stage.draw());
  }
  if (sampleAddress) await stage.open(await sampleAt(sampleAddress), { plays: true });
  else stage.open(fileId ? fileOf(fileId) : undefined);
}

// The timeline shows without the clip too.
async function sampleAt(address) {
  try {
    const answer = await fetch(address);
    return answer.ok ? await answer.blob() : undefined;
  } catch {
    return undefined;
  }
}

/** Shows a time and scrolls the picture into view. */
export function seek(key, seconds) {
  const stage = players.get(key)?.stage;
  stage?.seek(seconds);
  stage?.root.scrollIntoView({ block: "nearest" });
}

/** Shows the time that is being examined, with what is seen in it. */
export function show(key, seconds, sights) {
  players.get(key)?.stage.show(seconds, sights);
}

/** Releases the file and the listeners. */
export function close(key) {
  const player = players.get(key);
  players.delete(key);
  player?.stage.close();
  player?.lanes?.close();
}
