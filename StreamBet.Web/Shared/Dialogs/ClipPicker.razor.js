/** Whether this browser computes digests for this page: it does on https and localhost alone. */
export const canHash = () => Boolean(globalThis.crypto?.subtle);

/** Computes the SHA-256 of the file that is chosen; null for one that cannot be read, or when none is. */
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
