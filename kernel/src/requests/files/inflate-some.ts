import { constants, gunzipSync } from "node:zlib";

/** The first bytes of a text, from the first bytes of its file, gzip or plain. */
export function inflateSome(bytes: Uint8Array): Uint8Array {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    return bytes;
  }
}
