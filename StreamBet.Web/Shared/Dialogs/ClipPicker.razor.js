/** Whether the browser can compute digests on this page, which works only on https and localhost. */
export const canHash = () => Boolean(globalThis.crypto?.subtle);

/** Computes the SHA-256 of the chosen file; null when none is chosen or it cannot be read. */
export async function hash(input) {
  const file = input.files[0];
  if (!file) return null;
  input.value = "";
  try {
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
    return { name: file.name, sha256: Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("") };
  } catch {
    return { name: file.name, sha256: null };
  }
}
