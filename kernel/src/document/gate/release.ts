import { type Cell, isRecord } from "../notebook.ts";

/** Tag of a cell whose outputs somebody decided to make public. */
const RELEASE_TAG = "release";

const REASON = /^\s*(?:\/\/|#|<!--)\s*release:\s*(\S.*?)\s*(?:-->)?\s*$/im;

export type Release =
  | { readonly isTagged: true; readonly isGiven: true; readonly reason: string }
  | { readonly isTagged: boolean; readonly isGiven: false };

/** Whether a cell's outputs may pass the gate: it needs the tag and, in its source or metadata, a written reason. */
export function releaseOf({ tags, source, metadata }: Cell): Release {
  if (!tags.includes(RELEASE_TAG)) return { isTagged: false, isGiven: false };
  const { genobook } = metadata;
  const noted = isRecord(genobook) ? genobook["release"] : undefined;
  const reason = REASON.exec(source)?.[1] ?? (typeof noted === "string" ? noted.trim() : "");
  return reason === ""
    ? { isTagged: true, isGiven: false }
    : { isTagged: true, isGiven: true, reason };
}
